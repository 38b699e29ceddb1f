import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { SECOND } from '#src/base/clock.ts'
import { listen } from '#src/net/listen.ts'
import { openHouse, until, type Crier, type House } from '../fixtures/house.ts'

/** The titles that readers of a channel saw, in the order of the terminal. */
function titles(crier: Crier, channel: string): readonly string[] {
  return crier.said.out
    .split('\n')
    .flatMap((line, at, lines) => (line.includes(` · ${channel} · `) ? [lines[at + 1]!] : []))
}

async function freePort(): Promise<number> {
  await using listening = await listen(() => {})
  return Number(new URL(listening.origin).port)
}

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

test(
  'as shipped: posts on both platforms, a page with the timelines, and a second start goes on where the first ended',
  { timeout: 60 * SECOND },
  async () => {
    await using house = await openHouse()
    const port = await freePort()
    house.config.text = house.config.text.replace(
      'rehearsal: off',
      `rehearsal: newsroom\nconsole: { listen: "127.0.0.1:${port}" }`,
    )
    const seen = new Map(['x-world', 'telegram-first', 'telegram-second'].map((channel) => [channel, [] as string[]]))
    for (const life of [1, 2]) {
      const started = Date.now()
      const crier = house.start()
      await crier.logged('sent', 3)
      if (life === 1) expect(Date.now() - started).toBeLessThan(5 * SECOND)
      await crier.logged('sent', 6)
      expect(crier.said.out).toContain(`http://127.0.0.1:${port}/`)
      const page = await (await fetch(`http://127.0.0.1:${port}/`)).text()
      expect(page).toContain('@news_x')
      const asked = Date.now()
      expect(await crier.end('SIGINT')).toBe(0)
      expect(Date.now() - asked).toBeLessThan(2 * SECOND)
      for (const [channel, all] of seen) all.push(...titles(crier, channel))
    }
    for (const all of seen.values()) {
      expect(all.length).toBeGreaterThanOrEqual(4)
      expect(new Set(all).size).toBe(all.length)
    }
    // Nothing of it reached what a live run would post to.
    expect([...house.x.posts(), ...house.telegram.posts()]).toEqual([])
  },
)

test('turning rehearsal off with ten posts ready sends none of them', { timeout: 60 * SECOND }, async () => {
  await using house = await openHouse()
  const live = house.config.text
  const port = await freePort()
  house.config.text = live.replace('rehearsal: off', `rehearsal: feeds\nconsole: { listen: "127.0.0.1:${port}" }`)
  await house.command('pause')
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

test('ten posts ready for one account are never sent to another', { timeout: 60 * SECOND }, async () => {
  await using house = await openHouse()
  house.feeds.publish('world', { title: 'Old', path: '/old', published: Date.now() })
  await house.command('pause', 'x-world')
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
  await house.command('resume', 'x-world')
  const crier = house.start()
  await crier.logged('account proven', 2)
  await until(house, crier, () => states(house, 'x-world').held === 10)
  expect(await crier.end()).toBe(0)
  expect(house.x.posts()).toEqual([])
  expect((await house.command('held')).out).toMatch(/other-account: made for \d+ at http.*account of now: crier retry/s)
})

function states(house: House, channel: string): Record<string, number> {
  const database = new DatabaseSync(house.store, { readOnly: true, timeout: 2_000 })
  const rows = database
    .prepare('select state, count(*) as count from part where channel = ? group by state')
    .all(channel)
  database.close()
  return Object.fromEntries(rows.map((row) => [row['state'], row['count']]))
}
