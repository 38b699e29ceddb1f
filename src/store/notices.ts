import { sql, type Selectable } from 'kysely'
import { MINUTE, type Millis } from '#src/base/clock.ts'
import { randomId } from '#src/base/random.ts'
import { scrub } from '#src/base/secret.ts'
import type { Reader, Writer } from './open.ts'
import type { NoticeTable } from './schema.ts'
import { prepareEach, prepare } from './prepared.ts'

/** A notice may change for so long at most, and is told then. */
export const LONGEST_TO_SETTLE: Millis = MINUTE

export interface Notice {
  readonly id: string
  readonly at: Millis
  /** The account that it concerns; null: the whole house. */
  readonly account: string | null
  readonly text: string
  /** How many more it stands for. */
  readonly more: number
}

/**
 * Notes what staff must hear of, in the transaction that makes it true. Of those with the same `alike`, the first that
 * is untold stands for all, with their number: a backlog that is dropped is one message, not a flood.
 */
export async function addNotice(
  writer: Writer,
  text: string,
  at: Millis,
  { account = null, alike = null, settles = null }: Partial<Pick<NoticeTable, 'account' | 'alike' | 'settles'>> = {},
): Promise<void> {
  if (alike !== null) {
    const joined = await writer
      .updateTable('notice')
      .set((is) => ({ more: is('more', '+', 1) }))
      .where('told', 'is', null)
      .where('alike', '=', alike)
      .where('account', account === null ? 'is' : '=', account)
      .executeTakeFirst()
    if (joined.numUpdatedRows > 0n) return
  }
  await ADD.run(writer, { id: randomId(), at, account, text: scrub(text), alike, settles })
}

const ADD = prepare<Omit<Selectable<NoticeTable>, 'more' | 'told'>>((db, blank) =>
  db.insertInto('notice').values({
    id: blank('id'),
    at: blank('at'),
    account: blank('account'),
    text: blank('text'),
    alike: blank('alike'),
    settles: blank('settles'),
    more: 0,
    told: null,
  }),
)

/** Forgets what is `alike` and untold: what comes now says it all. */
export async function dropUntold(writer: Writer, alike: string): Promise<void> {
  await writer.deleteFrom('notice').where('told', 'is', null).where('alike', '=', alike).execute()
}

/** What staff have not been told and may be told by `now`, oldest first. */
export async function untold(reader: Reader, limit: number, now: Millis = Infinity): Promise<readonly Notice[]> {
  const rows = await UNTOLD(limit).all(reader, { now })
  return rows.map((row) => (row.more === 0 ? row : { ...row, text: `${row.text}\n\n… and ${row.more} more like this` }))
}

const UNTOLD = prepareEach((limit: number) =>
  prepare<{ readonly now: Millis }, Notice>((db, blank) =>
    db
      .selectFrom('notice')
      .select(['id', 'at', 'account', 'text', 'more'])
      .where('told', 'is', null)
      // One that settles later than any does was noted before the clock was set back.
      .where((is) =>
        is.or([
          is('settles', 'is', null),
          is('settles', '<=', blank('now')),
          is('settles', '>', sql<number>`${blank('now')} + ${sql.lit(LONGEST_TO_SETTLE)}`),
        ]),
      )
      .orderBy('at')
      .orderBy('id')
      .limit(limit),
  ),
)

/** Notes that `notices` were told as {@link untold} gave them. One that others have joined since stays, for those. */
export async function markTold(writer: Writer, notices: readonly Notice[], at: Millis): Promise<void> {
  for (const { id, more } of notices) {
    await MARK_TOLD.run(writer, { id, more, at })
  }
}

const MARK_TOLD = prepare<{ readonly id: string; readonly more: number; readonly at: Millis }>((db, blank) =>
  db
    .updateTable('notice')
    .set({
      told: sql<Millis | null>`case when more = ${blank('more')} then ${blank('at')} end`,
      more: sql<number>`case when more = ${blank('more')} then more else more - ${blank('more')} - 1 end`,
    })
    .where('id', '=', blank('id')),
)
