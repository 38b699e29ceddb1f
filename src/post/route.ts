import { MINUTE, type Clock } from '#src/base/clock.ts'
import type { Log } from '#src/base/log.ts'
import { startLoop, type Loop } from '#src/base/loop.ts'
import type { Article, Draft, DraftPart, Post } from '#src/records.ts'
import { articlesIn, moveArticle, newsIn } from '#src/store/articles.ts'
import { meetChannel, provenAccount } from '#src/store/channels.ts'
import { addDelivery, channelsOf, letThrough, type NewDelivery } from '#src/store/deliveries.ts'
import { CRIER, note } from '#src/store/history.ts'
import type { Store, Writer } from '#src/store/open.ts'
import { openTrials } from '#src/store/trials.ts'
import { compose } from './compose.ts'
import { FIRST_POSTS, route, type RoutedChannel } from './rules.ts'

const BATCH = 100

/** A channel with what its platform does for it. */
export interface PostedChannel extends Omit<RoutedChannel, 'firstSeen'> {
  /** Where its account's platform is reached, as deliveries record it. */
  readonly apiRoot: string
  readonly format: (post: Post) => Draft | { readonly is: 'refusal'; readonly why: string }
  /** US dollars. */
  readonly price: (part: DraftPart) => number
}

export interface RoutingParts {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly channels: readonly PostedChannel[]
  /** Told when deliveries were made. */
  readonly onRouted: () => void
}

/** Notes since when each channel is there: articles first seen before are not for it. */
export async function meetChannels(store: Store, channels: readonly PostedChannel[], clock: Clock): Promise<void> {
  for (const { id } of channels) await store.write((writer) => meetChannel(writer, id, clock.now()))
}

/** Routes read articles: composes and measures a post for every channel that wants it, oldest article first. */
export function startRouting(parts: RoutingParts): Loop {
  const { store, clock, log, onRouted } = parts
  const attempt = openTrials('routing', parts)
  return startLoop({
    name: 'post',
    clock,
    log,
    async turn() {
      const articles = await articlesIn(store.read, 'read', BATCH)
      for (const [index, article] of articles.entries()) {
        await attempt(article, () => routeOne(article, index, parts))
      }
      if (articles.length > 0) onRouted()
      return articles.length === BATCH ? 0 : MINUTE
    },
  })
}

async function routeOne(article: Article, index: number, parts: RoutingParts): Promise<void> {
  const { store, clock, log, channels } = parts
  const at = clock.now()
  const made = await store.write(async (writer) => {
    const news = await newsIn(writer, article.id)
    const have = await channelsOf(writer, article.id)
    let count = 0
    for (const channel of channels) {
      if (have.has(channel.id)) continue
      // Thousands of articles may be routed within one millisecond of a fake clock: the index keeps their order.
      if (await deliverTo(writer, article, channel, news, at * 1_000 + index, at)) count += 1
    }
    const why = count === 0 ? 'route: no channel takes it' : `route: to ${count} channels`
    await moveArticle(writer, article, { to: 'routed', why, at })
    return count
  })
  log.info({ feed: article.feed, article: article.id, channels: made, title: article.title }, 'article routed')
}

async function deliverTo(
  writer: Writer,
  article: Article,
  channel: PostedChannel,
  news: readonly string[],
  queued: number,
  now: number,
): Promise<boolean> {
  const firstSeen = await meetChannel(writer, channel.id, now)
  const trusted = channel.approve === 'first' ? await letThrough(writer, channel.id, FIRST_POSTS) : 0
  const decision = route(article, { ...channel, firstSeen }, { newsIn: news, trusted, now })
  if (decision.is === 'not-for-it') {
    const change = { at: now, article: article.id, delivery: null, was: null, became: 'not routed', who: CRIER }
    await note(writer, { ...change, why: decision.why })
    return false
  }
  const base: Omit<NewDelivery, 'state' | 'reason' | 'parts'> = {
    article: article.id,
    channel: channel.id,
    account: channel.account,
    apiRoot: channel.apiRoot,
    remoteId: (await provenAccount(writer, channel.account, channel.apiRoot))?.remoteId ?? null,
    published: article.published,
    queued,
  }
  const draft = channel.format(compose(article, channel.template))
  if ('is' in draft) {
    // Held, not lost: staff mend the template and ask for the post again.
    const nothing = { draft: { body: {}, text: '', length: { used: 0, allowed: 0 }, link: null }, usd: 0 }
    await addDelivery(writer, { ...base, state: 'held', reason: `format: ${draft.why}`, parts: [nothing] }, now)
    return true
  }
  const parts = draft.parts.map((part) => ({ draft: part, usd: channel.price(part) }))
  await addDelivery(writer, { ...base, state: decision.state, reason: decision.why, parts }, now)
  return true
}
