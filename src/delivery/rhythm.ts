import { showSpan, type Millis } from '#src/base/clock.ts'
import type { ReadyPart } from '#src/store/deliveries.ts'
import type { Reader } from '#src/store/open.ts'
import { IN_FLIGHT, postRoomAt, type PostWindow } from '#src/store/sends.ts'
import type { Reason } from '#src/store/reasons.ts'
import { cameIn, type Span } from '#src/store/waiting.ts'

/** Which of the posts that wait in a channel goes before the others. */
export type First = 'oldest' | 'newest'

/** How many posts followers are to bear, and when: what staff decide for a channel, beside what its platform allows. */
export interface Rhythm {
  /** Posts within any such time; replies to a post go with it. */
  readonly windows: readonly PostWindow[]
  readonly quiet: Quiet | null
}

/** Hours in which followers are left alone. */
export interface Quiet {
  /** Times of day, `22:30`. `to` is of the next day where it is not after `from`. */
  readonly from: string
  readonly to: string
  /** An IANA name. */
  readonly timezone: string
  /** Posts wait for the end, or go without a sound. */
  readonly posts: 'wait' | 'silent'
}

/** What keeps a ready part by the rhythm of its channel; null: nothing. What is urgent is kept by nothing here. */
export async function keptByRhythm(
  reader: Reader,
  part: ReadyPart,
  rhythm: Rhythm,
  now: Millis,
): Promise<{ readonly at: Millis | null; readonly why: Reason } | null> {
  if (part.rank === 0 || part.ordinal > 0) return null
  const end = rhythm.quiet?.posts === 'wait' ? endOfQuiet(rhythm.quiet, now) : null
  if (end !== null) return { at: end, why: `quiet: hours in which ${part.channel} posts nothing` }
  const { at, full } = await postRoomAt(reader, part.account, part.place, rhythm.windows, now)
  if (at === IN_FLIGHT) return { at: null, why: 'in-flight: a call under way must end first' }
  return at > now && full ? { at, why: reached(full, part.channel) } : null
}

function reached({ max, within, name }: PostWindow, channel: string): Reason {
  const what = max === 1 ? `one post in ${showSpan(within)}` : `${max} posts in ${showSpan(within)}`
  return `rhythm: ${what} (${name} of ${channel} in crier.yaml)`
}

/** Whether a post of now is to make no sound. */
export function isSilent({ quiet }: Rhythm, part: Pick<ReadyPart, 'rank'>, now: Millis): boolean {
  return part.rank > 0 && quiet?.posts === 'silent' && endOfQuiet(quiet, now) !== null
}

/**
 * Which of the ready posts of a channel goes first: the newest as long as any waits that came in the last quiet hours,
 * or what is of today would wait behind all of the night; else as staff say.
 */
export async function firstToGo(
  reader: Reader,
  { id, rhythm: { quiet }, first }: { readonly id: string; readonly rhythm: Rhythm; readonly first: First },
  now: Millis,
): Promise<First> {
  if (quiet?.posts !== 'wait' || first === 'newest') return first
  const over = quietAround(quiet, now).findLast(({ end }) => end <= now)
  return over !== undefined && (await cameIn(reader, id, over)) ? 'newest' : first
}

/** When the quiet hours end in which `now` lies; null where it lies in none. */
export function endOfQuiet(quiet: Quiet, now: Millis): Millis | null {
  return quietAround(quiet, now).find(({ start, end }) => start <= now && now < end)?.end ?? null
}

/** The quiet hours that begin the day before and the day of `now`. */
function quietAround({ from, to, timezone }: Quiet, now: Millis): readonly Span[] {
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timezone)
  return [here.subtract({ days: 1 }), here].map((day) => {
    const last = to > from ? day : day.add({ days: 1 })
    // Of two such times, as an hour comes twice in autumn, all between them is quiet.
    return { start: momentOf(day, from, 'earlier'), end: momentOf(last, to, 'later') }
  })
}

/** A time of `day`, the earlier or the later of two; what lies in the gap of spring is at its end. */
function momentOf(day: Temporal.ZonedDateTime, time: string, disambiguation: 'earlier' | 'later'): Millis {
  const written = day.toPlainDate().toPlainDateTime(time)
  const at = written.toZonedDateTime(day.timeZoneId, { disambiguation })
  if (at.toPlainDateTime().equals(written)) return at.epochMilliseconds
  const before = written.toZonedDateTime(day.timeZoneId, { disambiguation: 'earlier' })
  return (before.getTimeZoneTransition('next') ?? before).epochMilliseconds
}
