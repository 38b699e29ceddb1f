/** The stages, from the feeds to the platforms, as one config has them. */
import { startForgetting } from '#src/article/forget.ts'
import type { Extractor } from '#src/article/extract.ts'
import { openPages } from '#src/article/fetch-page.ts'
import { openLookAgain } from '#src/article/look-again.ts'
import { storedMemory } from '#src/article/memory.ts'
import { readPageText } from '#src/article/page-text.ts'
import { startReading } from '#src/article/read.ts'
import type { Clock } from '#src/base/clock.ts'
import type { Log } from '#src/base/log.ts'
import { openTogether } from '#src/base/together.ts'
import type { Config } from '#src/config/config.ts'
import { aboutPart } from '#src/delivery/about.ts'
import type { DeliveryParts } from '#src/delivery/account.ts'
import { startLanes } from '#src/delivery/deliver.ts'
import { startProving, type Proven } from '#src/delivery/prove.ts'
import { startReconciling } from '#src/delivery/reconcile.ts'
import { recover } from '#src/delivery/recover.ts'
import { startDropping } from '#src/delivery/removed.ts'
import { startTelling } from '#src/delivery/tell.ts'
import { showPost } from '#src/desk/show.ts'
import type { Parser } from '#src/feed/parse.ts'
import { startWatch } from '#src/feed/watch.ts'
import type { WebSub } from '#src/feed/websub.ts'
import { openPictures } from '#src/net/pictures.ts'
import type { Platform } from '#src/platform/platform.ts'
import { startRouting } from '#src/post/route.ts'
import type { Part } from '#src/store/deliveries.ts'
import { pictureOf } from '#src/store/media.ts'
import type { Store } from '#src/store/open.ts'
import { connect, posted } from './members.ts'
import { pagesByFeed } from './page-rules.ts'
import { openPushed } from './pushed.ts'
import type { Rehearsal } from './rehearsal.ts'
import { textRules } from './text-rules.ts'
import { openWayOut } from './way-out.ts'

export interface StagesParts {
  readonly config: Config
  /** What takes the place of the outside; null: nothing does. */
  readonly rehearsal: Rehearsal | null
  readonly store: Store
  readonly clock: Clock
  /** Steady: it steps only together with the times in the store. */
  readonly steady: Clock
  readonly log: Log
  readonly print: (text: string) => void
  readonly userAgent: string
  readonly parser: Parser
  readonly extractor: Extractor
  /** False where this process may no longer send. */
  readonly maySend: () => boolean
  /** Aborts when Crier stops: from then on nothing begins. */
  readonly stopping: AbortSignal
  /** Aborts when a call in flight may no longer be waited for. */
  readonly abandon: AbortSignal
  /** Accounts that need not be proven once more. */
  readonly proven: Proven
}

/**
 * The stages at work. Disposing tells all of them at once to begin nothing more, and lets the calls in flight end; what is
 * in the store stays there.
 */
export interface Stages extends AsyncDisposable {
  /** The accounts that are proven. */
  readonly proven: Proven
  /** Says that staff, or the clock, may have changed something. */
  nudge(): void
}

/**
 * Starts every stage. What an end in the middle left behind, of another process or of the stages before these, is taken
 * up first: nothing else of it is known than what the store says.
 */
