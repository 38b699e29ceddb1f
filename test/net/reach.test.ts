import { expect, test } from 'vitest'
import { readHostPort, readTarget } from '#src/net/reach.ts'

const none: ReadonlyMap<string, string> = new Map()
const rehearsal: ReadonlyMap<string, string> = new Map([['https://news.example', 'http://127.0.0.1:4000']])

test('the port is always told, and the host as the URL parser spells it', () => {
  expect(readTarget('http://Feeds.Example/a', none)?.hostPort).toBe('feeds.example:80')
  expect(readTarget('https://feeds.example/a', none)?.hostPort).toBe('feeds.example:443')
  expect(readTarget('http://0x7f.1:8081/', none)?.hostPort).toBe('127.0.0.1:8081')
  expect(readTarget('http://[0:0::1]:8081/', none)?.hostPort).toBe('[::1]:8081')
})

test('an allow-list is spelled the same way', () => {
  expect(readHostPort('127.0.0.1:8081')).toBe('127.0.0.1:8081')
  expect(readHostPort('Intranet:80')).toBe('intranet:80')
  expect(readHostPort('[0:0::1]:80')).toBe('[::1]:80')
  expect(readHostPort('not a host')).toBeNull()
})

test.each(['ftp://a.example/', 'file:///etc/passwd', 'javascript:alert(1)', '/relative', 'news', ''])(
  '%j is no target',
  (url) => {
    expect(readTarget(url, none)).toBeNull()
  },
)

test('credentials become a header and stand nowhere else', () => {
  const target = readTarget('https://us%C3%A9r:p%40ss@a.example/feed?token=1#top', none)
  expect(target?.authorization).toBe(`Basic ${Buffer.from('usér:p@ss').toString('base64')}`)
  expect(target?.url).toBe('https://a.example/feed?token=1')
  expect(target?.shown).toBe('https://a.example/feed')
})

test('a public origin is reached at the local one that takes its place', () => {
  expect(readTarget('https://news.example/a?b=1', rehearsal)).toMatchObject({
    url: 'https://news.example/a?b=1',
    reached: 'http://127.0.0.1:4000/a?b=1',
    local: true,
  })
  expect(readTarget('http://news.example/a', rehearsal)).toMatchObject({ local: false })
})

test('a redirect of a local server to itself stays public, and only that', () => {
  const from = readTarget('https://news.example/a', rehearsal)!
  expect(readTarget('http://127.0.0.1:4000/b', rehearsal, from)).toMatchObject({
    url: 'https://news.example/b',
    local: true,
  })
  const elsewhere = readTarget('https://a.example/', rehearsal)!
  expect(readTarget('http://127.0.0.1:4000/b', rehearsal, elsewhere)).toMatchObject({ local: false })
  expect(readTarget('http://127.0.0.1:4000/b', rehearsal)).toMatchObject({ local: false })
})
