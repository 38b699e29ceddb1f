import { MINUTE, SECOND, type Millis } from '#src/base/clock.ts'
import { describeError, unreachable } from '#src/base/errors.ts'
import { startLoop, type Loop } from '#src/base/loop.ts'
import type { KeptPicture } from '#src/platform/platform.ts'
import type { DraftPart, Outcome } from '#src/records.ts'
import { bindDelivery, dropBehind, movePart, partsOf, type Part, type ReadyPart } from '#src/store/deliveries.ts'
import { nextToGo } from '#src/store/next-ready.ts'
import { newestRef } from '#src/store/known.ts'
import { LeaseLost } from '#src/store/lease.ts'
import { attachable, fileOf } from '#src/store/media.ts'
import type { Reader, Writer } from '#src/store/open.ts'
import { latestEnd } from '#src/store/pauses.ts'
import { ruleOf, type Reason } from '#src/store/reasons.ts'
import { logCall, logOutcome } from '#src/store/sends.ts'
import { isStoreFault } from '#src/store/sqlite.ts'
import { aboutPart } from './about.ts'
import type { LaneParts, SendingAccount } from './account.ts'
import { lacksLook } from './cooling.ts'
import { end } from './end.ts'
import { settle } from './outcome.ts'
import { leaveFor, openSmoother, waitFor, type Leave, type Smoother } from './pace.ts'
import { MOST_TRIES, setAside, tryPart, type CountedTries } from './poison.ts'
import { lacksPicture, preparePicture, type PictureWait, type UploadWait } from './prepare.ts'
import type { Proofs } from './prove.ts'
import { firstToGo, isSilent } from './rhythm.ts'
import { tellWait, type WaitingLane } from './tell-wait.ts'
import { takeLinkAway } from './without-link.ts'

const SETTLE_AGAIN: Millis = SECOND
const LEASE_LOOK: Millis = SECOND / 2

/** The lanes of all accounts: one for each channel, so that a slow or held one delays no other. */
export interface Lanes extends AsyncDisposable {
  /** Says that something may go (a new delivery, an answer of staff, a proven account), in `channels` or in any. */
  nudge(channels?: ReadonlySet<string>): void
}

interface Lane extends WaitingLane {
  readonly smoother: Smoother
  readonly proofs: Proofs
  readonly parts: LaneParts
  readonly counted: CountedTries
  readonly uploads: UploadWait
  /** Whether the last look found nothing to send: then nothing that an account does makes the lane go on. */
  readonly idle: { is: boolean }
  /** Told when a call has ended: another lane of the account that has something to send may have waited for that. */
  readonly onCallEnd: () => void
}

/** Starts a lane for every channel of `accounts`. Disposing lets the calls in flight end, and starts no other. */
export function startLanes(accounts: readonly SendingAccount[], proofs: Proofs, parts: LaneParts): Lanes {
  const { clock, log } = parts
  const started = accounts.flatMap((account) => {
    const smoother = openSmoother(account.windows, account.channels.length)
    const uploads: UploadWait = { now: null }
    const siblings: { readonly lane: Lane; readonly loop: Loop }[] = []
    const onCallEnd = (): void => {
      for (const { lane, loop } of siblings) if (!lane.idle.is) loop.nudge()
    }
    for (const channel of account.channels) {
      const lane: Lane = {
        account,
        channel,
        smoother,
        proofs,
        parts,
        counted: new Set(),
        uploads,
        waits: { why: undefined },
        idle: { is: false },
        onCallEnd,
      }
      const turn = (signal: AbortSignal): Promise<Millis> => takeTurn(lane, signal)
      siblings.push({ lane, loop: startLoop({ name: `channel ${channel.id}`, clock, log, turn }) })
    }
    return siblings
  })
  return {
    nudge(channels) {
      for (const { lane, loop } of started) if (channels?.has(lane.channel.id) ?? true) loop.nudge()
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(started.map(({ loop }) => loop[Symbol.asyncDispose]()))
    },
  }
}

