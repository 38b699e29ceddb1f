import { sql } from 'kysely'
import { expect, test } from 'vitest'
import {
  addKeys,
  addLikeness,
  alikeBy,
  forgetLikeness,
  hasShown,
  markShared,
  namedBy,
  namedFrom,
  namesFrom,
  ownBy,
  sightedIn,
  titlesOf,
} from '#src/store/identity.ts'
import { addedArticle, NOON, ownStore } from '#test/fixtures/stored.ts'

test('thousands of names are asked for at once, and each names the article that had it first', async () => {
  const store = await ownStore()
  const keys = Array.from({ length: 3_000 }, (_, index) => `guid:world:${index}`)
  await store.write(async (writer) => {
    for (const key of keys) await addKeys(writer, `of ${key}`, [key])
    await addKeys(writer, 'another', [keys[7]!])
  })
  const named = await namedBy(store.read, [...keys, 'guid:world:unheard'])
  expect(named.size).toBe(3_000)
  expect(named.get(keys[7]!)).toBe(`of ${keys[7]}`)
})

test('a name that several share names none from then on, whatever it named', async () => {
  const store = await ownStore()
  await store.write(async (writer) => {
    await addKeys(writer, 'a', ['guid:world:same'])
    await markShared(writer, ['guid:world:same', 'url:map'])
    await addKeys(writer, 'b', ['guid:world:same', 'url:map'])
  })
  expect(await namedBy(store.read, ['guid:world:same', 'url:map'])).toEqual(
    new Map([
      ['guid:world:same', null],
      ['url:map', null],
    ]),
  )
})

test('of the addresses that an article has had the first ones and the newest stay, and of its guids all that are no address', async () => {
  const store = await ownStore()
  const all = Array.from({ length: 100 }, (_, index) => index)
  const families = ['url:news.example/a?session=', 'guid:world:https://news.example/a?session=', 'guid:world:version-']
  await store.write(async (writer) => {
    await addKeys(writer, 'b', ['url:news.example/b'])
    const stable = ['guid:sport:http://news.example/a', 'guid:world:a']
    for (const index of all) {
      if (index === 50) await addKeys(writer, 'a', stable)
      const forgets = await addKeys(
        writer,
        'a',
        families.map((name) => name + index),
      )
      expect(forgets).toBe(index >= 16)
    }
  })
  const standing = async (name: string) => {
    const named = await namedBy(
      store.read,
      all.map((index) => name + index),
    )
    return all.filter((index) => named.get(name + index) === 'a')
  }
  const [addresses, permalinks, guids] = await Promise.all(families.map(standing))
  const kept = [...all.slice(0, 8), ...all.slice(-8)]
  expect([addresses, permalinks, guids]).toEqual([kept, kept, all])
  const others = ['guid:sport:http://news.example/a', 'guid:world:a', 'url:news.example/b']
  const named = await namedBy(store.read, others)
  expect(others.map((name) => named.get(name))).toEqual(['a', 'a', 'b'])
})

test('articles are found by how one of their names begins', async () => {
  const store = await ownStore()
  await addedArticle(store, { id: 'a' })
  await addedArticle(store, { id: 'b' })
  await store.write(async (writer) => {
    await addKeys(writer, 'a', ['url:1', 'guid:world:1', 'guid:world:2'])
    await addKeys(writer, 'b', ['url:2', 'guid:sport:1'])
  })
  expect(await namedFrom(store.read, ['a', 'b'], 'guid:world:')).toEqual(new Set(['a']))
  expect(await namedFrom(store.read, [], 'guid:world:')).toEqual(new Set())
  expect(await namesFrom(store.read, 'a', 'guid:world:', 2)).toEqual(['guid:world:1', 'guid:world:2'])
  expect(await namesFrom(store.read, 'a', 'guid:world:', 1)).toHaveLength(1)
})

