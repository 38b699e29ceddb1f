import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { SECOND } from '#src/base/clock.ts'
import type { StandInPost } from '#src/platform/platform.ts'
import { openStore } from '#src/store/open.ts'
import { linkOf } from '#test/fixtures/feed-server.ts'
import { openHouse, until } from '#test/fixtures/house.ts'
import { pictureFile } from '#test/fixtures/pictures.ts'

const GOOD = pictureFile('image/jpeg', 1_200, 675, 30_000)
const TALL = pictureFile('image/png', 300, 9_000)
const HEAVY = pictureFile('image/png', 1_200, 675, 6_000_000)

/** What came of the pictures of the articles on each timeline, by the article's name. */
async function shown(posts: readonly StandInPost[]): Promise<Readonly<Record<string, string>>> {
  const rows = posts.map(async ({ text, picture }) => {
    const name = /Report (\w+)/.exec(text)![1]!
    if (picture === null) return [name, 'none'] as const
    const bytes = Buffer.from(await (await fetch(picture)).arrayBuffer())
    return [name, digest(bytes)] as const
  })
  return Object.fromEntries(await Promise.all(rows))
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 8)
}

test(
  'pictures go with their posts, through the real process; one that fails stops no post',
  { timeout: 90 * SECOND },
  async () => {
    await using house = await openHouse()
    const { feeds } = house
    feeds.serve('/good.jpg', GOOD.bytes)
    feeds.serve('/tall.png', TALL.bytes)
    feeds.serve('/heavy.png', HEAVY.bytes)
    feeds.serve('/page.jpg', Buffer.from('<!doctype html><title>No</title>'))
    feeds.publish('world', { title: 'Old', path: '/old', published: Date.now() - 60_000 })
    const crier = house.start()
    await crier.logged('feed seen for the first time')
    const paths: Readonly<Record<string, string | undefined>> = {
      good: '/good.jpg',
      gone: '/gone.jpg',
      page: '/page.jpg',
      tall: '/tall.png',
      heavy: '/heavy.png',
      none: undefined,
    }
    for (const [index, [name, path]] of Object.entries(paths).entries()) {
      feeds.publish('world', {
        title: `Report ${name}`,
        path: `/world/${name}`,
        published: Date.now() - 30_000 + index,
        ...(path !== undefined && { picture: feeds.origin + path }),
      })
    }
    await until(house, crier, () => house.x.posts().length === 6 && house.telegram.posts().length === 12)
    const [good, tall, heavy] = [GOOD, TALL, HEAVY].map(({ bytes }) => digest(bytes))
    const without = { gone: 'none', page: 'none', none: 'none' }
    expect(await shown(house.x.posts())).toEqual({ ...without, good, tall, heavy: 'none' })
    expect(await shown(house.telegram.posts())).toEqual({ ...without, good, tall: 'none', heavy })
    expect(house.x.posts().find(({ text }) => text.includes('good'))).toMatchObject({ alt: 'A tram', card: null })
    expect(house.x.posts().find(({ text }) => text.includes('gone'))).toMatchObject({ card: linkOf('/world/gone') })
    // Three channels took it.
    expect(feeds.requests.get('/good.jpg')).toBe(1)

    await crier.logged('sent', 18)
    const { out } = await house.asked('explain', linkOf('/world/gone'))
    expect(out.match(/picture: it goes without, its server answered 404/g)).toHaveLength(3)
    expect(crier.said.err).toContain('a picture cannot go: the post goes without')
    await crier.end('SIGTERM')
    await using store = await openStore({ file: house.store, use: 'live' })
    expect(await store.read.selectFrom('picture_file').select('digest').execute()).toEqual([])
  },
)

test('a channel that says so takes no pictures', { timeout: 60 * SECOND }, async () => {
  await using house = await openHouse()
  const { feeds } = house
  house.config.text = house.config.text.replace('id: x-world,', 'id: x-world, picture: no,')
  feeds.serve('/good.jpg', GOOD.bytes)
  feeds.publish('world', { title: 'Old', path: '/old', published: Date.now() - 60_000 })
  const crier = house.start()
  await crier.logged('feed seen for the first time')
  const picture = `${feeds.origin}/good.jpg`
  feeds.publish('world', { title: 'Report good', path: '/world/good', published: Date.now() - 30_000, picture })
  await until(house, crier, () => house.x.posts().length === 1 && house.telegram.posts().length === 2)
  expect(await shown(house.x.posts())).toEqual({ good: 'none' })
  expect(await shown(house.telegram.posts())).toEqual({ good: digest(GOOD.bytes) })
  await crier.end('SIGTERM')
})
