import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { check } from '#src/app/check.ts'
import { configure } from '#src/app/configure.ts'
import { HOUR, SECOND } from '#src/base/clock.ts'
import { showMistakes } from '#src/config/show.ts'
import { checkWait, noteCheckWait } from '#src/delivery/check-wait.ts'
import { listen } from '#src/net/listen.ts'
import { openStore } from '#src/store/open.ts'
import { fastClock } from '../fixtures/fast-clock.ts'
import { STAFF_CHAT, openHouse } from '../fixtures/house.ts'

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
    const right = await house.command('check')
    expect(right).toMatchObject({ code: 0, out: expect.stringContaining('✓ world: 1 entries') })
    // What nobody has seen to be right has no tick.
    expect(right.out).toMatch(/^· news-x: X wants the automated label/m)

    house.config.text = house.config.text
      .replace(house.feeds.authority, `${house.feeds.authority}", "${new URL(site.origin).host}`)
      .replace(
        'feeds: [{',
        `feeds: [{ id: city, url: "${site.origin}/", every: 1s }, { id: paid, url: "${site.origin}/paid?key=f33dk3y" }, {`,
      )
    const { code, out } = await house.command('check')
    expect(code).toBe(1)
    expect(out).toContain(`✗ city: this is an HTML page, not a feed; its feed seems to be ${site.origin}/feed.xml`)
    // Some publishers put a key into the address.
    expect(out).toMatch(/^✗ paid: the server answered 404/m)
    expect(out).not.toContain('f33dk3y')
  },
)

test('check says of two accounts that they are one', { timeout: 60 * SECOND }, async () => {
  await using house = await openHouse()
  for (const [name, value] of Object.entries(house.secrets)) house.secrets[name.replace('NEWS_X', 'MORE_X')] = value
  const more = /^ {2}- \{ id: news-x,.*\n/m.exec(house.config.text)![0].replace('news-x', 'more-x')
  house.config.text = house.config.text
    .replace('channels:\n', `${more}channels:\n`)
    .concat('  - { id: x-more, account: more-x, feeds: [world] }\n')
  const { code, out } = await house.command('check')
  expect([code, out.split('\n').filter((line) => line.startsWith('✗ more-x'))]).toEqual([
    1,
    [expect.stringContaining('✗ more-x: it is the same account as news-x (')],
  ])
})

test('a probe of a channel is on record, with who asked for it', { timeout: 60 * SECOND }, async () => {
  await using house = await openHouse()
  house.config.text = house.config.text.replace(
    'platform: telegram,',
    `platform: telegram, staffChat: "${STAFF_CHAT}",`,
  )
  const file = join(house.folder, 'config/crier.yaml')
  writeFileSync(file, house.config.text)
  const secrets = Object.entries(house.secrets).map(([name, value]) => `${name}="${value}"`)
  writeFileSync(join(house.folder, '.env'), secrets.join('\n'))
  const loaded = configure(file)
  if (loaded.is === 'mistakes') throw new Error(showMistakes(loaded.mistakes))
  const printed: string[] = []
  const print = (text: string) => void printed.push(text)
  const asked = { config: loaded.config, clock: fastClock(40), who: 'anna', userAgent: 'Crier/test', print }
  expect(await check({ ...asked, probe: 'telegram-first' })).toBe(0)
  expect(printed).toEqual([expect.stringContaining('✓ telegram-first: looking works')])
  using store = new DatabaseSync(house.store, { readOnly: true })
  expect(store.prepare('select became, why, who from history').all()).toEqual([
    { became: 'telegram-first probed with two messages', why: 'probe: asked for', who: 'anna' },
  ])
})

test('check asks no account before its platform takes that again', { timeout: 60 * SECOND }, async () => {
  await using house = await openHouse()
  const asks = (): number => house.x.requests().filter(({ path }) => path.endsWith('/users/me')).length
  // As `run` leaves it behind.
  await using store = await openStore({ file: house.store, use: 'live' })
  house.x.play('rate-limit', { on: 'any' })
  const first = await house.command('check')
  expect([first.code, asks()]).toEqual([1, 1])
  expect(first.out).toMatch(/^✗ news-x: X could not be asked\. .*429/m)
  expect(await checkWait(store, 'news-x', 0)).toMatchObject({ until: expect.any(Number) })

  await noteCheckWait(store, 'news-x', { until: Date.now() + HOUR, why: 'X answered 429' }, Date.now())
  const second = await house.command('check')
  expect([second.code, asks()]).toEqual([1, 1])
  expect(second.out).toMatch(/^✗ news-x: X could not be asked\. X asks to wait until \d{4}-.*429/m)
  // Others are asked all the same.
  expect(second.out).toContain('✓ telegram-first: may post')
})

test('check proves accounts beside a store that cannot be used, and says so', { timeout: 60 * SECOND }, async () => {
  await using house = await openHouse()
  const rehearsed = await openStore({ file: house.store, use: 'rehearsal' })
  await rehearsed[Symbol.asyncDispose]()
  const { code, out } = await house.command('check')
  expect([code, out]).toEqual([1, expect.stringMatching(/^✗ .*rehears/m)])
  expect(out).toContain('✓ telegram-first: may post')
})
