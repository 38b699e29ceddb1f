import { firstWord, goesOn, isBegun, smallNames, type SmallNames } from '#src/text/goes-on.ts'
import { wordsOf } from '#src/text/words.ts'
import { isByline } from '../byline.ts'
import { bare } from '../same.ts'

/** A line of the page's main text. */
export interface Block {
  readonly text: string
  /** How much of it is links, 0 to 1. */
  readonly linked: number
  readonly is: 'paragraph' | 'heading' | 'item'
  /** What its element and the one around it are called: the same for lines that are set alike. */
  readonly box: string
  /** How many line breaks part it from the line before; null where an element does. */
  readonly breaks: number | null
}

/** The names of elements that begin a line. */
export const BLOCK: RegExp =
  /^(?:p|div|h[1-6]|blockquote|article|section|header|main|ul|ol|li|dl|dt|dd|table|tbody|thead|tr|td|th|pre|address|details|summary|hr|br)$/

/** The names of elements that set a beginning apart from its line. */
export const BOLD: RegExp = /^(?:b|strong|em|i)$/

/** Whether what is set apart at the beginning of a line is none of a sentence that begins behind it. */
export function isLabelBefore(text: string, headline: string): boolean {
  return isByline(text) || (wordsOf(text).length >= TELLING && bare(text) === bare(headline))
}

// A headline of fewer words may be a name that the sentence begins with.
const TELLING = 3

/** Whether `words` behind such a label are no more of its line: a dash or a comma would join them, as small letters do. */
export function beginsSentence(words: string): boolean {
  return /^["'“‘„«「¿¡(]?[\p{L}\p{N}]/u.test(words) && !goesOn(words)
}

/**
 * `blocks` with those put together that hard line breaks have cut apart: the one has no end, the next goes on in small
 * letters, and both are set alike. So it is with single breaks, and with more than two lines in a row: there each line of
 * a text is. Of others the first must be the beginning of a sentence, and the next begin with no name that is told in
 * `headline` or elsewhere. A word that is divided at the break is left as it is.
 */
export function withoutHardBreaks<Line extends Block>(blocks: readonly Line[], headline: string): readonly Line[] {
  const rests = blocks.map((block, index) => isRest(blocks[index - 1], block))
  const apart = blocks.map(({ breaks }, index) => breaks !== 1 && rests[index] === true)
  let names: SmallNames | null = null
  const isName = (text: string): boolean => {
    names ??= smallNames(
      headline,
      blocks.map((block) => block.text),
    )
    const word = firstWord(text)
    return names.known.has(word) || names.possible.has(word)
  }
  const whole: Line[] = []
  for (const [index, block] of blocks.entries()) {
    const last = whole.at(-1)
    const lined = block.breaks === 1 || apart[index - 1] === true || apart[index + 1] === true
    const begun = (): boolean => isBegun(blocks[index - 1]?.text ?? '') && !isName(block.text)
    if (last !== undefined && rests[index] === true && (lined || begun())) {
      const text = `${last.text} ${block.text}`
      const linked = (last.linked * last.text.length + block.linked * block.text.length) / text.length
      whole[whole.length - 1] = { ...last, text, linked }
    } else whole.push(block)
  }
  return whole
}

function isRest(before: Block | undefined, block: Block): boolean {
  return before !== undefined && isSetAlike(before, block) && UNENDED.test(before.text.slice(-9)) && goesOn(block.text)
}

function isSetAlike(one: Block, other: Block): boolean {
  return (
    one.is === 'paragraph' &&
    other.is === 'paragraph' &&
    one.box === other.box &&
    Math.max(one.linked, other.linked) < 0.5
  )
}

const UNENDED = /[\p{L}\p{M}\p{N},–—]["'’”»)]*$/u
