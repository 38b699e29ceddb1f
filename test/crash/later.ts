import { MIGRATIONS } from '#src/store/migrations.ts'

/** What a later Crier may do to the store: one step that adds, and one that makes a table anew. */
const LATER: readonly (readonly string[])[] = [
  [
    'alter table part add column tone text',
    `update part set tone = 'plain'`,
    'create index part_by_tone on part (tone)',
  ],
  [
    `create table notice_anew (
      id text primary key, at bigint not null, account text, text text not null, alike text, settles bigint,
      more integer not null, told bigint, urgent integer not null)`,
    'insert into notice_anew select *, 0 from notice',
    'drop table notice',
    'alter table notice_anew rename to notice',
  ],
]

/** How many steps this Crier knows, and a later one. */
export const NOW: number = MIGRATIONS.length
export const THEN: number = NOW + LATER.length

/** Makes this process a later Crier's. Answers how to go back. */
export function becomeLater(): () => void {
  const steps = MIGRATIONS as (readonly string[])[]
  steps.push(...LATER)
  return () => void (steps.length = NOW)
}
