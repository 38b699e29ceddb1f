/** The measured process: watches feeds as Crier does, at first sight or as after a restart. */
import { SECOND, systemClock, type Millis } from '#src/base/clock.ts'
import { silentLog } from '#src/base/log.ts'
import { openParser } from '#src/feed/parse.ts'
import { startWatch } from '#src/feed/watch.ts'
import { openFetch } from '#src/net/fetch.ts'
import { openStore } from '#src/store/open.ts'
import { measure, type Usage } from './measuring.ts'

export interface Job {
  readonly feeds: number
  readonly port: number
  readonly file: string
  readonly phase: 'first sight' | 'restart'
  /** Between two looks at one feed. */
  readonly every: Millis
  /** How long is measured after the restart. */
  readonly during: Millis
}

export interface Told {
  readonly usage: Usage
  /** By the path of its article: when each new entry was in the store. */
  readonly stored: readonly (readonly [path: string, at: number])[]
}

const HOSTS = 200
const hostOf = (feed: number): string => `127.0.${Math.floor((feed % HOSTS) / 100)}.${(feed % 100) + 1}`

/** Where the server has a feed: over many hosts, as feeds are. */
export const urlOf = (feed: number, port: number): string => `http://${hostOf(feed)}:${port}/${feed}`

/** Starts what `run` starts for its feeds, ready to be measured. */
async function watch({ feeds, port, file, every }: Job, onNews: () => void) {
  const stack = new AsyncDisposableStack()
  const store = stack.use(await openStore({ file, use: 'live' }))
  const allow = Array.from({ length: HOSTS }, (_, host) => `${hostOf(host)}:${port}`)
  const { fetch } = stack.use(openFetch({ clock: systemClock, userAgent: 'Crier/bench (+https://example.com)', allow }))
  const parser = stack.use(openParser({ clock: systemClock }))
  const watched = Array.from({ length: feeds }, (_, feed) => ({
    id: `f${feed}`,
    url: urlOf(feed, port),
    language: null,
    maxAge: 86_400_000,
    undated: 'hold' as const,
    burst: null,
    every: { atLeast: every, atMost: every },
    freshness: 'wait' as const,
  }))
  stack.use(startWatch(watched, { store, clock: systemClock, log: silentLog, fetch, parser, onNews }))
  return { store, stack }
}

async function seen(job: Job): Promise<Usage> {
  const measuring = measure()
  const { store, stack } = await watch(job, () => {})
  const left = async (): Promise<number> => {
    const row = await store.read
      .selectFrom('feed')
      .select((is) => is.fn.countAll<number>().as('count'))
      .where('baseline', 'is not', null)
      .executeTakeFirstOrThrow()
    return job.feeds - row.count
  }
  while ((await left()) > 0) await systemClock.sleep(SECOND / 4)
  const usage = measuring.end()
  await stack.disposeAsync()
  return usage
}

/** Sets the looks evenly over time, as they are after days. */
async function spread({ file, every }: Job): Promise<void> {
  await using store = await openStore({ file, use: 'live' })
  const now = Date.now()
  const ids = await store.read.selectFrom('feed').select('id').execute()
  await store.write(async (writer) => {
    for (const [index, { id }] of ids.entries()) {
      const next = Math.round(now + ((index + 1) / ids.length) * every)
      await writer.updateTable('feed').set({ next_at: next }).where('id', '=', id).execute()
    }
  })
}

async function restarted(job: Job): Promise<Told> {
  await spread(job)
  const stored: (readonly [string, number])[] = []
  const known = new Set<string>()
  const note = async (): Promise<void> => {
    const at = Date.now()
    const rows = await store.read.selectFrom('article').select('url').where('state', '=', 'seen').execute()
    for (const { url } of rows) {
      if (known.has(url)) continue
      known.add(url)
      stored.push([new URL(url).pathname, at])
    }
  }
  const { store, stack } = await watch(job, () => void note())
  const measuring = measure()
  await systemClock.sleep(job.during)
  const usage = measuring.end()
  await stack.disposeAsync()
  return { usage, stored }
}

async function work(job: Job): Promise<void> {
  const told: Told = job.phase === 'restart' ? await restarted(job) : { usage: await seen(job), stored: [] }
  process.send?.(told, () => process.disconnect?.())
}

if (import.meta.main) process.once('message', (job: Job) => void work(job))
