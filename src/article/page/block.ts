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
