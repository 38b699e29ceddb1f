import { onTestFinished } from 'vitest'
import { HOUR, MINUTE, type Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { answer, type Answer } from '#src/desk/answer.ts'
import type { Feed } from '#src/feed/parsed.ts'
import { takeEntries, type Taken, type TakenFeed } from '#src/feed/take.ts'
import { takeLease } from '#src/store/lease.ts'
import { openQuestions } from '#src/store/questions.ts'
import type { Store } from '#src/store/open.ts'
import { openStore } from '#src/store/open.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { someEntry } from '#test/fixtures/entry.ts'

/** A feed under the gate, without a server or a parser: its documents are given as entries, the newest first. */
export interface Gated {
  readonly store: Store
  readonly now: () => Millis
  /** The next look, five minutes later unless another time is given. */
  look(entries: readonly Partial<Entry>[], options?: LookOptions): Promise<Taken>
  /** Nobody looks for so long: Crier ends, and starts again. */
  away(time: Millis): Promise<void>
  /** Answers the open question; there must be one. */
  answer(given: Answer): Promise<void>
  /** Headlines by the state of their articles. */
  titles(state: string): Promise<readonly string[]>
  reasons(): Promise<readonly string[]>
}

interface LookOptions {
  readonly feed?: string
  readonly home?: string
  readonly after?: Millis
}

export async function gated(change: Partial<TakenFeed> = {}): Promise<Gated> {
  const store = await openStore({ file: ':memory:', use: 'rehearsal' })
  onTestFinished(() => store[Symbol.asyncDispose]())
  const clock = fakeClock()
  const before = new Map<string, { readonly baseline: Millis; readonly okAt: Millis }>()
  return {
    store,
    now: () => clock.now(),
    async look(entries, { feed = 'world', home = 'https://news.example.com/', after = 5 * MINUTE } = {}) {
      await clock.advance(after)
      const now = clock.now()
      const known = before.get(feed)
      before.set(feed, { baseline: known?.baseline ?? now, okAt: now })
      const watched: TakenFeed = { id: feed, language: 'en', maxAge: 6 * HOUR, undated: 'hold', burst: null, ...change }
      return store.write((writer) =>
        takeEntries(writer, watched, documentOf(entries, home), known ?? { baseline: null, okAt: null }, now),
      )
    },
    async away(time) {
      await (await takeLease(store, clock, 'one', () => true, HOUR))[Symbol.asyncDispose]()
      await clock.advance(time)
      await (await takeLease(store, clock, 'two', () => true, HOUR))[Symbol.asyncDispose]()
    },
    async answer(given) {
      const [question] = await openQuestions(store.read)
      if (question === undefined) throw new Error('nothing is asked')
      await answer({ store, clock, who: 'anna' }, question.id, given)
    },
    async titles(state) {
      const rows = await store.read
        .selectFrom('article')
        .select('title')
        .where('state', '=', state as 'seen')
        .orderBy('title')
        .execute()
      return rows.map(({ title }) => title)
    },
    async reasons() {
      const rows = await store.read.selectFrom('article').select('reason').distinct().orderBy('reason').execute()
      return rows.map(({ reason }) => reason)
    },
  }
}

function documentOf(entries: readonly Partial<Entry>[], link: string): Feed {
  return {
    is: 'feed',
    kind: 'rss',
    title: 'World',
    link,
    language: 'en',
    entries: entries.map((entry) => someEntry({ guid: null, link: null, ...entry })),
    whole: true,
    ttl: null,
    skips: null,
    hubs: [],
    self: null,
    warnings: [],
  }
}
