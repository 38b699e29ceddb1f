import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { SECOND } from '#src/base/clock.ts'
import { listen } from '#src/net/listen.ts'
import { openHouse } from '../fixtures/house.ts'

const RSS = '<rss version="2.0"><channel><title>City</title><item><title>A</title></item></channel></rss>'

test(
  'check proves accounts and feeds, and suggests the feed where a home page is given',
  { timeout: 60 * SECOND },
  async () => {
    await using house = await openHouse()
    house.feeds.publish('world', { title: 'Report', path: '/report', published: Date.now() })
    await using site = await listen((request, response) => {
      const feed = request.url === '/feed.xml'
      const page = '<!doctype html><title>City news</title><p>Welcome.'
      if (!feed && request.url !== '/') return void response.writeHead(404).end()
      response.writeHead(200, { 'content-type': feed ? 'application/rss+xml' : 'text/html' }).end(feed ? RSS : page)
    })
    expect(await house.command('check')).toMatchObject({ code: 0, out: expect.stringContaining('✓ world: 1 entries') })

    house.config.text = house.config.text
      .replace(house.feeds.authority, `${house.feeds.authority}", "${new URL(site.origin).host}`)
      .replace('feeds: [{', `feeds: [{ id: city, url: "${site.origin}/", every: 1s }, {`)
    const { code, out } = await house.command('check')
    expect(code).toBe(1)
    expect(out).toContain(`✗ city: this is an HTML page, not a feed; its feed seems to be ${site.origin}/feed.xml`)
  },
)

test('a probe of a channel is on record, with who asked for it', { timeout: 60 * SECOND }, async () => {
  await using house = await openHouse()
  house.config.text = house.config.text.replace('platform: telegram,', 'platform: telegram, staffChat: "@second_news",')
  const { code, out } = await house.command('check', '--probe', 'telegram-first', '--as', 'anna')
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('✓ telegram-first: looking works') })
  using store = new DatabaseSync(house.store, { readOnly: true })
  expect(store.prepare('select became, why, who from history').all()).toEqual([
    { became: 'telegram-first probed with two messages', why: 'probe: asked for', who: 'anna' },
  ])
})
