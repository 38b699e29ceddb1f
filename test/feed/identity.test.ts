import { expect, test } from 'vitest'
import { keysOf } from '#src/feed/identity.ts'
import { someEntry } from '#test/fixtures/entry.ts'

const link = 'https://news.example.com/bridge'
const urlKeys = (url: string) => keysOf('world', someEntry({ guid: null, link: url }))

test('an entry is known by its guid within the feed and by its address over all feeds', () => {
  const entry = someEntry({ guid: 'tag:1', link })
  expect(keysOf('world', entry)).toEqual([
    'guid:world:tag:1',
    expect.stringMatching(/^url:.*news\.example\.com\/bridge$/),
  ])
  expect(keysOf('sport', entry)[0]).toBe('guid:sport:tag:1')
  expect(keysOf('sport', entry)[1]).toBe(keysOf('world', entry)[1])
})

test.each([
  'http://news.example.com/bridge',
  'https://NEWS.example.com:443/bridge/',
  'https://news.example.com/bridge#comments',
  'https://news.example.com/bridge?utm_source=rss&fbclid=x',
])('%s is the same address', (url) => {
  expect(urlKeys(url)).toEqual(urlKeys(link))
})

test.each([
  'https://news.example.com/bridge2',
  'https://news.example.com/bridge?id=2',
  'https://other.example.com/bridge',
])('%s is another address', (url) => {
  expect(urlKeys(url)).not.toEqual(urlKeys(link))
})

test('an entry without guid and link has no name', () => {
  expect(keysOf('world', someEntry({ guid: null, link: null }))).toEqual([])
})