/** Sends the first ready part of a channel if it may go. Answers how long to wait before the next look. */
async function takeTurn(lane: Lane, stop: AbortSignal): Promise<Millis> {
  const { store, clock } = lane.parts
  const first = await nextOf(store.read, lane)
  lane.idle.is = first === undefined
  if (!first) {
    await tellWait(lane, null)
    return MINUTE
  }
  try {
    // Before the smoother: what must wait would take another lane's turn there.
    const asked = await decide(store.read, lane, first)
    if (asked.is === 'without-link' && lane.parts.maySend()) {
      if (await takeLinkAway(first, lane.channel, asked.why, lane.parts)) return 0
    }
    const leave = withLink(asked)
    const lacks = leave.is === 'go' && lacksPicture(first, clock.now())
    // Told already that it waits for its picture, and not known yet to be over.
    if (!lacks || ruleOf(lane.waits.why ?? '') !== 'picture') await tellWait(lane, leave)
    if (leave.is === 'wait') return waitFor(leave, clock.now())
    if (leave.is === 'go' && lacksLook(first, lane.channel, clock.now())) {
      if (!lane.parts.maySend()) return LEASE_LOOK
      await tryPart(first, lane.counted, lane.parts, () => lane.parts.lookAgain(first.article, stop))
      return 0
    }
    if (lacks) {
      if (!lane.parts.maySend()) return LEASE_LOOK
      let wait = null as PictureWait | null
      await tryPart(first, lane.counted, lane.parts, async () => {
        wait = await preparePicture(first, lane.account, lane.parts, stop, lane.uploads)
      })
      if (wait !== null) {
        await tellWait(lane, wait.leave)
        return Math.min(wait.ms, MINUTE)
      }
    }
    return await lane.smoother.run(async () => {
      if (!lane.parts.maySend()) return LEASE_LOOK
      const claimed = await store.write((writer) => claim(writer, lane, stop))
      if (claimed.is === 'wait') return waitFor(claimed, clock.now())
      if (claimed.is === 'ended') tellEnd(lane, claimed)
      if (claimed.is === 'send') await carry(lane, claimed)
      return 0
    })
  } catch (error) {
    if (error instanceof LeaseLost || isStoreFault(error) || stop.aborted) throw error
    return setAside(first, error, lane.parts)
  }
}

async function nextOf(reader: Reader, { account, channel, parts }: Lane): Promise<ReadyPart | undefined> {
  const now = parts.clock.now()
  const seenBy = channel.cooling === 0 ? undefined : now - channel.cooling
  const first = await firstToGo(reader, channel, now)
  return nextToGo(reader, { ...channel, account: account.id }, first, seenBy)
}

/** What becomes of a post that keeps its link. */
function withLink(leave: Leave): Exclude<Leave, { is: 'without-link' }> {
  if (leave.is !== 'without-link') return leave
  const { at, why } = leave
  return at === null ? { is: 'hold', why } : { is: 'wait', at, why }
}

interface Claimed {
  readonly is: 'send'
  readonly part: Part
  readonly call: string
  readonly place: string
  readonly feed: string | null
  /** The file of the picture that goes along. */
  readonly picture: KeptPicture | null
}

/** A part that is not sent, and what the log says of it. */
interface Ended {
  readonly is: 'ended'
  readonly part: Part
  readonly why: Reason
  readonly event: string
}

/**
 * In one transaction: the first ready part of the channel, leave to go, its place in every window, and the state
 * `sending`. Only when this is on the disk is a socket opened.
 */
