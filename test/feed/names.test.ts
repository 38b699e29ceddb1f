import { describe, expect, test } from 'vitest'
import { lastName, namesOf, sharedNames } from '#src/feed/names.ts'
import type { Entry } from '#src/records.ts'
import { someEntry } from '#test/fixtures/entry.ts'
import { NOON } from '#test/fixtures/stored.ts'

const link = 'https://news.example.com/bridge'
const HOME = 'https://news.example.com/world/'
const names = (change: Partial<Entry>) => namesOf('world', someEntry({ guid: null, link, ...change }), HOME)

test('an entry is known by its guid within the feed and by its addresses over all feeds', () => {
  const entry = someEntry({ guid: 'tag:1', link, addresses: ['https://count.example/~r/1'] })
  const found = namesOf('world', entry, HOME)
  expect(found).toEqual({
    guid: ['guid:world:tag:1'],
    link: ['url:news.example.com/bridge', 'url:count.example/~r/1'],
  })
  expect(namesOf('sport', entry, HOME).link).toEqual(found.link)
})

test.each([
  'http://news.example.com/bridge',
  'https://NEWS.example.com:443/bridge/',
  'https://news.example.com/bridge#comments',
  'https://news.example.com/bridge?utm_source=rss&fbclid=x',
])('%s is the same address', (url) => {
  expect(names({ link: url })).toEqual(names({}))
})

test.each([
  'https://news.example.com/bridge2',
  'https://news.example.com/bridge?id=2',
  'https://other.example.com/bridge',
])('%s is another address', (url) => {
  expect(names({ link: url })).not.toEqual(names({}))
})

test('a guid that is an address names the story over all feeds too', () => {
  expect(names({ guid: 'https://news.example.com/?p=1' }).guid).toEqual([
    'guid:world:https://news.example.com/?p=1',
    'url:news.example.com?p=1',
  ])
})

test.each([
  ['the feed’s site', 'http://news.example.com/world'],
  ['a front page', 'https://news.example.com/'],
])('%s names no story', (_, url) => {
  expect(names({ link: url, guid: url }).link).toEqual([])
  expect(names({ link: url, guid: url }).guid).toEqual([`guid:world:${url}`])
})

describe('an entry without guid and address', () => {
  const bare = (change: Partial<Entry>) => lastName('world', someEntry({ guid: null, link: null, ...change }))

  test('is known by its headline and its time, whatever its text becomes', () => {
    expect(bare({ published: NOON + 1, summary: 'a' })).toBe(bare({ published: NOON + 1, summary: 'b' }))
    expect(bare({ published: NOON + 1 })).not.toBe(bare({ published: NOON + 2 }))
    expect(bare({ published: NOON + 1, title: 'A' })).not.toBe(bare({ published: NOON + 1, title: 'B' }))
  })

  test('is known by its headline and text where it has no time of day', () => {
    expect(bare({ summary: 'One.' })).not.toBe(bare({ summary: 'Two.' }))
    const day = Date.UTC(2026, 4, 20)
    expect(bare({ published: day, summary: 'One.' })).not.toBe(bare({ published: day, summary: 'Two.' }))
  })
})

describe('names that several stories share', () => {
  const shared = (...entries: readonly Partial<Entry>[]) => [
    ...sharedNames(
      entries.map((change) => someEntry(change)).map((entry) => ({ entry, names: namesOf('world', entry, HOME) })),
    ),
  ]
  const at = (name: string) => `https://news.example.com/${name}`

  test('a guid on stories with other headlines and addresses names none', () => {
    expect(shared({ guid: 'x', link: at('1'), title: 'One' }, { guid: 'x', link: at('2'), title: 'Two' })).toEqual([
      'guid:world:x',
    ])
  })

  test.each([
    [
      'an edit beside its article',
      { guid: 'x', link: at('1'), title: 'One' },
      { guid: 'x', link: at('1'), title: 'One, edited' },
    ],
    [
      'one story under two addresses',
      { guid: 'x', link: at('1'), title: 'One' },
      { guid: 'x', link: at('2'), title: 'One' },
    ],
    [
      'an article issued anew beside its edit',
      { guid: 'x', link: at('1'), title: 'One' },
      { guid: 'y', link: at('1'), title: 'Two' },
    ],
  ])('%s is one story', (_, one, other) => {
    expect(shared(one, other)).toEqual([])
  })

  test('an address on other guids and dates names none, under one headline too', () => {
    const live = at('live')
    const alert = { guid: '1', link: live, title: 'Air alert', published: NOON }
    const next = { guid: '2', link: live, title: 'Air alert', published: NOON + 1 }
    expect(shared(alert, next)).toEqual(['url:news.example.com/live'])
    expect(shared(alert, { ...next, published: NOON })).toEqual([])
    expect(shared(alert, { ...next, published: null })).toEqual([])
    expect(shared(alert, { ...next, guid: null })).toEqual([])
  })

  test('revisions of an article whose guids are its address with a fragment are one story', () => {
    const article = { guid: at('flood#0'), link: at('flood'), title: 'Flood', published: NOON }
    expect(shared(article, { ...article, guid: at('flood#1'), title: 'Floods', published: NOON + 1 })).toEqual([])
  })

  test('an address on three headlines names none: a page that entries link to', () => {
    const map = at('map')
    expect(
      shared(
        { guid: '1', link: map, title: 'One' },
        { guid: '2', link: map, title: 'Two' },
        { guid: '3', link: map, title: 'Three' },
      ),
    ).toEqual(['url:news.example.com/map'])
  })
})
