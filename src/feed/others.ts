import { DAY, takeTurns, type Millis } from '#src/base/clock.ts'
import { shownSince } from '#src/store/identity.ts'
import type { Reader } from '#src/store/open.ts'
import type { Words } from '#src/store/revisions.ts'
import { saidBy } from '#src/store/said.ts'
import { sharedLetters } from '#src/text/overlap.ts'
import type { Sight } from './recognise.ts'
import { once, toldBy } from './told.ts'

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
  return {
    async standing(words, articles) {
      const told = toldBy(words)
      const turn = takeTurns()
      const [alike, rest]: [ReadonlySet<string>[], ReadonlySet<string>[]] = [[], []]
      for (const other of await all()) {
        if (other.words === words || (other.article !== null && articles.includes(other.article))) continue
        await turn()
        const { titleLetters, bareTitle, runs } = toldBy(other.words)
        if (bareTitle() === told.bareTitle()) continue
        const like = sharedLetters(told.titleLetters(), titleLetters()) >= ALIKE ? alike : rest
        if (like.length < SOME && runs().length > 0) like.push(runs().reduce((one, next) => one.union(next)))
      }
      return inSeveral([...alike, ...rest])
    },
  }
}

function inSeveral(all: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const counts = new Map<string, number>()
  for (const runs of all) for (const run of runs) counts.set(run, (counts.get(run) ?? 0) + 1)
  return new Set(counts.keys().filter((run) => counts.get(run)! >= SEVERAL))
}
