import type { Millis } from '#src/base/clock.ts'
import { CallerMistake, unreachable } from '#src/base/errors.ts'
import { randomId } from '#src/base/random.ts'
import type { Article } from '#src/records.ts'
import { addArticle, articleById, articleByKeys, setOut } from '#src/store/articles.ts'
import { deliveriesOf, deliveryById, partsOf, type Delivery, type Part } from '#src/store/deliveries.ts'
import { note } from '#src/store/history.ts'
import { addKeys } from '#src/store/identity.ts'
import type { Reader, Writer } from '#src/store/open.ts'
import { place, placementsOf, type Placement } from '#src/store/placements.ts'
import { EMBARGO, embargoed, ruleOf, tooOld, type Reason } from '#src/store/reasons.ts'
import { callsOf } from '#src/store/sends.ts'
import { canonicalUrl, urlKey } from '#src/text/urls.ts'
import type { Desk } from './actions.ts'
import { noDelivery } from './call.ts'

/** A channel that something is to be posted in. */
export interface Target {
  readonly id: string
  readonly maxAge: Millis
}

/** What came of a wish so far. The running Crier reads the article's page and routes it. */
export interface Wished {
  readonly article: string
  readonly placements: readonly Placement[]
  /** Channels that have a post of it already: it goes there once. */
  readonly already: readonly { readonly delivery: Delivery; readonly part: Part }[]
}

/**
 * Posts the article at `url` in `channels`, whether any feed brings it or not; in those that have a post of it, nothing
 * is done. `anyway`: past what the channels choose, past its age, and before the time that it is dated.
 * @throws CallerMistake where `url` is none, or where a rule is known to refuse the article everywhere.
 */
export async function post(
  { store, clock, who }: Desk,
  url: string,
  channels: readonly Target[],
  anyway: boolean,
): Promise<Wished> {
  const address = canonicalUrl(url)
  if (address === null) throw new CallerMistake(`${url} is not a web address: write https://…`)
  const at = clock.now()
  return store.write(async (writer) => {
    const known = await articleByKeys(writer, [`url:${urlKey(address)}`])
    const article = known ?? (await addWished(writer, address, { at, who }))
    if (known && !anyway) refuseByDate(known, channels, at)
    const already = await postedIn(writer, article.id, new Set(channels.map(({ id }) => id)))
    const have = new Set(already.map(({ delivery }) => delivery.channel))
    const placements = channels
      .filter(({ id }) => !have.has(id))
      .map(({ id: channel }) => ({ article: article.id, channel, round: 0, who, at, anyway }))
    await ask(writer, article, placements, { at, who, why: 'post: asked for' })
    return { article: article.id, placements, already }
  })
}

/**
 * Posts the article of a delivery that is at its end once more, in the same channel: composed anew, as a delivery of its
 * own. `again`: though it stands there, stood or may stand, as that delivery or another of the article.
 * @throws CallerMistake where it is not at its end, where it stood and nobody says so, or where it is too old.
 */
export async function postAgain(
  { store, clock, who }: Desk,
  id: string,
  channels: readonly Target[],
  { again, anyway }: { readonly again: boolean; readonly anyway: boolean },
): Promise<Wished> {
  const at = clock.now()
  return store.write(async (writer) => {
    const delivery = await deliveryById(writer, id)
    if (!delivery) throw new CallerMistake(noDelivery(id))
    const channel = channels.find((each) => each.id === delivery.channel)
    if (!channel) throw new CallerMistake(`${id} is for ${delivery.channel}, which is no longer in crier.yaml.`)
    const article = (await articleById(writer, delivery.article))!
    const rounds = (await deliveriesOf(writer, article.id)).filter((each) => each.channel === channel.id)
    for (const each of rounds) await refuseOpen(writer, each)
    if (!again) for (const each of rounds) await refuseStanding(writer, each, id)
    if (!anyway) refuseByDate(article, [channel], at)
    const wished = (await placementsOf(writer, article.id)).get(channel.id)
    const round = Math.max(wished?.round ?? 0, ...rounds.map((each) => each.round)) + 1
    const placement = { article: article.id, channel: channel.id, round, who, at, anyway }
    await ask(writer, article, [placement], { at, who, why: 'post-again: asked for' })
    return { article: article.id, placements: [placement], already: [] }
  })
}

