import { wordsOf } from '#src/text/words.ts'
import { sentences } from '#src/text/sentences.ts'

/** The first `count` sentences of a text. */
export function lead(paragraphs: readonly string[], language: string | null, count: number): string {
  return paragraphs
    .flatMap((paragraph) => sentences(paragraph, language))
    .slice(0, count)
    .join(' ')
}

const DAMPING = 0.85
const ROUNDS = 30
const MOST = 80

/** The two sentences that most others resemble (Mihalcea and Tarau, TextRank, 2004), in the text's order. */
export function textRank(paragraphs: readonly string[], language: string | null): string {
  const all = paragraphs.flatMap((paragraph) => sentences(paragraph, language)).slice(0, MOST)
  const words = all.map((sentence) => new Set(wordsOf(sentence)))
  const alike = words.map((a) =>
    words.map((b) => {
      if (a === b || a.size < 2 || b.size < 2) return 0
      return a.intersection(b).size / (Math.log(a.size) + Math.log(b.size))
    }),
  )
  const sums = alike.map((row) => row.reduce((sum, each) => sum + each, 0))
  let ranks = all.map(() => 1)
  for (let round = 0; round < ROUNDS; round++) {
    ranks = ranks.map((_, i) => {
      const given = ranks.reduce((sum, rank, j) => sum + (sums[j]! > 0 ? (alike[j]![i]! / sums[j]!) * rank : 0), 0)
      return 1 - DAMPING + DAMPING * given
    })
  }
  const best = [...ranks.keys()].toSorted((a, b) => ranks[b]! - ranks[a]!).slice(0, 2)
  return best
    .toSorted((a, b) => a - b)
    .map((at) => all[at])
    .join(' ')
}
