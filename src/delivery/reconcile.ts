import { MINUTE, SECOND, type Millis } from '#src/base/clock.ts'
import { describeError, unreachable } from '#src/base/errors.ts'
import { startLoop, type Loop } from '#src/base/loop.ts'
import type { Doubt, Found } from '#src/platform/platform.ts'
import type { Ref } from '#src/records.ts'
import { deliveryById, movePart, partById, type Part } from '#src/store/deliveries.ts'
import { firstRefSince, hasLikeness, hasTwin, isRecorded } from '#src/store/known.ts'
import { noteLook, unknownCalls, type UnknownCall } from '#src/store/looks.ts'
import type { Reader, Writer } from '#src/store/open.ts'
import { concludeCall } from '#src/store/sends.ts'
import { aboutPart } from './about.ts'
import type { DeliveryParts, SendingAccount } from './account.ts'
import { noteWaitBesides, waitBesides } from './besides.ts'
import { eachUnknown } from './each-unknown.ts'
import { GIVE_UP_AFTER, openGiveUp } from './give-up.ts'
import { hold } from './outcome.ts'
import { madeForAnother } from './pace.ts'
import type { Proofs } from './prove.ts'

/** When a message of unknown fate is looked for, counted from the end of the call; then every {@link LATER}. */
const LOOKS: readonly [Millis, ...Millis[]] = [15 * SECOND, MINUTE, 3 * MINUTE, 6 * MINUTE, 10 * MINUTE]
const LATER: Millis = 5 * MINUTE
// A platform may show a post minutes after it took it: an early absence proves nothing (RELIABILITY, "the hard case").
const PROOF_AFTER: Millis = 10 * MINUTE
const ABSENCES_NEEDED = 3
// What is on its way when a call ends may still arrive: gateways hold a request for a minute or two.
const ARRIVES_WITHIN: Millis = 2 * MINUTE

/** What a look leads to. */
type Verdict =
  | { readonly is: 'there'; readonly ref: Ref }
  | { readonly is: 'send-again' }
  | { readonly is: 'hold'; readonly why: string }
  | { readonly is: 'look-again' }

/**
 * Settles messages of unknown fate, account by account: looks for them, records those that stand, sends once more what
 * is proven absent, and holds for staff what cannot be settled.
 */
export function startReconciling(
  accounts: readonly SendingAccount[],
  proofs: Proofs,
  parts: DeliveryParts & { readonly onAbsent: (part: Part) => void },
): readonly Loop[] {
  return accounts.map((account) => {
    const giveUp = openGiveUp(account, parts)
    return startLoop({
      name: `unknown ${account.id}`,
      clock: parts.clock,
      log: parts.log,
      async turn(signal) {
        const remoteId = proofs.of(account.id)
        if (remoteId === undefined) return giveUp(signal)
        return eachUnknown(account.id, parts, signal, async (part) =>
          (await holdOfAnother(part, { ...account, remoteId }, parts))
            ? MINUTE
            : lookFor(part, account, proofs, parts, signal),
        )
      },
    })
  })
}

/**
 * Holds a message that went with another account of the platform than the one that is proven now: in the timeline of this
 * one its absence would prove nothing. Answers whether it is one.
 */
async function holdOfAnother(
  part: Part,
  account: Pick<SendingAccount, 'id' | 'apiRoot'> & { readonly remoteId: string },
  { store, clock, log, maySend }: DeliveryParts,
): Promise<boolean> {
  const delivery = await deliveryById(store.read, part.delivery)
  const other = delivery && madeForAnother(delivery, account)
  if (!other || !maySend()) return other != null
  const held = await store.write(async (writer) => {
    const now = await partById(writer, part.id)
    return now?.state === 'unknown' ? hold(writer, now, `nothing can look for it: ${other}`, clock.now()) : null
  })
  if (held) {
    log.error({ ...aboutPart(held), why: held.reason }, 'held: see `crier held`')
  }
  return true
}

