import { sql, type Selectable } from 'kysely'
import { HOUR, type Clock, type Millis } from '#src/base/clock.ts'
import { isHere } from '#src/base/environment.ts'
import { CallerMistake } from '#src/base/errors.ts'
import { leaveUntimed } from './looks.ts'
import type { Reader, Store, Writer } from './open.ts'
import { prepare } from './prepared.ts'
import type { Schema } from './schema.ts'
import { isBusy, isStoreFault } from './sqlite.ts'
import { shiftTimes } from './times.ts'

/** How long a holder that says nothing is still believed in. */
export const LEASE: Millis = 2_000
const RENEW_EVERY: Millis = 500
const LOOK_EVERY: Millis = 100

/** Another process has taken the store over: this one must not change or send anything any more. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
  constructor() {
    super('another process has taken over this store; this one stops')
  }
}

/** The right to change states in a store, held until disposed. */
export interface Lease extends AsyncDisposable {
  /** False once the lease may have run out without being renewed (a frozen process), or was lost. */
  held(): boolean
  /** Aborts when the lease is lost. */
  readonly lost: AbortSignal
}

/**
 * Takes the lease on `store` for `holder`, waiting for a dead holder's to run out, and renews it. From then on every
 * write of `store` checks the fencing number: a process that was frozen and overtaken cannot change anything.
 * Where nobody held it for longer than `longAway`, or its holder was frozen, the store remembers when that ended
 * ({@link backSince}).
 * @throws CallerMistake, naming the holder, where another process renews it meanwhile.
 */
export async function takeLease(
  store: Store,
  clock: Clock,
  holder: string,
  isDead: (holder: string) => boolean,
  longAway: Millis = Infinity,
): Promise<Lease> {
  const fence = await claim(store, clock, holder, isDead, longAway)
  const stop = new AbortController()
  const lost = new AbortController()
  let heldSince = clock.monotonic()

  const check = (found: { readonly fence: number } | undefined): void => {
    if (found?.fence === fence) return
    lost.abort(new LeaseLost())
    throw new LeaseLost()
  }

  store.guardWrites(async (writer) => check(await FENCE.first(writer, {})))

  const renew = async (): Promise<void> => {
    while (!stop.signal.aborted && !lost.signal.aborted) {
      await clock.sleep(RENEW_EVERY, stop.signal)
      if (stop.signal.aborted) return
      try {
        const asked = clock.monotonic()
        // One statement, and so a transaction of its own. Whoever has the connection reads times that nothing moves along.
        check(
          await store.alone((only) =>
            RENEW.first(only, {
              fence,
              until: clock.now() + LEASE,
              seen: clock.now(),
              away: clock.now() - longAway,
            }),
          ),
        )
        heldSince = asked
      } catch {
        // A full or locked disk: the lease runs out by itself, and held() says so.
      }
    }
  }
  const renewing = renew()

  return {
    held: () => !lost.signal.aborted && clock.monotonic() - heldSince < LEASE,
    lost: lost.signal,
    async [Symbol.asyncDispose]() {
      stop.abort()
      await renewing
      if (lost.signal.aborted) return
      try {
        await store.write((writer) => writer.updateTable('lease').set({ until: 0 }).execute())
      } catch (error) {
        // A full or locked disk: nothing is lost, and the lease runs out by itself.
        if (!isStoreFault(error) && !(error instanceof LeaseLost)) throw error
      }
    },
  }
}

// A disk is not full for longer, and a number may belong to another process.
const BELIEVED: Millis = 12 * HOUR

/** Whether the holder of a lease is at work: it renews the lease, or its process is there and cannot (a full disk). */
export function isAtWork({ holder, until }: { readonly holder: string; readonly until: Millis }, now: Millis): boolean {
  return until > now || (until > 0 && now - until < BELIEVED && isHere(holder))
}

/** When Crier was last back after a long time in which nobody held the lease; null where it never was away. */
export async function backSince(reader: Reader): Promise<Millis | null> {
  return (await BACK_AT.first(reader, {}))?.back_at ?? null
}

