import { nfkc } from './normal-form.ts'

const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

/** The words of `text` in lower case, those of languages without spaces as a dictionary parts them. */
export function wordsOf(text: string): readonly string[] {
  return Array.from(segmenter.segment(nfkc(text).toLowerCase()))
    .filter((part) => part.isWordLike)
    .map((part) => part.segment)
}
