/**
 * Marks that keep the template's own words, the article's and the staff's signs apart while Liquid puts them together.
 * Private-use characters: they mean nothing in text, and are taken out of everything that comes in.
 */
export const OPEN = '\uE000'
export const CLOSE = '\uE001'
/** Where the elastic part stands: as many sentences as fit, or the first alone. */
export const SUMMARY = '\uE002'
export const LEAD = '\uE003'

const FIRST_SIGN = 0xe100
const LAST_SIGN = 0xe1ff
const FIRST_NAME = 0xe200

/** `text` without any character that could be taken for a mark. */
export function unmarked(text: string): string {
  return text.replace(/[\uE000-\uF8FF]/g, '')
}

/** `text` with nothing of marks but those of signs. */
export function withSignsOnly(text: string): string {
  return text.replace(/[\uE000-\uE0FF\uE200-\uF8FF]/g, '')
}

/** The mark of sign `index`; none where there are more than any post holds. */
export function signMark(index: number): string {
  const code = FIRST_SIGN + index
  return code > LAST_SIGN ? '' : String.fromCharCode(code)
}

/** The mark of name `index`. */
export function nameMark(index: number): string {
  return String.fromCharCode(FIRST_NAME + index)
}

/** The pieces of a rendered template: what a value put out, with the index of its name, or the template's own words. */
export function piecesOf(
  text: string,
): readonly { readonly own: string | null; readonly value: string; readonly name: number | null }[] {
  return [...text.matchAll(/\uE000([\uE200-\uE2FF]?)([^\uE000\uE001]*)\uE001|[^\uE000\uE001]+/g)].map((piece) => ({
    own: piece[2] === undefined ? piece[0] : null,
    value: piece[2] ?? '',
    name: piece[1] ? piece[1].charCodeAt(0) - FIRST_NAME : null,
  }))
}

/** `text` cut where signs stand: words, and the indexes of signs. */
export function signsIn(text: string): readonly (string | number)[] {
  return text
    .split(/([\uE100-\uE1FF])/)
    .filter(Boolean)
    .map((piece) => (/^[\uE100-\uE1FF]$/.test(piece) ? piece.charCodeAt(0) - FIRST_SIGN : piece))
}
