import type { IncomingMessage, ServerResponse } from 'node:http'
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { SECOND, systemClock } from '#src/base/clock.ts'
import { openParser, type Parser } from '#src/feed/parse.ts'
import { openFetch } from '#src/net/fetch.ts'
import { listen } from '#src/net/listen.ts'

/** CPU time of this thread while `work` runs, in milliseconds: on a busy machine more time passes, not more work. */
async function costs<T>(work: () => Promise<T>): Promise<{ readonly came: T; readonly ms: number }> {
  const before = process.threadCpuUsage()
  const came = await work()
  const { user, system } = process.threadCpuUsage(before)
  return { came, ms: (user + system) / 1_000 }
}

const MIB = 2 ** 20
// More than twice what is taken.
const ZEROS = Buffer.alloc(24 * MIB)
const SPACES = Buffer.alloc(24 * MIB, ' ')
const ITEMS = Buffer.from(`<rss><channel>${'<item><title>a</title></item>'.repeat(900_000)}</channel></rss>`)

const fast = { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } }
const CODERS: Readonly<Record<string, (body: Uint8Array) => Uint8Array>> = {
  gzip: (body) => gzipSync(body, { level: 6 }),
  deflate: (body) => deflateSync(body, { level: 6 }),
  'deflate, bare': (body) => deflateRawSync(body, { level: 6 }),
  br: (body) => brotliCompressSync(body, fast),
  zstd: (body) => zstdCompressSync(body),
}

/** By name: the coding that the answer claims, and its bytes. */
let bombs: ReadonlyMap<string, readonly [coding: string, bytes: Uint8Array]> = new Map()
beforeAll(() => {
  const made = new Map<string, readonly [string, Uint8Array]>()
  for (const [name, code] of Object.entries(CODERS)) {
    const coding = name.split(',')[0]!
    for (const [what, body] of [
      ['zeros', ZEROS],
      ['spaces', SPACES],
      ['items', ITEMS],
    ] as const) {
      const once = code(body)
      made.set(`${name} of ${what}`, [coding, once])
      made.set(`${name} of ${what}, in gzip`, [`${coding}, gzip`, gzipSync(once)])
    }
  }
  bombs = made
})

async function fetching(handler: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = await listen(handler)
  onTestFinished(() => server[Symbol.asyncDispose]())
  const open = openFetch({ clock: systemClock, userAgent: 'test', allow: [new URL(server.origin).host] })
  onTestFinished(() => open[Symbol.asyncDispose]())
  return () => open.fetch(server.origin, { trust: 'configured' })
}

test('thirty compressed bombs are put out one after the other, each within half a second of work', async () => {
  let next: readonly [string, Uint8Array] = ['', ZEROS]
  const fetch = await fetching((_, response) => void response.setHeader('content-encoding', next[0]).end(next[1]))
  expect(bombs.size).toBe(30)
  for (const [name, bomb] of bombs) {
    next = bomb
    const { came, ms } = await costs(fetch)
    expect(came, name).toMatchObject({ is: 'failed', failure: 'too-big' })
    expect(ms, name).toBeLessThan(500)
  }
})

const DEEP = 100_000
const ENTITIES = Array.from({ length: 20 }, (_, level) => `<!ENTITY e${level + 1} "${`&e${level};`.repeat(10)}">`).join(
  '',
)
const doc = (inside: string): string => `<rss version="2.0"><channel><title>a</title>${inside}</channel></rss>`
const XML: Readonly<Record<string, string>> = {
  'a billion laughs': `<!DOCTYPE rss [<!ENTITY e0 "ha">${ENTITIES}]>${doc('<item><title>&e20;</title></item>')}`,
  'one large entity, often': `<!DOCTYPE rss [<!ENTITY big "${'x'.repeat(100_000)}">]>${doc(`<item><title>${'&big;'.repeat(20_000)}</title></item>`)}`,
  'a million references': doc(`<item><title>${'&amp;#65;'.repeat(1_000_000)}</title></item>`),
  'an entity that holds itself': `<!DOCTYPE rss [<!ENTITY a "&b;"><!ENTITY b "&a;">]>${doc('<item><title>&a;</title></item>')}`,
  'an entity from a file': `<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>${doc('<item><title>&f;</title></item>')}`,
  'a depth of a hundred thousand': doc('<item>'.repeat(DEEP) + '</item>'.repeat(DEEP)),
  'depth without an end': `<rss><channel>${'<a>'.repeat(DEEP)}`,
  'a hundred thousand attributes': doc(`<item ${Array.from({ length: DEEP }, (_, at) => `a${at}="x"`).join(' ')}/>`),
  'a hundred thousand items': doc('<item><title>a</title></item>'.repeat(DEEP)),
  'one title of nine million characters': doc(`<item><title>${'a '.repeat(4_500_000)}</title></item>`),
}

test.each(Object.keys(XML))('%s harms neither this thread nor the next feed', async (name) => {
  const parser: Parser & AsyncDisposable = openParser({ clock: systemClock, within: 20 * SECOND })
  onTestFinished(() => parser[Symbol.asyncDispose]())
  const { signal } = new AbortController()
  const read = (text: string) =>
    parser.parse(
      { body: Buffer.from(text), contentType: null, url: 'https://news.example.com/rss', language: null },
      signal,
    )
  const { came, ms } = await costs(() => read(XML[name]!))
  expect(ms).toBeLessThan(500)
  if (came.is === 'feed') {
    expect(came.entries.length).toBeLessThanOrEqual(2_000)
    expect(JSON.stringify(came.entries)).not.toContain('root:')
    for (const { title } of came.entries) expect(title.length).toBeLessThan(10_000_000)
  }
  expect(await read(doc('<item><title>News</title></item>'))).toMatchObject({
    is: 'feed',
    entries: [{ title: 'News' }],
  })
})
