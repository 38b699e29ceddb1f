import { expect, test } from 'vitest'
import { SECOND } from '#src/base/clock.ts'
import { openHouse, until, type Crier, type House } from '../fixtures/house.ts'
import { deployAgainAndAgain } from './deploys.ts'
import { ended, patiently } from './ending.ts'
import { ask, balance, countParts, dump, openParts, postingRequests } from './ledger.ts'
import { openReports, type Reports } from './reports.ts'
import { STRUCK, strikeAt } from './steps.ts'
import { openStreet } from './street.ts'

const ROUNDS = 2
const TIME = 120 * SECOND
const FAST = 'test/fixtures/fast-crier.ts'
const CHANNELS = 3

/** Lets a first process take the first sight of the feed. */
async function firstSight(house: House): Promise<Reports> {
  const reports = openReports(house)
  const first = house.start()
  await patiently(first, 'the first sight', first.logged('feed seen for the first time'))
  await first.end()
  return reports
}

/** Lets a process on a faster clock settle what a frozen one left, and ends it. */
async function settleRest(house: House, { paths }: Reports): Promise<void> {
  const last = house.start(FAST)
  await patiently(last, 'its start', last.logged('Crier runs'))
  const rest = () => countParts(house, `state in ('ready', 'sending', 'unknown')`)
  const done = () => rest() === 0 && countParts(house, '1 = 1') === paths.length * CHANNELS
  await patiently(last, 'settling', until(house, last, done))
  expect(await last.end()).toBe(0)
}

async function expectOvertaken(frozen: Crier): Promise<void> {
  frozen.child.kill('SIGCONT')
  expect(await ended(frozen)).toEqual({ code: 1, signal: null })
  expect(frozen.said.err).toContain('another process has taken over this store')
}

test.concurrent(
  'a sender that was frozen before its call, and overtaken, makes no call when it thaws, and ends with code 1',
  { timeout: TIME },
  async () => {
    await using house = await openHouse()
    const reports = await firstSight(house)
    reports.publish(1)
    // Frozen right after `sending` is on the disk, for longer than its lease: the next one waits that out.
    const point = { step: 'sending', when: 'after', nth: 1, signal: 'SIGSTOP' } as const
    const frozen = house.start(STRUCK, strikeAt(point))
    await patiently(frozen, 'the frost', frozen.logged('struck'))
    const [open] = openParts(house)
    const next = house.start()
    await patiently(next, 'the takeover', next.logged('Crier runs'))
    await patiently(
      next,
      'the other channels',
      until(house, next, () => countParts(house, `state = 'sent'`) === 2),
    )
    const before = postingRequests(house)
    await expectOvertaken(frozen)
    expect(postingRequests(house)).toBe(before)
    const part = ask(house.store, `select state from part where id = '${open!.id}'`)
    expect(part).toMatchObject([{ state: open!.account === 'news-x' ? 'unknown' : 'held' }])
    expect(await next.end()).toBe(0)
    await settleRest(house, reports)
    expect(balance(house, reports.paths)).toMatchObject({ lost: [], twice: [] })
  },
)

test.concurrent(
  'a sender that was frozen with a call on the wire, and overtaken, changes nothing by the answer that it finds when it thaws',
  { timeout: TIME },
  async () => {
    await using street = await openStreet()
    const { house, doors } = street
    const reports = await firstSight(house)
    const told = { step: 'told', when: 'after', nth: 1, signal: 'SIGSTOP' } as const
    const frozen = house.start(STRUCK, strikeAt(told))
    await patiently(frozen, 'proven accounts', frozen.logged('account proven', 2))
    for (const door of doors) door.shut()
    reports.publish(1)
    const posted = () => house.x.posts().length + house.telegram.posts().length === CHANNELS
    await patiently(frozen, 'calls on the wire', until(house, frozen, posted))
    frozen.child.kill('SIGUSR2')
    await patiently(frozen, 'the frost', frozen.logged('struck'))
    // The answers now wait in the sockets of the frozen process.
    for (const door of doors) door.open()
    const open = openParts(house)
    expect(open).toHaveLength(CHANNELS)
    const next = house.start()
    await patiently(next, 'the takeover', next.logged('Crier runs'))
    expect(await next.end()).toBe(0)
    const before = dump(house.store)
    await expectOvertaken(frozen)
    expect(dump(house.store)).toBe(before)

    await settleRest(house, reports)
    const { lost, twice, held } = balance(house, reports.paths)
    expect([lost, twice]).toEqual([[], []])
    const heldOpen = open.filter(({ account }) => account !== 'news-x').map(({ id }) => id)
    expect(held.toSorted()).toEqual(heldOpen.toSorted())
    expect(countParts(house, `reason = 'unknown: found, it stands'`)).toBe(1)
  },
)

test.concurrent(
  'a sender that was frozen in the middle of a write keeps every other out, and goes on when it thaws',
  { timeout: TIME },
  async () => {
    await using house = await openHouse()
    const reports = await firstSight(house)
    reports.publish(1)
    const frozen = house.start(STRUCK, strikeAt({ step: 'sending', when: 'before', nth: 1, signal: 'SIGSTOP' }))
    await patiently(frozen, 'the frost', frozen.logged('struck'))
    // Two tries take longer than a lease.
    for (let tries = 0; tries < 2; tries++) {
      const next = house.start()
      expect(await ended(next)).toEqual({ code: 2, signal: null })
      expect(next.said.err).toContain(
        `(database is locked); the last that worked on it is process ${frozen.child.pid} on`,
      )
    }
    frozen.child.kill('SIGCONT')
    const done = () => countParts(house, `state = 'sent'`) === CHANNELS
    await patiently(frozen, 'the posts', until(house, frozen, done))
    expect(await frozen.end()).toBe(0)
    expect(balance(house, reports.paths)).toMatchObject({ lost: [], twice: [], held: [], posted: CHANNELS })
  },
)

test.concurrent(
  `${ROUNDS} deploys whose starts overlap leave one at work each time, and post nothing twice`,
  { timeout: TIME },
  async () => {
    const deploys = await deployAgainAndAgain(ROUNDS, () => {})
    expect(deploys).toMatchObject({ wrong: [], damage: [], lost: [], twice: [], held: [] })
    expect(deploys.refused).toBeGreaterThan(0)
  },
)
