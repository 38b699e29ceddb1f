import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  absoluteUrl,
  canonicalUrl,
  differingParameters,
  pageKey,
  slugKey,
  urlKey,
  withoutParameters,
  withUtm,
} from '#src/text/urls.ts'

test('an absolute URL is read relative to its base', () => {
  expect(absoluteUrl('../b?c', 'https://a.example/x/y/')).toBe('https://a.example/x/b?c')
  expect(absoluteUrl(' https://a.example/ ')).toBe('https://a.example/')
  expect(absoluteUrl('//b.example/c', 'https://a.example/')).toBe('https://b.example/c')
  expect(absoluteUrl('/b')).toBeNull()
  expect(absoluteUrl('javascript:alert(1)', 'https://a.example/')).toBeNull()
})

test('what is longer than any address is none, and costs no more than its bytes', () => {
  const long = `https://a.example/?${'b&'.repeat(1_000_000)}`
  const started = process.cpuUsage().user
  expect([absoluteUrl(long), canonicalUrl(long), pageKey(long)]).toEqual([null, null, null])
  expect(urlKey(long)).not.toBe(urlKey(`${long}c`))
  expect(urlKey(long).length).toBeLessThan(100)
  expect((process.cpuUsage().user - started) / 1_000).toBeLessThan(200)
  expect(absoluteUrl(`https://a.example/?${'b&'.repeat(200)}`)).toBeNull()
})

describe('a canonical URL', () => {
  test.each([
    ['https://a.example/x?utm_source=rss&id=5&fbclid=z', 'https://a.example/x?id=5'],
    ['https://a.example/x?utm_source=rss', 'https://a.example/x'],
    ['https://a.example/x#comments', 'https://a.example/x'],
    ['https://a.example/#!/x', 'https://a.example/#!/x'],
    ['HTTP://A.Example:80/X', 'http://a.example/X'],
    ['https://user:pass@a.example/', 'https://a.example/'],
    ['https://a.example/?q=a+b&r=c%20d&UTM_Medium=x', 'https://a.example/?q=a+b&r=c%20d'],
    ['https://a.example/?ref=front&source=x', 'https://a.example/?ref=front&source=x'],
  ])('of %s is %s', (url, canonical) => {
    expect(canonicalUrl(url)).toBe(canonical)
  })

  test.each(['mailto:a@a.example', 'javascript:1', 'tag:a.example,2026:1', ''])('of %j there is none', (url) => {
    expect(canonicalUrl(url)).toBeNull()
  })
})

describe('the same page has one key', () => {
  test.each([
    ['scheme', 'http://a.example/x', 'https://a.example/x'],
    ['default port', 'http://a.example:80/x', 'https://a.example:443/x'],
    ['case of the host', 'https://A.EXAMPLE/x', 'https://a.example/x'],
    ['trailing slash', 'https://a.example/x/', 'https://a.example/x'],
    ['no path at all', 'https://a.example', 'https://a.example/'],
    ['fragment', 'https://a.example/x#y', 'https://a.example/x'],
    ['order of parameters', 'https://a.example/x?b=2&a=1', 'https://a.example/x?a=1&b=2'],
    ['tracking', 'https://a.example/x?utm_source=rss&at_medium=feed', 'https://a.example/x'],
    ['spelling of escapes', 'https://a.example/%7ex/%d0%b6', 'https://a.example/~x/ж'],
    ['credentials', 'https://u@a.example/x', 'https://a.example/x'],
    ['an international name', 'https://новини.example/x', 'https://xn--b1amarcd.example/x'],
  ])('%s aside', (_, one, other) => {
    expect(urlKey(one)).toBe(urlKey(other))
  })
})

describe('other pages have other keys', () => {
  test.each([
    ['www', 'https://www.a.example/x', 'https://a.example/x'],
    ['question mark', 'https://a.example/x??&utm_source=a', 'https://a.example/x'],
    ['port', 'https://a.example:8443/x', 'https://a.example/x'],
    ['path', 'https://a.example/x', 'https://a.example/y'],
    ['case of the path', 'https://a.example/X', 'https://a.example/x'],
    ['parameter', 'https://a.example/x?id=1', 'https://a.example/x?id=2'],
    ['an escaped slash', 'https://a.example/a%2Fb', 'https://a.example/a/b'],
    ['a page found by script', 'https://a.example/#!/x', 'https://a.example/#!/y'],
  ])('by their %s', (_, one, other) => {
    expect(urlKey(one)).not.toBe(urlKey(other))
  })
})

test('what is no URL is its own key', () => {
  expect(urlKey(' tag:a.example,2026:1 ')).toBe('tag:a.example,2026:1')
})

test('a key is the key of its own canonical URL', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      expect(urlKey(canonicalUrl(url) ?? '')).toBe(urlKey(url))
    }),
  )
})

