/**
 * The simulator: `node src/launch.cjs --file test/sim/run.ts --seeds N [--seed S] [--trace]`. Every seed is a history of
 * the real code in a simulated world; one seed replays one history byte for byte. Exit code 1 where a promise broke.
 */
import { parseArgs } from 'node:util'
import { replaceGlobals } from './globals.ts'
import { replaceModules } from './replace.ts'

// What a history makes dies young: with room for it, collecting it takes a tenth of all the time less.
const ROOM = '--min-semi-space-size=32'
if (!process.execArgv.includes(ROOM)) {
  process.execve!(
    process.execPath,
    [process.execPath, ...process.execArgv, ROOM, ...process.argv.slice(1)],
    process.env,
  )
}

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '500' },
    seed: { type: 'string' },
    from: { type: 'string', default: '1' },
    trace: { type: 'boolean', default: false },
    first: { type: 'boolean', default: false },
  },
})

replaceGlobals()
replaceModules()
// Imported only now: everything behind it finds the simulated world.
const { simulate } = await import('./simulate.ts')
const first = Number(values.seed ?? values.from)
process.exitCode = await simulate({
  first,
  last: values.seed === undefined ? first + Number(values.seeds) - 1 : first,
  trace: values.trace,
  stopAtFirst: values.first,
})
