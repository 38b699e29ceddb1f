import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { SECOND } from '#src/base/clock.ts'
import { openHouse, until, type Crier, type House } from '../fixtures/house.ts'
import { FAILING_DISK } from './disk-faults.ts'
import { patiently } from './ending.ts'
import { ask, balance, countParts, damageOf, postingRequests } from './ledger.ts'
import { openReports, type Reports } from './reports.ts'

const TIME = 120 * SECOND
const ARTICLES = 12
const CHANNELS = 3

/** A house with its first sight behind it, news in the feed, and a watch over every post that a platform takes. */
async function houseWithNews(): Promise<{
  readonly house: House
  readonly reports: Reports
  /** Posts that came while fewer calls stood in the store than had reached the platforms. */
  readonly unstored: readonly string[]
}> {
  const house = await openHouse()
  const reports = openReports(house)
  const first = house.start()
  await patiently(first, 'the first sight', first.logged('feed seen for the first time'))
  await first.end()
  reports.publish(ARTICLES)
  const unstored: string[] = []
  for (const standIn of [house.x, house.telegram]) {
    standIn.onPost((post) => {
      if (loggedCalls(house) < postingRequests(house)) unstored.push(post.text)
    })
  }
  return { house, reports, unstored }
}

const loggedCalls = (house: House): number =>
  ask<{ count: number }>(house.store, 'select count(*) as count from send_log')[0]!.count

/** Everything is posted, once, and nothing waits for a person. */
async function expectAllPosted(house: House, reports: Reports, crier: Crier): Promise<void> {
  const done = () => countParts(house, `state = 'sent'`) === ARTICLES * CHANNELS
  await patiently(crier, 'the posts', until(house, crier, done))
  expect(await crier.end()).toBe(0)
  expect(balance(house, reports.paths)).toMatchObject({ lost: [], twice: [], held: [], posted: ARTICLES * CHANNELS })
  expect(ask(house.store, `select id from send_log where outcome = 'unknown'`)).toEqual([])
  expect(damageOf(house.store)).toEqual([])
}

test.concurrent.each([
  ['full', 'database or disk is full'],
  ['read-only', 'attempt to write a readonly database'],
])(
  'on a disk that is %s nothing is sent that is not stored before, the log names the cause, and all goes on by itself',
  { timeout: TIME },
  async (fault, cause) => {
    const { house, reports, unstored } = await houseWithNews()
    await using _ = house
    const crier = house.start(FAILING_DISK, { DISK_FAULT: fault })
    await patiently(
      crier,
      'the alarm',
      until(house, crier, () => crier.said.err.includes(cause)),
    )
    await patiently(crier, 'failing turns', crier.logged('a turn of this stage failed', 2))
    const stored = loggedCalls(house)
    expect(postingRequests(house)).toBeLessThanOrEqual(stored)
    crier.child.kill('SIGUSR2')
    await expectAllPosted(house, reports, crier)
    expect(unstored).toEqual([])
  },
)

test.concurrent(
  'while another process keeps the store locked nothing is sent that is not stored before, the log names the cause, and all goes on by itself',
  { timeout: TIME },
  async () => {
    const { house, reports, unstored } = await houseWithNews()
    await using _ = house
    const crier = house.start()
    const other = new DatabaseSync(house.store, { timeout: 5_000 })
    const { promise: locked, resolve } = Promise.withResolvers<void>()
    const stop = house.x.onPost(() => {
      stop()
      other.exec('begin exclusive')
      resolve()
    })
    await patiently(crier, 'a call on the wire', locked)
    // Every write waits a second for the lock: together longer than a lease.
    await patiently(crier, 'a failing turn', crier.logged('a turn of this stage failed'))
    await patiently(crier, 'an answer to keep', crier.logged('the store takes no writes'))
    expect(crier.said.err).toContain('database is locked')
    expect(postingRequests(house)).toBeLessThanOrEqual(loggedCalls(house))
    other.exec('rollback')
    other.close()
    await expectAllPosted(house, reports, crier)
    expect(unstored).toEqual([])
  },
)
