/**
 * Rehearses over real feeds: `npm run bench:rehearse -- FILE...`. Serves each file on loopback in its own bytes, first
 * with its oldest entry alone, then with one more after the other, dated now; runs `crier rehearse` over them, and says
 * whether every entry after the baseline stands once in both timelines. The posts are printed for reading.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { listen } from '#src/net/listen.ts'

const MOST_ENTRIES = 15
const ENTRY = /<(item|entry)[\s>][\s\S]*?<\/\1>/g
const DATE = /(<(?:pubDate|dc:date|published|updated)[^>]*>)[^<]*(<\/)/g

interface Served {
  readonly id: string
  /** Oldest first. */
  readonly entries: string[]
  readonly frame: readonly [before: string, after: string]
  readonly encoding: 'latin1' | 'utf16le'
  shown: number
}

function read(file: string, index: number): Served {
  const bytes = readFileSync(file)
  // Latin 1 keeps the bytes of every encoding that holds ASCII: what is not touched goes out as it came in.
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf16le' : 'latin1'
  const text = bytes.toString(encoding)
  const entries = [...text.matchAll(ENTRY)]
    .map(([entry]) => entry)
    .filter((entry) => !/<link>\s*<\/link>/.test(entry)) // without a link there is nothing to post
    .slice(0, MOST_ENTRIES)
  if (entries.length === 0) throw new Error(`${file} has no entries that could be shown one by one`)
  const first = text.search(ENTRY)
  const last = text.lastIndexOf(entries.at(-1)!) + entries.at(-1)!.length
  const rest = text.slice(last).replace(ENTRY, '')
  const id = `f${index}-${basename(file)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '')}`
  return { id, entries: entries.toReversed(), frame: [text.slice(0, first), rest], encoding, shown: 1 }
}

/** Puts the next entry on top, dated now. */
function show(feed: Served, shown: number): void {
  if (shown > feed.entries.length) return
  feed.entries[shown - 1] = feed.entries[shown - 1]!.replace(DATE, `$1${new Date().toUTCString()}$2`)
  feed.shown = shown
}

const files = process.argv.slice(2)
if (files.length === 0) throw new Error('name the files of feeds to rehearse over')
const feeds = files.map(read)
await using server = await listen((request, response) => {
  const feed = feeds.find(({ id }) => request.url === `/${id}`)
  if (!feed) return void response.writeHead(404).end()
  const text = feed.frame[0] + feed.entries.slice(0, feed.shown).toReversed().join('\n') + feed.frame[1]
  response.writeHead(200, { 'content-type': 'application/xml' }).end(Buffer.from(text, feed.encoding))
})

const folder = mkdtempSync(join(tmpdir(), 'crier-feeds-'))
mkdirSync(join(folder, 'config'))
const config = join(folder, 'config/crier.yaml')
const ids = feeds.map(({ id }) => id).join(', ')
writeFileSync(
  config,
  `rehearsal: feeds
console: { listen: "127.0.0.1:4489" }
network: { contact: desk@news.example.com, allow: ["${new URL(server.origin).host}"] }
feeds:
${feeds.map(({ id }) => `  - { id: ${id}, url: "${server.origin}/${id}", every: 1s }`).join('\n')}
accounts: [{ id: x, platform: twitter }, { id: bot, platform: telegram }]
channels:
  - { id: on-x, account: x, picture: no, feeds: [${ids}] }
  - { id: on-telegram, account: bot, chat: "@all_feeds", picture: no, feeds: [${ids}] }
`,
)
const crier = spawn(process.execPath, [resolve('src/main.ts'), 'rehearse', '--config', config], {
  stdio: ['ignore', 'inherit', 'pipe'],
})
let log = ''
crier.stderr.on('data', (data) => (log += String(data)))
const seen = () => log.split('"feed seen for the first time"').length - 1
while (seen() < feeds.length) await sleep(100)
for (let shown = 2; shown <= MOST_ENTRIES; shown++) {
  for (const feed of feeds) show(feed, shown)
  await sleep(1_300)
}
await sleep(3_000)
crier.kill('SIGTERM')
await new Promise((done) => crier.once('close', done))

const database = new DatabaseSync(join(folder, 'data/crier.rehearsal.db'), { readOnly: true })
const count = (channel: string, feed: string): number =>
  (
    database
      .prepare(
        `select count(*) as n from part join delivery on delivery.id = part.delivery join article on article.id =
         delivery.article where part.channel = ? and article.feed = ? and part.state = 'sent'`,
      )
      .get(channel, feed) as { n: number }
  ).n
if (feeds.every(({ entries }) => entries.length < 2))
  throw new Error('each of these feeds has one entry: nothing is new')
for (const { id, entries } of feeds) {
  if (entries.length < 2) {
    process.stdout.write(`--  ${id}: one entry, and so nothing new\n`)
    continue
  }
  const wanted = entries.length - 1
  const [x, telegram] = [count('on-x', id), count('on-telegram', id)]
  process.stdout.write(
    `${x === wanted && telegram === wanted ? 'ok ' : 'BAD'} ${id}: ${wanted} new, ${x} on X, ${telegram} on Telegram\n`,
  )
}
process.stdout.write(
  log
    .split('\n')
    .filter((line) => /"level":"(warn|error)"/.test(line))
    .slice(0, 20)
    .join('\n') + '\n',
)
database.close()
rmSync(folder, { recursive: true, force: true })
