/** The steps of Crier's work at which a process can be struck: a commit, by what stands in its transaction. */
export const STEPS = {
  opening: /^create table if not exists meta/,
  schema: /^create table lease/m,
  lease: /^insert into "lease"/m,
  recovery: /^update "send_log" .* where "counts_from" = \?/m,
  baseline: /^insert into "article" .* -- .*"old"/m,
  news: /^insert into "article" .* -- .*"(?:seen|waiting)"/m,
  read: /^update "article" .* -- \["read"/m,
  routed: /^update "article" .* -- \["routed"/m,
  sending: /^update "part" .* -- \["sending"/m,
  answer: /^update "part" .* -- \["sent"/m,
  look: /^insert into "look"/m,
  stopping: /^update "lease" set "until" = \? -- \[0\]/m,
} as const

export type Step = keyof typeof STEPS

/** Where a process is struck, and with what. */
export interface Point {
  /**
   * `any`: the `nth` statement of whatever kind, or renaming of a file; `moment`: `nth` milliseconds after its start;
   * `told`: at SIGUSR2, which is never in the middle of a transaction.
   */
  readonly step: Step | 'any' | 'moment' | 'told'
  readonly when: 'before' | 'after'
  /** Counted from 1. */
  readonly nth: number
  readonly signal: 'SIGKILL' | 'SIGSTOP' | 'SIGTERM'
}

const PROGRAM = 'src/main.ts'
/** The entry file that runs another program and strikes it. */
export const STRUCK = 'test/crash/points.ts'

/** What {@link STRUCK} is told through its environment. */
export function strikeAt(point: Point, program = PROGRAM): Readonly<Record<string, string>> {
  return { CRASH_POINT: JSON.stringify(point), CRASH_PROGRAM: program }
}