/** Looks for one message if it is time. Answers how long until the next look. */
async function lookFor(
  part: Part,
  account: SendingAccount,
  proofs: Proofs,
  parts: DeliveryParts & { readonly onAbsent: (part: Part) => void },
  signal: AbortSignal,
): Promise<Millis> {
  const { store, clock, log, onAbsent, onSent, maySend } = parts
  const calls = await unknownCalls(store.read, part.id)
  const last = calls.at(-1)
  const due = last === undefined ? 0 : dueAt(last)
  if (due > clock.now()) return due - clock.now()
  const wait = await waitBesides(store.read, account, clock.now())
  const late = last === undefined ? 0 : last.ended + GIVE_UP_AFTER - clock.now()
  if (wait !== null && late > 0) return Math.min(wait.until - clock.now(), late)
  if (!maySend()) return SECOND
  const asked = clock.monotonic()
  // Where a look goes by way of the chat of staff, nobody else may be there.
  const notToStaff = proofs.whyNotToStaff(account.id)
  const found =
    last === undefined
      ? nothingToGoBy
      : notToStaff !== null
        ? ({ is: 'unclear', why: notToStaff } as const)
        : wait === null
          ? await look(part, calls, account, parts, signal)
          : ({ is: 'unclear', why: wait.why } as const)
  signal.throwIfAborted()
  const left = found.is === 'unclear' && found.again !== undefined ? found.again - clock.now() : null
  const after = await store.write(async (writer) => {
    // Staff may have settled it while the platform was asked.
    const now = await partById(writer, part.id)
    if (now?.state !== 'unknown') return null
    // And the clock may have been set: what a time is compared with is read together with it.
    const at = clock.now()
    // What is seen is as old as the question: the answer may have lain unread while this process was frozen.
    const seen = Math.floor(at - (clock.monotonic() - asked))
    if (found.is === 'unclear' && left !== null) {
      await noteWaitBesides(writer, account.id, { until: Math.round(at + left), why: found.why }, at)
    }
    const known = await unknownCalls(writer, part.id)
    const own = await withoutOthers(writer, now, known.at(-1), found)
    const verdict = await judge(writer, now, known, own, account, seen)
    return carryOut(writer, now, known.at(-1), own, verdict, { at, seen })
  })
  const about = { ...aboutPart(part), found: found.is }
  log.info({ ...about, ...(found.is === 'unclear' && { why: found.why }) }, 'looked for a post of unknown fate')
  if (after?.state === 'sent') onSent(after)
  if (after?.state === 'ready') onAbsent(after)
  if (after?.state === 'held') log.error({ ...about, why: after.reason }, 'held: see `crier held`')
  // When the next look is due, the next turn finds out.
  return after?.state === 'unknown' && last !== undefined ? SECOND : 0
}

const nothingToGoBy: Found = { is: 'unclear', why: 'no call of unknown fate is on record' }

function dueAt({ ended, looks }: UnknownCall): Millis {
  const scheduled = LOOKS[looks.length]
  const before = looks.at(-1)?.at ?? ended
  // Looks that had to wait do not follow each other at once: they would be one.
  return scheduled === undefined ? before + LATER : Math.max(ended + scheduled, before + LOOKS[0])
}

async function look(
  part: Part,
  calls: readonly UnknownCall[],
  account: SendingAccount,
  { store, log }: DeliveryParts,
  signal: AbortSignal,
): Promise<Found> {
  const [first] = calls
  const last = calls.at(-1)
  const { connection } = account
  if (first === undefined || last === undefined || connection.find === undefined)
    return { is: 'unclear', why: 'this account cannot look' }
  // The link marks a message, unless the same article stands there in another one too.
  const link = (await hasTwin(store.read, part)) ? null : part.link
  const { place, after, at } = first
  const since = { since: last.ended + ARRIVES_WITHIN, untimed: last.untimed }
  // Of another place, what stands here says nothing.
  const before = last.place === place ? await firstRefSince(store.read, part.account, place, since) : null
  try {
    return await connection.find({ bytes: part.bytes, place, after, before, link, at }, signal)
  } catch (error) {
    log.error({ ...aboutPart(part), error: describeError(error) }, 'looking failed')
    return { is: 'unclear', why: describeError(error) }
  }
}

