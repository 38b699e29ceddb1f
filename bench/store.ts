/**
 * What the store costs with a million deliveries in it: `npm run bench:store [-- --deliveries N]`. Prints how long each
 * question of a lane takes (median and 99th percentile) and how SQLite answers it. Fails where the claim or a limit is
 * found by reading a whole table, or takes more than a millisecond in the middle.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs } from 'node:util'
import { DAY, HOUR, MINUTE, SECOND, systemClock, type Millis } from '#src/base/clock.ts'
import { platforms } from '#src/platform/registry.ts'
import { partsIn, unknownOf } from '#src/store/deliveries.ts'
import { beginAnew } from '#src/store/channels.ts'
import { nextReady, nextToGo } from '#src/store/next-ready.ts'
import { openStore, type Store } from '#src/store/open.ts'
import { pause, pausesOn, scopesOf } from '#src/store/pauses.ts'
import { roomAt, spentIn, spentSince } from '#src/store/sends.ts'
import { FIRST_POSTS, standing } from '#src/store/trust.ts'
import { LANES, makeMillion, type Lane } from './store/million.ts'
import { isFullScan, listenToStatements, planOf } from './store/plans.ts'
import { timeRounds } from './store/round.ts'

const MOST: Millis = 1
const TIMES = 2_000
// Each channel has about a hundred posts ready.
const ROUND_CHANNELS = 5
const BUDGET = { usdPerDay: 1_000_000, usdPerMonth: 1_000_000 }

/** A question that is asked of the store. */
interface Question {
  readonly name: string
  /** Whether a lane waits for the answer before every post: only these must be quick. */
  readonly ofLane: boolean
  readonly times?: number
  readonly ask: (lane: Lane) => Promise<unknown>
}

function questionsOf(store: Store, now: Millis): readonly Question[] {
  const windows = platforms.flatMap(({ id, limits }) =>
    Object.entries(limits).map(([name, limit]) => ({ name: `${id} ${name}`, limit })),
  )
  const all = windows.map(({ limit }) => limit)
  const lane = { ofLane: true }
  const other = { ofLane: false, times: 200 }
  return [
    { ...lane, name: 'nextToGo, what a claim asks', ask: (any) => nextToGo(store.read, asking(any), 'oldest') },
    { ...lane, name: 'nextReady', ask: ({ channel }) => nextReady(store.read, channel) },
    ...windows.map(({ name, limit }) => ({
      ...lane,
      name: `roomAt, ${name}`,
      ask: ({ account, place }: Lane) => roomAt(store.read, account, place, [limit], now),
    })),
    {
      ...lane,
      name: 'roomAt, all of these',
      ask: ({ account, place }) => roomAt(store.read, account, place, all, now),
    },
    {
      ...lane,
      name: 'roomAt, all, idle for an hour',
      ask: ({ account, place }) => roomAt(store.read, account, place, all, now + HOUR),
    },
    {
      ...lane,
      name: 'pausesOn',
      ask: ({ account, channel, place }) => pausesOn(store.read, scopesOf(account, channel, place), now),
    },
    { ...lane, name: 'spentSince a day, X', ask: (any) => spentSince(store.read, billed(any), now - DAY) },
    { ...lane, name: 'spentSince 30 days, X', ask: (any) => spentSince(store.read, billed(any), now - 30 * DAY) },
    {
      ...lane,
      name: 'spentIn a day and 30, X',
      ask: (any) => spentIn(store.read, billed(any), { day: now - DAY, month: now - 30 * DAY }),
    },
    { ...other, name: 'partsIn sending', ask: () => partsIn(store.read, 'sending') },
    { ...other, name: 'partsIn unknown', ask: () => partsIn(store.read, 'unknown') },
    { ...lane, name: 'unknownOf', ask: ({ account }) => unknownOf(store.read, account) },
    { ...other, name: 'partsIn held (1,000 of them)', ask: () => partsIn(store.read, 'held') },
  ]
}

/** A channel as it is by default: its first posts wait for a person. */
function asking({ channel, account }: Lane): Parameters<typeof nextToGo>[1] {
  return { id: channel, account, approve: 'first' }
}

