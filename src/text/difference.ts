/** A line of two texts laid side by side: in both, in the earlier only, or in the later only. */
export interface DifferenceLine {
  readonly is: 'same' | 'gone' | 'new'
  readonly text: string
}

// The table below takes the product of both.
const MOST_LINES = 1_000

/**
 * Two texts line by line: with as many lines in common as there can be (longest common subsequence), what is gone before
 * what is new. Longer ones than a thousand lines have only what they begin and end with in common.
 */
export function difference(before: string, now: string): readonly DifferenceLine[] {
  const [one, other] = [linesOf(before), linesOf(now)]
  let head = 0
  while (head < one.length && head < other.length && one[head] === other[head]) head += 1
  let tail = 0
  const most = Math.min(one.length, other.length) - head
  while (tail < most && one.at(-1 - tail) === other.at(-1 - tail)) tail += 1
  const same = (text: string): DifferenceLine => ({ is: 'same', text })
  return [
    ...one.slice(0, head).map(same),
    ...middle(one.slice(head, one.length - tail), other.slice(head, other.length - tail)),
    ...one.slice(one.length - tail).map(same),
  ]
}

function middle(one: readonly string[], other: readonly string[]): readonly DifferenceLine[] {
  const common = one.length > MOST_LINES || other.length > MOST_LINES ? () => 0 : commonLengths(one, other)
  const lines: DifferenceLine[] = []
  let [at, to] = [0, 0]
  while (at < one.length || to < other.length) {
    if (at < one.length && to < other.length && one[at] === other[to] && common(at, to) > 0) {
      lines.push({ is: 'same', text: one[at]! })
      at += 1
      to += 1
    } else if (at < one.length && (to === other.length || common(at + 1, to) >= common(at, to + 1))) {
      lines.push({ is: 'gone', text: one[at]! })
      at += 1
    } else {
      lines.push({ is: 'new', text: other[to]! })
      to += 1
    }
  }
  return lines
}

/** How many lines what follows a line of each has in common. */
function commonLengths(one: readonly string[], other: readonly string[]): (at: number, to: number) => number {
  const width = other.length + 1
  const lengths = new Uint16Array((one.length + 1) * width)
  for (let at = one.length - 1; at >= 0; at--) {
    for (let to = other.length - 1; to >= 0; to--) {
      lengths[at * width + to] =
        one[at] === other[to]
          ? lengths[(at + 1) * width + to + 1]! + 1
          : Math.max(lengths[(at + 1) * width + to]!, lengths[at * width + to + 1]!)
    }
  }
  return (at, to) => lengths[at * width + to]!
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '')
}
