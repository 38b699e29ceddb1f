import { DAY, takeTurns, type Millis } from '#src/base/clock.ts'
import { shownSince } from '#src/store/identity.ts'
import type { Reader } from '#src/store/open.ts'
import type { Words } from '#src/store/revisions.ts'
import { saidBy } from '#src/store/said.ts'
import { sharedLetters } from '#src/text/overlap.ts'
import type { Sight } from './recognise.ts'
import { once, runsIn, toldBy } from './told.ts'

// Of a document, and of what its feed has shown of late.
const BESIDE = 100
const RECENT = 60
const OF_LATE: Millis = 2 * DAY

// Of those that read most like it, and of any: a notice stands under all alerts, a footer under all stories.
const SOME = 4
// What one other has too may be its source.
const SEVERAL = 2
const ALIKE = 0.5

/** The other stories of a feed, beside which an entry and the articles that it may be are looked at. */
export interface Others {
  /** The runs of words that several others have too: nobody's own. */
  standing(words: Words, articles: readonly string[]): Promise<ReadonlySet<string>>
  /** Whether a headline is made as those of several others are, which differ: a template of alerts, results, forecasts. */
  isTemplate(words: Words, articles: readonly string[]): Promise<boolean>
  /** Whether a story slid out at the end of the document, and did not go from amid the others. */
  hasSlidOut(story: { readonly article: string; readonly published: Millis }): boolean
}

/** The other stories of a document of `feed`, and those that it has shown of late; read when they are first asked for. */
export function othersOf(
  reader: Reader,
  { feed, now }: { readonly feed: string; readonly now: Millis },
  sights: readonly Pick<Sight, 'entry' | 'article'>[],
): Others {
  const all = once(async () => {
    const beside = sights.slice(-BESIDE).map(({ entry, article }) => ({ words: entry as Words, article }))
    const present = new Set(beside.map(({ article }) => article))
    const shown = await shownSince(reader, feed, now - OF_LATE, RECENT)
    const gone = shown.filter(({ article, isCopy }) => !isCopy && !present.has(article))
    const said = await saidBy(
      reader,
      gone.map(({ article }) => article),
    )
    // What staff took for another one over again is like nothing.
    const recent = [...said.values()].filter(({ likeness }) => likeness.length > 0)
    return [...beside, ...recent.map(({ words, article }) => ({ words: words.at(-1)!, article }))]
  })
  /** Those that read like it, and some of the rest. */
  const parted = async (words: Words, articles: readonly string[]) => {
    const told = toldBy(words)
    const turn = takeTurns()
    const [alike, rest]: [Words[], Words[]] = [[], []]
    for (const other of await all()) {
      if (other.words === words || (other.article !== null && articles.includes(other.article))) continue
      await turn()
      const each = toldBy(other.words)
      if (each.bareTitle() === told.bareTitle()) continue
      const like = sharedLetters(told.titleLetters(), each.titleLetters()) >= ALIKE ? alike : rest
      if (like.length < SOME) like.push(other.words)
    }
    return { alike, rest }
  }
  const present = sights.flatMap(({ entry: { published }, article }) =>
    article === null ? [] : [{ article, published }],
  )
  const end = once(() => endOf(present.flatMap(({ published }) => published ?? [])))
  return {
    async standing(words, articles) {
      const { alike, rest } = await parted(words, articles)
      return inSeveral([...alike, ...rest].map((each) => runsIn([each])))
    },
    async isTemplate(words, articles) {
      const { alike } = await parted(words, articles)
      return new Set(alike.map((each) => toldBy(each).bareTitle())).size >= SEVERAL
    },
    hasSlidOut({ article, published }) {
      return end() !== null && published <= end()! && !present.some((each) => each.article === article)
    },
  }
}

// So many that stand there may be pinned, and older than all others.
const PINNED = 2

/** The date of what stands at the end of a document, by the dates of what is known of it; null where none is. */
export function endOf(dates: readonly Millis[]): Millis | null {
  const sorted = dates.toSorted((a, b) => a - b)
  return sorted[Math.min(PINNED, Math.floor((sorted.length - 1) / 2))] ?? null
}

function inSeveral(all: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const counts = new Map<string, number>()
  for (const runs of all) for (const run of runs) counts.set(run, (counts.get(run) ?? 0) + 1)
  return new Set(counts.keys().filter((run) => counts.get(run)! >= SEVERAL))
}
