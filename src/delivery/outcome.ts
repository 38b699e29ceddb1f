import { MINUTE, SECOND, type Millis } from '#src/base/clock.ts'
import { unreachable } from '#src/base/errors.ts'
import type { Outcome } from '#src/records.ts'
import { movePart, type Part } from '#src/store/deliveries.ts'
import { attachable, mediaOf, replaceMedia } from '#src/store/media.ts'
import type { Writer } from '#src/store/open.ts'
import { addNotice } from '#src/store/notices.ts'
import { pause, pauseAsTold, placeScope } from '#src/store/pauses.ts'
import { unknownsInARow } from '#src/store/outage.ts'
import { logOutcome, toldToWaitInARow } from '#src/store/sends.ts'
import { beginning } from '#src/text/graphemes.ts'
import { waitForClock } from './clock-off.ts'

const FIRST_PAUSE: Millis = SECOND
const FIRST_PAUSE_UNKNOWN: Millis = 5 * SECOND
const LONGEST_PAUSE: Millis = 5 * MINUTE
const REPEATED = 3

/** Writes down how a call ended: the part's next state, the log of calls, and what must wait because of it. */
export async function settle(
  writer: Writer,
  part: Part,
  call: string,
  place: string,
  outcome: Outcome,
  afterUnknown: 'verified' | 'held',
  now: Millis,
): Promise<Part> {
  await logOutcome(writer, call, outcome, now)
  const attempts = part.attempts + 1
  switch (outcome.is) {
    case 'sent':
      if (outcome.again != null) {
        const why = 'the platform says that it takes no more for now'
        await pauseAsTold(writer, `account:${part.account}`, { until: outcome.again, why }, now)
      }
      return movePart(writer, part, {
        to: 'sent',
        why: 'sent: the platform took it',
        at: now,
        ref: outcome.ref,
        attempts,
      })
    case 'refused':
      if (attachable(part) !== null) {
        const why = `refused with its picture: ${outcome.why}`
        const ready = await movePart(writer, part, {
          to: 'ready',
          why: `picture: it goes without, ${why}`,
          at: now,
          attempts,
        })
        return replaceMedia(writer, ready, { is: 'without', why, forGood: true })
      }
      await addNotice(writer, `A post for ${part.channel} was refused: ${outcome.why}\n\n${part.text}`, now, {
        account: part.account,
      })
      return movePart(writer, part, { to: 'refused', why: `refused: ${outcome.why}`, at: now, attempts })
    case 'unknown': {
      await pauseForUnknown(writer, part.account, outcome, now)
      const unknown = await movePart(writer, part, { to: 'unknown', why: `unknown: ${outcome.why}`, at: now, attempts })
      return afterUnknown === 'held' ? hold(writer, unknown, outcome.why, now) : unknown
    }
    case 'later': {
      const { why, at, clockOff } = outcome
      if (clockOff && at !== null) await waitForClock(writer, part.account, why, at, now)
      else await pauseAsAsked(writer, part, place, outcome, now)
      const ready = await movePart(writer, part, { to: 'ready', why: `later: ${why}`, at: now, attempts: 0 })
      return pictureAgain(writer, ready)
    }
    case 'not-sent': {
      // The account waits, not the part: what is behind it would fail alike, and the order is kept.
      const until = now + growing(FIRST_PAUSE, part.attempts)
      await pause(writer, { scope: `account:${part.account}`, askedBy: 'platform', until, why: outcome.why, at: now })
      const ready = await movePart(writer, part, { to: 'ready', why: `not-sent: ${outcome.why}`, at: now, attempts })
      return pictureAgain(writer, ready)
    }
    default:
      return unreachable(outcome)
  }
}

/** What kept the post from going may have kept its picture from being uploaded: both are tried again. */
async function pictureAgain(writer: Writer, part: Part): Promise<Part> {
  const media = mediaOf(part)
  return media?.is === 'without' && !media.forGood ? replaceMedia(writer, part, null) : part
}

/** What the platform asks to wait: in the place, or the whole account. Staff are told of what is theirs to end. */
async function pauseAsAsked(
  writer: Writer,
  part: Part,
  place: string,
  outcome: Extract<Outcome, { is: 'later' }>,
  now: Millis,
): Promise<void> {
  const scope =
    outcome.at !== null && outcome.holds === 'place' ? placeScope(part.account, place) : scopeOf(outcome, part)
  // A platform knows its places, and not what staff call their channels.
  const resume = outcome.at === null && outcome.holds === 'place' ? `: crier resume ${part.channel}` : ''
  const wait = {
    askedBy: 'platform',
    until: outcome.at,
    why: `${outcome.why}${resume}`,
    at: now,
    firm: outcome.firm ?? false,
  } as const
  const news = await pause(writer, { scope, ...wait })
  // Told to wait again and again, a bot that goes on in its other chats is banned from all of them.
  if (outcome.firm && (await toldToWaitInARow(writer, part.account)) >= REPEATED) {
    await pause(writer, { scope: `account:${part.account}`, ...wait })
  }
  if (!outcome.firm && news) {
    const what = outcome.holds === 'place' ? part.channel : part.account
    await addNotice(writer, `${what} is paused: ${wait.why}`, now, { account: part.account })
  }
}

/** In an outage one post after the other would become unknown: the account waits, longer each time. */
async function pauseForUnknown(
  writer: Writer,
  account: string,
  { why, again }: Extract<Outcome, { is: 'unknown' }>,
  now: Millis,
): Promise<void> {
  // At least this one, though another call was answered in the same millisecond.
  const row = Math.max(await unknownsInARow(writer, account), 1)
  const scope = `account:${account}`
  const until = now + growing(FIRST_PAUSE_UNKNOWN, row - 1)
  await pause(writer, { scope, askedBy: 'platform', until, why, at: now })
  if (again != null) await pauseAsTold(writer, scope, { until: again, why }, now)
}

function growing(first: Millis, times: number): Millis {
  return Math.min(first * 2 ** Math.min(times, 20), LONGEST_PAUSE)
}

/** A pause that staff must end is theirs to find by channel or account. */
function scopeOf(outcome: Extract<Outcome, { is: 'later' }>, part: Part): string {
  return outcome.holds === 'place' ? `channel:${part.channel}` : `account:${part.account}`
}

/** Nobody knows whether it stands: only a person decides, so that nothing is posted twice. Staff are told at once. */
export async function hold(writer: Writer, part: Part, why: string, at: Millis): Promise<Part> {
  const held = await movePart(writer, part, { to: 'held', why: `unknown: ${why}`, at })
  await addNotice(writer, noticeOf(held), at, { account: part.account })
  return held
}

function noticeOf({ delivery, channel, text, reason }: Part): string {
  const words = text.length > 200 ? `${beginning(text, 200)}…` : text
  return [
    `Nobody knows whether this post stands in ${channel} (${reason}):`,
    words,
    `Look, then: crier settle ${delivery} --there URL | --again | --drop`,
  ].join('\n\n')
}
