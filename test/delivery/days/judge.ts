/** What a follower with a stopwatch would find wrong: counted from the calls alone, by none of Crier's own rules. */
import { MINUTE, SECOND, type Millis } from '#src/base/clock.ts'
import type { Item } from './flow.ts'
import type { Call, HouseAccount } from './live.ts'

/** The calls that make more than `max` within any time of `within`. */
export function crowded(calls: readonly Call[], max: number, within: Millis): readonly Call[] {
  return calls.filter((call, index) => index >= max && call.at - calls[index - max]!.at < within)
}

/** The posts, but for urgent ones, before which already `max` stood within `within`. */
export function tooSoon(
  calls: readonly Call[],
  urgent: ReadonlySet<string>,
  max: number,
  within: Millis,
): readonly Call[] {
  return crowded(calls, max, within).filter(({ item }) => !urgent.has(item))
}

/** The time of day in a time zone: `22:30`. */
export function localHour(at: Millis, timeZone: string): string {
  return formatOf(timeZone).format(at)
}

const FORMATS = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  FORMATS.set(timeZone, made)
  return made
}

/** Whether the budget had no room for another post at a time. */
function isSpent(accounts: readonly HouseAccount[], id: string, sent: readonly Call[], at: Millis): boolean {
  const { budget, price } = accounts.find((account) => account.id === id)!
  if (budget === null) return false
  const now = new Date(at)
  const [day, month] = [now.setUTCHours(0, 0, 0, 0), now.setUTCDate(1)]
  const since = (from: Millis): number => price * sent.filter((call) => call.at >= from && call.at <= at).length
  return since(day) + price > budget.usdPerDay + 0.001 || since(month) + price > budget.usdPerMonth + 0.001
}

// After a failed call Crier tries again a little later, five minutes at most.
const LONGEST_BREATH: Millis = 5 * MINUTE
const PROMPT: Millis = 2 * SECOND

/** Urgent posts that went later than their platform would have let them, where money was left and it could be reached. */
export function urgentKept(
  calls: readonly Call[],
  items: readonly Item[],
  accounts: readonly HouseAccount[],
  outage: { readonly from: Millis; readonly to: Millis },
): readonly string[] {
  const kept: string[] = []
  for (const { id, windows, channels } of accounts) {
    const sent = calls.filter(({ account, outcome }) => account === id && outcome === 'sent')
    for (const channel of channels) {
      for (const { id: item, at } of items.filter((each) => each.urgent && channel.feeds.includes(each.feed))) {
        const call = sent.find((each) => each.item === item && each.channel === channel.id)
        if (call === undefined || call.at <= at + PROMPT) continue
        const touched = at < outage.to + LONGEST_BREATH && call.at > outage.from
        if (touched && call.at <= outage.to + LONGEST_BREATH + PROMPT) continue
        const own = (of: 'account' | 'place') =>
          sent.filter((each) => each.at < call.at && (of === 'account' || each.channel === channel.id))
        const full = windows.some(({ of, max, within }) => {
          const [before] = own(of).slice(-max)
          return own(of).length >= max && before!.at + within > call.at - PROMPT
        })
        if (!full && !isSpent(accounts, id, sent, call.at - PROMPT))
          kept.push(`${item} in ${channel.id} waited ${(call.at - at) / MINUTE} min`)
      }
    }
  }
  return kept
}
