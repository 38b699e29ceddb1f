/** The same feeds through rss-feed-emitter as it comes, where it is installed: it is no dependency of Crier's. */
import type { EventEmitter } from 'node:events'
import { systemClock } from '#src/base/clock.ts'
import { measure } from './measuring.ts'
import { urlOf, type Job, type Told } from './watching.ts'

interface Emitter extends EventEmitter {
  add(feed: { readonly url: string; readonly refresh: number }): void
  destroy(): void
}

type Loaded = { readonly default: new () => Emitter } | null

/** Says when a new entry was told of. The looks are spread evenly, as Crier spreads them; each goes on at that pace. */
async function work({ feeds, port, every, during }: Job): Promise<void> {
  const name = 'rss-feed-emitter'
  const loaded = (await import(name).catch(() => null)) as Loaded
  if (loaded === null) return void process.send?.(null, () => process.disconnect?.())
  const emitter = new loaded.default()
  const stored: (readonly [string, number])[] = []
  emitter.on('error', () => {})
  emitter.on('new-item', ({ link }: { readonly link: string }) => {
    // What a feed holds at first sight is told of as new.
    if (link.includes('/new-')) stored.push([new URL(link).pathname, Date.now()])
  })
  const first = measure()
  for (let feed = 0; feed < feeds; feed++) {
    emitter.add({ url: urlOf(feed, port), refresh: every })
    await systemClock.sleep(every / feeds)
  }
  process.send?.({ usage: first.end(), stored: [] } satisfies Told)
  const measuring = measure()
  await systemClock.sleep(during)
  const told: Told = { usage: measuring.end(), stored }
  emitter.destroy()
  process.send?.(told, () => process.disconnect?.())
}

process.once('message', (job: Job) => void work(job))
