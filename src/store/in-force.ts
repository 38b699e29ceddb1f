import { Kysely, type Selectable } from 'kysely'
import type { Millis } from '#src/base/clock.ts'
import type { Reader, Writer } from './open.ts'
import { prepare } from './prepared.ts'
import type { Schema } from './schema.ts'
import { openSqlite, sqliteDialect } from './sqlite.ts'

/** What the file said that was last put in force, as the store has it. */
export interface InForce {
  readonly text: string
  /** The file, absolute. */
  readonly file: string
  /** When the process that put it in force was last seen at work. */
  readonly seen: Millis
  /** The process that holds the store, and until when it has said so; as `isAtWork` of lease.ts takes them. */
  readonly holder: string
  readonly until: Millis
}

/** Notes what `file` said that is in force from now on. */
export async function noteInForce(writer: Writer, { text, file }: Pick<InForce, 'text' | 'file'>): Promise<void> {
  for (const [key, value] of [
    ['config', text],
    ['config-file', file],
  ] as const) {
    await NOTE.run(writer, { key, value })
  }
}

const NOTE = prepare<Selectable<Schema['meta']>>((db, blank) =>
  db
    .insertInto('meta')
    .values({ key: blank('key'), value: blank('value') })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: blank('value') })),
)

/** What was last put in force in a store; null where nothing was. */
export async function lastInForce(reader: Reader): Promise<InForce | null> {
  const rows = await reader.selectFrom('meta').selectAll().where('key', 'in', ['config', 'config-file']).execute()
  const [text, file] = ['config', 'config-file'].map((key) => rows.find((row) => row.key === key)?.value)
  if (text === undefined || file === undefined) return null
  const lease = await reader.selectFrom('lease').select(['seen', 'until', 'holder']).executeTakeFirst()
  return { text, file, seen: lease?.seen ?? 0, holder: lease?.holder ?? '', until: lease?.until ?? 0 }
}

const PATIENCE: Millis = 1_000

/** As {@link lastInForce}, for the store at `path`, which stays as it is; null also where there is none to be read. */
export async function peekInForce(path: string): Promise<InForce | null> {
  try {
    const database = openSqlite(path, { busyTimeout: PATIENCE, readOnly: true })
    await using reader = new Kysely<Schema>({ dialect: sqliteDialect(database) })
    return await lastInForce(reader)
  } catch {
    return null
  }
}
