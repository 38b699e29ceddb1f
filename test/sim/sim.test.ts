import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

const RUN = resolve(import.meta.dirname, 'run.ts')
// `npm run sim -- --seeds N` runs any number.
const SEEDS = 500
const AT_ONCE = 2

/** Runs `seeds` histories from the seed `from`. Answers what it says at the end, or everything where one went wrong. */
function simulate(from: number, seeds: number): Promise<string> {
  const words = [RUN, '--from', String(from), '--seeds', String(seeds)]
  return new Promise((done) => {
    execFile(process.execPath, words, { encoding: 'utf8', maxBuffer: 2 ** 28 }, (error, out, err) => {
      done(error === null ? (out.trimEnd().split('\n').at(-1) ?? '') : `${out}${err}${error.message}`)
    })
  })
}

test(
  'in 500 simulated histories every promise is kept, and each replays byte for byte',
  { timeout: 600_000 },
  async () => {
    const share = SEEDS / AT_ONCE
    const said = await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => simulate(1 + at * share, share)))
    for (const end of said) expect(end).toMatch(/every promise kept$/)
  },
)
