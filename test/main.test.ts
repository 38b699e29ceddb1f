import { createServer, connect as connectTo, type Server } from 'node:net'
import { expect, test } from 'vitest'
import { SECOND } from '#src/base/clock.ts'
import type { StandIn } from '#src/platform/platform.ts'
import { linkOf, type ServedArticle } from './fixtures/feed-server.ts'
import { openHouse, until, type House } from './fixtures/house.ts'

const TIME = 90 * SECOND

function articles(from: number, count: number, published: number): readonly ServedArticle[] {
  return Array.from({ length: count }, (_, index) => ({
    title: `Report ${from + index} from the harbour`,
    path: `/world/report-${from + index}`,
    published: published + (from + index) * 1_000,
  }))
}

/** The links that stand in each place, in the order in which they were posted. */
function linksByPlace(standIn: StandIn<unknown>): ReadonlyMap<string, readonly string[]> {
  const places = Map.groupBy(
    standIn.posts().filter((post) => post.deleted === null),
    (post) => post.place,
  )
  return new Map([...places].map(([place, posts]) => [place, posts.map((post) => post.card ?? '')]))
}

function everywhere(house: House): readonly (readonly string[])[] {
  return [...linksByPlace(house.x).values(), ...linksByPlace(house.telegram).values()]
}

/** A door before a stand-in that can be shut, so that connections to it are refused, and opened again. */
async function openDoor(
  to: () => string,
): Promise<{ readonly url: string; shut(): void; open(): Promise<void>; close(): void }> {
  let port = 0
  const make = () =>
    new Promise<Server>((done) => {
      const server = createServer((socket) => {
        const target = connectTo(Number(new URL(to()).port), '127.0.0.1')
        socket.pipe(target).pipe(socket)
        for (const end of [socket, target]) end.on('error', () => [socket, target].forEach((each) => each.destroy()))
      }).listen(port, '127.0.0.1', () => done(server))
    })
  let server = await make()
  const address = server.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    shut: () => void server.close(),
    async open() {
      server = await make()
    },
    close: () => void server.close(),
  }
}

test(
  'fifty articles stand once in every channel, in order of publication, through a 503, a 429 each and a refused connection',
  { timeout: TIME },
  async () => {
    let standIn = ''
    const door = await openDoor(() => standIn)
    await using house = await openHouse({
      apiRoots: ({ x, telegram }) => {
        standIn = telegram
        return { x, telegram: door.url }
      },
    })
    const start = Date.now() - 3_600_000
    house.feeds.publish('world', ...articles(0, 5, start))
    const crier = house.start()
    await crier.logged('feed seen for the first time')

    house.feeds.publish('world', ...articles(5, 20, start))
    house.x.play('rate-limit')
    house.telegram.play('rate-limit')
    // Nothing is on the wire when the door is shut: a connection that it cuts is of unknown fate, and another test.
    await until(
      house,
      crier,
      () => everywhere(house).length === 3 && everywhere(house).every((links) => links.length === 20),
    )
    house.feeds.fail(503)
    await crier.logged('feed failed')

    door.shut()
    house.feeds.publish('world', ...articles(25, 30, start))
    await crier.logged('the platform could not be reached; nothing was sent')
    await door.open()
    await until(
      house,
      crier,
      () => everywhere(house).every((links) => links.length >= 50) && everywhere(house).length === 3,
    )

    expect(await crier.end()).toBe(0)
    door.close()
    const expected = articles(5, 50, start).map(({ path }) => linkOf(path))
    expect(everywhere(house)).toEqual([expected, expected, expected])
    const { out } = await house.asked('held')
    expect(out.trim()).toBe('Nothing waits for you.')
  },
)

test('a 503 on a post holds that delivery alone, shows it, and settling it sends it', { timeout: TIME }, async () => {
  await using house = await openHouse()
  const start = Date.now() - 60_000
  house.feeds.publish('world', ...articles(0, 2, start))
  const crier = house.start()
  await crier.logged('feed seen for the first time')
  house.telegram.play('bad-gateway-html')
  house.feeds.publish('world', ...articles(2, 4, start))
  await until(house, crier, () => house.x.posts().length === 4 && house.telegram.posts().length === 7)

  const listed = await house.asked('held', '--json')
  const waiting = JSON.parse(listed.out) as { delivery: string; reason: string; text: string; wayOut: string }[]
  expect(waiting).toHaveLength(1)
  expect(waiting[0]).toMatchObject({
    reason: expect.stringMatching(/^unknown: /),
    wayOut: expect.stringContaining('--again'),
  })
  expect((await house.asked('held')).out).toContain('Report')

  expect(await house.command('settle', waiting[0]!.delivery, '--again')).toMatchObject({ code: 0 })
  await until(house, crier, () => house.telegram.posts().length === 8)
  expect(new Set(everywhere(house).map((links) => links.toSorted().join()))).toEqual(
    new Set([
      articles(2, 4, start)
        .map(({ path }) => linkOf(path))
        .toSorted()
        .join(),
    ]),
  )
  expect(await crier.end('SIGINT')).toBe(0)
})

test('a second run on the same store refuses and names the holder', { timeout: TIME }, async () => {
  await using house = await openHouse()
  house.feeds.publish('world', ...articles(0, 1, Date.now()))
  const first = house.start()
  await first.logged('Crier runs')
  const second = await house.command('run')
  expect(second.code).toBe(2)
  expect(second.err).toContain(`process ${first.child.pid}`)
  expect(await first.end()).toBe(0)
})

test(
  'a pause from beside is obeyed within a second, survives a restart, and a resume lets the posts go',
  { timeout: TIME },
  async () => {
    await using house = await openHouse()
    const start = Date.now() - 60_000
    house.feeds.publish('world', ...articles(0, 1, start))
    let crier = house.start()
    await crier.logged('feed seen for the first time')
    expect(await house.command('pause', 'x-world')).toMatchObject({ code: 0 })
    house.feeds.publish('world', ...articles(1, 3, start))
    await until(house, crier, () => house.telegram.posts().length === 6)
    expect(await crier.end()).toBe(0)
    crier = house.start()
    await crier.logged('account proven', 2)
    expect(house.x.posts()).toHaveLength(0)
    expect(await house.command('resume', 'x-world')).toMatchObject({ code: 0 })
    await until(house, crier, () => house.x.posts().length === 3)
    expect(await crier.end()).toBe(0)
  },
)