async function claim(
  writer: Writer,
  lane: Lane,
  stop: AbortSignal,
): Promise<Claimed | Ended | Extract<Leave, { is: 'wait' }> | { readonly is: 'none' }> {
  // Also while it waited for its turn in the store.
  if (stop.aborted) return { is: 'none' }
  const at = lane.parts.clock.now()
  const part = await nextOf(writer, lane)
  if (!part) return { is: 'none' }
  const asked = await decide(writer, lane, part)
  // The budget has been used up since the look at it, or a link could not be taken away: the next turn sees to that.
  if (asked.is === 'without-link' && asked.at !== null) return { is: 'wait', at: asked.at, why: asked.why }
  const leave = withLink(asked)
  switch (leave.is) {
    case 'wait':
      return leave
    case 'drop':
      await end(writer, part, { to: 'dropped', why: leave.why, at })
      await dropBehind(writer, part, { why: leave.why, at })
      return { is: 'ended', part, why: leave.why, event: 'a post is dropped' }
    case 'hold':
      await end(writer, part, { to: 'held', why: leave.why, at })
      return { is: 'ended', part, why: leave.why, event: 'a post is held: see `crier held`' }
    case 'go': {
      // Another one is first by now: the next turn prepares it.
      if (lacksLook(part, lane.channel, at) || lacksPicture(part, at)) return { is: 'none' }
      const { place, feed } = part
      const remoteId = lane.proofs.of(lane.account.id)
      if (remoteId !== undefined && part.remote_id !== remoteId) await bindDelivery(writer, part.delivery, remoteId)
      const bytes = await bytesOf(writer, lane, part, at)
      const silent = isSilent(lane.channel.rhythm, part, at)
      const why = silent ? 'sending: its turn, without a sound in quiet hours' : 'sending: its turn'
      const sending = await movePart(writer, part, { to: 'sending', why, at, bytes })
      const after = await newestRef(writer, part.account, place)
      const call = await logCall(writer, { part: part.id, account: part.account, place, at, usd: part.usd, after })
      return { is: 'send', part: sending, call, place, feed, picture: await pictureFileOf(writer, part) }
    }
    default:
      return unreachable(leave)
  }
}

/** Only when it is on the disk: a transaction may fail. */
function tellEnd({ parts: { log } }: Lane, { part, why, event }: Ended): void {
  log.warn({ ...aboutPart(part), why }, event)
}

/**
 * With its picture, or without one that cannot go, to the place of its channel now: a text that a person let go stays
 * where that has changed. A reply names the message before it, which stands by now; in quiet hours a message makes no
 * sound.
 */
async function bytesOf(reader: Reader, lane: Lane, part: Part, at: Millis): Promise<string> {
  const { account, channel } = lane
  const bytes = JSON.parse(await followed(reader, lane, part)) as DraftPart['body']
  const body = account.address(bytes, channel.settings)
  return JSON.stringify(isSilent(channel.rhythm, part, at) ? account.silence(body) : body)
}

async function followed(reader: Reader, { account }: Lane, part: Part): Promise<string> {
  if (part.ordinal === 0) {
    if (part.picture === null) return part.bytes
    return JSON.stringify(account.attach(JSON.parse(part.bytes) as DraftPart['body'], attachable(part)))
  }
  const before = (await partsOf(reader, part.delivery)).find(({ ordinal }) => ordinal === part.ordinal - 1)
  if (!before?.ref_id) throw new Error(`part ${part.id} follows nothing that stands`)
  const body = JSON.parse(part.bytes) as Record<string, unknown>
  return JSON.stringify(account.follow(body, { id: before.ref_id, url: before.ref_url }))
}

async function decide(reader: Reader, lane: Lane, part: ReadyPart): Promise<Leave> {
  const remoteId = lane.proofs.of(lane.account.id)
  if (remoteId === undefined) {
    const why = lane.proofs.why(lane.account.id)
    const more = why === null ? '' : ` (${why}; see \`crier check\`)`
    return { is: 'wait', at: null, why: `account: ${lane.account.id} is not proven yet${more}` }
  }
  return leaveFor(reader, part, lane.account, lane.channel, remoteId, lane.parts.clock.now())
}

async function pictureFileOf(reader: Reader, part: Part): Promise<KeptPicture | null> {
  const media = attachable(part)
  if (media?.is !== 'file') return null
  const file = await fileOf(reader, media.digest)
  if (file === undefined) throw new Error(`the picture of part ${part.id} is not in the store`)
  return file
}