describe('parameters of an address', () => {
  test.each<[string, readonly string[]]>([
    ['a.example/x', []],
    ['a.example/x?id=1', ['a.example/x']],
    ['a.example?p=1', ['a.example']],
    ['a.example/x?id=1&v=2', ['a.example/x?v=2', 'a.example/x?id=1', 'a.example/x']],
    [
      'a.example/x?a=1&b=2&c=3',
      [
        'a.example/x?b=2&c=3',
        'a.example/x?a=1&c=3',
        'a.example/x?a=1&b=2',
        'a.example/x?a=1',
        'a.example/x?b=2',
        'a.example/x?c=3',
        'a.example/x',
      ],
    ],
    ['a.example/x?id=1&id=2', ['a.example/x']],
    ['a.example/x?a&b&c&d&e&f', ['a.example/x']],
  ])('are left out of %s', (key, left) => {
    expect(withoutParameters(key)).toEqual(left)
  })

  test.each<[string, string, readonly string[] | null]>([
    ['a.example/x?id=1', 'a.example/x?id=2', ['id']],
    ['a.example/x?id=1&v=1', 'a.example/x?id=1', ['v']],
    ['a.example/x?a=1&v=1', 'a.example/x?b=1&v=1', ['a', 'b']],
    ['a.example/x', 'a.example/x', []],
    ['a.example/x?id=1', 'a.example/y?id=1', null],
    ['a.example/x', 'b.example/x', null],
  ])('in which %s and %s differ', (one, other, names) => {
    expect(differingParameters(one, other)).toEqual(names === null ? null : new Set(names))
  })
})

describe('parameters of a campaign', () => {
  test.each([
    ['https://a.example/x', 'https://a.example/x?utm_source=t'],
    ['https://a.example', 'https://a.example?utm_source=t'],
    ['https://a.example/x?', 'https://a.example/x?utm_source=t'],
    ['https://a.example/x?id=1&q=a+b%20c', 'https://a.example/x?id=1&q=a+b%20c&utm_source=t'],
    ['https://a.example/x?utm_source=rss&id=1&UTM_Medium=feed', 'https://a.example/x?id=1&utm_source=t'],
    ['https://a.example/x?id=1#part?2', 'https://a.example/x?id=1&utm_source=t#part?2'],
    ['https://a.example/#!/x', 'https://a.example/?utm_source=t#!/x'],
    ['https://a.example/стаття?слово=так', 'https://a.example/стаття?слово=так&utm_source=t'],
  ])('are added to %s', (url, expected) => {
    expect(withUtm(url, { source: 't' })).toBe(expected)
  })

  test('change nothing where there are none', () => {
    expect(withUtm('https://a.example/x?utm_source=rss', {})).toBe('https://a.example/x?utm_source=rss')
  })

  test('are escaped, and never change which page it is', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string(), (url, source) => {
        const tagged = withUtm(url, { source: source.toWellFormed() })
        expect(urlKey(tagged)).toBe(urlKey(url))
        expect(new URL(tagged).searchParams.get('utm_source')).toBe(source.toWellFormed())
      }),
    )
  })
})

describe('one page for other devices and from other places', () => {
  test.each([
    'https://www.example.com/ferry',
    'http://m.example.com/ferry/',
    'https://www.m.example.com/ferry/amp',
    'https://mobile.example.com/ferry?utm_source=x',
    'https://amp.example.com/ferry?amp=1',
    'https://example.com/ferry?ref=rss&source=home_page',
    'https://example.com/amp/ferry',
    'https://example.com/ferry?outputType=amp',
    'https://example.com/ferry?rss=1',
    'https://example.com/ferry.amp.html',
    'https://example.com/ferry.html',
  ])('%s has one key', (url) => {
    expect(pageKey(url)).toBe('example.com/ferry')
  })

  test.each([
    ['https://example.com/ferry?ref=17', 'example.com/ferry?ref=17'],
    ['https://example.com/?p=7&from=city', 'example.com?p=7'],
    ['https://example.com/ferry?rss=2', 'example.com/ferry?rss=2'],
    ['https://example.com/ferry?ref=1', 'example.com/ferry?ref=1'],
    ['https://example.com/find?q=amp', 'example.com/find?q=amp'],
    ['https://sport.example.com/ferry', 'sport.example.com/ferry'],
    ['https://m.com/ferry', 'm.com/ferry'],
    ['https://example.com/camp/ferry.amped', 'example.com/camp/ferry.amped'],
    ['https://example.com/amp/', null],
    ['https://www.example.com/', null],
    ['tag:example.com,2026:1', null],
  ])('of %s it is %s', (url, key) => {
    expect(pageKey(url)).toBe(key)
  })
})

test.each([
  ['https://www.example.com/world/ferry.html', 'example.com/ferry?'],
  ['https://example.com/city/story.php?id=7', 'example.com/story.php?id=7'],
  ['https://example.com/world/index.html', null],
  ['https://example.com/?p=7', null],
  ['https://example.com/', null],
])('in any section a story at %s has the key %s', (url, key) => {
  expect(slugKey(url)).toBe(key)
})
