import { DAY, type Millis } from '#src/base/clock.ts'
import type { Reader } from './open.ts'
import { prepare } from './prepared.ts'
import type { Window } from './sends.ts'

// What a platform lets an account do changes from day to day, and it does not say when.
const FOR: Millis = DAY

/**
 * The windows of an account as its platform's answers of the last 24 hours have shown them: where one said that a limit
 * is reached, as many messages as stood within its time then are all that it holds, one at least.
 */
export async function loweredWindows(
  reader: Reader,
  account: string,
  windows: readonly Window[],
  now: Millis,
): Promise<readonly Window[]> {
  const refusals = await REACHED.all(reader, { account, since: now - FOR })
  if (refusals.length === 0) return windows
  const most = new Map<string, number>()
  for (const { reached, at } of refusals) {
    const window = windows.find(({ name }) => name === reached)
    if (window === undefined || reached === null) continue
    const { stood } = (await STOOD.first(reader, { account, since: at - window.within, at }))!
    most.set(reached, Math.max(Math.min(stood, most.get(reached) ?? window.max), 1))
  }
  return remembered(windows, most)
}

/** The same windows for the same numbers: what is prepared for them is prepared once. */
function remembered(windows: readonly Window[], most: ReadonlyMap<string, number>): readonly Window[] {
  const key = JSON.stringify([...most])
  const known = LOWERED.get(windows) ?? new Map<string, readonly Window[]>()
  LOWERED.set(windows, known)
  const made =
    known.get(key) ??
    windows.map((window) => ({ ...window, max: Math.min(window.max, most.get(window.name ?? '') ?? window.max) }))
  known.set(key, made)
  return made
}

const LOWERED = new WeakMap<readonly Window[], Map<string, readonly Window[]>>()

interface Refusal {
  readonly reached: string | null
  readonly at: Millis
}

const REACHED = prepare<{ readonly account: string; readonly since: Millis }, Refusal>((db, blank) =>
  db
    .selectFrom('send_log')
    .select(['reached', 'at'])
    .where('account', '=', blank('account'))
    .where('counts_from', '>', blank('since'))
    .where('reached', 'is not', null)
    .orderBy('counts_from'),
)

interface Span {
  readonly account: string
  readonly since: Millis
  readonly at: Millis
}

const STOOD = prepare<Span, { readonly stood: number }>((db, blank) =>
  db
    .selectFrom('send_log')
    .select((is) => is.fn.countAll<number>().as('stood'))
    .where('account', '=', blank('account'))
    .where('counts_from', '>', blank('since'))
    .where('counts_from', '<=', blank('at'))
    .where('outcome', 'in', ['sent', 'unknown', 'found']),
)
