/** What a platform holds against its clients: limits that it counts itself, and waits that it asked for. */
import { trueTime } from './time.ts'
import { blame, world, type Flight } from './world.ts'

/** At most `max` within any `within` milliseconds of true time. */
export interface Strict {
  readonly name: string
  readonly max: number
  readonly within: number
}

/** Counts one arrival in every window of `limits`. Answers whether there was no room for it in one, and blames for that. */
export function overfills(arrivals: number[], limits: readonly Strict[], whose: string): boolean {
  const now = trueTime()
  arrivals.push(now)
  const over = limits.find(({ max, within }) => arrivals.filter((at) => at > now - within).length > max)
  if (over && !world.ranAhead) blame(`${whose} takes more than ${over.max} ${over.name}`)
  return over !== undefined
}

const REPEATED = 3
const MINUTE = 60_000

/** Blames for a call that was started in spite of a wait that the store had taken note of. */
export function judgeWaits(flight: Flight, part: string, place: string, placeOf: (part: string) => string): void {
  if (world.ranAhead) return
  const told = [...world.followed.values()].flatMap((one) =>
    one.flights.flatMap((other) =>
      other.heeded !== null && other.told !== null ? [{ at: other.heeded, until: other.told, part: one.id }] : [],
    ),
  )
  const now = trueTime()
  const inForce = (wait: Wait): boolean => flight.started > wait.at && now < wait.until
  const own = told.find((wait) => placeOf(wait.part) === place && inForce(wait))
  if (own) blame(`${part} goes to ${place} before the time that was asked for`)
  const account = place.split('/')[0]!
  const waits = told.filter((wait) => placeOf(wait.part).startsWith(`${account}/`)).toSorted((a, b) => a.at - b.at)
  for (const [index, wait] of waits.entries()) {
    const row = waits.slice(0, index + 1).slice(-REPEATED)
    if (row.length === REPEATED && freeTime(row) < MINUTE - 2_000 && inForce(wait)) {
      blame(`${part} goes through ${account}, which was told to wait again and again`)
      return
    }
  }
}

interface Wait {
  readonly at: number
  readonly until: number
}

/** How long nothing was asked for between the first and the last of `waits`. */
function freeTime(waits: readonly Wait[]): number {
  return waits.reduce((sum, { at }, index) => sum + (index === 0 ? 0 : Math.max(at - waits[index - 1]!.until, 0)), 0)
}
