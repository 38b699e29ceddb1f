import type { Millis } from '#src/base/clock.ts'
import type { Reader, Writer } from './open.ts'

const KEY = 'config'

/** Notes what the file said that is in force from now on. */
export async function noteInForce(writer: Writer, text: string): Promise<void> {
  await writer
    .insertInto('meta')
    .values({ key: KEY, value: text })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: text }))
    .execute()
}

/** What the file said that was last put in force, and when its process was last seen at work; null where none was. */
export async function lastInForce(reader: Reader): Promise<{ readonly text: string; readonly seen: Millis } | null> {
  const row = await reader.selectFrom('meta').select('value').where('key', '=', KEY).executeTakeFirst()
  if (row === undefined) return null
  const lease = await reader.selectFrom('lease').select('seen').executeTakeFirst()
  return { text: row.value, seen: lease?.seen ?? 0 }
}
