import { HOUR, MINUTE, SECOND, type Clock, type Millis } from '#src/base/clock.ts'
import { unreachable } from '#src/base/errors.ts'
import type { Log } from '#src/base/log.ts'
import { startLoop } from '#src/base/loop.ts'
import type { Check, StaffChat } from '#src/platform/platform.ts'
import { beginAnew, rememberAccount, rememberPlace } from '#src/store/channels.ts'
import { addNotice } from '#src/store/notices.ts'
import type { Store, Writer } from '#src/store/open.ts'
import { endPlatformPause, pause, pausesOn, staffChatScope } from '#src/store/pauses.ts'
import { leaveBehind, takeOver } from '#src/store/take-over.ts'
import { routeAnew } from '#src/store/waiting.ts'
import type { SendingAccount } from './account.ts'
import { checkWait, noteCheckWait } from './check-wait.ts'
import { waitForClock } from './clock-off.ts'
import { madeForAnother } from './pace.ts'
import { whyNotToStaff } from './staff-chat.ts'
import { twinsOf, whyNotTwice } from './twins.ts'

/** Which accounts of the platforms the credentials belong to, as this process has seen it proven. */
export interface Proofs extends AsyncDisposable {
  /** All that is proven, for those that take these proofs over. */
  readonly proven: Proven
  /** The platform's own id of an account; undefined before it is proven. */
  of(account: string): string | undefined
  /** Why an account is not proven, in words for staff; null where nothing is known yet, or it is. */
  why(account: string): string | null
  /** The account's name as readers know it; its own id before it is proven. */
  name(account: string): string
  /**
   * Why nothing may be told or forwarded in the chat of staff of an account, for staff: it is not known yet, or readers
   * are there. Null where it may, or there is none.
   */
  whyNotToStaff(account: string): string | null
  /** Says that staff may have ended a pause. */
  nudge(): void
}

// Staff may have let the bot in by then. What staff do here says nothing of that.
const STAFF_CHAT_AGAIN: Millis = 10 * MINUTE

export interface ProvingParts {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** Told when an account is proven. */
  readonly onProven: () => void
}

/** The accounts on the platforms, by the ids of ours. */
export type Proven = ReadonlyMap<string, ProvenAs>
type ProvenAs = Pick<Extract<Check, { is: 'proven' }>, 'id' | 'name' | 'staff'>
type ProvenSoFar = Map<string, ProvenAs>

/**
 * Proves every account that `before` has not as proven, again and again until it succeeds; a refusal pauses it until
 * staff resume it. Of accounts that prove to be one and the same, the first of the config posts, and the others are
 * refused: what they have sent counts as its own.
 */
