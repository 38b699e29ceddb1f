/** Of `known`, the one that `word` was most likely meant to be; null where none is close. Case does not count. */
export function nearest(word: string, known: readonly string[]): string | null {
  const meant = word.toLowerCase().slice(0, 60)
  let best: string | null = null
  let least = Math.max(1, Math.floor(meant.length / 3)) + 1
  for (const candidate of known) {
    const edits = distance(meant, candidate.toLowerCase())
    if (edits < least) [best, least] = [candidate, edits]
  }
  return best
}

/** Letters to insert, remove, replace or swap with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  let twoAbove: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const line = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      let edits = Math.min(above[column]! + 1, line[column - 1]! + 1, above[column - 1]! + (same ? 0 : 1))
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (swapped) edits = Math.min(edits, twoAbove[column - 2]! + 1)
      line.push(edits)
    }
    twoAbove = above
    above = line
  }
  return above[b.length]!
}
