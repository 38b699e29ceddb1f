import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { MINUTE } from '#src/base/clock.ts'
import { openHouse } from '#test/fixtures/house.ts'

test('what waits is composed and judged anew when the config was changed while Crier did not run; what was let go is not', async () => {
  await using house = await openHouse()
  const publish = (title: string, path: string) =>
    house.feeds.publish('world', { title, path, published: Date.now() - MINUTE })
  const before = house.config.text
  house.config.text = before.replaceAll('approve: never', 'approve: always')
  publish('Old', '/old')
  const first = house.start()
  await first.logged('feed seen for the first time')
  publish('Secret deal in the harbour', '/deal')
  await first.logged('article routed')
  expect((await house.asked('pause')).code).toBe(0)
  const rows = () => {
    using database = new DatabaseSync(house.store, { readOnly: true })
    return database.prepare('select channel, delivery, state, reason, text from part order by channel').all()
  }
  const own = rows().find(({ channel }) => channel === 'telegram-first')
  expect((await house.asked('approve', String(own?.delivery))).code).toBe(0)
  await first.end('SIGKILL')
  house.config.text = before.replaceAll(
    'approve: never',
    'approve: never, template: "NEW {{ title }} {{ link }}", holdWords: [secret]',
  )
  const second = house.start()
  await second.logged('article routed')
  const said = rows().map(({ channel, state, reason, text }) => [channel, state, reason, String(text).slice(0, 10)])
  const held = ['held', 'hold-words: "secret" stands in the article', 'NEW Secret']
  expect(said).toEqual([
    ['telegram-first', 'ready', 'approve: approved', 'Secret dea'],
    ['telegram-second', ...held],
    ['x-world', ...held],
  ])
  expect(await second.end()).toBe(0)
})

test('what is ready for one account is sent to no other, though the config names another server and other words by now', async () => {
  await using house = await openHouse()
  await using elsewhere = await openHouse()
  house.feeds.publish('world', { title: 'Old', path: '/old', published: Date.now() - MINUTE })
  const first = house.start()
  await first.logged('feed seen for the first time')
  expect((await house.asked('pause')).code).toBe(0)
  house.feeds.publish('world', { title: 'Harbour opens', path: '/opens', published: Date.now() - MINUTE })
  await first.logged('article routed')
  expect(await first.end()).toBe(0)
  house.config.text = house.config.text
    .replaceAll(house.x.apiRoot, elsewhere.x.apiRoot)
    .replaceAll(house.telegram.apiRoot, elsewhere.telegram.apiRoot)
    .replaceAll('approve: never', 'approve: never, template: "NEW {{ title }} {{ link }}"')
  const second = house.start(undefined, elsewhere.secrets)
  await second.logged('account proven', 2)
  expect((await house.asked('resume')).code).toBe(0)
  await second.logged('a post is held: see `crier held`', 3)
  expect(await second.end()).toBe(0)
  for (const { x, telegram } of [house, elsewhere]) expect([...x.posts(), ...telegram.posts()]).toEqual([])
  using database = new DatabaseSync(house.store, { readOnly: true })
  const rows = database.prepare('select state, reason from part').all()
  expect(rows.map(({ state, reason }) => `${String(state)} ${String(reason).split(':')[0]!}`)).toEqual(
    Array(3).fill('held other-account'),
  )
})
