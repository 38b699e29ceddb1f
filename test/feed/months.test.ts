import { describe, expect, test } from 'vitest'
import { readFeed } from '#src/feed/read-feed.ts'

const published = (text: string, language: string | null = null): number | null | undefined => {
  const parsed = readFeed({ body: Buffer.from(text), contentType: null, url: 'https://news.example/feed', language })
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

describe('where languages share the name of a month', () => {
  const FEEDS: Readonly<Record<string, (date: string, of: Said) => string>> = {
    rss: (date, { feed = '', entry = '' }) =>
      `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>World</title><language>${feed}</language>
        <item><title>One</title><dc:language>${entry}</dc:language><pubDate>${date}</pubDate></item></channel></rss>`,
    atom: (date, { feed = '', entry = '' }) =>
      `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${feed}"><title>World</title>
        <entry xml:lang="${entry}"><title>One</title><id>1</id><published>${date}</published></entry></feed>`,
    json: (date, { feed, entry }) =>
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'World',
        language: feed,
        items: [{ id: '1', title: 'One', date_published: date, language: entry }],
      }),
    // Such a one says it at each entry only.
    sitemap: (date, { feed = '', entry = feed }) =>
      `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
        <url><loc>https://news.example/1</loc><news:news><news:publication><news:name>World</news:name>
        <news:language>${entry}</news:language></news:publication><news:publication_date>${date}</news:publication_date>
        <news:title>One</news:title></news:news></url></urlset>`,
  }
  interface Said {
    readonly feed?: string
    readonly entry?: string
  }
  const [november, october] = [time('2026-11-22T10:00Z'), time('2026-10-22T10:00Z')]

  describe.each(Object.entries(FEEDS))('%s', (_, write) => {
    const read = (said: Said, staff: string | null = null) => published(write('22 listopada 2026, 10:00', said), staff)

    test('staff say which it is', () => {
      expect(read({})).toBeNull()
      expect(read({}, 'pl')).toBe(november)
      expect(read({}, 'hr-HR')).toBe(october)
    })

    test('the feed knows better than staff', () => {
      expect(read({ feed: 'pl' })).toBe(november)
      expect(read({ feed: 'pl' }, 'hr')).toBe(november)
    })

    test('the entry knows better than its feed', () => {
      expect(read({ feed: 'pl', entry: 'hr' }, 'pl')).toBe(october)
    })

    test('a language that has no such month leaves it to the next: many systems say "en-US" of any feed', () => {
      expect(read({ feed: 'en-US' }, 'pl')).toBe(november)
    })
  })
})
