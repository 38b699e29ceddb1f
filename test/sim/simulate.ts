/** Runs seed after seed, and tells what was found and what was covered. */
import { openStore } from '#src/store/open.ts'
import { openSqlite } from '#src/store/sqlite.ts'
import { loadConfigs } from './config.ts'
import { realNow, rest } from './globals.ts'
import { prepareStore, runHistory, type Told } from './history.ts'
import { tellCoverage, thinlyCovered } from './coverage.ts'

export interface Asked {
  readonly first: number
  readonly last: number
  readonly trace: boolean
  readonly stopAtFirst: boolean
}

const REPLAYED = 10
const SHOWN = 20

const print = (text: string): void => void process.stdout.write(`${text}\n`)

/** Answers the exit code. */
export async function simulate({ first, last, trace, stopAtFirst }: Asked): Promise<number> {
  // Nobody reads the stacks of the errors that end a sleep.
  if (!trace) Error.stackTraceLimit = 0
  // Freezing takes time and changes nothing that the types do not forbid already.
  Object.freeze = <T>(value: T): T => value
  const configOf = loadConfigs()
  const database = openSqlite(':memory:', { busyTimeout: 0 })
  const wipe = await prepareStore(database, () => openStore({ file: ':memory:', use: 'live' }))
  const run = async (seed: number): Promise<Told> => {
    wipe()
    return runHistory(seed, database, configOf, trace)
  }
  const stray: string[] = []
  process.on('unhandledRejection', (error) => stray.push(String(error)))
  const tally = new Map<string, number>()
  const failed: number[] = []
  const started = realNow()
  for (let seed = first; seed <= last; seed++) {
    stray.length = 0
    const told = await run(seed)
    const broken = [...told.broken, ...stray.map((error) => `nobody handles ${error}`)]
    for (const line of told.lines) print(line)
    if (seed % REPLAYED === 0) {
      const again = await run(seed)
      if (again.hash !== told.hash) broken.push(`the seed does not replay: ${told.hash}, then ${again.hash}`)
    }
    for (const [what, times] of told.tally) tally.set(what, (tally.get(what) ?? 0) + times)
    await rest()
    if (broken.length === 0) continue
    failed.push(seed)
    if (failed.length <= SHOWN) print([`seed ${seed} breaks a promise:`, ...broken].join('\n  '))
    if (stopAtFirst) break
  }
  const seconds = (realNow() - started) / 1_000
  const seeds = last - first + 1
  print(tellCoverage(tally))
  const thin = thinlyCovered(tally, seeds)
  if (thin.length > 0) print(['too little is covered:', ...thin].join('\n  '))
  print(
    `${seeds} seeds in ${seconds.toFixed(1)} s (${Math.round((seeds / seconds) * 60)} a minute): ` +
      (failed.length === 0
        ? 'every promise kept'
        : `${failed.length} broke a promise: ${failed.slice(0, 50).join(' ')}`),
  )
  return failed.length === 0 && thin.length === 0 ? 0 : 1
}
