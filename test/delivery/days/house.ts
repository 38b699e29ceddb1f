/** A house with three channels, and what a stopwatch and a till find wrong with some days of it. */
import { DAY, HOUR, MINUTE, SECOND, type Millis } from '#src/base/clock.ts'
import type { Outcome } from '#src/records.ts'
import type { Store } from '#src/store/open.ts'
import { ruleOf } from '#src/store/reasons.ts'
import { spentSince } from '#src/store/sends.ts'
import { newsOf, type Item } from './flow.ts'
import { crowded, localHour, tooSoon, urgentKept } from './judge.ts'
import { live, type Call, type HouseAccount } from './live.ts'

export interface Days {
  readonly start: Millis
  readonly days: number
  readonly seed: number
  readonly usdPerMonth: number
}

export interface Verdict {
  readonly articles: number
  readonly sent: number
  readonly dropped: number
  /** The most US dollars of a month. */
  readonly usd: number
  readonly wrong: readonly string[]
}

/** Lets the days pass over a house whose store is `store`. On the second day no platform can be reached for three hours. */
export async function liveThrough(store: Store, { start, days, seed, usdPerMonth }: Days): Promise<Verdict> {
  const outage = { from: start + DAY + 9 * HOUR, to: start + DAY + 12 * HOUR }
  const answer = (at: Millis): Outcome | null =>
    at >= outage.from && at < outage.to ? { is: 'not-sent', why: 'connect ECONNREFUSED' } : null
  const items = newsOf(start, days, seed)
  const accounts = [
    { ...X, budget: { usdPerDay: 9, usdPerMonth }, answer },
    { ...TELEGRAM, answer },
  ]
  const { calls } = await live(store, start, items, accounts)
  const sent = calls.filter(({ outcome }) => outcome === 'sent')
  const parts = await store.read.selectFrom('part').select(['article', 'channel', 'state', 'reason']).execute()
  const months = Map.groupBy(
    sent.filter(({ account }) => account === X.id),
    ({ at }) => new Date(at).getUTCMonth(),
  )
  return {
    articles: items.length,
    sent: sent.length,
    dropped: parts.filter(({ state }) => state === 'dropped').length,
    usd: Math.max(...[...months.values()].map((those) => those.length)) * X.price,
    wrong: [
      ...brokenRhythm(sent, items, accounts),
      ...urgentKept(calls, items, accounts, outage),
      ...lostPosts(parts, sent, items, accounts),
      ...wrongMoney(sent, accounts[0]!, await spentSince(store.read, X.id, 0)),
    ],
  }
}

const shown = ({ item, channel, at }: Call): string => `${item} in ${channel} at ${new Date(at).toISOString()}`

function brokenRhythm(sent: readonly Call[], items: readonly Item[], accounts: readonly HouseAccount[]) {
  const urgent = new Set(items.filter((item) => item.urgent).map(({ id }) => id))
  const wrong: string[] = []
  const blame = (what: string, calls: readonly Call[]) => wrong.push(...calls.map((call) => `${what}: ${shown(call)}`))
  for (const { id, windows, channels } of accounts) {
    const own = sent.filter(({ account }) => account === id)
    const of = (channel: string) => own.filter((call) => call.channel === channel)
    for (const { of: scope, max, within, name } of windows) {
      const groups = scope === 'account' ? [own] : channels.map((channel) => of(channel.id))
      for (const group of groups) blame(`beyond ${name}`, crowded(group, max, within))
    }
    for (const { id: channel, rhythm } of channels) {
      for (const { max, within } of rhythm.windows) {
        blame(`more than ${max} in ${within / MINUTE} min`, tooSoon(of(channel), urgent, max, within))
      }
      const { from, to, timezone, posts } = rhythm.quiet!
      const isQuiet = ({ at }: Call): boolean => localHour(at, timezone) >= from || localHour(at, timezone) < to
      const calm = of(channel).filter(({ item }) => !urgent.has(item))
      if (posts === 'wait') blame('in quiet hours', calm.filter(isQuiet))
      else
        blame(
          'with the wrong sound',
          calm.filter((call) => isQuiet(call) !== call.silent),
        )
      blame(
        'urgent without a sound',
        of(channel).filter(({ item, silent }) => urgent.has(item) && silent),
      )
    }
  }
  return wrong
}

