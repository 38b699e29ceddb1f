import type { Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { articlesById } from '#src/store/articles.ts'
import { oldestAtFirst } from '#src/store/habit.ts'
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
  { standing, sorted: { fresh, elsewhere, besideKnown }, origin: { days, now } }: Standing,
): Promise<GateFacts> {
  const age = ({ published }: Entry): Millis => ageFrom(published, days, now)
  // Seldom any: most entries are dated when they come.
  const suspect = fresh.map(({ entry }) => entry).filter((each) => each.published === null || age(each) < baseline)
  const { below, isSure } = suspect.length === 0 ? NOTHING : await belowKnown(writer, standing, new Set(elsewhere))
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
 * of the known ones came to stand there the other way about, or were dated so when they came at once. What only other
 * feeds (`elsewhere`) have shown tells nothing: when it was seen there says nothing of how this one grows.
 */
async function belowKnown(writer: Writer, standing: readonly Sight[], elsewhere: ReadonlySet<string>): Promise<Below> {
  const isKnown = (article: string | null): article is string => article !== null && !elsewhere.has(article)
  const ids = standing.map(({ article }) => article).filter(isKnown)
  const articles = new Map((await articlesById(writer, ids)).map((article) => [article.id, article]))
  const known = ids.map((id) => articles.get(id)).filter((article) => article !== undefined)
  // What slid in before was seen last and stands lowest in any feed.
  const grown = known.filter(({ reason }) => ruleOf(reason) !== BELOW)
  const way = upward(grown.map(({ seen }) => seen)) || upward(grown.map(({ published }) => published))
  const fromOldest = way < 0 ? standing.toReversed() : standing
  const above = fromOldest.findIndex(({ article }) => isKnown(article))
  return { below: fromOldest.slice(0, Math.max(above, 0)).map(({ entry }) => entry), isSure: way !== 0 }
}

/** How many more of `times` rise than fall. */
function upward(times: readonly Millis[]): number {
  return times.reduce((sum, time, index) => sum + Math.sign(time - (times[index - 1] ?? time)), 0)
}
