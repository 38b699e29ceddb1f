import { copyFileSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { MINUTE, SECOND } from '#src/base/clock.ts'
import { freePort, openHouse, until, type Crier, type House } from '#test/fixtures/house.ts'

function publish(house: House, from: number, count: number): void {
  const articles = Array.from({ length: count }, (_, index) => {
    const number = from + index
    return { title: `Report ${number}`, path: `/report-${number}`, published: Date.now() - MINUTE + number }
  })
  house.feeds.publish('world', ...articles)
}

/** How many parts of the live store are in each state, by channel. */
function states(house: House): Readonly<Record<string, string>> {
  const database = new DatabaseSync(house.store, { readOnly: true })
  try {
    const rows = database.prepare('select channel, state, count(*) as parts from part group by channel, state').all()
    return Object.fromEntries(
      rows.map(({ channel, state, parts }) => [String(channel), `${String(parts)} ${String(state)}`]),
    )
  } finally {
    database.close()
  }
}

/** Runs Crier as it is configured until it has routed what is published from `from` on, and ends it. */
async function runOver(house: House, routed: number, publishing: () => void): Promise<void> {
  const crier = house.start()
  await crier.logged('Crier runs')
  publishing()
  await crier.logged('article routed', routed)
  expect(await crier.end()).toBe(0)
}

const posted = (house: House): number => house.x.posts().length + house.telegram.posts().length

async function firstSight(house: House): Promise<Crier> {
  publish(house, 0, 2)
  const crier = house.start()
  await crier.logged('feed seen for the first time')
  return crier
}

test(
  'the first posts of a fresh live account wait; a rehearsal between, a renamed channel or an older store sends none of them',
  { timeout: 120 * SECOND },
  async () => {
    await using house = await openHouse()
    const live = house.config.text
      .replaceAll('approve: never', 'approve: first')
      .concat(`console: { listen: "127.0.0.1:${await freePort()}" }\n`)
    house.config.text = live
    const first = await firstSight(house)
    publish(house, 2, 4)
    await first.logged('article routed', 4)
    expect(await first.end()).toBe(0)
    const waiting = { 'x-world': '4 held', 'telegram-first': '4 held', 'telegram-second': '4 held' }
    expect(states(house)).toEqual(waiting)
    const older = `${house.store}.older`
    copyFileSync(house.store, older)

    // A rehearsal has a store of its own; the live one is not touched, nor are the platforms.
    house.config.text = live.replace('rehearsal: off', 'rehearsal: feeds')
    const rehearsed = house.start()
    await rehearsed.logged('feed seen for the first time')
    expect(await rehearsed.end()).toBe(0)
    expect(states(house)).toEqual(waiting)
    house.config.text = live
    await runOver(house, 1, () => publish(house, 6, 1))
    expect(states(house)).toEqual({ 'x-world': '5 held', 'telegram-first': '5 held', 'telegram-second': '5 held' })

    // Under its new name the channel has posted nothing yet; what waits under the old one stays there.
    house.config.text = live.replace('id: x-world', 'id: x-globe')
    await runOver(house, 1, () => publish(house, 7, 1))
    expect(states(house)).toEqual({
      'x-world': '5 held',
      'x-globe': '1 held',
      'telegram-first': '6 held',
      'telegram-second': '6 held',
    })
    house.config.text = live
    expect(posted(house)).toBe(0)

    // What a person lets go is all that goes, also where an older store comes back, which does not know of that.
    const crier = house.start()
    await crier.logged('Crier runs')
    const held = JSON.parse((await house.asked('held', '--json')).out) as { delivery: string; channel: string }[]
    const { delivery } = held.find(({ channel }) => channel === 'telegram-first')!
    expect(await house.asked('approve', delivery)).toMatchObject({ code: 0 })
    await until(house, crier, () => posted(house) === 1)
    expect(await crier.end()).toBe(0)
    for (const file of [`${house.store}-wal`, `${house.store}-shm`]) rmSync(file, { force: true })
    copyFileSync(older, house.store)
    await runOver(house, 2 + 1, () => publish(house, 8, 1))
    expect(posted(house)).toBe(1)
    expect(states(house)).toEqual(Object.fromEntries(Object.keys(waiting).map((channel) => [channel, '7 held'])))
  },
)
