import { createHash } from 'node:crypto'

/** Everything that happens in a history, in order. */
export interface Trace {
  say(line: string): void
  /** Of everything said so far. */
  hash(): string
  /** Empty unless they are kept. */
  readonly lines: readonly string[]
}

export function openTrace(keep: boolean): Trace {
  const said: string[] = []
  return {
    lines: keep ? said : [],
    say: (line) => void said.push(line),
    hash: () => createHash('sha256').update(said.join('\n')).digest('hex').slice(0, 16),
  }
}
