import { DAY, HOUR, MINUTE, SECOND, type Millis } from '#src/base/clock.ts'

/** Spans of time as staff write them: a whole number and its unit. */
export const DURATION = /^[1-9]\d{0,5}[smhd]$/

/** One, or two with a dash between. */
export const PACE = /^[1-9]\d{0,5}[smhd](?:-[1-9]\d{0,5}[smhd])?$/

const UNITS: Readonly<Record<string, Millis>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY }

/** `90s`, `5m`, `6h`, `2d` in milliseconds; null for anything else, a number without unit too. */
export function parseDuration(text: string): Millis | null {
  return DURATION.test(text) ? Number(text.slice(0, -1)) * UNITS[text.slice(-1)]! : null
}

/** `5m` is at least and at most that; of `2m-15m` the first is the shorter. Null for anything else. */
export function parsePace(text: string): { readonly atLeast: Millis; readonly atMost: Millis } | null {
  const [atLeast = null, atMost = atLeast, ...more] = text.split('-').map(parseDuration)
  return atLeast === null || atMost === null || atMost < atLeast || more.length > 0 ? null : { atLeast, atMost }
}
