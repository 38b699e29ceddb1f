import { MINUTE, type Clock } from '#src/base/clock.ts'
import type { Log } from '#src/base/log.ts'
import { startLoop, type Loop } from '#src/base/loop.ts'
import type { Article, Draft, DraftPart, Post, Wording } from '#src/records.ts'
import { articlesIn, moveArticle, sightingsOf } from '#src/store/articles.ts'
import { firstSights, provenAccount } from '#src/store/channels.ts'
import { addDelivery, roundsOf, type NewDelivery } from '#src/store/deliveries.ts'
import { declinedBy, notRoutedTo } from '#src/store/declined.ts'
import { CRIER, note } from '#src/store/history.ts'
import { addNotice } from '#src/store/notices.ts'
import { isDatedByPage } from '#src/store/embargo.ts'
import type { Reader, Store, Writer } from '#src/store/open.ts'
import { madeFor } from '#src/store/made-for.ts'
import { placementsOf, refusePlacement, type Placement } from '#src/store/placements.ts'
import type { Reason } from '#src/store/reasons.ts'
import { askedInOf } from '#src/store/questions.ts'
import { openTrials } from '#src/store/trials.ts'
import { FIRST_POSTS, letThrough } from '#src/store/trust.ts'
import { compose } from './compose.ts'
import { showPlaces } from './markup-place.ts'
import { route, type Route, type RouteFacts, type RoutedChannel } from './rules.ts'
import { foundIn, goesByText } from './selection.ts'

const BATCH = 100

/** A channel with what its platform does for it. */
export interface PostedChannel extends Omit<RoutedChannel, 'firstSeen'> {
  /** Where its account's platform is reached, as deliveries record it. */
  readonly apiRoot: string
  readonly wording: Wording
  /** Whether the articles' pictures go with its posts. */
  readonly picture: boolean
  readonly format: (post: Post) => Draft | { readonly is: 'refusal'; readonly why: string }
  /** US dollars. */
  readonly price: (part: DraftPart) => number
}

export interface RoutingParts {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly channels: readonly PostedChannel[]
  /** What the page of an article said when it was read; null where it was not. */
  readonly pageText: (article: Article) => Promise<string | null>
  /** Told of the channels that deliveries were made ready for. */
  readonly onRouted: (channels: ReadonlySet<string>) => void
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
      const ready = new Set<string>()
      try {
        for (const [index, article] of articles.entries()) {
          await attempt(article, async () => {
            for (const channel of await routeOne(article, index, parts)) ready.add(channel)
          })
        }
      } finally {
        if (ready.size > 0) onRouted(ready)
      }
      return articles.length === BATCH ? 0 : MINUTE
    },
  })
}

/** Answers the channels that have a post ready. */
async function routeOne(article: Article, index: number, parts: RoutingParts): Promise<readonly string[]> {
  const { store, clock, log, channels } = parts
  const at = clock.now()
  const byText = channels.some(
    ({ holdWords, only, except, urgent }) => holdWords.length > 0 || [only, except, urgent].some(goesByText),
  )
  const page = byText ? await parts.pageText(article) : null
  const made = await store.write(async (writer) => {
    const sightings = await sightingsOf(writer, article.id)
    // Only what a question keeps back, or is old, is no news in a feed.
    const askedIn = sightings.oldIn.length === 0 ? new Map<string, string>() : await askedInOf(writer, article.id)
    const rounds = await roundsOf(writer, article.id)
    const placements = await placementsOf(writer, article.id)
    const declined = await declinedBy(writer, article.id)
    const met = await firstSights(writer)
    const made: Made[] = []
    let embargo: Reason | null = null
    for (const channel of channels) {
      const last = rounds.get(channel.id) ?? -1
      const wanted = placements.get(channel.id)
      const placement = wanted && wanted.round > last ? wanted : null
      if ((last >= 0 || declined.has(channel.id)) && placement === null) continue
      const routed = { ...channel, firstSeen: met.get(channel.id) ?? at }
      // Thousands of articles may be routed within one millisecond of a fake clock: the index keeps their order.
      const became = await deliverTo(
        writer,
        article,
        routed,
        { ...sightings, askedIn, placement, page },
        at * 1_000 + index,
        at,
      )
      if (became?.is === 'made') made.push(became)
      else if (became?.is === 'not-yet') embargo = became.why
    }
    const why = made.length === 0 ? 'route: no channel takes it' : `route: ${tally(made)}`
    // Posted by a person before its time in one channel, it waits for that time in the others.
    await moveArticle(writer, article, embargo ? { to: 'waiting', why: embargo, at } : { to: 'routed', why, at })
    // What the feed says itself is no surprise.
    if (embargo && isDatedByPage(article)) {
      const { title, url } = article
      await addNotice(writer, `An article waits (${embargo}, by its page):\n\n${title}\n${url}`, at)
    }
    return made
  })
  const about = { feed: article.feed, article: article.id }
  for (const { channel, delivery, state, reason, mistake } of made) {
    const ids = { ...about, channel, delivery }
    if (mistake !== null) log.warn({ ...ids, why: mistake }, 'a post goes without the markup of its template')
    if (state === 'ready') log.info(ids, 'a post is ready')
    else if (state === 'held') log.warn({ ...ids, why: reason }, 'a post is held: see `crier held`')
    else log.warn({ ...ids, why: reason }, 'a post is dropped')
  }
  const ready = made.filter(({ state }) => state === 'ready').map(({ channel }) => channel)
  log.info({ ...about, channels: ready.length, title: article.title }, 'article routed')
  return ready
}

