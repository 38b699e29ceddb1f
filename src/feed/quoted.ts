/** `xml` changed by `change` wherever it does not quote. */
export function besideQuoted(xml: string, change: (text: string) => string): string {
  let from = 0
  let all = ''
  for (const quoted of quotedIn(xml)) {
    all += change(xml.slice(from, quoted.from)) + xml.slice(quoted.from, quoted.to)
    from = quoted.to
  }
  return all + change(xml.slice(from))
}

/** Where a document quotes, from and to: what stands there is no markup. */
export interface Quoted {
  readonly from: number
  readonly to: number
}

const OPENS = /<!\[CDATA\[|<!--/g

/**
 * The CDATA sections and comments of a document (XML 1.0 sections 2.5 and 2.7) that may be broken: where one opens again
 * before it is closed, or none ever is, the end was lost, and it quotes nothing. In the order in which they stand.
 */
export function quotedIn(xml: string): readonly Quoted[] {
  const quoted: Quoted[] = []
  // Looked for once each, however many open before them.
  const closed = { '<![CDATA[': -1, '<!--': -1 }
  const opened = { '<![CDATA[': -1, '<!--': -1 }
  const next = (mark: string, from: number, known: number): number => {
    if (known >= from) return known
    const at = xml.indexOf(mark, from)
    return at === -1 ? xml.length : at
  }
  OPENS.lastIndex = 0
  for (let match = OPENS.exec(xml); match !== null; match = OPENS.exec(xml)) {
    const open = match[0] as keyof typeof closed
    const close = open === '<!--' ? '-->' : ']]>'
    const inside = match.index + open.length
    closed[open] = next(close, inside, closed[open])
    opened[open] = next(open, inside, opened[open])
    if (closed[open] === xml.length || opened[open] < closed[open]) continue
    const to = closed[open] + close.length
    quoted.push({ from: match.index, to })
    OPENS.lastIndex = to
  }
  return quoted
}
