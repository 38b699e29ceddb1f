import { goesOn } from '#src/text/goes-on.ts'

/** A line of the page's main text. */
export interface Block {
  readonly text: string
  /** How much of it is links, 0 to 1. */
  readonly linked: number
  readonly is: 'paragraph' | 'heading' | 'item'
  /** What its element and the one around it are called: the same for lines that are set alike. */
  readonly box: string
}

/** The names of elements that begin a line. */
export const BLOCK: RegExp =
  /^(?:p|div|h[1-6]|blockquote|article|section|header|main|ul|ol|li|dl|dt|dd|table|tbody|thead|tr|td|th|pre|address|details|summary|hr|br)$/

/**
 * `blocks` with those put together that hard line breaks have cut apart: the one has no end, the next goes on in small
 * letters, and both are set alike. A word that is divided at the break is left as it is.
 */
export function withoutHardBreaks<Line extends Block>(blocks: readonly Line[]): readonly Line[] {
  const whole: Line[] = []
  for (const block of blocks) {
    const last = whole.at(-1)
    if (last !== undefined && isSetAlike(last, block) && UNENDED.test(last.text.slice(-9)) && goesOn(block.text)) {
      const text = `${last.text} ${block.text}`
      const linked = (last.linked * last.text.length + block.linked * block.text.length) / text.length
      whole[whole.length - 1] = { ...last, text, linked }
    } else whole.push(block)
  }
  return whole
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
