/** How a text is written in YAML (the names are those of the parser). */
export type Style = 'PLAIN' | 'QUOTE_DOUBLE' | 'QUOTE_SINGLE' | 'BLOCK_LITERAL' | 'BLOCK_FOLDED'

/**
 * Where in the file the character `at` of a text stands, whose source begins at offset `start` of `file`. Its start for
 * a folded block, in which line breaks are not those of the text.
 */
export function offsetWithin(file: string, start: number, style: Style, at: number): number {
  switch (style) {
    case 'BLOCK_LITERAL':
      return inBlock(file, start, at)
    case 'BLOCK_FOLDED':
      return start
    case 'QUOTE_DOUBLE':
      return inFlow(file, start + 1, at, /\\(?:x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8}|\r?\n\s*|[^])/giy)
    case 'QUOTE_SINGLE':
      return inFlow(file, start + 1, at, /''/gy)
    case 'PLAIN':
      return inFlow(file, start, at, null)
  }
}

/** Behind the indicator's line every line begins with the indentation of the first one that says something. */
function inBlock(file: string, start: number, at: number): number {
  const first = file.indexOf('\n', start) + 1
  const lines = file.slice(first).split('\n')
  const indent = /^ */.exec(lines.find((line) => line.trim() !== '') ?? '')![0].length
  let [offset, left] = [first, at]
  for (const line of lines) {
    const length = Math.max(0, line.length - indent)
    if (left <= length) return offset + indent + left
    left -= length + 1
    offset += line.length + 1
  }
  return offset
}

/** `escape` finds what is written with more than one character. A line break is a space, and a line more for each more. */
function inFlow(file: string, from: number, at: number, escape: RegExp | null): number {
  let offset = from
  let folding = false
  for (let left = at; left > 0; left--) {
    const fold: RegExp = folding ? /\r?\n[ \t]*/y : /[ \t]*\r?\n[ \t]*(?:\r?\n[ \t]*)?/y
    for (const pattern of [escape, fold]) if (pattern !== null) pattern.lastIndex = offset
    const [escaped] = escape?.exec(file) ?? []
    const [folded] = fold.exec(file) ?? []
    folding = escaped === undefined && folded !== undefined
    offset += (escaped ?? folded ?? ' ').length
  }
  return offset
}