async function claim(
  store: Store,
  clock: Clock,
  holder: string,
  isDead: (holder: string) => boolean,
  longAway: Millis,
): Promise<number> {
  let seen: { readonly holder: string; readonly until: Millis; readonly at: Millis } | undefined
  for (;;) {
    const answer = await patiently(store, clock, async (writer) => {
      // Before the row is read: this process may be frozen at any point, which must make no holder look older.
      const [at, asked] = [clock.monotonic(), clock.now()]
      const row = await ROW.first(writer, {})
      const isRenewed = row && seen && (row.until !== seen.until || row.holder !== seen.holder)
      // `waited` beside the wall clock: a clock that was set back must not keep a dead holder alive for an hour.
      const waited = at - (seen?.at ?? at)
      const isHeld = row && row.until > asked && (isRenewed || waited <= LEASE)
      if (isHeld && !isDead(row.holder)) return { ...row, at, isRenewed }
      await refuseNewer(writer, store.schema)
      const fence = (row?.fence ?? 0) + 1
      const now = clock.now()
      const wasAway = row !== undefined && now - row.seen > longAway
      const held = { fence, holder, until: now + LEASE, seen: now }
      // The clock was set back while nobody ran: what the store knows of times is moved along.
      if (row && row.seen > now) await shiftTimes(writer, now - row.seen, row.seen)
      // Set forward, it cannot be told from time that passed.
      else if (row) await leaveUntimed(writer, now - row.seen)
      await TAKE.run(writer, { ...held, backAt: wasAway ? now : null })
      return fence
    })
    if (typeof answer === 'number') return answer
    if (answer.isRenewed) {
      throw new CallerMistake(
        `Crier already runs on this store: ${answer.holder}. Stop that one first, or give this one a store of its own.`,
      )
    }
    seen ??= answer
    await clock.sleep(LOOK_EVERY)
  }
}

/** A newer Crier may have changed the store since this one opened it: its tables are not what this one knows. */
async function refuseNewer(writer: Writer, opened: number): Promise<void> {
  const found = Number((await SCHEMA.first(writer, {}))?.value)
  if (found === opened) return
  throw new CallerMistake(
    `A newer Crier has changed this store since this one opened it (schema ${found}; this one knows ${opened}). Start that newer version.`,
  )
}

// A disk may be full when this one starts.
const PATIENCE: Millis = 30_000
// Another process may be writing much, or not yet have ended.
const LONGEST_WRITE: Millis = 10_000

/** Writes as soon as the store takes it. */
async function patiently<T>(store: Store, clock: Clock, work: (writer: Writer) => Promise<T>): Promise<T> {
  const started = clock.monotonic()
  for (;;) {
    try {
      return await store.write(work)
    } catch (error) {
      const waited = clock.monotonic() - started
      if (isBusy(error) && waited > LONGEST_WRITE) throw await keptBy(store, error)
      if (!isStoreFault(error) || waited > PATIENCE) throw error
      await clock.sleep(LOOK_EVERY)
    }
  }
}

/** Whoever was stopped in the middle of a write (SIGSTOP) keeps all others from writing, and can still be read about. */
async function keptBy(store: Store, cause: unknown): Promise<CallerMistake> {
  const last = await store.read.selectFrom('lease').select('holder').executeTakeFirst()
  const who = last === undefined ? '' : `; the last that worked on it is ${last.holder}`
  return new CallerMistake(
    `Another process keeps this store from being written, as one does that was stopped in the middle of a write (database is locked)${who}. Let it go on, or end it, then start this one.`,
    { cause },
  )
}

type Row = Readonly<Selectable<Schema['lease']>>

const ROW = prepare<object, Row>((db) => db.selectFrom('lease').selectAll())

const SCHEMA = prepare<object, { readonly value: string }>((db) =>
  db.selectFrom('meta').select('value').where('key', '=', 'schema'),
)

const BACK_AT = prepare<object, { readonly back_at: Millis | null }>((db) => db.selectFrom('lease').select('back_at'))

/** `backAt`: null where that stays as it is. */
const TAKE = prepare<Pick<Row, 'fence' | 'holder' | 'until' | 'seen'> & { readonly backAt: Millis | null }>(
  (db, blank) => {
    const held = { fence: blank('fence'), holder: blank('holder'), until: blank('until'), seen: blank('seen') }
    return db
      .insertInto('lease')
      .values({ id: 'sender', ...held, back_at: null })
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet((is) => ({ ...held, back_at: is.fn.coalesce(blank('backAt'), 'lease.back_at') })),
      )
  },
)

const FENCE = prepare<object, { readonly fence: number }>((db) => db.selectFrom('lease').select('fence'))

/** Answers nothing where another holder has come. */
const RENEW = prepare<
  { readonly fence: number; readonly until: Millis; readonly seen: Millis; readonly away: Millis },
  { readonly fence: number }
>((db, blank) =>
  db
    .updateTable('lease')
    .set({
      until: blank('until'),
      seen: blank('seen'),
      // A process that was frozen for so long comes back as one that was not there.
      back_at: sql<Millis | null>`case when seen < ${blank('away')} then ${blank('seen')} else back_at end`,
    })
    .where('fence', '=', blank('fence'))
    .returning('fence'),
)
