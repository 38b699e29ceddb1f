import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MINUTE, systemClock } from '#src/base/clock.ts'
import { openParser, type Body, type ParserParts } from '#src/feed/parse.ts'
import { silentLog, type Log } from '#src/base/log.ts'
import { fakeClock } from '#test/fake-clock.ts'

const rss = (items: string): string => `<rss version="2.0"><channel><title>World</title>${items}</channel></rss>`
const body = (text: string, language: string | null = null): Body => ({
  body: Buffer.from(text),
  contentType: null,
  url: 'https://news.example/rss',
  language,
})
const good = body(rss('<item><title>One</title></item>'))
// Half a second of work on any machine.
const slow = body(rss('<item><title>x</title></item>'.repeat(200_000)))
const { signal } = new AbortController()

/** How often the event loop came round until `work` was done. */
async function turnsUntil(work: Promise<unknown>): Promise<number> {
  const state = { done: false }
  const watch = async (): Promise<void> => {
    await work
    state.done = true
  }
  const watching = watch()
  let turns = 0
  for (; !state.done; turns++) await setImmediate()
  await watching
  return turns
}

let stack: AsyncDisposableStack
beforeEach(() => {
  stack = new AsyncDisposableStack()
})
afterEach(() => stack.disposeAsync())
const open = (parts: Partial<ParserParts> = {}) => stack.use(openParser({ clock: systemClock, ...parts }))

describe('a parser', () => {
  test('reads in a thread what readFeed reads', async () => {
    expect(await open().parse(good, signal)).toMatchObject({ is: 'feed', title: 'World', entries: [{ title: 'One' }] })
  })

  test('tells the thread what staff say it is written in', async () => {
    const polish = rss('<item><title>One</title><pubDate>22 listopada 2026, 10:00</pubDate></item>')
    const published = Date.parse('2026-11-22T10:00Z')
    expect(await open().parse(body(polish, 'pl'), signal)).toMatchObject({ entries: [{ published }] })
    expect(await open().parse(body(polish), signal)).toMatchObject({ entries: [{ published: null }] })
  })

  test('leaves the main thread free while it reads', async () => {
    const parser = open({ within: 60_000 })
    await parser.parse(good, signal)
    const reading = parser.parse(slow, signal)
    const turns = await turnsUntil(reading)
    expect(turns).toBeGreaterThan(10)
    expect(await reading).toMatchObject({ is: 'feed' })
  })

  test('reads one after the other what is asked for at once', async () => {
    const parser = open()
    const titles = Array.from({ length: 20 }, (_, at) => `t${at}`)
    const all = await Promise.all(
      titles.map((title) => parser.parse(body(rss(`<item><title>${title}</title></item>`)), signal)),
    )
    expect(all.map((parsed) => parsed.is === 'feed' && parsed.entries[0]?.title)).toEqual(titles)
  })

  test('ends a thread that takes too long, says so, and reads the next with another', async () => {
    const warnings: unknown[] = []
    const log: Log = { ...silentLog, warn: (about) => void warnings.push(about) }
    const parser = open({ within: 50, log })
    expect(await parser.parse(slow, signal)).toEqual({
      is: 'not-a-feed',
      why: 'it could not be read within 0.05 s',
    })
    expect(warnings).toEqual([expect.objectContaining({ url: slow.url, bytes: slow.body.byteLength })])
    expect(await open().parse(good, signal)).toMatchObject({ is: 'feed' })
  })

  test('gives up a body that takes more memory than it may, and reads the next', async () => {
    const parser = open({ memory: 16, within: MINUTE })
    const greedy = {
      ...good,
      body: Buffer.from(
        `<rss version="2.0"><channel>${'<item><category>a</category></item>'.repeat(50_000)}</channel></rss>`,
      ),
    }
    expect(await parser.parse(greedy, signal)).toEqual({
      is: 'not-a-feed',
      why: 'reading it takes more memory than it may need',
    })
    expect(await parser.parse(good, signal)).toMatchObject({ is: 'feed' })
  })

  test('reads a fair feed of the largest size, and gives a bomb up, as it comes', async () => {
    const parser = open()
    const paragraph = '<p>Бюджет громади ухвалили після довгих суперечок.</p>'
    const item = (at: number) =>
      `<item><title>${at}</title><link>/${at}</link><description><![CDATA[${paragraph.repeat(52)}]]></description></item>`
    const fair = body(rss(Array.from({ length: 1_950 }, (_, at) => item(at)).join('')))
    expect(fair.body.byteLength).toBeGreaterThan(9_500_000)
    expect(await parser.parse(fair, signal)).toMatchObject({ is: 'feed', entries: { length: 1_950 } })
    const links = '<link href="/a"/>'.repeat(500_000)
    const bomb = body(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id>${links}</entry></feed>`)
    expect(await parser.parse(bomb, signal)).toMatchObject({ why: expect.stringMatching(/within 2 s|memory/) })
    expect(await parser.parse(good, signal)).toMatchObject({ is: 'feed' })
  }, 30_000)

  test('answers when its thread dies', async () => {
    const parser = open()
    // What cannot be cloned into the thread never reaches it.
    const broken = { ...good, contentType: (() => {}) as unknown as string }
    expect(await parser.parse(broken, signal)).toMatchObject({
      is: 'not-a-feed',
      why: expect.stringContaining('failed'),
    })
    expect(await parser.parse(good, signal)).toMatchObject({ is: 'feed' })
  })

  test('starts its thread anew after a rest', async () => {
    const clock = fakeClock()
    const parser = open({ clock, idle: 1000 })
    expect(await parser.parse(good, signal)).toMatchObject({ is: 'feed' })
    await clock.asleep(1)
    await clock.advance(1000)
    expect(clock.sleeping()).toBe(0)
    expect(await parser.parse(good, signal)).toMatchObject({ is: 'feed' })
  })

  test('stops when told to, and reads on afterwards', async () => {
    const parser = open()
    const cut = new AbortController()
    const reading = parser.parse(slow, cut.signal)
    cut.abort(new Error('stopping'))
    await expect(reading).rejects.toThrow('stopping')
    expect(await parser.parse(good, signal)).toMatchObject({ is: 'feed' })
  })

  test('ends with what it is reading when it is closed', async () => {
    const parser = openParser({ clock: systemClock })
    const reading = parser.parse(slow, signal)
    const [failed] = await Promise.allSettled([reading, parser[Symbol.asyncDispose]()])
    expect(failed).toMatchObject({ status: 'rejected', reason: { message: 'the parser is closed' } })
    await expect(parser.parse(good, signal)).rejects.toThrow('closed')
  })
})
