import { expect, test } from 'vitest'
import { readFeed } from '#src/feed/read-feed.ts'

const published = (text: string): number | null | undefined => {
  const parsed = readFeed({ body: Buffer.from(text), contentType: null, url: 'https://news.example/feed' })
  return parsed.is === 'feed' ? parsed.entries[0]?.published : undefined
}
const time = (text: string): number => Date.parse(text)

test('a month whose name languages share is of the language of the feed, else of another date of the entry', () => {
  const inRss = (language: string, dates = ''): number | null | undefined => {
    const item = `<item><title>One</title><pubDate>22. listopada 2026. 10:00</pubDate>${dates}</item>`
    return published(
      `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>World</title><language>${language}</language>${item}</channel></rss>`,
    )
  }
  expect(inRss('hr')).toBe(time('2026-10-22T10:00Z'))
  expect(inRss('pl-pl')).toBe(time('2026-11-22T10:00Z'))
  expect(inRss('en-us')).toBeNull()
  expect(inRss('en-us', '<dc:date>2026-11-22T10:00:00Z</dc:date>')).toBe(time('2026-11-22T10:00Z'))
  const atom = `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="cs"><title>World</title>
    <entry><title>One</title><id>1</id><published>15 srp 2026 10:00</published></entry></feed>`
  expect(published(atom)).toBe(time('2026-08-15T10:00Z'))
})
