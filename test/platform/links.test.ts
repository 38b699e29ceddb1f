import { expect, test } from 'vitest'
import { platformOf } from '#src/platform/registry.ts'

test.each([
  ['twitter', 'https://x.com/news/status/1234567', '1234567', 'https://x.com/i/status/1234567'],
  ['twitter', 'https://twitter.com/news/status/1234567?s=20', '1234567', 'https://x.com/i/status/1234567'],
  ['twitter', 'https://mobile.x.com/news/status/1234567/photo/1', '1234567', 'https://x.com/i/status/1234567'],
  ['twitter', 'https://x.com/i/web/status/1234567', '1234567', 'https://x.com/i/status/1234567'],
  ['telegram', 'https://t.me/news_world/89/', '89', 'https://t.me/news_world/89'],
  ['telegram', 'https://t.me/s/news_world/89', '89', 'https://t.me/news_world/89'],
  ['telegram', 'https://t.me/c/1002003/45?single', '45', 'https://t.me/c/1002003/45'],
  ['telegram', 'https://t.me/c/1002003/7/45', '45', 'https://t.me/c/1002003/45'],
])('%s reads %s as its message', (id, link, message, url) => {
  expect(platformOf(id)!.refIn(link)).toEqual({ id: message, url })
})

test.each([
  ['twitter', 'https://x.com/news'],
  ['twitter', 'no link'],
  ['twitter', 'https://x.com/news/status/12a'],
  ['twitter', 'https://example.org/news/status/12'],
  ['twitter', 'https://t.me/news_world/89'],
  ['telegram', 'https://t.me/news_world'],
  ['telegram', 'https://x.com/news/status/1234567'],
  ['telegram', 'https://t.me/+abcdef/12'],
])('%s finds no message of its own in %s', (id, link) => {
  expect(platformOf(id)!.refIn(link)).toBeNull()
})
