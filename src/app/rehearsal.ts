import { SECOND, type Clock } from '#src/base/clock.ts'
import { describeError } from '#src/base/errors.ts'
import type { Log } from '#src/base/log.ts'
import { secret } from '#src/base/secret.ts'
import type { AccountConfig, Config, FeedConfig } from '#src/config/config.ts'
import type { StandIn } from '#src/platform/platform.ts'
import { GUID_PREFIX, openNewsroom, type Newsroom } from '#src/rehearsal/newsroom.ts'
import { openTimelines, type Timelines } from '#src/rehearsal/timelines.ts'
import { greatestGuid } from '#src/store/articles.ts'
import type { Store } from '#src/store/open.ts'

/** What a rehearsal puts in the place of the outside. */
export interface Rehearsal extends AsyncDisposable {
  readonly accounts: readonly AccountConfig[]
  readonly feeds: readonly FeedConfig[]
  /** Public origins that are really served on this machine. */
  readonly origins: ReadonlyMap<string, string>
  /** The page with the timelines; null where its address is taken. */
  readonly timelines: string | null
}

// The show goes on: nobody is billed, and the limits of a day would end it within minutes.
const WIDER = 1_000
const NEWS_EVERY = 4 * SECOND
const POLL_EVERY = { atLeast: SECOND, atMost: SECOND }

/** Starts stand-ins for every platform in use, and the newsroom where the config asks for it. */
export async function openRehearsal(
  config: Config,
  store: Store,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<Rehearsal> {
  const stack = new AsyncDisposableStack()
  try {
    const standIns = await startStandIns(config, stack, clock)
    const newsroom = config.rehearsal === 'newsroom' ? stack.use(await startNewsroom(config, store, clock, log)) : null
    const origins = new Map(newsroom ? [[newsroom.origin, newsroom.local]] : [])
    const sources = [...standIns.entries()].map(([label, standIn]) => ({
      label,
      posts: () => standIn.posts(),
      onPost: standIn.onPost,
    }))
    const pictureOrigins = [...standIns.values()].map((standIn) => standIn.apiRoot).concat(newsroom?.local ?? [])
    const page = await showTimelines(config, sources, newsroom, pictureOrigins, clock, log)
    if (page) stack.use(page)
    return {
      accounts: config.accounts.map((account) => rehearse(account, config, standIns.get(account.platform.label)!)),
      feeds: newsroom
        ? config.feeds.map((feed) => ({ ...feed, url: newsroom.feedUrl(feed.id), every: POLL_EVERY, language: null }))
        : config.feeds,
      origins,
      timelines: page?.url ?? null,
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

async function startStandIns(
  config: Config,
  stack: AsyncDisposableStack,
  clock: Clock,
): Promise<ReadonlyMap<string, StandIn<unknown>>> {
  const started = new Map<string, StandIn<unknown>>()
  for (const { platform } of config.accounts) {
    if (started.has(platform.label)) continue
    const limits = Object.fromEntries(Object.entries(platform.limits).map(([name, { max }]) => [name, max * WIDER]))
    started.set(platform.label, stack.use(await platform.standIn({ clock, limits })))
  }
  return started
}

/** It goes on behind the last article that the store knows, so that two runs never tell one number differently. */
async function startNewsroom(config: Config, store: Store, clock: Clock, log: Log): Promise<Newsroom> {
  const last = await greatestGuid(store.read, GUID_PREFIX)
  const first = last === null ? 0 : Number(last.slice(GUID_PREFIX.length)) + 1
  return openNewsroom({ clock, log, feeds: config.feeds.map((feed) => feed.id), first, every: NEWS_EVERY })
}

async function showTimelines(
  config: Config,
  sources: Parameters<typeof openTimelines>[0]['sources'],
  newsroom: Newsroom | null,
  pictureOrigins: readonly string[],
  clock: Clock,
  log: Log,
): Promise<Timelines | null> {
  const inside = newsroom && {
    cardOf: newsroom.card,
    pageOf: (url: string) => url.replace(newsroom.origin, newsroom.local),
  }
  const { host, port } = config.console
  try {
    return await openTimelines({
      host,
      port,
      clock,
      log,
      sources,
      pictureOrigins,
      timezone: config.timezone,
      ...inside,
    })
  } catch (error) {
    log.warn(
      { address: `${host}:${port}`, error: describeError(error) },
      'no page with the timelines: change console.listen',
    )
    return null
  }
}

function rehearse(account: AccountConfig, config: Config, standIn: StandIn<unknown>): AccountConfig {
  const channels = config.channels.filter((channel) => channel.account === account.id)
  const secrets = standIn.admit(
    account.id,
    channels.map((channel) => channel.settings),
    {},
    account.platform.staffPlace?.(account.settings)?.place,
  )
  return {
    ...account,
    apiRoot: standIn.apiRoot,
    secrets: Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, secret(value)])),
    missingSecrets: [],
    limits: Object.fromEntries(
      Object.entries(account.limits).map(([name, limit]) => [name, { ...limit, max: limit.max * WIDER }]),
    ),
    budget: null,
  }
}
