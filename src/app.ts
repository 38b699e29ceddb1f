/** Builds every part of a running Crier in a visible order, and ends them in the opposite one. */
import { openRehearsal, type Rehearsal } from './app/rehearsal.ts'
import { openExtractor } from './article/extract.ts'
import { openPages } from './article/fetch-page.ts'
import { startForgetting } from './article/forget.ts'
import { startReading } from './article/read.ts'
import { DAY, HOUR, SECOND, systemClock, type Clock } from './base/clock.ts'
import { isGone, processName } from './base/environment.ts'
import { CallerMistake } from './base/errors.ts'
import type { Log } from './base/log.ts'
import { startLoop } from './base/loop.ts'
import type { AccountConfig, ChannelConfig, Config } from './config/config.ts'
import type { DeliveryParts, SendingAccount } from './delivery/account.ts'
import { startLanes } from './delivery/deliver.ts'
import { startProving } from './delivery/prove.ts'
import { startReconciling } from './delivery/reconcile.ts'
import { recover } from './delivery/recover.ts'
import type { Rhythm } from './delivery/rhythm.ts'
import { startTelling } from './delivery/tell.ts'
import { showPost } from './desk/show.ts'
import { openParser } from './feed/parse.ts'
import { startWatch } from './feed/watch.ts'
import { openFetch } from './net/fetch.ts'
import { openPictures } from './net/pictures.ts'
import { meetChannels, startRouting, type PostedChannel } from './post/route.ts'
import type { Platform } from './platform/platform.ts'
import type { Part } from './store/deliveries.ts'
import { takeLease } from './store/lease.ts'
import { pictureOf } from './store/media.ts'
import { openStore } from './store/open.ts'
import { openSteadyClock } from './store/steady.ts'

export interface AppParts {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  /** Where readers' posts and what staff should know go: the terminal. */
  readonly print: (text: string) => void
  /** Who asks, for servers: name, version and where to find more. */
  readonly userAgent: string
}

/** A running Crier. Disposing ends it: the call in flight may finish, everything else stays where it is. */
export interface App extends AsyncDisposable {
  /** Aborts when another process has taken the store over. */
  readonly lost: AbortSignal
}

const LONGEST_STOP = 10 * SECOND
const LOOK_FOR_STAFF = SECOND / 4
const REHEARSED = 'rehearsal'

/**
 * Starts Crier.
 * @throws CallerMistake where it cannot run as configured: secrets missing, the store in use or for another use.
 */
