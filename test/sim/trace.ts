/** Everything that happens in a history, in order. */
export interface Trace {
  say(line: string): void
  /** Of everything said so far. */
  hash(): string
  /** Empty unless they are kept. */
  readonly lines: readonly string[]
}

export function openTrace(keep: boolean): Trace {
  const lines: string[] = []
  let [one, other] = [0x811c9dc5, 0x9dc5811c]
  return {
    lines,
    say(line) {
      if (keep) lines.push(line)
      for (let at = 0; at < line.length; at++) {
        const code = line.charCodeAt(at)
        one = Math.imul(one ^ code, 0x01000193)
        other = Math.imul(other ^ (code + at), 0x85ebca6b)
      }
    },
    hash: () => [one, other].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join(''),
  }
}