/** What a look found, without what is known to be other posts. */
async function withoutOthers(reader: Reader, part: Part, call: UnknownCall | undefined, found: Found): Promise<Found> {
  if (call === undefined || found.is === 'absent') return found
  const isOther = ({ id }: Ref): Promise<boolean> => isRecorded(reader, part.account, call.place, id)
  const doubts: Doubt[] = []
  for (const each of found.doubts ?? []) if (!(await isOther(each.ref))) doubts.push(each)
  const [doubt] = doubts
  if (found.is === 'unclear') {
    if (found.doubts === undefined) return found
    return doubt === undefined ? { is: 'absent' } : { is: 'unclear', why: doubt.why, doubts }
  }
  const refs: Ref[] = []
  for (const ref of found.refs) if (!(await isOther(ref))) refs.push(ref)
  if (refs.length > 0) return { ...found, refs }
  const missed = found.missed ?? doubt?.why
  return missed === undefined ? { is: 'absent' } : { is: 'unclear', why: missed }
}

async function judge(
  writer: Writer,
  part: Part,
  calls: readonly UnknownCall[],
  found: Found,
  account: SendingAccount,
  seen: Millis,
): Promise<Verdict> {
  const last = calls.at(-1)
  if (last === undefined || account.afterUnknown === 'held') return { is: 'hold', why: 'nothing can look for it' }
  const since = seen - last.ended
  switch (found.is) {
    case 'present': {
      // Of two with the same words the younger may be shown first: the oldest is taken, when all of them must be shown.
      const alike = await hasLikeness(writer, part)
      const [ref] = alike ? oldestFirst(found.refs) : found.refs
      return ref === undefined || (alike && since < PROOF_AFTER) ? { is: 'look-again' } : { is: 'there', ref }
    }
    case 'absent':
      break
    case 'unclear':
      return since >= GIVE_UP_AFTER
        ? { is: 'hold', why: `looking does not settle it: ${found.why}` }
        : { is: 'look-again' }
    default:
      return unreachable(found)
  }
  const absences = last.looks.filter((one) => one.found === 'absent').length + 1
  if (since < PROOF_AFTER || absences < ABSENCES_NEEDED) return { is: 'look-again' }
  // Twice into the dark is enough: what is wrong is not chance.
  if (calls.length > 1) return { is: 'hold', why: 'it was sent twice, and is not there' }
  return { is: 'send-again' }
}

/** Ids grow, and may be beyond what a double holds. */
function oldestFirst(refs: readonly Ref[]): readonly Ref[] {
  return refs.toSorted(({ id: one }, { id: other }) => one.length - other.length || (one < other ? -1 : 1))
}

async function carryOut(
  writer: Writer,
  part: Part,
  call: UnknownCall | undefined,
  found: Found,
  verdict: Verdict,
  { at, seen }: { readonly at: Millis; readonly seen: Millis },
): Promise<Part> {
  if (call !== undefined) {
    const why = found.is === 'unclear' ? found.why : verdict.is
    await noteLook(writer, { call: call.call, at: seen, found: found.is, why, usd: found.usd })
  }
  switch (verdict.is) {
    case 'there':
      if (call !== undefined) await concludeCall(writer, call.call, 'found')
      return movePart(writer, part, { to: 'sent', why: 'unknown: found, it stands', at, ref: verdict.ref })
    case 'send-again':
      if (call !== undefined) await concludeCall(writer, call.call, 'absent')
      return movePart(writer, part, { to: 'ready', why: 'unknown: proven absent, sent once more', at })
    case 'hold':
      return hold(writer, part, verdict.why, at)
    case 'look-again':
      return part
    default:
      return unreachable(verdict)
  }
}