test('articles are found by what they are like, those of the feed first, until that is forgotten', async () => {
  const store = await ownStore()
  await addedArticle(store, { id: 'elsewhere', feed: 'sport' })
  await addedArticle(store, { id: 'here' })
  await store.write(async (writer) => {
    await addLikeness(writer, 'elsewhere', ['title:x', 'text:y'])
    await addLikeness(writer, 'here', ['title:x'])
    await addLikeness(writer, 'here', ['title:x'])
  })
  const found = await alikeBy(store.read, 'world', ['title:x', 'text:y'], 4)
  expect(found).toEqual([
    { article: 'here', url: 'https://news.example.com/here', published: NOON, inFeed: true, isCopy: false },
    { article: 'elsewhere', url: 'https://news.example.com/elsewhere', published: NOON, inFeed: false, isCopy: false },
  ])
  expect(await alikeBy(store.read, 'world', ['title:x', 'text:y'], 1)).toHaveLength(1)
  await store.write((writer) => forgetLikeness(writer, 'here'))
  expect((await alikeBy(store.read, 'world', ['title:x'], 4)).map(({ article }) => article)).toEqual(['elsewhere'])
  expect(await alikeBy(store.read, 'world', [], 4)).toEqual([])
})

test('articles of a feed are found by a likeness or a name, but no copies', async () => {
  const store = await ownStore()
  await addedArticle(store, { id: 'here' })
  await addedArticle(store, { id: 'named' })
  await addedArticle(store, { id: 'elsewhere', feed: 'sport' })
  await addedArticle(store, { id: 'copy', reason: 'reissue: asked' })
  await addedArticle(store, { id: 'dropped' })
  await store.write(async (writer) => {
    for (const id of ['here', 'elsewhere', 'copy']) await addLikeness(writer, id, ['part:x'])
    await addLikeness(writer, 'named', ['title:x'])
    await addKeys(writer, 'named', ['url:x'])
    await addKeys(writer, 'dropped', ['url:y'])
  })
  const asked = { likeness: 'part:x', name: 'url:x', most: 5 }
  expect((await ownBy(store.read, 'world', asked)).toSorted()).toEqual(['here', 'named'])
  expect(await ownBy(store.read, 'world', { ...asked, most: 1 })).toHaveLength(1)
  expect(await ownBy(store.read, 'world', { ...asked, likeness: 'part:y', name: 'url:y' })).toEqual([])
})

test('what a feed has shown is known, since when and under which headline', async () => {
  const store = await ownStore()
  expect(await hasShown(store.read, 'world')).toBe(false)
  await addedArticle(store, { id: 'one', title: 'One' })
  expect(await hasShown(store.read, 'world')).toBe(true)
  expect(await hasShown(store.read, 'sport')).toBe(false)
  expect(await sightedIn(store.read, 'world', ['one', 'two'])).toEqual(new Map([['one', NOON]]))
  expect(await titlesOf(store.read, ['one', 'two'])).toEqual(new Map([['one', 'One']]))
})

test('what is like an address is found as fast in a feed that has shown tens of thousands', async () => {
  const store = await ownStore()
  await addedArticle(store, { id: 'a0' })
  const cost = async (): Promise<number> => {
    const before = process.threadCpuUsage()
    for (let at = 0; at < 300; at++) await ownBy(store.read, 'world', { likeness: 'part:x', name: 'url:x', most: 2 })
    return process.threadCpuUsage(before).user
  }
  await cost()
  const few = await cost()
  const columns = await sql<{ readonly name: string }>`select name from pragma_table_info('article')`.execute(
    store.read,
  )
  const kept = sql.join(columns.rows.map(({ name }) => (name === 'id' ? sql`'a' || value` : sql.ref(name))))
  const numbers = JSON.stringify(Array.from({ length: 20_000 }, (_, at) => at + 1))
  await sql`insert into article select ${kept} from article join json_each(${numbers})`.execute(store.read)
  await sql`insert or ignore into sighting (article, feed, seen, baseline) select id, 'world', 1, 0 from article`.execute(
    store.read,
  )
  await sql`insert into likeness select 'text:' || id, id from article`.execute(store.read)
  expect(await cost()).toBeLessThan(4 * few + 300_000)
})
