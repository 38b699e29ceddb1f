import type { Millis } from '#src/base/clock.ts'
import type { Article, Selection } from '#src/records.ts'
import type { Placement } from '#src/store/placements.ts'
import { embargoed, tooOld, type Reason } from '#src/store/reasons.ts'
import { FIRST_POSTS, firstWait } from '#src/store/trust.ts'
import { foundIn, holdWordIn, missingFrom } from './selection.ts'

/** A channel as staff configured it, and since when Crier knows it. */
export interface RoutedChannel {
  readonly id: string
  readonly account: string
  readonly feeds: readonly string[]
  readonly maxAge: Millis
  /** It takes these articles only; null: any. */
  readonly only: Selection | null
  /** It leaves these out; null: none. */
  readonly except: Selection | null
  /** A post whose article holds one of these words waits for a person. */
  readonly holdWords: readonly string[]
  /** What matches goes first, and past the channel's rhythm; null: nothing. */
  readonly urgent: Selection | null
  readonly approve: 'never' | 'first' | 'always'
  readonly firstSeen: Millis
}

/** Where an article goes, by a rule with a name. */
export type Route =
  | { readonly is: 'not-for-it'; readonly why: Reason }
  /** The channel is asked again when the time has come that the article is dated. */
  | { readonly is: 'not-yet'; readonly why: Reason }
  | { readonly is: 'goes'; readonly state: 'ready' | 'held' | 'dropped'; readonly why: Reason }

/** What a rule needs to know beyond the article and the channel. */
export interface RouteFacts {
  /** The feeds in which the article was news. */
  readonly newsIn: readonly string[]
  /** The feeds that held it at their own first sight. */
  readonly oldIn: readonly string[]
  /** Those feeds of {@link oldIn} in which it waits for the answer to a question, by the question; missing: none. */
  readonly askedIn?: ReadonlyMap<string, string>
  /** How many posts of this channel a person has let through, or were sent. */
  readonly trusted: number
  /** That a person wants it in the channel; null or missing: nobody does. */
  readonly placement?: Placement | null
  /** What its page says; null or missing where that was not read. */
  readonly page?: string | null
  readonly now: Millis
}

/** Decides whether, and in which state, an article becomes a delivery of a channel. */
export function route(article: Article, channel: RoutedChannel, facts: RouteFacts): Route {
  const { placement = null } = facts
  const unchosen = (placement === null ? noNewsFor(article, channel, facts) : null) ?? leftOut(article, channel, facts)
  if (unchosen !== null) return { is: 'not-for-it', why: unchosen }
  const embargo = placement?.anyway ? null : embargoed(article.published, facts.now)
  if (embargo !== null) return { is: 'not-yet', why: embargo }
  const past = placement?.anyway ? null : tooOld(article.published, channel.maxAge, facts.now)
  // A person is told at once, and may ask again; what a feed brings is dropped for good.
  if (past) {
    return placement
      ? { is: 'not-for-it', why: `${past} (${channel.id})` }
      : { is: 'goes', state: 'dropped', why: past }
  }
  const word = holdWordIn(channel.holdWords, article, facts.page)
  if (word !== null) return { is: 'goes', state: 'held', why: `hold-words: "${word}" stands in the article` }
  if (channel.approve === 'always') {
    return { is: 'goes', state: 'held', why: `approve: every post of ${channel.id} waits for a person` }
  }
  if (channel.approve === 'first' && facts.trusted < FIRST_POSTS) {
    return {
      is: 'goes',
      state: 'held',
      why: firstWait(channel.id),
    }
  }
  if (placement !== null) return { is: 'goes', state: 'ready', why: `post: asked for by ${placement.who}` }
  return { is: 'goes', state: 'ready', why: `route: from ${feedOf(channel, facts)}` }
}

function feedOf(channel: RoutedChannel, { newsIn }: RouteFacts): string | undefined {
  return newsIn.find((id) => channel.feeds.includes(id))
}

/** Why an article is no news for a channel; null where it is. */
function noNewsFor(article: Article, channel: RoutedChannel, facts: RouteFacts): Reason | null {
  const asked = channel.feeds.find((id) => facts.askedIn?.has(id))
  if (asked !== undefined) {
    return `question: ${facts.askedIn!.get(asked)!}, on what ${asked} brought, is not answered (crier held)`
  }
  const old = facts.oldIn.find((id) => channel.feeds.includes(id))
  if (feedOf(channel, facts) === undefined) {
    return old === undefined ? `feeds: ${channel.id} takes ${channel.feeds.join(', ')}` : `old: it is no news in ${old}`
  }
  if (old !== undefined) return `baseline: ${old}, which ${channel.id} takes too, held it at first sight`
  if (article.seen < channel.firstSeen) {
    return `first-sight: ${channel.id} was added after the article was first seen`
  }
  return null
}

/** Why a channel does not choose an article; null where it does, or where a person wants it anyway. */
function leftOut(
  article: Article,
  channel: RoutedChannel,
  { newsIn, oldIn, placement, page }: RouteFacts,
): Reason | null {
  if (placement?.anyway) return null
  const chosen = { article, feeds: [...newsIn, ...oldIn], page: page ?? null }
  const missing = channel.only && missingFrom(channel.only, chosen)
  if (missing) return `only: ${channel.id} takes ${missing} only`
  const left = channel.except && foundIn(channel.except, chosen)
  return left ? `except: ${channel.id} leaves out ${left}` : null
}
