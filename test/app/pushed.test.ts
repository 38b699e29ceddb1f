import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SECOND } from '#src/base/clock.ts'
import { listen } from '#src/net/listen.ts'
import { APPSPOT, openHub } from '#test/feed/hub.ts'
import { freePort, openHouse, until } from '#test/fixtures/house.ts'
import { linkOf } from '#test/fixtures/feed-server.ts'

/** Each of another second: without a guid, two of the very same time may be one before and after an edit. */
const item = (title: string, seconds: number): string =>
  `<item><title>${title}</title><link>${linkOf(`/${title}`)}</link><pubDate>${new Date(Date.now() - seconds * SECOND).toUTCString()}</pubDate>
    <description>${title} was reported today. ${title.repeat(3)} is what officials said on the radio.</description></item>`

test('a running Crier subscribes, posts what is pushed, goes on over a changed config, and takes its leave of a feed', async () => {
  await using house = await openHouse({ every: '5s' })
  const hub = await openHub(APPSPOT)
  const feed = `${house.feeds.origin}/pushed.xml`
  const document = (items: string): string =>
    `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>World</title>
      <atom:link rel="hub" href="${hub.url}"/><atom:link rel="self" href="${feed}"/>${items}</channel></rss>`
  house.feeds.serve('/pushed.xml', Buffer.from(document(item('Known', 40))))
  const port = await freePort()
  house.config.text = house.config.text
    .replace(`["${house.feeds.authority}"] }`, `["${house.feeds.authority}", "${new URL(hub.url).host}"] }`)
    .replace(house.feeds.feedUrl('world'), feed)
    .concat(`websub: { publicUrl: "https://127.0.0.1:${port}", listen: "127.0.0.1:${port}" }\n`)
  const file = join(house.folder, 'config/crier.yaml')
  // The hub in front of the test's own server speaks without TLS.
  const local = (callback: string): string => callback.replace('https:', 'http:')
  hub.manners = { ...APPSPOT, verifies: 'never' }
  const crier = house.start()
  await hub.settled(1)
  const [asked] = hub.asked
  const to = { ...asked!, 'hub.callback': local(asked!['hub.callback']!) }
  const question = { 'hub.mode': 'subscribe', 'hub.topic': feed, 'hub.challenge': 'meant' }
  expect(await hub.ask(to['hub.callback'], question)).toEqual({ status: 200, body: 'meant' })

  expect(await hub.push(document(item('First', 30)), { to })).toBe(202)
  await until(house, crier, () => house.x.posts().length === 1)

  house.config.text += '# edited\n'
  writeFileSync(file, house.config.text)
  await crier.logged('hubs may push', 2)
  expect(await hub.push(document(item('Second', 20)), { to })).toBe(202)
  await until(house, crier, () => house.x.posts().length === 2)
  expect(hub.asked).toHaveLength(1)

  writeFileSync(file, house.config.text.replace(feed, house.feeds.feedUrl('world')))
  await hub.settled(2)
  expect(hub.asked[1]).toMatchObject({ 'hub.mode': 'unsubscribe', 'hub.topic': feed })
  expect(await hub.push(document(item('Third', 10)), { to })).toBe(410)
  expect(await crier.end()).toBe(0)
})

test('an address that is taken is named, with the key to change', async () => {
  await using house = await openHouse()
  await using taken = await listen(() => {})
  const { host } = new URL(taken.origin)
  house.config.text += `websub: { publicUrl: "https://crier.example.com", listen: "${host}" }\n`
  const { code, err } = await house.command('run')
  expect(code).toBe(2)
  expect(err).toContain(`nothing can listen at ${host}`)
  expect(err).toContain('websub: listen')
})