export function startProving(
  accounts: readonly SendingAccount[],
  parts: ProvingParts,
  before: Proven = new Map(),
): Proofs {
  const proven: ProvenSoFar = new Map(before)
  const seen: ProvenSoFar = new Map(before)
  const whys = new Map<string, string>()
  // One that posts to no channel keeps nothing from the one that has its place.
  const inUse = accounts.filter(({ channels }) => channels.length > 0)
  const configured = accounts.map(({ id }) => id)
  const notToStaff = ({ id, label }: SendingAccount, { staff }: ProvenAs): string | null =>
    whyNotToStaff(
      id,
      staff,
      accounts.filter((each) => each.label === label).flatMap(({ channels }) => channels),
    )
  const loops = accounts.map((account) => {
    let failures = 0
    let asked = false
    let noted: string | null = null
    let unsure = 0
    let staffAgain = 0
    const askStaffChatLater = (staff: StaffChat | undefined): void => {
      unsure = staff?.unsure ? unsure + 1 : 0
      const breath =
        unsure === 0 ? STAFF_CHAT_AGAIN : Math.min(SECOND * 2 ** (Math.min(unsure, 11) - 1), STAFF_CHAT_AGAIN)
      const told = staff?.again === undefined ? 0 : staff.again - parts.clock.now()
      staffAgain = parts.clock.monotonic() + Math.max(breath, told)
    }
    const lookForStaffChat = async (known: ProvenAs, signal: AbortSignal): Promise<void> => {
      const staff = await account.connection.staff?.(signal)
      signal.throwIfAborted()
      askStaffChatLater(staff)
      if (staff === undefined) return
      // A start asks no sooner.
      if (staff.again !== undefined) {
        const wait = { until: staff.again, why: staff.missing ?? '' }
        await noteCheckWait(parts.store, account.id, wait, parts.clock.now())
      }
      // It may have proven to be another's twin meanwhile.
      if (proven.get(account.id) === known) proven.set(account.id, { ...known, staff })
    }
    askStaffChatLater(proven.get(account.id)?.staff)
    return startLoop({
      name: `account ${account.id}`,
      clock: parts.clock,
      log: parts.log,
      async turn(signal) {
        const before = proven.get(account.id)
        if (before !== undefined && isMissing(before) && parts.clock.monotonic() >= staffAgain) {
          await lookForStaffChat(before, signal)
        }
        const known = proven.get(account.id)
        if (known !== undefined) {
          const why = notToStaff(account, known)
          await noteStaffChat(account, why, why !== noted, parts)
          noted = why
          return isMissing(known) ? Math.max(staffAgain - parts.clock.monotonic(), 1) : HOUR
        }
        // A start is reason enough to ask again: staff may have mended what a platform refused.
        if (asked && (await isPaused(account, parts))) return MINUTE
        const wait = await checkWait(parts.store, account.id, parts.clock.now())
        if (wait !== null) {
          whys.set(account.id, `${account.label} asks to wait: ${wait.why}`)
          return untilThen(wait.until, parts.clock.now())
        }
        asked = true
        const check = await account.connection.check(account.channels, signal)
        signal.throwIfAborted()
        failures += 1
        if (check.is === 'proven') whys.delete(account.id)
        else
          whys.set(
            account.id,
            `${account.label} ${check.is === 'refused' ? 'refuses it' : 'could not be asked'}: ${check.why}`,
          )
        askStaffChatLater(check.is === 'proven' ? check.staff : undefined)
        return conclude(account, check, failures, proven, { ...parts, configured, inUse, whys, seen })
      },
    })
  })
  return {
    proven,
    of: (account) => proven.get(account)?.id,
    whyNotToStaff(id) {
      const account = accounts.find((each) => each.id === id)
      const known = proven.get(id)
      return account === undefined || known === undefined ? `${id} is not proven yet` : notToStaff(account, known)
    },
    why: (account) => whys.get(account) ?? null,
    name: (account) => proven.get(account)?.name ?? account,
    nudge: () => loops.forEach((loop) => loop.nudge()),
    async [Symbol.asyncDispose]() {
      await Promise.all(loops.map((loop) => loop[Symbol.asyncDispose]()))
    },
  }
}

function isMissing({ staff }: ProvenAs): boolean {
  return (staff?.missing ?? null) !== null
}

/** Takes note of why nothing goes to a chat of staff, for `status`; it is over as soon as nothing keeps it. */
async function noteStaffChat(
  { id, label }: SendingAccount,
  why: string | null,
  isNews: boolean,
  { store, clock, log }: ProvingParts,
): Promise<void> {
  const scope = staffChatScope(id)
  const at = clock.now()
  if (why === null) {
    if ((await pausesOn(store.read, [scope], at)).length > 0)
      await store.write((writer) => endPlatformPause(writer, scope))
    return
  }
  await store.write((writer) => pause(writer, { scope, askedBy: 'platform', until: null, why, at }))
  if (isNews) log.error({ account: id, why }, `${label}: nothing goes to this chat of staff`)
}

/** A clock that is set meanwhile moves the time: it is looked at again. */
function untilThen(at: Millis, now: Millis): Millis {
  return Math.min(Math.max(at - now, 1), MINUTE)
}

async function isPaused(account: SendingAccount, { store, clock }: ProvingParts): Promise<boolean> {
  const pauses = await pausesOn(store.read, [`account:${account.id}`], clock.now())
  return pauses.some((pause) => pause.askedBy === 'platform' && pause.until === null)
}

interface Seen {
  /** The ids of all accounts of the config. */
  readonly configured: readonly string[]
  readonly inUse: readonly SendingAccount[]
  readonly whys: Map<string, string>
  /** What each account has proven to be, be it a twin or not yet written down. */
  readonly seen: ProvenSoFar
}

