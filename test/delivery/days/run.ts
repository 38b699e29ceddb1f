/** `npm run days -- [--days 14] [--seed 1]`: a fortnight of a newsroom from 20 October 2026, and what was wrong in it. */
import { parseArgs } from 'node:util'
import { openStore } from '#src/store/open.ts'
import { liveThrough } from './house.ts'

const { values } = parseArgs({
  options: { days: { type: 'string', default: '14' }, seed: { type: 'string', default: '1' } },
})
await using store = await openStore({ file: ':memory:', use: 'rehearsal' })
const days = Number(values.days)
const start = Date.UTC(2026, 9, 20)
const verdict = await liveThrough(store, { start, days, seed: Number(values.seed), usdPerMonth: 100 })
console.log(verdict)
process.exitCode = verdict.wrong.length === 0 ? 0 : 1
