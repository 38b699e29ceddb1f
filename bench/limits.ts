/**
 * How much of the platforms' limits Crier uses: `npm run bench:limits [-- --latency MS...]`. 1,000 posts wait for 25
 * Telegram chats (one bot) and two X accounts; stand-ins enforce the real limits. Prints the time that each way of
 * posting needs against the least that the limits allow, and how often it was told "too many requests". Fails where
 * Crier needs more than 1.05 times the least on any platform, is told so at all, or leaves a post behind.
 */
import { parseArgs } from 'node:util'
import { HOUR, MINUTE, SECOND, systemClock, type Millis } from '#src/base/clock.ts'
import { openLog } from '#src/base/log.ts'
import { commitTime, openLanes } from './limits/lanes.ts'
import { loopPlainly } from './limits/plain-loop.ts'
import { skipTime, type SkippingTime } from './limits/skipping-time.ts'
import { TELEGRAF_THROTTLER, TUNED_THROTTLER, throttle } from './limits/throttled.ts'
import { openWorld, type Result, type World } from './limits/world.ts'

const CRIER = 'Crier'
const BOTH = ['Telegram', 'X']
const MOST = 1.05
// A way of posting that gets nowhere is given up after three hours of its own time.
const LONGEST: Millis = 3 * HOUR
// Of real time, in which nothing is posted and no way comes to its end; a busy machine takes long for all of them.
const LONGEST_STILL: Millis = 3 * MINUTE

interface Way {
  readonly name: string
  /** By their labels. */
  readonly platforms: readonly string[]
  /** Posts everything; time counts from when `begin` is called. */
  readonly run: (world: World, begin: () => void) => Promise<void>
}

const { values } = parseArgs({ options: { latency: { type: 'string', multiple: true, default: ['0', '80'] } } })
const started = process.hrtime.bigint()
const seconds = (): number => Number((process.hrtime.bigint() - started) / 1_000_000n) / SECOND
let progress = seconds()
// A timer of the machine's own: it is set before time is replaced.
setInterval(() => {
  if ((seconds() - progress) * SECOND > LONGEST_STILL) throw new Error('the bench itself is stuck')
}, 10 * SECOND).unref()

const waysOver = (time: SkippingTime, latency: Millis): readonly Way[] => [
  {
    name: CRIER,
    platforms: BOTH,
    async run(world, begin) {
      const { run } = await openLanes(world, openLog('error', false))
      const all = Promise.withResolvers<void>()
      world.onPost((posted, wanted) => {
        if (posted === wanted) all.resolve()
      })
      begin()
      await using _ = await run()
      await Promise.race([all.promise, systemClock.sleep(LONGEST)])
    },
  },
  {
    name: 'a plain loop that obeys retry_after',
    platforms: BOTH,
    async run(world, begin) {
      begin()
      await loopPlainly(world)
    },
  },
  {
    name: 'telegraf-throttler (bottleneck)',
    platforms: ['Telegram'],
    async run(world, begin) {
      begin()
      await throttle(world, time, latency, TELEGRAF_THROTTLER)
    },
  },
  {
    name: "the same with grammY's numbers and retries",
    platforms: ['Telegram'],
    async run(world, begin) {
      begin()
      await throttle(world, time, latency, TUNED_THROTTLER)
    },
  },
]

function row(way: string, { platform, wanted, posted, took, least, tooMany }: Result): string {
  const inSeconds = (ms: Millis) => `${(ms / SECOND).toFixed(1)} s`
  const lost = wanted - posted
  const cells = [
    way,
    platform,
    lost === 0 ? posted : `${posted}, ${lost} lost`,
    inSeconds(least),
    inSeconds(took),
    lost === 0 ? (took / least).toFixed(3) : '–',
    tooMany,
  ]
  return `| ${cells.join(' | ')} |\n`
}

function misses({ wanted, posted, took, least, tooMany }: Result): boolean {
  return posted < wanted || took > MOST * least || tooMany > 0
}

/** Takes every way of posting to its end, each in a fresh world. Answers where Crier missed its aim. */
async function compare(time: SkippingTime, latency: Millis): Promise<readonly string[]> {
  process.stdout.write(
    `\nRequests are under way for ${latency} ms:\n\n` +
      '| | platform | posted | least | needed | ratio | 429s |\n|---|---|---|---|---|---|---|\n',
  )
  const missed: string[] = []
  for (const way of waysOver(time, latency)) {
    await using world = await openWorld(time, latency)
    world.onPost(() => (progress = seconds()))
    progress = seconds()
    let start = systemClock.now()
    await way.run(world, () => (start = systemClock.now()))
    for (const result of world.results(start)) {
      if (!way.platforms.includes(result.platform)) continue
      process.stdout.write(row(way.name, result))
      if (way.name === CRIER && misses(result)) missed.push(`${result.platform} at ${latency} ms`)
    }
  }
  return missed
}

using time = skipTime()
process.stdout.write(
  `1,000 posts. Crier's store takes ${(await commitTime()).toFixed(1)} ms to commit here (median).\n`,
)
const missed: string[] = []
for (const latency of values.latency) missed.push(...(await compare(time, Number(latency))))
process.stdout.write(`\nMeasured in ${seconds().toFixed(0)} s.\n`)
if (missed.length > 0) {
  process.stdout.write(`Crier misses its aim (${MOST} times the least, no 429, no post lost): ${missed.join(', ')}\n`)
  process.exitCode = 1
}