export async function openStages(parts: StagesParts): Promise<Stages> {
  const {
    config,
    rehearsal,
    store,
    clock,
    steady,
    log,
    print,
    userAgent,
    parser,
    extractor,
    maySend,
    stopping,
    abandon,
  } = parts
  const stack = new AsyncDisposableStack()
  try {
    const outside = { accounts: rehearsal?.accounts ?? config.accounts, feeds: rehearsal?.feeds ?? config.feeds }
    const { fetch } = stack.use(
      openWayOut(config, { clock, userAgent, ...(rehearsal && { origins: rehearsal.origins }) }),
    )
    // A look may take seconds to end, and meanwhile no lane is to post.
    const atWork = stack.use(openTogether(stopping))
    const pages = openPages({ clock, fetch, extractor })
    const accounts = outside.accounts.map((account) => connect(account, config, { clock: steady, log, maySend }))
    for (const part of await recover(store, accounts, steady.now())) {
      log.error({ ...aboutPart(part), why: part.reason }, 'held: see `crier held`')
    }
    stopping.throwIfAborted()
    atWork.use(startDropping(config.channels, accounts, { store, clock: steady, log }))

    const onSent = (part: Part): void => {
      const account = outside.accounts.find(({ id }) => id === part.account)!
      print(showSent(part, account.platform, proofs.name(part.account)))
    }
    const proofs = atWork.use(
      startProving(accounts, { store, clock: steady, log, onProven: () => onProven() }, parts.proven),
    )
    const delivery: DeliveryParts = {
      store,
      clock: steady,
      log,
      maySend,
      onSent,
      onUnknown: () => [...unknowns, telling].forEach((loop) => loop.nudge()),
      abandon,
    }
    const pagesOf = pagesByFeed({ ...config, feeds: outside.feeds }, pages)
    const lookAgain = openLookAgain({
      store,
      clock: steady,
      log,
      pagesOf: (feed) => (pagesOf(feed) === null ? null : pages),
      rules: textRules(config),
      timezone: config.timezone,
      onChange: () => [reading, routing].forEach((stage) => stage.nudge()),
    })
    const fetchPicture = openPictures({ clock, fetch })
    const lanes = atWork.use(startLanes(accounts, proofs, { ...delivery, fetchPicture, lookAgain }))
    const unknowns = startReconciling(accounts, proofs, {
      ...delivery,
      onAbsent: ({ channel }) => lanes.nudge(new Set([channel])),
    })
    for (const loop of unknowns) atWork.use(loop)
    const telling = atWork.use(startTelling(accounts, proofs, delivery))
    const nudge = (): void => {
      for (const part of [lanes, ...unknowns, telling]) part.nudge()
    }
    const channels = config.channels.map((channel) => posted(channel, outside.accounts, rehearsal !== null))
    const routing = atWork.use(
      startRouting({
        store,
        clock: steady,
        log,
        channels,
        pageText: (article) => readPageText(article, storedMemory(store, steady)),
        onRouted: (made) => lanes.nudge(made),
      }),
    )
    // What waited for another place of a channel is on its way again.
    const onProven = (): void => {
      nudge()
      routing.nudge()
    }
    const reading = atWork.use(
      startReading({
        store,
        clock: steady,
        log,
        pagesOf,
        timezone: config.timezone,
        onRead: () => routing.nudge(),
      }),
    )
    atWork.use(startForgetting({ store, clock: steady, log, keep: config.keep }))
    const watched = outside.feeds.flatMap((feed) => {
      const ages = config.channels.filter(({ feeds }) => feeds.includes(feed.id)).map(({ maxAge }) => maxAge)
      return ages.length === 0 ? [] : [{ ...feed, maxAge: Math.max(...ages) }]
    })
    const onNews = (): void => [reading, routing].forEach((stage) => stage.nudge())
    // Hubs find nobody in a rehearsal: feeds are not asked to push to it.
    let webSub: WebSub | null = null
    const watch = atWork.use(
      startWatch(watched, {
        store,
        clock: steady,
        log,
        fetch,
        parser,
        onNews,
        onHub: () => webSub?.nudge(),
        pushed: {
          isPushed: (feed) => webSub?.isPushed(feed) ?? false,
          missed: (feed) => webSub?.missed(feed),
        },
      }),
    )
    if (config.websub !== null && rehearsal === null) {
      webSub = await openPushed(config.websub, watched, {
        store,
        clock: steady,
        log,
        fetch,
        onNews,
        turns: watch.turns,
        lookSoon: watch.lookSoon,
      })
      atWork.use(webSub)
    }

    return {
      proven: proofs.proven,
      nudge() {
        for (const part of [proofs, routing, reading, watch]) part.nudge()
        nudge()
        webSub?.nudge()
      },
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

function showSent(part: Part, platform: Platform, account: string): string {
  const length = { used: part.used, allowed: part.allowed }
  const body = JSON.parse(part.bytes) as Record<string, unknown>
  const text = platform.show({ body, text: part.text, length, link: part.link, picture: pictureOf(part) })
  return showPost({ platform: platform.label, channel: part.channel, account, text, ...length })
}
