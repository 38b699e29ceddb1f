import type { Selectable } from 'kysely'
import type { Millis } from '#src/base/clock.ts'
import { randomId } from '#src/base/random.ts'
import { scrub } from '#src/base/secret.ts'
import type { Reader, Writer } from './open.ts'
import { prepare } from './prepared.ts'
import type { Schema } from './schema.ts'
import { IN_FLIGHT } from './sends.ts'

/** A call whose fate is not known, with the looks for it so far. */
export interface UnknownCall {
  readonly call: string
  /** When it was made. */
  readonly at: Millis
  /** Since when it has ended for certain: as if no time had passed while nobody ran ({@link leaveUntimed}). */
  readonly ended: Millis
  /** Time that passed, or seemed to, while nobody ran since its end; {@link UnknownCall.ended} is put off by it. */
  readonly untimed: Millis
  readonly place: string
  /** The newest message that was known to stand in the place when it was made. */
  readonly after: string | null
  readonly looks: readonly Pick<Look, 'at' | 'found'>[]
}

/** The calls for a part whose fate is or was unknown, the newest last. */
export async function unknownCalls(reader: Reader, part: string): Promise<readonly UnknownCall[]> {
  const calls = await CALLS.all(reader, { part })
  const looks = await LOOKS.all(reader, { part })
  return calls.map((call) => ({
    call: call.id,
    at: call.at,
    ended: call.counts_from + call.untimed,
    untimed: call.untimed,
    place: call.place,
    after: call.after_ref,
    looks: looks.filter((look) => look.call === call.id),
  }))
}

/**
 * Nobody ran for `ms`, as the machine's clock tells, which may have been set meanwhile: that proves no age of what is of
 * unknown fate, and whose call ended before `endedBefore`. Where posts are shown minutes late, three looks within one
 * minute would otherwise prove an absence.
 */
export async function leaveUntimed(writer: Writer, ms: Millis, endedBefore: Millis = IN_FLIGHT): Promise<void> {
  // While the calls of unknown fate still stand where they did.
  await BEHIND.run(writer, { ms, endedBefore })
  await UNTIMED.run(writer, { ms, endedBefore })
}

/** So that what was sent after such a call still tells how long after it: the time since is left out of both. */
const BEHIND = prepare<{ readonly ms: Millis; readonly endedBefore: Millis }>((db, blank) =>
  db
    .updateTable('send_log')
    .set((is) => ({ untimed: is('untimed', '+', blank('ms')) }))
    .where('outcome', '=', 'sent')
    .where('counts_from', '<=', blank('endedBefore'))
    .where('counts_from', '>', (of) =>
      of
        .selectFrom('send_log as lost')
        .select((is) => is.fn.min<number>('lost.counts_from').as('first'))
        .where('lost.part', 'in', (unknown) =>
          unknown.selectFrom('part').select('id').where('state', 'in', ['sending', 'unknown']),
        )
        .where('lost.outcome', '=', 'unknown'),
    ),
)

const UNTIMED = prepare<{ readonly ms: Millis; readonly endedBefore: Millis }>((db, blank) =>
  db
    .updateTable('send_log')
    .set((is) => ({ untimed: is('untimed', '+', blank('ms')) }))
    .where('part', 'in', (of) => of.selectFrom('part').select('id').where('state', 'in', ['sending', 'unknown']))
    .where('outcome', '=', 'unknown')
    .where('counts_from', '<=', blank('endedBefore')),
)

const CALLS = prepare<{ readonly part: string }, Selectable<Schema['send_log']>>((db, blank) =>
  db
    .selectFrom('send_log')
    .selectAll()
    .where('part', '=', blank('part'))
    .where('outcome', 'in', ['unknown', 'absent'])
    .orderBy('counts_from')
    .orderBy('at'),
)

const LOOKS = prepare<{ readonly part: string }, Selectable<Schema['look']>>((db, blank) =>
  db
    .selectFrom('send_log')
    .innerJoin('look', 'look.call', 'send_log.id')
    .selectAll('look')
    .where('send_log.part', '=', blank('part'))
    .orderBy('look.at'),
)

/** One look for a message of unknown fate. */
export interface Look {
  readonly at: Millis
  readonly found: 'present' | 'absent' | 'unclear'
  readonly why: string
}

/** Every look for the messages of a delivery, oldest first. */
export async function looksOf(reader: Reader, delivery: string): Promise<readonly Look[]> {
  return reader
    .selectFrom('look')
    .innerJoin('send_log', 'send_log.id', 'look.call')
    .innerJoin('part', 'part.id', 'send_log.part')
    .select(['look.at', 'look.found', 'look.why'])
    .where('part.delivery', '=', delivery)
    .orderBy('look.at')
    .execute()
}

/** Notes a look for the message of `call`; what was billed for it (`usd`) counts with the call. */
export async function noteLook(
  writer: Writer,
  { usd = 0, ...look }: Look & { readonly call: string; readonly usd?: number | undefined },
): Promise<void> {
  await NOTE.run(writer, { ...look, usd, id: randomId(), why: scrub(look.why) })
  if (usd > 0) await BILL.run(writer, { call: look.call, usd })
}

const BILL = prepare<{ readonly call: string; readonly usd: number }>((db, blank) =>
  db
    .updateTable('send_log')
    .set((is) => ({ usd: is('usd', '+', blank('usd')) }))
    .where('id', '=', blank('call')),
)

const NOTE = prepare<Selectable<Schema['look']>>((db, blank) =>
  db.insertInto('look').values({
    id: blank('id'),
    call: blank('call'),
    at: blank('at'),
    found: blank('found'),
    why: blank('why'),
    usd: blank('usd'),
  }),
)
