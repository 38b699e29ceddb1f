import { expect, test } from 'vitest'
import { SECOND } from '#src/base/clock.ts'
import { listen } from '#src/net/listen.ts'
import { openHouse, until } from './fixtures/house.ts'

const BAD: readonly (readonly [id: string, told: RegExp])[] = [
  ['html', /HTML page/i],
  ['empty', /empty/i],
  // A machine that is busy enough takes longer for ten megabytes than any feed may.
  ['huge', /10 ?Mi?B|too big|larger|did not answer/i],
  ['malformed', /not a feed|malformed|cannot be read|XML/i],
  ['broken', /500/],
  ['loop', /redirect/i],
  ['hanging', /20|in time|no answer|seconds/i],
]

async function badPublisher() {
  const chunk = Buffer.alloc(2 ** 20, 'x')
  return listen((request, response) => {
    switch (request.url) {
      case '/html':
        return void response
          .writeHead(200, { 'content-type': 'text/html' })
          .end('<!doctype html><title>Hello</title><p>Hi')
      case '/empty':
        return void response.writeHead(200, { 'content-type': 'application/rss+xml' }).end()
      case '/huge': {
        response.writeHead(200, { 'content-type': 'application/rss+xml' })
        let left = 50
        const more = (): void => {
          while (left-- > 0) if (!response.write(chunk)) return void response.once('drain', more)
          response.end()
        }
        return more()
      }
      case '/malformed':
        return void response.writeHead(200, { 'content-type': 'application/xml' }).end('<rs<s><<chan&nel')
      case '/loop':
        return void response.writeHead(302, { location: '/loop' }).end()
      case '/hanging':
        return void response.writeHead(200, { 'content-type': 'application/rss+xml' }).write('<rss>')
      default:
        return void response.writeHead(500).end()
    }
  })
}

test('bad feeds are told clearly and lose nothing of the good one', { timeout: 180 * SECOND }, async () => {
  await using house = await openHouse()
  await using publisher = await badPublisher()
  house.config.text = house.config.text
    .replace(house.feeds.authority, `${house.feeds.authority}", "${new URL(publisher.origin).host}`)
    .replace(
      'feeds: [{',
      `feeds: [${BAD.map(([id]) => `{ id: ${id}, url: "${publisher.origin}/${id}", every: 1s }`).join(', ')}, {`,
    )
    .replaceAll('feeds: [world]', `feeds: [${BAD.map(([id]) => id).join(', ')}, world]`)
  const published = Date.now() - 60_000
  house.feeds.publish('world', { title: 'Old', path: '/old', published })
  const crier = house.start('test/fixtures/fast-crier.ts')
  await crier.logged('feed seen for the first time')
  for (let index = 0; index < 10; index++) {
    house.feeds.publish('world', {
      title: `Report ${index}`,
      path: `/world/${index}`,
      published: published + index * 1_000,
    })
  }
  await until(house, crier, () => house.x.posts().length === 10 && house.telegram.posts().length === 20)
  const told = () =>
    new Map(
      crier.said.err
        .split('\n')
        .filter((line) => line.includes('"feed failed"'))
        .map((line) => JSON.parse(line) as { feed: string; error: string })
        .map(({ feed, error }) => [feed, error]),
    )
  await until(house, crier, () => told().size === BAD.length)
  for (const [id, pattern] of BAD) expect(told().get(id), id).toMatch(pattern)
  const { out } = await house.command('status')
  for (const [id] of BAD) expect(out).toMatch(new RegExp(`${id}  last read never, failed \\d+ times: .{10,}`))
  await crier.end('SIGTERM')
})
