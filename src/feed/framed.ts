import type { Entry } from '#src/records.ts'
import { alikeBy, onlyAlike } from '#src/store/identity.ts'
import type { Reader } from '#src/store/open.ts'
import { saidBy, type Said } from '#src/store/said.ts'
import { measureOf } from '#src/text/measure.ts'
import { wordsOf } from '#src/text/words.ts'
import type { Others } from './others.ts'
import { runsIn, toldBy } from './told.ts'

// So few words are a label, and so short a beginning is a dateline.
const SEVERAL_WORDS = 3
const BEGINNING = 40
// A headline of more parts is a list.
const MOST_PARTS = 5
// A headline that two articles have is one that recurs.
const MOST = 2

/**
 * Whether the headline of `entry` is that of one article of its feed beside a name, and one text the beginning of the
 * other's: an article that was issued again by itself, in the dress of another house. What other stories say too, as the
 * notice below every alert, is no such text; and a number beside a headline makes another story of it.
 */
export async function isFramedAnew(
  reader: Reader,
  entry: Entry,
  { feed, others }: { readonly feed: string; readonly others: Others },
): Promise<boolean> {
  for (const headline of headlinesIn(entry.title)) {
    const key = toldBy({ title: headline, summary: null, content: null }).titleKey()
    const alike = key === null ? [] : await alikeBy(reader, feed, [key], MOST)
    const article = onlyAlike(alike.filter(({ inFeed, isCopy }) => inFeed && !isCopy))?.article
    if (article === undefined) continue
    const said = (await saidBy(reader, [article])).get(article)
    if (said === undefined || !beginAlike(entry, said)) continue
    const common = runsIn([entry]).intersection(runsIn(said.words))
    if (!common.isSubsetOf(await others.standing(entry, [article]))) return true
  }
  return false
}

const DIVIDED = /\s+[^\p{L}\p{N}\s]+\s+|[:|：｜]\s*|\s*[()[\]【】]\s*/gu

/**
 * The headlines that may stand within one, between names: the longest first. What is cut off is words: without its brackets
 * alone it is the same headline, and one that recurs is not framed by itself.
 */
function headlinesIn(title: string): readonly string[] {
  const divides = [...title.matchAll(DIVIDED)]
  if (divides.length === 0 || divides.length >= MOST_PARTS) return []
  const from = [0, ...divides.map((divide) => divide.index + divide[0].length)]
  const to = [...divides.map(({ index }) => index), title.length]
  return from
    .flatMap((start, first) => to.slice(first).map((end) => [start, end] as const))
    .map(([start, end]) => ({ part: title.slice(start, end), off: `${title.slice(0, start)} ${title.slice(end)}` }))
    .filter(({ part, off }) => wordsOf(part).length >= SEVERAL_WORDS && wordsOf(off).length > 0 && !/\p{N}/u.test(off))
    .map(({ part }) => part)
    .toSorted((a, b) => b.length - a.length)
}

function beginAlike(entry: Entry, { words }: Said): boolean {
  const others = words.flatMap((known) => toldBy(known).bareTexts())
  return toldBy(entry)
    .bareTexts()
    .some((one) =>
      others.some((other) => {
        const [part, whole] = one.length < other.length ? [one, other] : [other, one]
        return measureOf(part) >= BEGINNING && whole.startsWith(part)
      }),
    )
}
