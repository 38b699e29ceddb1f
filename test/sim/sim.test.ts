import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { addCoverage, thinlyCovered } from './coverage.ts'

const RUN = resolve(import.meta.dirname, 'run.ts')
// `npm run sim -- --seeds N` runs any number.
const SEEDS = 500
const AT_ONCE = 2

interface Ran {
  readonly said: string
  /** The last line; everything where it went wrong. */
  readonly end: string
}

/** Runs `seeds` histories from the seed `from`. */
function simulate(from: number, seeds: number): Promise<Ran> {
  const words = [RUN, '--from', String(from), '--seeds', String(seeds)]
  return new Promise((done) => {
    execFile(process.execPath, words, { encoding: 'utf8', maxBuffer: 2 ** 28 }, (error, said, err) => {
      done({ said, end: error ? `${said}${err}${error.message}` : (said.trimEnd().split('\n').at(-1) ?? '') })
    })
  })
}

test(
  'in 500 simulated histories every promise is kept, each replays byte for byte, and every answer and arrow is met',
  { timeout: 600_000 },
  async () => {
    const share = SEEDS / AT_ONCE
    const runs = await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => simulate(1 + at * share, share)))
    const tally = new Map<string, number>()
    for (const { said, end } of runs) {
      expect(end).toMatch(/every promise kept$/)
      addCoverage(said, tally)
    }
    expect(thinlyCovered(tally, SEEDS)).toEqual([])
  },
)
