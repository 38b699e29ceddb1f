/** Staff edit the config again and again while articles flow: what came of it. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { configFiles, type ConfigFiles } from '#src/app/config-files.ts'
import { configure } from '#src/app/configure.ts'
import { openApp } from '#src/app.ts'
import { systemClock } from '#src/base/clock.ts'
import { silentLog, type About } from '#src/base/log.ts'
import { platformOf } from '#src/platform/registry.ts'
import { fastClock } from '#test/fixtures/fast-clock.ts'
import { linkOf, openFeedServer } from '#test/fixtures/feed-server.ts'

export interface Edited {
  readonly applied: number
  readonly refused: number
  /** Articles that do not stand in a channel. */
  readonly lost: readonly string[]
  /** Posts that stand more than once in a channel. */
  readonly twice: readonly string[]
  /** Posts in words that no whole config had. */
  readonly strange: readonly string[]
  /** Posts that were dropped or held, and why. */
  readonly ended: readonly string[]
  /** How many wordings the posts that stand show. */
  readonly wordings: number
}

const FASTER = 10
const AT_ONCE = 5
const CHATS = ['@first_news', '@second_news']
const SECRET_NAMES = { twitter: 'NEWS_X', telegram: 'NEWS_TELEGRAM' } as const

/** Runs Crier in `folder` against stand-ins on loopback. Half of the edits are broken. */
export async function editUnderLoad(
  folder: string,
  { edits, articles }: { readonly edits: number; readonly articles: number },
): Promise<Edited> {
  await using stack = new AsyncDisposableStack()
  const feeds = stack.use(await openFeedServer())
  const open = async (id: string) => {
    const limits = Object.fromEntries(Object.entries(platformOf(id)!.limits).map(([name]) => [name, 1_000_000]))
    return { limits, standIn: stack.use(await platformOf(id)!.standIn({ clock: systemClock, limits })) }
  }
  const [x, telegram] = [await open('twitter'), await open('telegram')]
  const secrets = {
    twitter: x.standIn.admit('news-x', [{}]),
    telegram: telegram.standIn.admit(
      'news-telegram',
      CHATS.map((chat) => ({ chat })),
    ),
  }
  const dotenv = (['twitter', 'telegram'] as const).flatMap((id) =>
    Object.entries(secrets[id]).map(([name, value]) => `${SECRET_NAMES[id]}_${name}=${value}`),
  )
  const rest = 'approve: never, cooling: 2s, spacing: none, atMost: { perHour: none }'
  const wording = (version: number): string => `template: "v${version}. {{ title }}\\n\\n{{ link }}"`
  const text = (version: number): string => `rehearsal: off
network: { contact: desk@news.example.com, allow: ["${feeds.authority}"] }
feeds: [{ id: world, url: "${feeds.feedUrl('world')}", every: 1s, read: never }]
accounts:
  - { id: news-x, platform: twitter, apiRoot: "${x.standIn.apiRoot}", limits: ${JSON.stringify(x.limits)}, budget: { usdPerDay: 9999, usdPerMonth: 9999 } }
  - { id: news-telegram, platform: telegram, apiRoot: "${telegram.standIn.apiRoot}", limits: ${JSON.stringify(telegram.limits)} }
channels:
  - { id: x-world, account: news-x, feeds: [world], ${rest}, ${wording(version)} }
${CHATS.map((chat) => `  - { id: telegram-${chat.slice(1, -5)}, account: news-telegram, chat: "${chat}", feeds: [world], ${rest}, ${wording(version)} }`).join('\n')}
`
  mkdirSync(join(folder, 'config'))
  const file = join(folder, 'config/crier.yaml')
  writeFileSync(file, text(0))
  writeFileSync(join(folder, '.env'), `${dotenv.join('\n')}\n`)

  const heard = openEar()
  const editor = openEditor(file)
  const files = editor.watched(configFiles(file))
  const known = files.fingerprint()
  const load = () => configure(file)
  const loaded = load()
  if (loaded.is === 'mistakes') throw new Error(JSON.stringify(loaded.mistakes))
  const seed = { title: 'Old', path: '/old', published: systemClock.now() }
  feeds.publish('world', seed)
  const clock = fastClock(FASTER)
  const crier = { clock, log: heard.log, print: () => {}, userAgent: 'Crier/test' }
  const app = stack.use(await openApp({ ...crier, config: loaded.config, reading: { files, known, load } }))
  await heard.until(() => heard.count('feed seen for the first time') > 0)

  const batches = Math.ceil(articles / AT_ONCE)
  let edited = 0
  for (let batch = 0; batch < batches; batch++) {
    const first = batch * AT_ONCE
    const names = Array.from({ length: Math.min(AT_ONCE, articles - first) }, (_, index) => first + index)
    feeds.publish('world', ...names.map((name) => reportOf(name, clock.now())))
    for (; edited < Math.round(((batch + 1) * edits) / batches); edited++) {
      const before = heard.edits()
      editor.edit(edited, text(edited + 1))
      await heard.until(() => heard.edits() > before)
    }
    await heard.until(() => heard.routed.size >= first + names.length)
  }
  const posts = () => [...x.standIn.posts(), ...telegram.standIn.posts()]
  await heard.until(() => posts().length >= 3 * articles || heard.ended.length > 0)
  await app[Symbol.asyncDispose]()
  return judge(articles, edits, heard, posts())
}

