import chromium from '@sparticuz/chromium'
import { chromium as browsers, type Browser, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { SECOND, systemClock } from '#src/base/clock.ts'
import { silentLog } from '#src/base/log.ts'
import { listen } from '#src/net/listen.ts'
import { openTimelines, type TimelinesOptions } from '#src/rehearsal/timelines.ts'
import type { TimelinePost, TimelineSource } from '#src/rehearsal/timelines/source.ts'
import { heldClock, type HeldClock } from './clock.ts'

interface FakeSource extends TimelineSource {
  add(post: Partial<TimelinePost>): void
  remove(id: string): void
  listeners(): number
}

function fakeSource(label: string, allowed: number): FakeSource {
  let posts: TimelinePost[] = []
  const listeners = new Set<() => void>()
  return {
    label,
    posts: () => posts,
    onPost(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    add(post) {
      const id = String(posts.length + 1)
      const text = {
        text: post.html ?? '',
        html: '',
        length: { used: 12, allowed },
        card: null,
        picture: null,
        alt: null,
      }
      const place = { account: 'news', place: 'main', placeName: 'Main', id, at: Date.UTC(2031, 1, 1), deleted: null }
      posts.push({ ...place, ...text, ...post })
      for (const listener of listeners) listener()
    },
    remove(id) {
      posts = posts.map((post) => (post.id === id ? { ...post, deleted: post.at } : post))
    },
    listeners: () => listeners.size,
  }
}

let browser: Browser
let page: Page
let open: AsyncDisposableStack
let short: FakeSource
let long: FakeSource

beforeAll(async () => {
  // The package's other switches take away a browser's own defences, which are part of what is tested here.
  const args = chromium.args.filter((arg) => !/single-process|web-security|insecure|site-/.test(arg))
  browser = await browsers.launch({ executablePath: await chromium.executablePath(), args })
})
afterAll(() => browser.close())
beforeEach(async () => {
  open = new AsyncDisposableStack()
  page = open.adopt(await browser.newPage(), (page) => page.close())
  short = fakeSource('Short', 280)
  long = fakeSource('Long', 4096)
})
afterEach(() => open.disposeAsync())

async function opened(options: Partial<TimelinesOptions> = {}): Promise<string> {
  const fixed = { host: '127.0.0.1', port: 0, clock: systemClock, log: silentLog, sources: [short, long] }
  return open.use(await openTimelines({ ...fixed, ...options })).url
}

const live = () => page.locator('.live.on').waitFor()

test('before the first post the page says that it is seconds away', async () => {
  await page.goto(await opened())
  expect(await page.locator('.empty').count()).toBe(2)
  expect(await page.locator('.empty').first().innerText()).toContain('seconds away')
})

test('a post arrives live on both sides, newest first in a timeline and newest at the bottom in a channel', async () => {
  await page.goto(await opened())
  await live()
  for (const source of [short, long]) source.add({ html: '<b>First</b> news' })
  for (const source of [short, long]) source.add({ html: 'Second news' })
  await page.locator('.timeline .post', { hasText: 'Second' }).waitFor()
  await page.locator('.channel .post', { hasText: 'Second' }).waitFor()
  expect(await page.locator('.empty').count()).toBe(0)
  expect(await page.locator('.column > header p').allInnerTexts()).toEqual(['Short', 'Long'])
  const tops = async (look: string) =>
    Promise.all(
      ['First', 'Second'].map(
        async (text) => (await page.locator(`.${look} .post`, { hasText: text }).boundingBox())!.y,
      ),
    )
  const [[shortFirst, shortSecond], [longFirst, longSecond]] = [await tops('timeline'), await tops('channel')]
  expect(shortSecond!).toBeLessThan(shortFirst!)
  expect(longSecond!).toBeGreaterThan(longFirst!)
  expect(await page.locator('.channel .post b').innerText()).toBe('First')
  expect(await page.locator('.timeline .count').first().innerText()).toBe('12/280')
})

test('who comes late sees what was posted, once, in a column for every place', async () => {
  long.add({ html: 'In one', place: 'one', placeName: '@one' })
  long.add({ html: 'In two', place: 'two', placeName: '@two' })
  await page.goto(await opened())
  await live()
  long.add({ html: 'Later in one', place: 'one', placeName: '@one' })
  await page.locator('.post', { hasText: 'Later' }).waitFor()
  expect(await page.locator('.channel h2').allInnerTexts()).toEqual(['one', 'two'])
  expect(await page.locator('.post').count()).toBe(3)
})

test('times of day are the newsroom’s, before the page’s own script runs and after', async () => {
  const url = await opened({
    timezone: 'Asia/Kathmandu',
    clock: { ...systemClock, now: () => Date.UTC(2031, 1, 1, 12) },
  })
  expect(await (await fetch(url)).text()).not.toContain('05:45')
  long.add({ html: 'Midnight by UTC' })
  expect(await (await fetch(url)).text()).toContain('>05:45</time>')
  await page.goto(url)
  await live()
  await page.locator('.channel time', { hasText: '05:45' }).waitFor()
})

test('a button stands under its post, and leads to the web only', async () => {
  await page.goto(await opened())
  await live()
  const buttons = [
    { text: 'Read <b>more</b>', url: 'https://fine.example/a' },
    { text: 'Bad', url: 'javascript:alert(1)' },
  ]
  long.add({ html: 'With buttons', buttons })
  const links = page.locator('.channel .buttons a')
  await links.first().waitFor()
  expect(await links.allInnerTexts()).toEqual(['Read <b>more</b>', 'Bad'])
  const hrefs = await Promise.all((await links.all()).map((link) => link.getAttribute('href')))
  expect(hrefs).toEqual(['https://fine.example/a', '#'])
})

test('nothing of a hostile post runs, and no link of it leads anywhere but to the web', async () => {
  const url = await opened()
  const seen: string[] = []
  page.on('request', (request) => seen.push(new URL(request.url()).origin))
  page.on('dialog', () => seen.push('dialog'))
  const hostile = {
    html:
      `<script>window.ran = 1</script><img src="https://evil.example/x" onerror="window.ran = 2"><svg onload="window.ran=3">` +
      `<a href="javascript:window.ran = 4">click</a><a href="https://fine.example/">fine</a></li></ol><b onclick="window.ran=5">end`,
    placeName: `"><script>window.ran = 6</script>`,
    account: `"><img src=x onerror=alert(1)>`,
    card: 'javascript:alert(1)',
    picture: 'https://evil.example/picture.png',
  }
  short.add(hostile)
  await page.goto(url)
  await live()
  long.add(hostile)
  await page.locator('.channel .post', { hasText: 'end' }).waitFor()
  for (const text of await page.getByText('click').all()) await text.click()
  for (const text of await page.getByText('end').all()) await text.click()
  expect(await page.evaluate('window.ran')).toBeUndefined()
  const links = await page.locator('a').evaluateAll((all) => all.map((link) => link.getAttribute('href')))
  expect(links).toEqual(['https://fine.example/', 'https://fine.example/'])
  expect(new Set(seen)).toEqual(new Set([new URL(url).origin]))
})

test('a link shows its card, leads to where the page really is, and its picture comes from the one origin', async () => {
  const pixel = Buffer.from('R0lGODlhAQABAAAAACw=', 'base64')
  const pictures = open.use(await listen((_, response) => response.setHeader('content-type', 'image/gif').end(pixel)))
  const card = { title: 'The headline', description: 'What it says.', picture: `${pictures.origin}/a.gif` }
  const address = 'https://news.example/story'
  const post = { html: `<a href="${address}">${address}</a>`, card: address }
  for (const source of [short, long]) source.add(post)
  const url = await opened({
    pageOf: (link) => link.replace('https://news.example', pictures.origin),
    cardOf: (link) => (link === address ? card : null),
    pictureOrigins: [pictures.origin],
  })
  const loaded = page.waitForResponse(card.picture)
  await page.goto(url)
  expect((await loaded).status()).toBe(200)
  for (const title of await page.locator('.card .title, .preview .title').all()) {
    expect(await title.innerText()).toBe('The headline')
  }
  const links = await page.locator('a').evaluateAll((all) => all.map((link) => link.getAttribute('href')))
  expect(new Set(links)).toEqual(new Set([`${pictures.origin}/story`]))
  expect(links).toHaveLength(4)
})

test('a post shows its own picture, with what it shows in words, and no card beside it', async () => {
  const pixel = Buffer.from('R0lGODlhAQABAAAAACw=', 'base64')
  const uploads = open.use(await listen((_, response) => response.setHeader('content-type', 'image/gif').end(pixel)))
  const shown = {
    picture: `${uploads.origin}/media/1`,
    alt: 'A "tram" <on> a bridge',
    card: 'https://news.example/story',
  }
  for (const source of [short, long]) source.add({ html: 'Pictured', ...shown })
  long.add({ html: 'From elsewhere', picture: 'https://elsewhere.example/1.gif' })
  await page.goto(await opened({ pictureOrigins: ['http://127.0.0.1:9', uploads.origin] }))
  await page.locator('.post', { hasText: 'From elsewhere' }).waitFor()
  const pictures = await page
    .locator('img')
    .evaluateAll((all) => all.map((one) => [one.getAttribute('src'), one.getAttribute('alt')]))
  expect(pictures).toEqual([0, 1].map(() => [shown.picture, shown.alt]))
  expect(await page.locator('.card, .preview').count()).toBe(0)
})

test('a post that is taken down disappears with the next beat', async () => {
  const clock: HeldClock = heldClock(Date.UTC(2031, 1, 1))
  short.add({ html: 'Stays' })
  short.add({ html: 'Goes' })
  await page.goto(await opened({ clock }))
  await live()
  await clock.sleeping()
  short.remove('2')
  await clock.advance(5 * SECOND)
  await page.locator('.post', { hasText: 'Goes' }).waitFor({ state: 'detached' })
  expect(await page.locator('.post').count()).toBe(1)
})

test('the page fits a phone, and shows the second timeline at its edge', async () => {
  for (const source of [short, long]) source.add({ html: 'https://news.example/'.padEnd(200, 'x') })
  await page.setViewportSize({ width: 360, height: 700 })
  await page.goto(await opened())
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
  const second = (await page.locator('.channel').boundingBox())!
  expect(second.x).toBeLessThan(360)
  expect(second.x).toBeGreaterThan(300)
})

test('the page allows nothing but itself, and is never kept', async () => {
  const answer = await fetch(await opened())
  const policy = answer.headers.get('content-security-policy')!
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('unsafe')
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  expect(answer.headers.get('cache-control')).toBe('no-store')
})

test('closing ends every stream at once and leaves nobody listening', async () => {
  const timelines = await openTimelines({
    host: '127.0.0.1',
    port: 0,
    clock: heldClock(0),
    log: silentLog,
    sources: [short, long],
  })
  const stream = (await fetch(new URL('/events', timelines.url))).body!.getReader()
  await stream.read()
  expect(short.listeners()).toBe(1)
  await timelines[Symbol.asyncDispose]()
  const ended = async () => {
    while (!(await stream.read()).done);
  }
  await ended().catch(() => {})
  expect([short.listeners(), long.listeners()]).toEqual([0, 0])
})

test('where the address is taken, the error names it and keeps the reason', async () => {
  const url = new URL(await opened())
  const error = await openTimelines({
    host: '127.0.0.1',
    port: Number(url.port),
    clock: systemClock,
    log: silentLog,
    sources: [],
  }).catch((error: unknown) => error)
  expect(error).toMatchObject({ message: expect.stringContaining(url.host), cause: { code: 'EADDRINUSE' } })
})