/** What a lane asks whose channel has moved: nothing that it posted before counts, and its first posts wait again. */
function questionsOfMoved(store: Store): readonly Question[] {
  return [
    {
      ofLane: true,
      name: 'nextToGo of a channel that moved',
      ask: (any) => nextToGo(store.read, asking(any), 'oldest'),
    },
    {
      ofLane: true,
      name: 'standing of a channel that moved',
      ask: (any) => standing(store.read, { id: any.channel, account: any.account }, FIRST_POSTS),
    },
  ]
}

/** Money is asked after only where posts cost any: a lane of an X account in the place of any other. */
function billed({ channel }: Lane): string {
  const lanes = LANES.filter(isBilled)
  return lanes[channel.length % lanes.length]!.account
}

function isBilled({ account }: Lane): boolean {
  return account.startsWith('x-')
}

async function time({ ask, times = TIMES }: Question): Promise<readonly Millis[]> {
  const taken: Millis[] = []
  for (let index = 0; index < times; index++) {
    const lane = LANES[index % LANES.length]!
    const before = systemClock.monotonic()
    await ask(lane)
    taken.push(systemClock.monotonic() - before)
  }
  return taken
}

function row(name: string, times: readonly Millis[]): string {
  return `| ${name} | ${at(times, 0.5).toFixed(3)} ms | ${at(times, 0.99).toFixed(3)} ms |\n`
}

function at(times: readonly Millis[], share: number): Millis {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? Number.NaN
}

const { values } = parseArgs({ options: { deliveries: { type: 'string', default: '1000000' } } })
const folder = mkdtempSync(join(tmpdir(), 'crier-store-'))
const file = join(folder, 'crier.db')
const print = (text: string) => void process.stdout.write(text)
try {
  const started = systemClock.monotonic()
  const now = systemClock.now()
  await makeMillion(file, Number(values.deliveries), now)
  print(`${values.deliveries} deliveries, made in ${((systemClock.monotonic() - started) / SECOND).toFixed(0)} s\n\n`)
  print('| | median | 99th percentile |\n|---|---|---|\n')

  using statements = listenToStatements()
  await using store = await openStore({ file, use: 'rehearsal' })
  await store.write(async (writer) => {
    for (const { account, place, channel } of LANES) {
      const scope = scopesOf(account, channel, place).at(-1)!
      await pause(writer, { scope, askedBy: 'platform', until: now + MINUTE, why: 'the bench asks', at: now })
    }
  })
  statements.take()
  const slow: string[] = []
  const plans: { readonly name: string; readonly sql: string; readonly ofLane: boolean }[] = []
  const askAll = async (questions: readonly Question[]): Promise<void> => {
    for (const question of questions) {
      const times = await time(question)
      print(row(question.name, times))
      plans.push(...statements.take().map((sql) => ({ name: question.name, sql, ofLane: question.ofLane })))
      if (question.ofLane && at(times, 0.5) > MOST) slow.push(`${question.name} is slow`)
    }
  }
  const beginAnewAt = (time: Millis): Promise<void> =>
    store.write(async (writer) => {
      for (const { channel } of LANES) await beginAnew(writer, channel, time)
      statements.take()
    })
  await askAll(questionsOf(store, now))
  await beginAnewAt(now + 1)
  await askAll(questionsOfMoved(store))
  await beginAnewAt(0)
  await store.write((writer) => writer.deleteFrom('pause').execute())
  statements.take()
  const billedLanes = LANES.filter(isBilled)
  print(row('a round: settle, claim, two commits', await timeRounds(store, LANES.slice(0, ROUND_CHANNELS), null)))
  print(row('a round of X, within a budget', await timeRounds(store, billedLanes, BUDGET)))
  plans.push(...statements.take().map((sql) => ({ name: 'a round', sql, ofLane: true })))

  const database = new DatabaseSync(file, { readOnly: true })
  for (const { name, sql, ofLane } of plans) {
    if (!/^(?:select|update|delete|with)\b/i.test(sql)) continue
    const plan = planOf(database, sql)
    print(`\n${name}: ${sql}\n${plan.map((step) => `    ${step}\n`).join('')}`)
    if (ofLane && plan.some(isFullScan)) slow.push(`${name} reads a whole table`)
  }
  database.close()
  if (slow.length > 0) {
    print(`\nMissed: ${[...new Set(slow)].join(', ')}\n`)
    process.exitCode = 1
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
