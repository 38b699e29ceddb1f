import { expect, onTestFinished, test } from 'vitest'
import { startForgetting } from '#src/article/forget.ts'
import { DAY, HOUR } from '#src/base/clock.ts'
import { rememberLines, rememberPage } from '#src/store/pages.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { keptLog } from '#test/fixtures/lanes.ts'
import { NOON, ownStore } from '#test/fixtures/stored.ts'

test('a site that is read for months takes no more room than one that is read for a few weeks', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const { log } = keptLog()
  const loop = startForgetting({ store, clock, log, keep: 30 * DAY })
  onTestFinished(() => loop[Symbol.asyncDispose]())
  const held = async () => {
    const [pages, lines] = await Promise.all([
      store.read.selectFrom('page').select('article').execute(),
      store.read.selectFrom('site_line').select('article').distinct().execute(),
    ])
    return { pages: pages.length, articles: lines.length }
  }
  const rows = { etag: null, lastModified: null, read: '{}' }
  for (let day = 0; day < 90; day++) {
    await store.write(async (writer) => {
      for (let number = 0; number < 10; number++) {
        const article = `${day}-${number}`
        const url = `https://news.example.com/${article}`
        await rememberPage(writer, { ...rows, article, url, at: clock.now() })
        await rememberLines(writer, { site: 'news.example.com', article, at: clock.now() }, ['slogan', article])
      }
    })
    await clock.advance(DAY, 1)
  }
  expect(clock.now()).toBe(NOON + 90 * DAY)
  expect(await held()).toEqual({ pages: 300, articles: 150 })
  // Long after the last article enough is still known to tell what recurs.
  for (let day = 0; day < 40; day++) await clock.advance(DAY, 1)
  await clock.advance(6 * HOUR, 1)
  expect(await held()).toEqual({ pages: 0, articles: 20 })
})