async function conclude(
  account: SendingAccount,
  check: Check,
  failures: number,
  proven: ProvenSoFar,
  { store, clock, log, onProven, configured, inUse, whys, seen }: ProvingParts & Seen,
): Promise<Millis> {
  const at = clock.now()
  const about = { account: account.id }
  switch (check.is) {
    case 'unreachable': {
      const { why, again } = check
      const breath = Math.min(SECOND * 2 ** Math.min(failures - 1, 10), MINUTE)
      const wait = Math.max(breath, (again ?? at) - at)
      log.warn({ ...about, why, retryInMs: wait }, `${account.label} could not be asked`)
      if (again !== undefined) {
        await noteCheckWait(store, account.id, { until: again, why }, at)
        return untilThen(at + wait, at)
      }
      if (check.clockOff) await store.write((writer) => waitForClock(writer, account.id, check.why, at + wait, at))
      return wait
    }
    case 'refused':
      await store.write((writer) => stop(writer, account, `account:${account.id}`, check.why, at))
      log.error({ ...about, why: check.why }, `${account.label} refuses this account; it is paused`)
      return HOUR
    case 'proven': {
      seen.set(account.id, check)
      const { first, others } = twinsOf(account, check.id, inUse, seen)
      // One that posts to no channel has no twins, and takes nothing from the one that posts.
      const same = inUse.filter(
        (each) => !others.includes(each) && each.apiRoot === account.apiRoot && seen.get(each.id)?.id === check.id,
      )
      const refused = first === null ? [] : others.map((twin) => ({ twin, why: whyNotTwice(first, check.name) }))
      // Before what they have sent is handed over: they may send no more from here on.
      for (const { twin, why } of refused) {
        proven.delete(twin.id)
        whys.set(twin.id, why)
      }
      await store.write(async (writer) => {
        for (const { twin, why } of refused) await stop(writer, twin, `account:${twin.id}`, why, at)
        const own = { id: account.id, apiRoot: account.apiRoot, remoteId: check.id, name: check.name }
        // Before a wait is handed over: it would be nothing beside a pause without end.
        if (!others.includes(account)) await endPlatformPause(writer, `account:${account.id}`)
        if (others.includes(account)) {
          // A first that is not written down yet takes it over with its own proof.
          if (proven.has(first!.id)) await takeOver(writer, { ...own, id: first!.id }, { same: [], configured }, at)
          return
        }
        await leaveBehind(writer, own, configured, at)
        await takeOver(writer, own, { same: same.map(({ id }) => id), configured }, at)
        const isAnother = await rememberAccount(writer, own, at)
        for (const { channel, place, missing } of check.channels) {
          const hasMoved = place !== null && (await rememberPlace(writer, channel, place))
          if (isAnother || hasMoved) await beginAnew(writer, channel, at)
          // Once more through the rules: the first posts to a place wait for a person. What was made for another account
          // is held where it stands.
          if (hasMoved) {
            const why = `anew: ${channel} posts to another place than before` as const
            await routeAnew(
              writer,
              [channel],
              at,
              () => why,
              (delivery) => madeForAnother(delivery, own) === null,
            )
          }
          if (missing === null) await endPlatformPause(writer, `channel:${channel}`)
          else await stop(writer, account, `channel:${channel}`, `${missing} Then: crier resume ${channel}`, at)
        }
      })
      for (const { twin, why } of refused)
        log.error({ account: twin.id, why }, 'this account is one with another of crier.yaml; it is paused')
      // A twin that comes before it may have been seen meanwhile, and then has refused it.
      if (twinsOf(account, check.id, inUse, seen).others.includes(account)) return HOUR
      for (const { channel, missing } of check.channels) {
        if (missing !== null)
          log.error({ ...about, channel, why: missing }, 'this channel cannot be posted to; it is paused')
      }
      const isNews = !proven.has(account.id)
      proven.set(account.id, check)
      if (isNews) log.info({ ...about, name: check.name }, 'account proven')
      onProven()
      return 0
    }
    default:
      return unreachable(check)
  }
}

/** Pauses `scope` until staff resume it. They are told once: not again by every start that finds the same. */
async function stop(writer: Writer, { id, label }: SendingAccount, scope: string, why: string, at: Millis) {
  const news = await pause(writer, { scope, askedBy: 'platform', until: null, why, at })
  if (news) await addNotice(writer, `${label}: ${scope.replace(':', ' ')} is paused: ${why}`, at, { account: id })
}
