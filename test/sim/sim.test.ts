import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { addCoverage, thinlyCovered } from './coverage.ts'

const RUN = resolve(import.meta.dirname, 'run.ts')
// `npm run sim -- --seeds N` runs any number.
const SEEDS = 500

interface Ran {
  readonly said: string
  /** The last line; everything where it went wrong. */
  readonly end: string
}

/** Runs the first `seeds` histories. One process for all: it becomes faster with every one of the first hundreds. */
function simulate(seeds: number): Promise<Ran> {
  const words = [RUN, '--seeds', String(seeds)]
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
    const { said, end } = await simulate(SEEDS)
    expect(end).toMatch(/every promise kept$/)
    const tally = new Map<string, number>()
    addCoverage(said, tally)
    expect(thinlyCovered(tally, SEEDS)).toEqual([])
  },
)
