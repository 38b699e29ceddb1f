import type { Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { articlesById } from '#src/store/articles.ts'
import { oldestAtFirst } from '#src/store/habit.ts'
import { sightedIn } from '#src/store/identity.ts'
import type { Writer } from '#src/store/open.ts'
import { BELOW, ruleOf } from '#src/store/reasons.ts'
import { ageFrom } from './dated.ts'
import type { GateFacts } from './gate.ts'
import type { Sight } from './recognise.ts'
import type { Origin, Sorted } from './sort.ts'
import type { TakenFeed } from './take.ts'

/** A document under the gate: its stories from its end to its beginning, and sorted by what is known. */
export interface Standing {
  readonly standing: readonly Sight[]
  readonly sorted: Sorted
  readonly origin: Origin
}

/** What the gate goes by for the entries of a document of `feed`, whose first sight was taken at `baseline`. */
export async function factsOf(
  writer: Writer,
  feed: TakenFeed,
  baseline: Millis,
  { standing, sorted: { fresh, besideKnown }, origin: { days, now } }: Standing,
): Promise<GateFacts> {
  const age = ({ published }: Entry): Millis => ageFrom(published, days, now)
  // Seldom any: most entries are dated when they come.
  const suspect = fresh.map(({ entry }) => entry).filter((each) => each.published === null || age(each) < baseline)
  const { below, isSure } = suspect.length === 0 ? NOTHING : await belowKnown(writer, feed.id, standing)
  const oldest = below.length === 0 ? null : await oldestAtFirst(writer, feed.id, baseline)
  const undated = suspect.filter(({ published }) => published === null)
  // Where nothing tells which way the feed grows, one that stands alone is news: at its end as at its top.
  const alone = undated.length === 1 && besideKnown && !(isSure && below.includes(undated[0]!))
  return {
    feed: feed.id,
    maxAge: feed.maxAge,
    fromBelow: new Set(below.filter((each) => each.published !== null && oldest !== null && age(each) < oldest)),
    undatedPass: feed.undated === 'post' || alone,
    days,
    now,
  }
}

interface Below {
  readonly below: readonly Entry[]
  /** Whether the feed has shown which way it grows. */
  readonly isSure: boolean
}

const NOTHING: Below = { below: [], isSure: false }

/**
 * The entries that stand where a document's oldest do, below every known one. Documents stand newest first, unless most
 * of the known ones came to stand there the other way about, or were dated so when they came at once. When another feed
 * showed them tells nothing of how this one grows.
 */
async function belowKnown(writer: Writer, feed: string, standing: readonly Sight[]): Promise<Below> {
  const named = standing.map(({ article }) => article).filter((article) => article !== null)
  const shown = await sightedIn(writer, feed, named)
  const articles = await articlesById(writer, [...shown.keys()])
  const published = new Map(articles.map((article) => [article.id, article.published]))
  // What slid in before was seen last and stands lowest in any feed.
  const slid = new Set(articles.filter(({ reason }) => ruleOf(reason) === BELOW).map(({ id }) => id))
  const grown = named.filter((id) => published.has(id) && !slid.has(id))
  const way = upward(grown.map((id) => shown.get(id)!)) || upward(grown.map((id) => published.get(id)!))
  const fromOldest = way < 0 ? standing.toReversed() : standing
  const above = fromOldest.findIndex(({ article }) => article !== null && shown.has(article))
  return { below: fromOldest.slice(0, Math.max(above, 0)).map(({ entry }) => entry), isSure: way !== 0 }
}

/** How many more of `times` rise than fall. */
function upward(times: readonly Millis[]): number {
  return times.reduce((sum, time, index) => sum + Math.sign(time - (times[index - 1] ?? time)), 0)
}
