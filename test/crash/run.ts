// Kills, stops and replaces real Crier processes as often as is asked, and says what came of it.
//   node test/crash/run.ts [--kills 200] [--stops 30] [--deploys 20] [--seed 1]
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { SECOND } from '#src/base/clock.ts'
import { deployAgainAndAgain } from './deploys.ts'
import { killAgainAndAgain, type Kills } from './kills.ts'
import { median } from './median.ts'
import { stopAgainAndAgain } from './stops.ts'

/** One house lives through about this many: its feed and its ledgers stay as large as a busy day's. */
const KILLS_A_HOUSE = 50
const LONGEST_START = 2 * SECOND
const LONGEST_STOP = 10 * SECOND

const number = (fallback: string) => ({ type: 'string', default: fallback }) as const
const { values } = parseArgs({
  options: { kills: number('200'), stops: number('30'), deploys: number('20'), seed: number('1') },
})
const seed = Number(values.seed)

const tell = (line: string): void => void process.stderr.write(`${line}\n`)
const print = (line: string): void => void process.stdout.write(`${line}\n`)
const whole = (ms: number): string => `${Math.round(ms)} ms`

/** What went wrong, for the end of the run. */
const wrong: string[] = []
function expectNone(what: string, found: readonly unknown[]): void {
  if (found.length > 0) wrong.push(`${what}: ${found.join('; ')}`)
}

async function kill(kills: number): Promise<void> {
  const houses = Math.max(1, Math.round(kills / KILLS_A_HOUSE))
  const histories: Kills[] = []
  for (let house = 0; house < houses; house++) {
    const own = Math.floor((kills * (house + 1)) / houses) - Math.floor((kills * house) / houses)
    tell(`house ${house + 1} of ${houses}, seed ${seed + house}`)
    histories.push(await killAgainAndAgain(own, seed + house, tell))
  }
  const all = <T>(of: (history: Kills) => Iterable<T>): readonly T[] => histories.flatMap((history) => [...of(history)])
  const lost = all((history) => history.lost)
  const twice = all((history) => history.twice)
  const held = all((history) => history.held)
  const open = all((history) => history.openAtKill)
  const damage = all((history) => history.damage)
  const starts = all((history) => history.starts)
  expectNone('lost', lost)
  expectNone('twice', twice)
  expectNone(
    'held, and was not open at a kill',
    held.filter((id) => !open.includes(id)),
  )
  expectNone(
    'open at a kill, and not held',
    open.filter((id) => !held.includes(id)),
  )
  // At one kill as many calls are open as there are channels at work, and most kills find none: one on average at most.
  expectNone('more held than kills', held.slice(kills))
  expectNone(
    'two calls of one channel open at one kill',
    all((history) => history.crowded),
  )
  expectNone('damage', damage)
  expectNone(
    `a median start over ${LONGEST_START} ms`,
    [median(starts)].filter((ms) => ms >= LONGEST_START),
  )
  for (const [point, counts] of Map.groupBy(
    all((history) => history.at),
    ([point]) => point,
  )) {
    print(`  ${counts.reduce((sum, [, count]) => sum + count, 0)} × ${point}`)
  }
  const posted = histories.reduce((sum, history) => sum + history.posted, 0)
  const mostOpen = Math.max(...histories.map((history) => history.mostOpen))
  print(
    `${kills} kills, ${posted} posts: ${lost.length} lost, ${twice.length} twice, ${held.length} held (${(held.length / kills).toFixed(2)} a ` +
      `kill) of ${open.length} that were open where nothing can look; at most ${mostOpen} calls open at one kill; ${damage.length} damaged files`,
  )
  print(
    `at work again after ${whole(median(starts))} (median of ${starts.length} starts; longest ` +
      `${whole(Math.max(...starts))}; ${availableParallelism()} cores, load ${loadavg()[0]!.toFixed(1)})`,
  )
}

async function stop(stops: number): Promise<void> {
  const { codes, times, inFlight, unknown, lost, twice, held, damage } = await stopAgainAndAgain(stops, seed, tell)
  expectNone(
    'a stop with another exit code',
    codes.filter((code) => code !== 0),
  )
  expectNone(
    `a stop over ${LONGEST_STOP} ms`,
    times.filter((ms) => ms >= LONGEST_STOP),
  )
  expectNone('of unknown fate after a stop', unknown)
  expectNone('lost or twice after stops', [...lost, ...twice])
  expectNone('held after stops', held)
  expectNone('damage after stops', damage)
  print(
    `${stops} SIGTERMs, ${inFlight} of them with a call on the wire: ${unknown.length} calls of unknown fate, ` +
      `${lost.length} lost, ${twice.length} twice; ended after ${whole(median(times))} (median; longest ` +
      `${whole(Math.max(...times))})`,
  )
}

async function deploy(deploys: number): Promise<void> {
  const { wrong: odd, refused, lost, twice, held, damage } = await deployAgainAndAgain(deploys, tell)
  expectNone('deploys', odd)
  expectNone('lost or twice after deploys', [...lost, ...twice])
  expectNone('held after deploys', held)
  expectNone('damage after deploys', damage)
  print(`${deploys} overlapping deploys: ${refused} starts refused, ${lost.length} lost, ${twice.length} twice`)
}

const rounds = [
  [kill, Number(values.kills)],
  [stop, Number(values.stops)],
  [deploy, Number(values.deploys)],
] as const
for (const [history, times] of rounds) if (times > 0) await history(times)
for (const one of wrong) print(`WRONG ${one}`)
process.exitCode = wrong.length > 0 ? 1 : 0
