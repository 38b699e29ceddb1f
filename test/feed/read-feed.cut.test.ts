import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readFeed } from '#src/feed/read-feed.ts'

test('a file that was compressed, and is sent without a word of it, is read', () => {
  const sitemap = `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
    <url><loc>https://news.example/1</loc><news:news><news:title>A</news:title></news:news></url></urlset>`
  const parsed = (body: Uint8Array) =>
    readFeed({ body, contentType: 'application/x-gzip', url: 'https://news.example/sitemap.xml.gz', language: null })
  expect(parsed(gzipSync(sitemap))).toMatchObject({
    is: 'feed',
    entries: [{ title: 'A', link: 'https://news.example/1' }],
  })
  for (const body of [gzipSync(sitemap).subarray(0, 60), gzipSync(Buffer.alloc(21 * 2 ** 20, ' '))]) {
    expect(parsed(body)).toEqual({ is: 'not-a-feed', why: 'it is a gzip file' })
  }
})

test('a JSON Feed that is cut off gives its whole entries, wherever it ends', () => {
  const json = JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'World',
    authors: [{ name: 'Eva' }],
    items: [1, 2].map((id) => ({
      id: `${id}`,
      title: `A "}]" ${id}`,
      tags: ['a'],
      attachments: [{ url: '/a', mime_type: 'b' }],
    })),
  })
  const second = json.indexOf(`{"id":"2"`)
  for (let end = 1; end < json.length - 2; end += 1) {
    const parsed = readFeed({
      body: Buffer.from(json.slice(0, end)),
      contentType: null,
      url: 'https://a.example/',
      language: null,
    })
    if (end < second - 1) expect(parsed.is).toBe('not-a-feed')
    else expect(parsed).toMatchObject({ whole: false, entries: [{ guid: '1', title: 'A "}]" 1' }] })
  }
})
