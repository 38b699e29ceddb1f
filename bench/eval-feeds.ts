/**
 * Scores what Crier reads of a folder of feeds: `npm run eval:feeds -- FOLDER [--half first|second] [--each]`. The
 * folder holds `cases.json`: feeds with what a person says that they hold. Prints the rate of right values for each
 * field and each tier, beside plain feedsmith and rss-parser on the same files. `--half` takes
 * every other case, so that rules can be made on one half and tried on the other; `--each` prints every miss of Crier's.
 */
import { parseArgs } from 'node:util'
import { readFeedCases, type FeedCase } from './eval/feed-cases.ts'
import { crier, plainFeedsmith, plainRssParser, type FeedReader } from './eval/feed-readers.ts'
import { checksOf, type Check } from './eval/feed-scores.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { each: { type: 'boolean' }, half: { type: 'string' } },
})
const [folder] = positionals
if (folder === undefined) throw new Error('Say where the cases are: npm run eval:feeds -- FOLDER')

interface Scored {
  readonly each: FeedCase
  readonly checks: readonly Check[]
}

async function scored(reader: FeedReader, cases: readonly FeedCase[]): Promise<readonly Scored[]> {
  return Promise.all(
    cases.map(async (each) => ({ each, checks: checksOf(each, await reader.read(each).catch(() => null)) })),
  )
}

/** How many of a kind there are, and how many are right. */
type Rates = Map<string, { right: number; of: number }>

function note(rates: Rates, what: string, right: boolean): void {
  const rate = rates.get(what) ?? { right: 0, of: 0 }
  rates.set(what, { right: rate.right + Number(right), of: rate.of + 1 })
}

const PLAIN = 'title is plain text'

function ratesOf(results: readonly Scored[]): Rates {
  const rates: Rates = new Map()
  for (const { each, checks } of results) {
    const values = checks.filter(({ field }) => field !== PLAIN)
    const whole = values.every(({ right }) => right)
    note(rates, 'whole cases', whole)
    if (each.tier === 'real') note(rates, 'whole real feeds', whole)
    for (const { right } of values) note(rates, 'values', right)
    for (const { right } of values) note(rates, `tier ${each.tier}`, right)
    for (const { field, right } of checks) note(rates, field, right)
  }
  return rates
}

const wanted = values.half === 'first' ? 0 : values.half === 'second' ? 1 : null
const cases = readFeedCases(folder).filter((_, index) => wanted === null || index % 2 === wanted)
const readers = [crier, plainFeedsmith, plainRssParser]
const results = await Promise.all(readers.map(async (reader) => scored(reader, cases)))

if (values.each) {
  for (const { each, checks } of results[0]!) {
    for (const { field, right, expected, found } of checks) {
      if (!right) console.log(`${each.id}  ${field}\n   expected ${expected}\n   found    ${found}`)
    }
  }
}

const rates = results.map(ratesOf)
const rows = [...rates[0]!.keys()].toSorted((a, b) => orderOf(a) - orderOf(b))
console.log(`${cases.length} cases`)
console.log(`${''.padEnd(24)}${readers.map(({ name }) => name.padStart(22)).join('')}`)
for (const row of rows) {
  const columns = rates.map((each) => {
    const { right, of } = each.get(row) ?? { right: 0, of: 0 }
    return `${((100 * right) / of).toFixed(1)} % (${right}/${of})`.padStart(22)
  })
  console.log(`${row.padEnd(24)}${columns.join('')}`)
}

function orderOf(row: string): number {
  if (row.startsWith('whole')) return 0
  if (row === 'values') return 1
  return row.startsWith('tier') ? 2 : 3
}
