/**
 * What watching costs: `npm run bench:watch -- [--feeds 1000,10000] [--every 300] [--for 120]` (seconds). The feeds are
 * served by a process of their own; 95 % of the looks are answered 304, 4 % with the same bytes, 1 % with a new entry.
 * Where rss-feed-emitter is installed (`npm i --no-save rss-feed-emitter@3.2.4`), the same feeds go through it too.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Ask, Report } from './watch/server.ts'
import type { Usage } from './watch/measuring.ts'
import type { Job, Told } from './watch/watching.ts'

const { values } = parseArgs({
  options: {
    feeds: { type: 'string', default: '1000,10000' },
    every: { type: 'string', default: '300' },
    for: { type: 'string', default: '120' },
  },
})
const every = Number(values.every) * 1_000
const during = Number(values.for) * 1_000
const NEW = 0.01

/** As the launcher starts Crier. */
function start(file: string): ChildProcess {
  return fork(new URL(`./watch/${file}`, import.meta.url), {
    stdio: 'inherit',
    execArgv: ['--max-semi-space-size=2', '--max-old-space-size=1024'],
  })
}

async function heard<T>(child: ChildProcess): Promise<T> {
  const [message] = (await once(child, 'message')) as [T]
  return message
}

async function run(feeds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'crier-bench-'))
  const server = start('server.ts')
  const crier = async (phase: Job['phase'], port: number): Promise<Told> => {
    const process = start('watching.ts')
    process.send({ feeds, port, file: join(folder, 'crier.db'), phase, every, during } satisfies Job)
    const told = await heard<Told>(process)
    await once(process, 'exit')
    return told
  }
  const report = (): Promise<Report> => {
    server.send({ is: 'report' } satisfies Ask)
    return heard<Report>(server)
  }
  try {
    const port = await heard<number>(server)
    const first = await crier('first sight', port)
    const before = await report()
    server.send({ is: 'publish', perSecond: (feeds / (every / 1_000)) * NEW, feeds, every } satisfies Ask)
    const measured = await crier('restart', port)
    tell(feeds, first.usage, measured, before, await report())
  } finally {
    server.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The same through rss-feed-emitter, which keeps nothing over a restart: one process. */
async function compare(feeds: number): Promise<void> {
  const server = start('server.ts')
  const emitting = start('emitting.ts')
  try {
    const port = await heard<number>(server)
    const report = (): Promise<Report> => {
      server.send({ is: 'report' } satisfies Ask)
      return heard<Report>(server)
    }
    emitting.send({ feeds, port, file: '', phase: 'restart', every, during } satisfies Job)
    const first = await heard<Told | null>(emitting)
    if (first === null) {
      process.stdout.write('rss-feed-emitter is not installed, and not compared\n')
      return
    }
    const before = await report()
    server.send({ is: 'publish', perSecond: (feeds / (every / 1_000)) * NEW, feeds, every } satisfies Ask)
    const measured = await heard<Told>(emitting)
    process.stdout.write('rss-feed-emitter:\n')
    tell(feeds, first.usage, measured, before, await report())
  } finally {
    server.kill()
    emitting.kill()
  }
}

function tell(feeds: number, first: Usage, { usage, stored }: Told, before: Report, after: Report): void {
  const polls = after.requests - before.requests
  const share = (count: number): string => `${((100 * count) / polls).toFixed(1)} %`
  const byPath = new Map(after.published.map(([path, ...times]) => [path, times]))
  const waits = stored.flatMap(([path, at]) => {
    const [published, shown] = byPath.get(path) ?? []
    return published === undefined || shown == null ? [] : [{ all: at - published, own: at - shown }]
  })
  const all = waits.map((wait) => wait.all)
  const own = waits.map((wait) => wait.own)
  const lines = [
    `${feeds} feeds, a look every ${every / 1_000} s, measured for ${Math.round(usage.wallMs / 1_000)} s after a restart`,
    `  first sight        ${(first.cpuMs / feeds).toFixed(1)} ms CPU a feed, ${(first.wallMs / 1_000).toFixed(0)} s in all, ${first.peakMiB.toFixed(0)} MiB at most, event loop late by ${first.lateMs.toFixed(1)} ms (p99)`,
    `  looks              ${polls}: ${share(after.unchanged - before.unchanged)} 304, ${share(after.same - before.same)} the same bytes, ${share(waits.length)} a new entry`,
    `  CPU                ${(usage.cpuMs / polls).toFixed(2)} ms a look, ${((100 * usage.cpuMs) / usage.wallMs).toFixed(1)} % of a core`,
    `  memory             ${usage.peakMiB.toFixed(0)} MiB at most`,
    `  event loop         late by ${usage.lateMs.toFixed(1)} ms (p99)`,
    `  shown to stored    ${quantiles(own, 1)} ms (p50, p99)`,
    `  published to stored ${quantiles(all, 1_000)} s (p50, p99)`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

function quantiles(values: readonly number[], unit: number): string {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): string => ((sorted[Math.floor(share * (sorted.length - 1))] ?? NaN) / unit).toFixed(0)
  return `${at(0.5)}, ${at(0.99)}`
}

for (const feeds of values.feeds.split(',').map(Number)) {
  await run(feeds)
  await compare(feeds)
}
