import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { SECOND } from '#src/base/clock.ts'
import { freePort, openHouse, STAFF_CHAT, until, type Crier, type House } from '../fixtures/house.ts'

/** Ten articles, as many at once as nobody is asked about. */
async function publishTen(house: House, crier: Crier): Promise<void> {
  for (let index = 0; index < 10; index++) {
    house.feeds.publish('world', {
      title: `Report ${index}`,
      path: `/world/${index}`,
      published: Date.now() - 60_000 + index,
    })
    if (index % 5 === 4) await crier.logged('article routed', index + 1)
  }
}

test('turning rehearsal off with ten posts ready sends none of them', { timeout: 60 * SECOND }, async () => {
  await using house = await openHouse()
  const live = house.config.text
  const port = await freePort()
  house.config.text = live.replace('rehearsal: off', `rehearsal: feeds\nconsole: { listen: "127.0.0.1:${port}" }`)
  await house.asked('pause')
  house.feeds.publish('world', { title: 'Old', path: '/old', published: Date.now() })
  const rehearsal = house.start()
  await rehearsal.logged('feed seen for the first time')
  await publishTen(house, rehearsal)
  expect(await rehearsal.end()).toBe(0)

  house.config.text = live
  const crier = house.start()
  await crier.logged('feed seen for the first time')
  house.feeds.publish('world', { title: 'News of the live run', path: '/live', published: Date.now() })
  await until(house, crier, () => house.x.posts().length >= 1 && house.telegram.posts().length >= 2)
  expect(await crier.end()).toBe(0)
  expect([...house.x.posts(), ...house.telegram.posts()].map((post) => post.text.split('\n')[0])).toEqual(
    Array.from({ length: 3 }, () => 'News of the live run'),
  )

  house.config.text = live.replace('data/crier.db', 'data/crier.rehearsal.db')
  expect(await house.command('run')).toMatchObject({ code: 2, err: expect.stringContaining('belongs to a rehearsal') })
})

test.each([STAFF_CHAT, '-1009876543210'])(
  'a rehearsal knows the chat of staff %s',
  { timeout: 60 * SECOND },
  async (chat) => {
    await using house = await openHouse()
    const port = await freePort()
    house.config.text = house.config.text
      .replace('rehearsal: off', `rehearsal: feeds\nconsole: { listen: "127.0.0.1:${port}" }`)
      .replace('platform: telegram,', `platform: telegram, staffChat: "${chat}",`)
    house.feeds.publish('world', { title: 'Old', path: '/old', published: Date.now() })
    const rehearsal = house.start()
    await rehearsal.logged('account proven', 2)
    await rehearsal.logged('feed seen for the first time')
    expect((await house.asked('status')).out).not.toContain('staffChat:')
    expect(await rehearsal.end()).toBe(0)
    expect(rehearsal.said.err).not.toContain('chat of staff')
  },
)

test('ten posts ready for one account are never sent to another', { timeout: 60 * SECOND }, async () => {
  await using house = await openHouse()
  house.feeds.publish('world', { title: 'Old', path: '/old', published: Date.now() })
  await house.asked('pause', 'x-world')
  const before = house.start()
  await before.logged('account proven', 2)
  await before.logged('feed seen for the first time')
  await publishTen(house, before)
  expect(await before.end()).toBe(0)

  const other = house.x.admit('somebody-else', [{}])
  Object.assign(
    house.secrets,
    Object.fromEntries(Object.entries(other).map(([name, value]) => [`NEWS_X_${name}`, value])),
  )
  await house.asked('resume', 'x-world')
  const crier = house.start()
  await crier.logged('account proven', 2)
  await until(house, crier, () => states(house, 'x-world').held === 10)
  expect(await crier.end()).toBe(0)
  expect(house.x.posts()).toEqual([])
  expect((await house.asked('held')).out).toMatch(
    /other-account: made for \d+ of news-x at http.*account of now: crier retry/s,
  )
})

function states(house: House, channel: string): Record<string, number> {
  const database = new DatabaseSync(house.store, { readOnly: true, timeout: 2_000 })
  const rows = database
    .prepare('select state, count(*) as count from part where channel = ? group by state')
    .all(channel)
  database.close()
  return Object.fromEntries(rows.map((row) => [row['state'], row['count']]))
}
