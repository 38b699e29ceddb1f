import { expect, test } from 'vitest'
import { usualFeed } from '#src/feed/discover.ts'
import type { Parsed } from '#src/feed/parsed.ts'
import { readFeed } from '#src/feed/read-feed.ts'

const RSS = '<rss version="2.0"><channel><item><title>A</title></item></channel></rss>'

/** A site that has `bodies` at these paths; what it was asked for. */
function site(bodies: Readonly<Record<string, string>>) {
  const asked: string[] = []
  const read = async (url: string): Promise<Parsed | null> => {
    asked.push(url)
    const body = bodies[new URL(url).pathname]
    return body === undefined ? null : readFeed({ body: Buffer.from(body), contentType: null, url, language: null })
  }
  return { asked, read }
}

test('a home page that names no feed has it where software usually puts it', async () => {
  const { read } = site({ '/rss.xml': RSS })
  expect(await usualFeed('https://news.example.com/', read)).toBe('https://news.example.com/rss.xml')
})

test('a section’s own feed goes before that of the site', async () => {
  const { read } = site({ '/world/feed': RSS, '/feed': RSS })
  expect(await usualFeed('https://news.example.com/world/index.html', read)).toBe('https://news.example.com/world/feed')
})

test('what is no feed, or has no entries, is passed over, and each address is asked for once', async () => {
  const { read, asked } = site({ '/feed': '<!doctype html><p>Hello', '/rss': RSS.replace(/<item>.*<\/item>/, '') })
  expect(await usualFeed('https://news.example.com', read)).toBeNull()
  expect(new Set(asked).size).toBe(asked.length)
})
