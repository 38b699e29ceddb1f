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