interface By {
  readonly at: Millis
  readonly who: string
}

/** Nothing is known of it but its address: the rest says its page. */
async function addWished(writer: Writer, url: string, { at, who }: By): Promise<Article> {
  const id = randomId()
  const nothing = { summary: null, content: null, language: null, authors: [], categories: [], pictures: [] }
  const unread = { ...nothing, section: null, tags: [], flags: [] }
  const reason: Reason = `post: asked for by ${who}`
  await addArticle(
    writer,
    { id, state: 'seen', reason, feed: '', url, title: '', ...unread, published: at, seen: at },
    at * 1_000,
  )
  await addKeys(writer, id, [`url:${urlKey(url)}`])
  return (await articleById(writer, id))!
}

async function ask(
  writer: Writer,
  article: Article,
  placements: readonly Placement[],
  { at, who, why }: By & { readonly why: Reason },
): Promise<void> {
  if (placements.length === 0) return
  for (const placement of placements) await place(writer, placement)
  const became = `wanted in ${placements.map(({ channel }) => channel).join(', ')}`
  await note(writer, { at, article: article.id, delivery: null, was: article.state, became, why, who })
  switch (article.state) {
    case 'seen':
    case 'read':
      return
    case 'old':
    case 'waiting':
    case 'routed':
    case 'aside':
      return setOut(writer, article, { why, at, who })
    default:
      return unreachable(article.state)
  }
}

/** What its date already says against it is better said at once. */
function refuseByDate(article: Article, channels: readonly Target[], at: Millis): void {
  const waits = article.state === 'waiting' && ruleOf(article.reason) === EMBARGO
  const embargo = waits ? article.reason : embargoed(article.published, at)
  if (embargo !== null) throw new CallerMistake(`Not posted (${embargo}). Post it all the same: --anyway`)
  const refusals = channels.map(({ maxAge }) => tooOld(article.published, maxAge, at))
  const [why] = refusals
  if (why && refusals.every((each) => each !== null)) {
    throw new CallerMistake(`Not posted (${why}). Post it all the same: --anyway`)
  }
}

async function postedIn(reader: Reader, article: string, channels: ReadonlySet<string>): Promise<Wished['already']> {
  const inOrder = (await deliveriesOf(reader, article)).toSorted((one, other) => one.round - other.round)
  const newest = new Map(inOrder.map((each) => [each.channel, each]))
  const found = [...newest.values()].filter(({ channel }) => channels.has(channel))
  return Promise.all(found.map(async (delivery) => ({ delivery, part: (await partsOf(reader, delivery.id))[0]! })))
}

/** Where a post has gone all its way; one that is refused is tried again by its own command. */
export const AT_ITS_END: ReadonlySet<Part['state']> = new Set(['sent', 'removed', 'dropped'])

async function refuseOpen(reader: Reader, { id }: Delivery): Promise<void> {
  const open = (await partsOf(reader, id)).find(({ state }) => !AT_ITS_END.has(state))
  if (open)
    throw new CallerMistake(`${id} is ${open.state} (${open.reason}): only what is at its end can be posted again.`)
}

// What the log says of a call that made a message, or may have made one.
const MAY_STAND: ReadonlySet<string | null> = new Set(['sent', 'found', 'unknown'])

/** Refuses what stood, or may stand: also where a person gave it up without an answer to that. */
async function refuseStanding(reader: Reader, { id }: Delivery, asked: string): Promise<void> {
  const yes = `To post it once more: crier post-again ${asked} --yes`
  const stands = (await partsOf(reader, id)).find(({ state }) => state === 'sent' || state === 'removed')
  if (stands) {
    const where = stands.ref_url === null ? '' : ` at ${stands.ref_url}`
    throw new CallerMistake(`${id} stands${where}, or stood there. ${yes}`)
  }
  if ((await callsOf(reader, id)).some(({ outcome }) => MAY_STAND.has(outcome))) {
    throw new CallerMistake(`${id} may stand: it was given up, and nobody knows whether it was posted. ${yes}`)
  }
}