async function carry(lane: Lane, { part, call, place, feed, picture }: Claimed): Promise<void> {
  const { clock, log, onSent, onUnknown } = lane.parts
  const about = { ...aboutPart({ ...part, feed }), part: part.ordinal }
  const started = clock.monotonic()
  const answer = await send(lane, part, picture)
  const { after, outcome } = await settleSurely(lane, part, call, place, answer)
  const ms = Math.round(clock.monotonic() - started)
  switch (outcome.is) {
    case 'sent':
      log.info({ ...about, ref: outcome.ref.id, url: outcome.ref.url, used: part.used, ms }, 'sent')
      onSent(after)
      break
    case 'unknown':
      if (after.state === 'held') {
        log.error({ ...about, why: outcome.why, ms }, 'nobody knows whether this was posted: held, see `crier held`')
      } else log.warn({ ...about, why: outcome.why, ms }, 'nobody knows whether this was posted: it is looked for')
      onUnknown()
      break
    case 'refused':
      if (after.state === 'ready')
        log.warn({ ...about, why: outcome.why, ms }, 'refused with its picture: it goes without')
      else log.error({ ...about, why: outcome.why, ms }, 'the platform refused this post')
      break
    case 'later':
      if (!outcome.firm)
        log.error(
          { ...about, why: outcome.why, ...(outcome.at !== null && { until: endOf(outcome.at, clock.now()) }) },
          `this ${outcome.holds} is paused${outcome.at === null ? ' until staff resume it' : ''}`,
        )
      else if (outcome.at !== null)
        log.warn({ ...about, why: outcome.why, until: endOf(outcome.at, clock.now()) }, 'the platform asks to wait')
      break
    case 'not-sent':
      log.warn({ ...about, why: outcome.why }, 'the platform could not be reached; nothing was sent')
      break
  }
  lane.onCallEnd()
}

/** As the log tells it: of whatever a platform asks for, what is stored. */
function endOf(at: Millis, now: Millis): string {
  return new Date(latestEnd(at, now)).toISOString()
}

/** A platform never throws by its promise; one that breaks it leaves as little behind as a lost answer does. */
async function send({ account, parts }: Lane, part: Part, picture: KeptPicture | null): Promise<Outcome> {
  // A process that was frozen since the claim may have been overtaken: the other one takes this part for unknown.
  if (!parts.maySend()) return { is: 'not-sent', why: 'this process may no longer send' }
  try {
    return await account.connection.send(part.bytes, part.key, parts.abandon, picture)
  } catch (error) {
    return { is: 'unknown', why: describeError(error) }
  }
}

function moveAlong(outcome: Outcome, by: Millis): Outcome {
  if (outcome.is === 'later' && outcome.at !== null) return { ...outcome, at: outcome.at + by }
  return (outcome.is === 'unknown' || outcome.is === 'sent') && outcome.again != null
    ? { ...outcome, again: outcome.again + by }
    : outcome
}

/**
 * An answer that is known must not be lost to a full disk: it is written down as soon as the store takes it. One that
 * breaks what writes it down, again and again, is of unknown fate, so that the others go on.
 * @throws what breaks that too: the part stays `sending`, and is of unknown fate from the next start on.
 */
async function settleSurely(
  lane: Lane,
  part: Part,
  call: string,
  place: string,
  answer: Outcome,
): Promise<{ readonly after: Part; readonly outcome: Outcome }> {
  const { store, clock, log, abandon } = lane.parts
  const ended = { at: clock.now(), monotonic: clock.monotonic() }
  let outcome = answer
  for (let failures = 0; ;) {
    try {
      const after = await store.write((writer) => {
        // The clock may have been set since: the end of the call, and what it asks to wait for, move along.
        const at = Math.round(clock.now() - (clock.monotonic() - ended.monotonic))
        const moved = moveAlong(outcome, at - ended.at)
        return settle(writer, part, call, place, moved, lane.account.afterUnknown, at)
      })
      return { after, outcome }
    } catch (error) {
      // Not where the lease seems to have run out: a full disk renews none, and the store itself refuses who was overtaken.
      if (abandon.aborted || error instanceof LeaseLost) throw error
      const words = describeError(error)
      const isFull = isStoreFault(error)
      const event = isFull ? 'the store takes no writes' : 'the answer to a post cannot be written down'
      log.error({ ...aboutPart(part), outcome: outcome.is, error: words }, event)
      if (!isFull) {
        failures += 1
        if (failures === 2 * MOST_TRIES) {
          // A call under way would keep its place for itself.
          await store.write((writer) => logOutcome(writer, call, outcome, clock.now()))
          throw error
        }
        if (failures === MOST_TRIES)
          outcome = { is: 'unknown', why: `${answer.is}, but that broke the store: ${words}` }
      }
      await clock.sleep(SETTLE_AGAIN, abandon)
    }
  }
}
