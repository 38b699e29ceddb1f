import type { Segment } from '#src/records.ts'

// What a link may follow: X finds none behind letters, digits, `@`, `#` and `$` (twitter-text, validUrlPrecedingChars),
// and an address does not begin behind a piece of another.
const ENDS_APART = /(?:^|[\s\p{P}\p{S}])(?<![@＠#＃$/&_=%~+])$/u
// What closes, or punctuation with a space behind it.
const BEGINS_APART = /^(?:[\s"'<>)\]}»”’]|[^\p{L}\p{N}/?#&=%@+~_-]+\s)/u
const ONLY_PUNCTUATION = /^[^\p{L}\p{N}/?#&=%@+~_-]*$/u

/** The neighbours of a link that readers' apps would take for a piece of it, or that would hide it: by their places. */
export function clinging(segments: readonly Segment[]): ReadonlySet<number> {
  const found = new Set<number>()
  for (const [at, segment] of segments.entries()) {
    if (segment.is !== 'link') continue
    // Within an address of markup it is a piece of that, and meant to be.
    if (/<[a-z][^>]*$/i.test(literalsBefore(segments, at))) continue
    const [before, after] = [segments[at - 1], segments[at + 1]]
    if (before !== undefined && !(before.is === 'literal' && ENDS_APART.test(before.text))) found.add(at - 1)
    if (after !== undefined && !beginsApart(after, segments[at + 2] === undefined)) found.add(at + 1)
  }
  return found
}

function literalsBefore(segments: readonly Segment[], at: number): string {
  return segments
    .slice(0, at)
    .map((segment) => (segment.is === 'literal' ? segment.text : ''))
    .join('')
}

function beginsApart(segment: Segment, isLast: boolean): boolean {
  if (segment.is !== 'literal') return false
  return BEGINS_APART.test(segment.text) || (isLast && ONLY_PUNCTUATION.test(segment.text))
}

/**
 * With a space between every link and what clings to it. No check of a template meets all its branches: whatever comes
 * of one, a link stays a link.
 */
export function keptApart(segments: readonly Segment[]): readonly Segment[] {
  const clings = clinging(segments)
  if (clings.size === 0) return segments
  const space = { is: 'literal', text: ' ' } as const
  return segments.flatMap((segment, at) => {
    const afterLink = segments[at - 1]?.is === 'link' && (clings.has(at) || segment.is === 'link')
    const toLink = clings.has(at) && segments[at + 1]?.is === 'link' && segment.is !== 'link'
    return [...(afterLink ? [space] : []), segment, ...(toLink ? [space] : [])]
  })
}
