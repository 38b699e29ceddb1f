import { expect, test } from 'vitest'
import { platformOf } from '#src/platform/registry.ts'

const ANYWHERE = { name: null, channel: null }

test.each([
  ['twitter', 'https://x.com/news/status/1234567', '1234567', 'https://x.com/i/status/1234567'],
  ['twitter', 'https://twitter.com/news/status/1234567?s=20', '1234567', 'https://x.com/i/status/1234567'],
  ['twitter', 'https://mobile.x.com/news/status/1234567/photo/1', '1234567', 'https://x.com/i/status/1234567'],
  ['twitter', 'https://x.com/i/web/status/1234567', '1234567', 'https://x.com/i/status/1234567'],
  ['telegram', 'https://t.me/news_world/89/', '89', 'https://t.me/news_world/89'],
  ['telegram', 'https://t.me/s/news_world/089', '89', 'https://t.me/news_world/89'],
  ['telegram', 'https://t.me/c/1002003/45?single', '45', 'https://t.me/c/1002003/45'],
  ['telegram', 'https://t.me/c/1002003/7/45', '45', 'https://t.me/c/1002003/45'],
])('%s reads %s as its message', (id, link, message, url) => {
  expect(platformOf(id)!.refIn(link, ANYWHERE)).toEqual({ id: message, url })
})

test.each([
  ['twitter', 'https://x.com/news'],
  ['twitter', 'no link'],
  ['twitter', 'https://x.com/news/status/12a'],
  ['twitter', 'https://x.com/news/status/99999999999999999999'],
  ['twitter', 'https://example.org/news/status/12'],
  ['twitter', 'https://t.me/news_world/89'],
  ['telegram', 'https://t.me/news_world'],
  ['telegram', 'https://x.com/news/status/1234567'],
  ['telegram', 'https://t.me/+abcdef/12'],
])('%s finds no message of its own in %s', (id, link) => {
  expect(platformOf(id)!.refIn(link, ANYWHERE)).toBeNull()
})

test.each([
  ['twitter', { name: '@News', channel: null }, 'https://x.com/news/status/1', 'https://x.com/other/status/1'],
  ['twitter', { name: '@news', channel: null }, 'https://x.com/i/status/1', 'https://x.com/newsroom/status/1'],
  [
    'telegram',
    { name: null, channel: { chat: '@News_World' } },
    'https://t.me/news_world/1',
    'https://t.me/other_chan/1',
  ],
  [
    'telegram',
    { name: null, channel: { chat: '-1001002003' } },
    'https://t.me/c/1002003/1',
    'https://t.me/c/1002004/1',
  ],
])('on %s of %j it takes %s, and not %s', (id, place, own, other) => {
  const { refIn } = platformOf(id)!
  expect(refIn(own, place)).not.toBeNull()
  expect(refIn(other, place)).toBeNull()
})