interface Editor {
  edit(index: number, whole: string): void
  /** The files as Crier looks at them: what was begun is finished right after a look. */
  watched(files: ConfigFiles): ConfigFiles
}

/** Every second edit is broken; the others come in two pieces, or as a new file in the old one's place. */
function openEditor(file: string): Editor {
  let rest: string | null = null
  return {
    edit(index, whole) {
      if (index % 2 === 1) return writeFileSync(file, index % 4 === 1 ? whole.replace('channels:', 'chanels:') : '{{{')
      if (index % 4 === 0) {
        rest = whole
        // A config too, without channels.
        return writeFileSync(file, whole.slice(0, whole.indexOf('channels:')))
      }
      writeFileSync(`${file}~`, whole)
      renameSync(`${file}~`, file)
    },
    watched: ({ folders, fingerprint }) => ({
      folders,
      fingerprint() {
        const seen = fingerprint()
        if (rest !== null) writeFileSync(file, rest)
        rest = null
        return seen
      },
    }),
  }
}

function reportOf(name: number, published: number) {
  return { title: `Report ${name} of the day`, path: `/world/${name}`, published }
}

interface Ear {
  readonly log: typeof silentLog
  readonly ended: readonly string[]
  /** The articles that were routed, once or again. */
  readonly routed: ReadonlySet<unknown>
  edits(): number
  count(event: string): number
  /** Settles when `condition` holds; looked at whenever Crier says something. */
  until(condition: () => boolean): Promise<void>
}

const APPLIED = 'the changed config is in force'
const REFUSED = 'the changed config is refused; the one before stays in force'

function openEar(): Ear {
  const events = new Map<string, number>()
  const ended: string[] = []
  const routed = new Set<unknown>()
  const looks = new Set<() => void>()
  const hear = (about: About, event: string): void => {
    events.set(event, (events.get(event) ?? 0) + 1)
    if (event === 'article routed') routed.add(about['article'])
    if (/dropped|held|broke|cannot/.test(event)) ended.push(`${event}: ${String(about['why'] ?? about['error'])}`)
    for (const look of looks) look()
  }
  const count = (event: string): number => events.get(event) ?? 0
  const until = (condition: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!condition()) return
        looks.delete(look)
        resolve()
      }
      looks.add(look)
      look()
    })
  return {
    log: { ...silentLog, info: hear, warn: hear, error: hear },
    ended,
    routed,
    count,
    edits: () => count(APPLIED) + count(REFUSED),
    until,
  }
}

function judge(
  articles: number,
  edits: number,
  heard: Ear,
  posts: readonly { readonly place: string; readonly text: string }[],
): Edited {
  const standing = posts.map(({ place, text }) => ({ place, path: /\/world\/\d+/.exec(text)?.[0] ?? text }))
  const places = new Set(posts.map(({ place }) => place))
  const wanted = Array.from({ length: articles }, (_, name) => new URL(linkOf(`/world/${name}`)).pathname)
  const lost: string[] = []
  const twice: string[] = []
  for (const [place, those] of Map.groupBy(standing, (post) => post.place)) {
    const times = Map.groupBy(those, ({ path }) => path)
    lost.push(...wanted.filter((path) => !times.has(path)).map((path) => `${place} ${path}`))
    twice.push(...[...times].filter(([, each]) => each.length > 1).map(([path]) => `${place} ${path}`))
  }
  if (places.size !== 3) lost.push(`posts stand in ${places.size} places`)
  const versions = posts.map(({ text }) => /^v(\d+)\. Report \d+ of the day\n/.exec(text)?.[1])
  // Version 0 was there at first; edit n brings n + 1, and every second edit is broken.
  const whole = (version: string | undefined) =>
    version !== undefined && Number(version) <= edits && (version === '0' || Number(version) % 2 === 1)
  return {
    applied: heard.count(APPLIED),
    refused: heard.count(REFUSED),
    lost,
    twice,
    strange: posts.filter((_, index) => !whole(versions[index])).map(({ text }) => text),
    ended: heard.ended,
    wordings: new Set(versions).size,
  }
}
