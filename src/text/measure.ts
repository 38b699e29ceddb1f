/**
 * How long a text is, in letters and digits of an alphabet: what it says, whatever it is written in. English takes about
 * three letters for what one Chinese character or Japanese kana says, and two for a Korean syllable.
 */
export function measureOf(bare: string): number {
  return bare.length + 2 * countOf(bare, HAN_OR_KANA) + countOf(bare, HANGUL)
}

const HAN_OR_KANA = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu
const HANGUL = /\p{Script=Hangul}+/gu

function countOf(text: string, of: RegExp): number {
  return text.match(of)?.reduce((sum, { length }) => sum + length, 0) ?? 0
}