/** A delivery that was made, and how it begins. */
interface Made {
  readonly is: 'made'
  readonly delivery: string
  readonly channel: string
  readonly state: 'ready' | 'held' | 'dropped'
  readonly reason: Reason
  /** What is wrong with its template's markup, and where; null where nothing is. */
  readonly mistake: string | null
}

function tally(made: readonly Made[]): string {
  const counts = Map.groupBy(made, ({ state }) => state)
  return [...counts].map(([state, those]) => `${those.length} ${state}`).join(', ')
}

async function deliverTo(
  writer: Writer,
  article: Article,
  channel: PostedChannel & RoutedChannel,
  about: Omit<RouteFacts, 'trusted' | 'now'>,
  queued: number,
  now: number,
): Promise<Made | Extract<Route, { is: 'not-yet' }> | null> {
  const { newsIn, oldIn, placement = null, page = null } = about
  const trusted = channel.approve === 'first' ? await letThrough(writer, channel, FIRST_POSTS) : 0
  const decision = route(article, channel, { ...about, trusted, now })
  if (decision.is !== 'goes') {
    const kept = decision.is === 'not-yet'
    const became = kept ? `kept for ${channel.id}` : notRoutedTo(channel.id)
    const change = { at: now, article: article.id, delivery: null, was: null, became, who: CRIER }
    await note(writer, { ...change, why: decision.why })
    if (kept) return decision
    if (placement) await refuse(writer, article, placement, decision.why, now)
    return null
  }
  const urgent = channel.urgent && foundIn(channel.urgent, { article, feeds: [...newsIn, ...oldIn], page })
  const base: Omit<NewDelivery, 'state' | 'reason' | 'parts'> = {
    article: article.id,
    channel: channel.id,
    account: channel.account,
    ...(await identityOf(writer, article.id, channel, placement?.round ?? 0)),
    // Wanted in spite of its age, it is as old as the wish: lanes look at the age once more.
    published: placement?.anyway ? placement.at : article.published,
    queued,
    urgent: urgent !== null,
    round: placement?.round ?? 0,
  }
  const draft = channel.format(compose(article, channel.wording, channel.picture))
  if ('is' in draft) {
    // Held, not lost: staff mend the template and ask for the post again.
    const nothing = {
      draft: { body: {}, text: '', length: { used: 0, allowed: 0 }, link: null, picture: null },
      usd: 0,
    }
    const reason: Reason = `format: ${draft.why}`
    const delivery = await addDelivery(writer, { ...base, state: 'held', reason, parts: [nothing] }, now)
    return { is: 'made', delivery, channel: channel.id, state: 'held', reason, mistake: null }
  }
  const parts = draft.parts.map((part) => ({ draft: part, usd: channel.price(part) }))
  const delivery = await addDelivery(writer, { ...base, state: decision.state, reason: decision.why, parts }, now)
  if (urgent !== null) {
    const { state } = decision
    const why: Reason = `urgent: it goes first, by ${urgent}`
    await note(writer, { at: now, article: article.id, delivery, was: state, became: state, why, who: CRIER })
  }
  const unpictured = draft.pieces.find(({ of, stands }) => of === 'picture' && stands === null)
  if (unpictured) {
    const { state } = decision
    const why: Reason = `picture: it goes without, ${unpictured.why ?? 'its platform takes none'}`
    await note(writer, { at: now, article: article.id, delivery, was: state, became: state, why, who: CRIER })
  }
  const { template } = channel.wording
  const mistake = draft.mistake ? `${draft.mistake.why} (${showPlaces(template, draft.mistake)})` : null
  if (mistake !== null) {
    const { state } = decision
    const why: Reason = `markup: it goes without that of its template, as ${mistake}`
    await note(writer, { at: now, article: article.id, delivery, was: state, became: state, why, who: CRIER })
  }
  return { is: 'made', delivery, channel: channel.id, state: decision.state, reason: decision.why, mistake }
}

/** The account of now; one that was composed before stays for the account that it was for. */
async function identityOf(
  reader: Reader,
  article: string,
  { id, account, apiRoot }: PostedChannel,
  round: number,
): Promise<Pick<NewDelivery, 'apiRoot' | 'remoteId'>> {
  const before = await madeFor(reader, { article, channel: id, round })
  if (before !== undefined && before.remote_id !== null) return { apiRoot: before.api_root, remoteId: before.remote_id }
  return { apiRoot, remoteId: (await provenAccount(reader, account, apiRoot))?.remoteId ?? null }
}

/** Who asked for it does not learn by themselves that a rule refuses it. */
async function refuse(writer: Writer, article: Article, placement: Placement, why: Reason, now: number): Promise<void> {
  await refusePlacement(writer, placement, why)
  const { channel, who } = placement
  const text = `What ${who} asked for is not posted in ${channel} (${why}):\n\n${article.title}\n${article.url}`
  await addNotice(writer, text, now)
}
