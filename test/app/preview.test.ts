import { DatabaseSync } from 'node:sqlite'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { HOUR, MINUTE, SECOND } from '#src/base/clock.ts'
import type { PreviewedPost } from '#src/app/preview.ts'
import { CallerMistake } from '#src/base/errors.ts'
import { linkOf, type ServedArticle } from '../fixtures/feed-server.ts'
import { errorOf } from '../fixtures/error-of.ts'
import { openHouse, until } from '../fixtures/house.ts'

const WORDS = [
  'Harbour & sea',
  'Гавань сьогодні',
  '<b>Bold</b> claims',
  '港の朝',
  'README.md leaks',
  '👩‍👩‍👧 family day',
  'مرفأ المدينة',
]
const TEXTS = [
  'Two sentences here. And the second one follows!',
  '<p>Markup &amp; entities.</p><p>A second paragraph, with <a href="https://example.org">a link</a>.</p>',
  'A rather long sentence that goes on about the harbour, the trams and the weather of the day. '.repeat(6),
  'Кілька слів про місто. Друге речення теж тут.',
  '',
]

function article(index: number): ServedArticle {
  return {
    title: `${WORDS[index % WORDS.length]!} ${index} ${'very '.repeat((index * 7) % 90)}long`,
    path: `/world/report-${index}`,
    published: Date.now() - (400 - index) * SECOND,
    description: TEXTS[index % TEXTS.length]!,
  }
}

test('preview prints what run sends, byte for byte, on 200 articles', { timeout: 90 * SECOND }, async () => {
  await using house = await openHouse()
  house.config.text = house.config.text
    .replace('{ id: x-world,', '{ id: x-world, lead: instead, utm: { source: x },')
    .replace('{ id: telegram-second,', '{ id: telegram-second, link: button, button: Read, utm: { source: "t g" },')
  house.feeds.publish('world', article(0))
  const crier = house.start()
  await crier.logged('feed seen for the first time')
  house.feeds.publish('world', ...Array.from({ length: 200 }, (_, index) => article(index + 1)))
  await until(house, crier, () => house.x.posts().length === 200 && house.telegram.posts().length === 400)
  expect(await crier.end()).toBe(0)

  const after = await house.asked('preview', house.feeds.feedUrl('world'), '--json')
  const kept = (JSON.parse(after.out) as PreviewedPost[]).map((post) => post.kept?.why.split(':')[0])
  expect(new Set(kept)).toEqual(new Set(['already posted at https', 'baseline']))

  // As a Crier that knows nothing of them yet.
  house.config.text = house.config.text.replace('store: data/crier.db', 'store: data/other.db')
  const { code, out, err } = await house.command('preview', house.feeds.feedUrl('world'), '--json')
  expect(code, err).toBe(0)
  const previewed = (JSON.parse(out) as PreviewedPost[]).filter((post) => post.url !== linkOf('/world/report-0'))
  const key = (post: { channel: string; url: string; bytes: string }) => `${post.channel} ${post.url} ${post.bytes}`
  const database = new DatabaseSync(house.store, { readOnly: true })
  const sent = database
    .prepare(
      `select part.channel, part.bytes, article.url from part join delivery on delivery.id = part.delivery
       join article on article.id = delivery.article where part.state = 'sent'`,
    )
    .all() as { channel: string; url: string; bytes: string }[]
  database.close()
  expect(previewed).toHaveLength(600)
  expect(previewed.map((post) => key({ ...post, bytes: post.bytes.join() })).toSorted()).toEqual(
    sent.map(key).toSorted(),
  )

  // The platforms' own ledgers: what followers read is what was previewed.
  const texts = previewed
    .filter((post) => post.channel === 'telegram-first')
    .map((post) => JSON.parse(post.bytes[0]!).text as string)
  const read = house.telegram
    .posts()
    .filter((post) => post.placeName === '@first_news')
    .map((post) => post.text)
  expect(texts.toSorted()).toEqual(read.toSorted())
})