export async function openApp({ config, clock, log, print, userAgent }: AppParts): Promise<App> {
  refuseMissingSecrets(config)
  const stack = new AsyncDisposableStack()
  try {
    const store = stack.use(
      await openStore({ file: config.store, use: config.rehearsal === 'off' ? 'live' : 'rehearsal' }),
    )
    // For everything whose times are stored, the lease's too: one that is stored between a step of the machine's clock
    // and its absorption would be moved along once more, or hide the step from the next life.
    const steady = openSteadyClock(clock)
    const lease = stack.use(await takeLease(store, steady, processName(), isGone))
    stack.defer(async () => {
      // Another process may have the store by now: then the step is not ours to absorb.
      if (lease.held()) await steady.absorb(store)
    })
    const rehearsal: Rehearsal | null =
      config.rehearsal === 'off' ? null : stack.use(await openRehearsal(config, store, { clock, log }))
    const outside = { accounts: rehearsal?.accounts ?? config.accounts, feeds: rehearsal?.feeds ?? config.feeds }
    announce(config, rehearsal, print)

    const { fetch } = stack.use(
      openFetch({ clock, userAgent, allow: config.network.allow, ...(rehearsal && { origins: rehearsal.origins }) }),
    )
    // How long a thread may compute is a matter of the machine's own time, whatever clock everything else goes by.
    const parser = stack.use(openParser({ clock: systemClock, log }))
    const extractor = stack.use(openExtractor({ clock: systemClock, log }))
    const pages = openPages({ clock, fetch, extractor })
    const unread = new Set(outside.feeds.filter((feed) => feed.read === 'never').map((feed) => feed.id))
    const accounts = outside.accounts.map((account) => connect(account, config, { clock: steady, log }))
    for (const part of await recover(store, accounts, steady.now())) {
      log.error({ channel: part.channel, delivery: part.delivery, why: part.reason }, 'held: see `crier held`')
    }
    const abandon = new AbortController()

    const onSent = (part: Part): void => {
      const account = outside.accounts.find(({ id }) => id === part.account)!
      print(showSent(part, account.platform, proofs.name(part.account)))
    }
    const proofs = stack.use(startProving(accounts, { store, clock: steady, log, onProven: () => nudge() }))
    const delivery: DeliveryParts = {
      store,
      clock: steady,
      log,
      maySend: () => lease.held(),
      onSent,
      onUnknown: () => [...unknowns, telling].forEach((loop) => loop.nudge()),
      abandon: abandon.signal,
    }
    const lanes = stack.use(startLanes(accounts, proofs, { ...delivery, fetchPicture: openPictures({ clock, fetch }) }))
    const unknowns = startReconciling(accounts, proofs, {
      ...delivery,
      onAbsent: ({ channel }) => lanes.nudge(new Set([channel])),
    })
    for (const loop of unknowns) stack.use(loop)
    const telling = stack.use(startTelling(accounts, delivery))
    const nudge = (): void => {
      for (const part of [lanes, ...unknowns, telling]) part.nudge()
    }
    const channels = config.channels.map((channel) => posted(channel, outside.accounts, rehearsal !== null))
    await meetChannels(store, channels, steady)
    const routing = stack.use(
      startRouting({ store, clock: steady, log, channels, onRouted: (made) => lanes.nudge(made) }),
    )
    const reading = stack.use(
      startReading({
        store,
        clock: steady,
        log,
        pagesOf: (feed) => (unread.has(feed) ? null : pages),
        onRead: () => routing.nudge(),
      }),
    )
    stack.use(startForgetting({ store, clock: steady, log }))
    const watched = outside.feeds.flatMap((feed) => {
      const ages = config.channels.filter(({ feeds }) => feeds.includes(feed.id)).map(({ maxAge }) => maxAge)
      return ages.length === 0 ? [] : [{ ...feed, maxAge: Math.max(...ages) }]
    })
    const watch = stack.use(
      startWatch(watched, {
        store,
        clock: steady,
        log,
        fetch,
        parser,
        onNews: () => [reading, routing].forEach((stage) => stage.nudge()),
      }),
    )

    let changes = store.foreignChanges()
    stack.use(
      startLoop({
        name: 'staff',
        clock,
        log,
        async turn() {
          const stepped = await steady.absorb(store)
          if (stepped !== 0) log.warn({ ms: stepped }, 'the clock was set; every wait and window is moved along')
          const now = store.foreignChanges()
          if (now !== changes || stepped !== 0) {
            for (const part of [proofs, routing, reading, watch]) part.nudge()
            nudge()
          }
          changes = now
          return LOOK_FOR_STAFF
        },
      }),
    )
    log.info({ store: config.store, rehearsal: config.rehearsal, feeds: watched.length }, 'Crier runs')
    return {
      lost: lease.lost,
      async [Symbol.asyncDispose]() {
        const stopped = new AbortController()
        void clock.sleep(LONGEST_STOP, stopped.signal).then(() => abandon.abort(new Error('Crier is stopping')))
        await stack.disposeAsync()
        stopped.abort()
        log.info({}, 'Crier has stopped')
      },
    }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

function refuseMissingSecrets(config: Config): void {
  if (config.rehearsal !== 'off') return
  const missing = config.accounts.flatMap((account) => account.missingSecrets)
  if (missing.length === 0) return
  const lines = missing.map(({ variable, where }) => `  ${variable}  (${where})`)
  throw new CallerMistake(`These secrets are neither in the environment nor in .env:\n${lines.join('\n')}`)
}

function connect(
  account: AccountConfig,
  config: Config,
  parts: { readonly clock: Clock; readonly log: Log },
): SendingAccount {
  const { id, platform, settings, apiRoot, secrets, limits, budget } = account
  return {
    id,
    label: platform.label,
    apiRoot: recordedRoot(account, config.rehearsal !== 'off'),
    connection: platform.connect({ id, settings, apiRoot, secrets }, parts),
    afterUnknown: platform.afterUnknown(settings),
    refusesPicture: (picture) => platform.refusesPicture(picture),
    attach: (body, media) => platform.attach(body, media),
    follow: (body, previous) => platform.follow?.(body, previous) ?? body,
    silence: (body) => platform.silence?.(body) ?? body,
    windows: Object.entries(limits).map(([name, limit]) => ({ ...limit, name })),
    budget,
    channels: config.channels
      .filter((channel) => channel.account === id)
      .map((channel) => ({ ...channel, rhythm: config.rehearsal === 'off' ? rhythmOf(channel) : FREE })),
  }
}

/** A rehearsal shows every post at once. */
const FREE: Rhythm = { windows: [], quiet: null }

function rhythmOf({ atMost, spacing, quiet, wording }: ChannelConfig): Rhythm {
  const { perHour, perDay } = atMost
  return {
    windows: [
      ...(perHour === null ? [] : [{ max: perHour, within: HOUR }]),
      ...(perDay === null ? [] : [{ max: perDay, within: DAY }]),
      ...(spacing === 0 ? [] : [{ max: 1, within: spacing }]),
    ],
    quiet: quiet && { ...quiet, timezone: wording.timezone },
  }
}

function posted(channel: ChannelConfig, accounts: readonly AccountConfig[], rehearsal: boolean): PostedChannel {
  const account = accounts.find(({ id }) => id === channel.account)!
  return {
    ...channel,
    // Nothing is at stake in a rehearsal: nobody is asked, and the show goes on.
    approve: rehearsal ? 'never' : channel.approve,
    apiRoot: recordedRoot(account, rehearsal),
    format: (post) => account.platform.format(post, channel.settings),
    price: (part) => account.platform.price(part),
  }
}

/** Stand-ins listen at another port every time; what is made for one of them is good for all, and for nothing else. */
function recordedRoot(account: AccountConfig, rehearsal: boolean): string {
  return rehearsal ? REHEARSED : account.apiRoot
}

function showSent(part: Part, platform: Platform, account: string): string {
  const length = { used: part.used, allowed: part.allowed }
  const body = JSON.parse(part.bytes) as Record<string, unknown>
  const text = platform.show({ body, text: part.text, length, link: part.link, picture: pictureOf(part) })
  return showPost({ platform: platform.label, channel: part.channel, account, text, ...length })
}

function announce(config: Config, rehearsal: Rehearsal | null, print: (text: string) => void): void {
  if (!rehearsal) return
  const news = config.rehearsal === 'newsroom' ? "Crier's own newsroom" : 'your feeds'
  print(
    [
      `Crier rehearses: ${news}, and stand-ins in the platforms' place. Nothing leaves this machine.`,
      ...(rehearsal.timelines ? [`The timelines as followers see them: ${rehearsal.timelines}`] : []),
      'Ctrl-C ends it.',
      '',
    ].join('\n'),
  )
}
