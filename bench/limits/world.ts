import { systemClock, type Millis } from '#src/base/clock.ts'
import { silentLog } from '#src/base/log.ts'
import { secret } from '#src/base/secret.ts'
import type { Connection, Limit, Platform, StandIn } from '#src/platform/platform.ts'
import { platformOf } from '#src/platform/registry.ts'
import type { DraftPart } from '#src/records.ts'
import { leastForAccount } from './least.ts'
import type { SkippingTime } from './skipping-time.ts'

/** A channel and everything that is waiting for it when the bench begins. */
export interface Channel {
  readonly id: string
  readonly settings: Readonly<Record<string, string>>
  readonly posts: readonly DraftPart[]
}

/** An account that a stand-in has admitted. */
export interface Account {
  readonly id: string
  readonly platform: Platform
  readonly apiRoot: string
  readonly secrets: Readonly<Record<string, string>>
  readonly limits: readonly Limit[]
  readonly connection: Connection<unknown>
  readonly channels: readonly Channel[]
}

/** What became of a platform's posts. */
export interface Result {
  readonly platform: string
  readonly wanted: number
  readonly posted: number
  /** From the start to the last post that was taken. */
  readonly took: Millis
  /** The least that the limits allow. */
  readonly least: Millis
  readonly tooMany: number
}

/** Fresh stand-ins that enforce the limits, and 1,000 posts. */
export interface World extends AsyncDisposable {
  readonly accounts: readonly Account[]
  /** Calls `listener` with the number of posts taken so far, and of those wanted. */
  onPost(listener: (posted: number, wanted: number) => void): void
  results(start: Millis): readonly Result[]
}

/** 1,000 posts. The day of X is made wider, so that its quarter of an hour is what binds. */
const PLAN = [
  { platform: 'telegram', accounts: 1, channels: 25, posts: 30, limits: {} },
  { platform: 'twitter', accounts: 2, channels: 1, posts: 125, limits: { perHalfHour: 1_000, perDay: 1_000 } },
] as const

/** @param latency how long a request is under way to its platform */
export async function openWorld(time: SkippingTime, latency: Millis): Promise<World> {
  const stack = new AsyncDisposableStack()
  const parts = await Promise.all(
    PLAN.map(async (plan) => {
      const platform = platformOf(plan.platform)!
      const standIn = stack.use(await platform.standIn({ clock: systemClock, limits: plan.limits }))
      return { platform, standIn, accounts: accountsOf(plan, platform, standIn, time, latency) }
    }),
  )
  const accounts = parts.flatMap((part) => part.accounts)
  const wanted = countOf(accounts)
  return {
    accounts,
    onPost(listener) {
      let posted = 0
      for (const { standIn } of parts) standIn.onPost(() => listener(++posted, wanted))
    },
    results: (start) =>
      parts.map(({ platform, standIn, accounts }) => ({
        platform: platform.label,
        wanted: countOf(accounts),
        posted: standIn.posts().length,
        took: Math.max(start, ...standIn.posts().map((post) => post.at)) - start,
        least: Math.max(
          ...accounts.map(({ channels, limits }) =>
            leastForAccount(
              channels.map(({ posts }) => posts.length),
              limits,
            ),
          ),
        ),
        tooMany: standIn.requests().filter((request) => request.status === 429).length,
      })),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

function countOf(accounts: readonly Account[]): number {
  return accounts.flatMap(({ channels }) => channels.map(({ posts }) => posts.length)).reduce((a, b) => a + b, 0)
}

function accountsOf(
  plan: (typeof PLAN)[number],
  platform: Platform,
  standIn: StandIn<unknown>,
  time: SkippingTime,
  latency: Millis,
): readonly Account[] {
  const limits = Object.entries(platform.limits).map(([name, limit]) => ({
    ...limit,
    max: standIn.limits[name] ?? limit.max,
  }))
  return numbers(plan.accounts).map((number) => {
    const id = `${plan.platform}-${number}`
    const channels = numbers(plan.channels).map((place) => channelOf(`${id}-${place}`, plan.posts, platform))
    const secrets = standIn.admit(
      id,
      channels.map(({ settings }) => settings),
    )
    const open = {
      id,
      settings: platform.account.parse({}),
      apiRoot: standIn.apiRoot,
      secrets: mapValues(secrets, secret),
    }
    const connection = platform.connect(open, { clock: systemClock, log: silentLog })
    return {
      id,
      platform,
      apiRoot: standIn.apiRoot,
      secrets,
      limits,
      connection: holding(connection, time, latency),
      channels,
    }
  })
}

function channelOf(id: string, count: number, platform: Platform): Channel {
  const place = 'chat' in platform.channel.shape ? { chat: `@${id.replaceAll('-', '_')}` } : {}
  const settings = platform.channel.parse(place) as Record<string, string>
  const posts = numbers(count).map((number) => {
    const draft = platform.format(
      {
        segments: [{ is: 'value', text: `The bridge opens on Friday, say ${number} people of ${id}` }],
        title: '',
        sentences: [],
        link: `https://news.example.com/${id}/${number}`,
        language: 'en',
        origins: {},
        card: 'unknown',
        picture: null,
        instead: null,
      },
      settings,
    )
    if ('is' in draft) throw new Error(draft.why)
    return draft.parts[0]
  })
  return { id, settings, posts }
}

/** The same connection; time is not skipped while one of its calls is under way. */
function holding(connection: Connection<unknown>, time: SkippingTime, latency: Millis): Connection<unknown> {
  const held = Object.entries(connection).map(([name, call]: [string, unknown]) => {
    if (typeof call !== 'function') return [name, call]
    return [
      name,
      async (...values: readonly unknown[]) => {
        if (latency > 0) await systemClock.sleep(latency)
        return time.held(async () => Reflect.apply(call, connection, values) as unknown)
      },
    ]
  })
  return Object.fromEntries(held) as Connection<unknown>
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1)
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]))
}