test('a saved page and a text file are previewed as if they stood at their URL', { timeout: 30 * SECOND }, async () => {
  await using house = await openHouse()
  const page = join(house.folder, 'page.html')
  const text = join(house.folder, 'story.txt')
  writeFileSync(
    page,
    `<html><head><title>Site | Harbour opens</title><meta property="og:title" content="Harbour opens &amp; closes">
     <meta name="description" content="The harbour opened at dawn. Ferries follow."></head><body><p>Body.</p></body></html>`,
  )
  writeFileSync(text, 'Harbour opens\n\nThe harbour opened at dawn. Ferries follow.\n')
  const said: string[] = []
  for (const [file, title] of [
    [page, 'Harbour opens & closes'],
    [text, 'Harbour opens'],
  ] as const) {
    const { code, out } = await house.asked('preview', file, '--url', 'https://news.example.org/harbour')
    expect(code).toBe(0)
    expect(out).toContain(
      `│ ${title}\n│\n│ The harbour opened at dawn. Ferries follow.\n│\n│ https://news.example.org/harbour\n`,
    )
    expect(out).toContain('$0.200')
    said.push(out)
  }
  const [first] = said[0]!.split('\n\n┌')
  expect(first!.split('└\n')[1]!.split('\n').filter(Boolean)).toEqual([
    '  title     its page',
    '  summary   meta description, 2 of 2 sentences',
    '  hashtags  left out: the article has none',
    '  link      whole',
    '  price     $0.200, $0.215 with `link: reply`, $0.015 with `link: none`',
  ])
  expect(await house.command('preview', page)).toMatchObject({ code: 2, err: expect.stringContaining('--url') })
  const binary = join(house.folder, 'story.bin')
  writeFileSync(binary, Uint8Array.of(0xff, 0xfe, 0x00))
  for (const [words, complaint] of [
    [[binary, '--url', 'https://news.example.org/harbour'], 'is not text'],
    [['ftp://news.example.org/harbour'], 'http:// or https://, or a file'],
    [[join(house.folder, 'none'), '--url', 'https://a.example.org/'], join(house.folder, 'none')],
  ] as const) {
    const refused = await errorOf(house.asked('preview', ...words))
    expect(refused).toBeInstanceOf(CallerMistake)
    expect(refused.message).toContain(complaint)
  }
})

test('a preview names the picture that would go along, and why one would not', { timeout: 30 * SECOND }, async () => {
  await using house = await openHouse()
  house.config.text = house.config.text.replace('id: telegram-second,', 'id: telegram-second, picture: no,')
  const page = join(house.folder, 'page.html')
  const long = 'The harbour opened at dawn with ferries in every berth. '.repeat(8)
  writeFileSync(
    page,
    `<html><head><meta property="og:title" content="${long}${long}${long}"><meta property="og:image" content="/tram.jpg">
     <meta property="og:image:alt" content="A tram"></head><body><p>Body.</p></body></html>`,
  )
  const { out } = await house.asked('preview', page, '--url', 'https://news.example.org/harbour', '--json')
  const posts = JSON.parse(out) as PreviewedPost[]
  const pieces = posts.map((post) => post.pieces.filter((piece) => piece.of === 'picture'))
  const stands = 'https://news.example.org/tram.jpg, described as "A tram"'
  expect(pieces).toMatchObject([[{ stands }], [{ stands: null, why: expect.stringContaining('1024') as string }], []])
  expect(posts[0]!.usd).toBeCloseTo(0.205)
  const shown = await house.asked('preview', page, '--url', 'https://news.example.org/harbour')
  expect(shown.out).toContain(`  picture   ${stands}\n`)
  expect(shown.out).toMatch(/ {2}picture {3}left out: the text has \d+ characters/)
})

test(
  'a preview says by which rule a channel would not send a post, or would wait',
  { timeout: 60 * SECOND },
  async () => {
    await using house = await openHouse()
    house.config.text = house.config.text
      .replace('{ id: x-world,', '{ id: x-world, except: { title: [pipe] },')
      .replace(/(id: telegram-second.*)approve: never/, '$1approve: first')
      .replace('feeds: [{', `feeds: [{ id: city, url: "${house.feeds.feedUrl('city')}" }, {`)
    const [old, late] = [Date.now() - 8 * HOUR, Date.now() + HOUR]
    house.feeds.publish('world', { title: 'A pipe bursts', path: '/pipe', published: Date.now() - MINUTE })
    house.feeds.publish('world', { title: 'Yesterday', path: '/old', published: old })
    house.feeds.publish('world', { title: 'Tomorrow', path: '/late', published: late })
    const { out } = await house.asked('preview', house.feeds.feedUrl('world'), '--json')
    const posts = JSON.parse(out) as PreviewedPost[]
    const kept = (path: string) =>
      posts.filter(({ url }) => url === linkOf(path)).map((post) => post.kept && `${post.kept.is} ${post.kept.why}`)
    expect(kept('/pipe')).toEqual([
      'not sent except: x-world leaves out title pipe',
      null,
      'waits approve: the first 3 posts of telegram-second wait for a person',
    ])
    expect(kept('/old')).toEqual(Array(3).fill(expect.stringContaining('not sent max-age: published')))
    expect(kept('/late')).toEqual(Array(3).fill(expect.stringContaining('waits embargo: dated')))
    expect(posts.every(({ text }) => text !== '')).toBe(true)
    const shown = await house.asked('preview', house.feeds.feedUrl('world'))
    expect(shown.out).toContain('  not sent  except: x-world leaves out title pipe\n')

    house.feeds.publish('city')
    expect((await house.asked('preview', house.feeds.feedUrl('city'))).out).toMatch(/has no entries now\.$/m)
    house.feeds.publish('city', { title: 'Alone', path: '/alone', published: Date.now() })
    expect((await house.asked('preview', house.feeds.feedUrl('city'))).out).toContain('No channel takes city')
  },
)