interface Ended {
  readonly article: string
  readonly channel: string
  readonly state: string
  readonly reason: string
}

/** Each article is a post of each channel that takes its feed, and each of these has one end, with its reason. */
function lostPosts(
  parts: readonly Ended[],
  sent: readonly Call[],
  items: readonly Item[],
  accounts: readonly HouseAccount[],
): readonly string[] {
  const channels = accounts.flatMap((account) => account.channels)
  const wanted = channels.flatMap(({ id, feeds }) =>
    items.filter(({ feed }) => feeds.includes(feed)).map((item) => `${item.id} ${id}`),
  )
  const made = new Map(parts.map((part) => [`${part.article} ${part.channel}`, part]))
  const calls = Map.groupBy(sent, ({ item, channel }) => `${item} ${channel}`)
  return wanted.flatMap((name) => {
    const part = made.get(name)
    const end = part && `${part.state} ${ruleOf(part.reason)}`
    const times = calls.get(name)?.length ?? 0
    const right = (end === 'sent sent' && times === 1) || (end === 'dropped max-age' && times === 0)
    return right ? [] : [`${name}: ${end ?? 'never made'}, sent ${times} times`]
  })
}

function wrongMoney(sent: readonly Call[], { id, price, budget }: HouseAccount, ledger: number): readonly string[] {
  const own = sent.filter(({ account }) => account === id)
  const wrong =
    Math.abs(own.length * price - ledger) < 1e-6 ? [] : [`${own.length * price} spent, ${ledger} in the ledger`]
  const beyond = (length: number, most: number): readonly string[] =>
    [...Map.groupBy(own, ({ at }) => new Date(at).toISOString().slice(0, length))]
      .filter(([, those]) => those.length * price > most + 0.001)
      .map(([span, those]) => `${those.length * price} spent in ${span}`)
  return [...wrong, ...beyond('2026-10-20'.length, budget!.usdPerDay), ...beyond('2026-10'.length, budget!.usdPerMonth)]
}

const paced = (perHour: number) => [
  { name: 'atMost.perHour', max: perHour, within: HOUR },
  { name: 'spacing', max: 1, within: 3 * MINUTE },
]

const X: Omit<HouseAccount, 'answer' | 'budget'> = {
  id: 'news-x',
  price: 0.2,
  windows: [
    { of: 'account', max: 10, within: 30 * MINUTE, name: 'perHalfHour' },
    { of: 'account', max: 100, within: 15 * MINUTE, name: 'per15Minutes' },
    { of: 'account', max: 50, within: DAY, name: 'perDay' },
  ],
  channels: [
    {
      id: 'x-all',
      feeds: ['world', 'sport'],
      maxAge: 6 * HOUR,
      first: 'newest',
      rhythm: {
        windows: paced(12),
        quiet: { from: '23:00', to: '06:30', timezone: 'America/New_York', posts: 'wait' },
      },
    },
  ],
}

const TELEGRAM: Omit<HouseAccount, 'answer'> = {
  id: 'news-telegram',
  price: 0,
  windows: [
    { of: 'place', max: 1, within: SECOND, name: 'placePerSecond' },
    { of: 'place', max: 20, within: MINUTE, name: 'placePerMinute' },
  ],
  budget: null,
  channels: [
    {
      id: 'telegram-world',
      feeds: ['world'],
      maxAge: 9 * HOUR,
      first: 'oldest',
      rhythm: { windows: paced(12), quiet: { from: '23:00', to: '07:00', timezone: 'Europe/Kyiv', posts: 'wait' } },
    },
    {
      id: 'telegram-sport',
      feeds: ['sport'],
      maxAge: 6 * HOUR,
      first: 'oldest',
      rhythm: { windows: paced(6), quiet: { from: '22:15', to: '06:45', timezone: 'Asia/Kathmandu', posts: 'silent' } },
    },
  ],
}
