import { posix } from 'node:path'
import { expect, test } from 'vitest'
import { codeIn, importsOf, nodesOf, type SourceFile } from './source.ts'

/** Who may import whom, besides itself: docs/architecture.md as data. `app` is not listed: it knows everything. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  base: [],
  records: ['base'],
  text: ['base'],
  listen: ['base'],
  net: ['base', 'listen'],
  store: ['base', 'records'],
  feed: ['base', 'text', 'net', 'listen', 'store', 'records'],
  article: ['base', 'text', 'net', 'listen', 'store', 'records'],
  post: ['base', 'text', 'store', 'records'],
  seam: ['base', 'text', 'records'],
  fit: ['base', 'text', 'records', 'seam'],
  platform: ['base', 'text', 'net', 'listen', 'records', 'seam', 'fit'],
  'platform index': ['base', 'text', 'net', 'listen', 'records', 'seam', 'fit', 'platform', 'stand-in'],
  'stand-in': ['base', 'listen', 'seam'],
  registry: ['seam', 'platform index'],
  config: ['base', 'records', 'seam', 'registry'],
  delivery: ['base', 'text', 'store', 'records', 'seam'],
  desk: ['base', 'text', 'config', 'store', 'records', 'registry'],
  rehearsal: ['base', 'records', 'listen'],
  main: ['app', 'desk', 'config', 'base'],
}

// Parts that hold a platform's rules: a stand-in that used them would agree with the client's mistakes.
const RULE_BOOKS = /^(?:twitter-text|twitter-api-v2|telegraf|htmlparser2)(?:\/|$)/

/** `platform` is the one whose folder the file stands in, null elsewhere. */
interface Room {
  readonly name: string
  readonly platform: string | null
}

function roomOf(path: string): Room {
  const [first = '', second = '', third = ''] = path
    .replace(/^src\//, '')
    .split('/')
    .map((part) => part.replace(/\.[cm]?ts$/, ''))
  if (first === 'net' && second === 'listen') return { name: 'listen', platform: null }
  if (first !== 'platform') return { name: first, platform: null }
  if (third === 'stand-in') return { name: 'stand-in', platform: second }
  if (third !== '') return { name: third === 'index' ? 'platform index' : 'platform', platform: second }
  // Files beside the seam serve the formatters of every platform.
  return { name: second === 'platform' ? 'seam' : second === 'registry' ? 'registry' : 'fit', platform: null }
}

function mayImport(from: Room, to: Room): boolean {
  if (from.platform !== null && to.platform !== null && from.platform !== to.platform) return false
  if (from.name === to.name) return true
  return from.name === 'app' ? to.name !== 'main' : (ARROWS[from.name] ?? []).includes(to.name)
}

function breaches(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => {
    const room = roomOf(file.path)
    return importsOf(nodesOf(file))
      .filter(({ from }) => {
        if (!/^[.#]/.test(from)) return room.name === 'stand-in' && RULE_BOOKS.test(from)
        return !mayImport(room, roomOf(resolve(file.path, from)))
      })
      .map(({ from }) => `${file.path} imports ${resolve(file.path, from)}`)
  })
}

function resolve(path: string, target: string): string {
  if (target.startsWith('#')) return target.slice(1)
  return target.startsWith('.') ? posix.join(posix.dirname(path), target) : target
}

test('every import in src follows the arrows of the design', () => {
  expect(breaches(codeIn('src'))).toEqual([])
})

test('every file of src stands in a room that the arrows know', () => {
  const rooms = new Set(codeIn('src').map((file) => roomOf(file.path).name))
  expect([...rooms].filter((room) => !['app', 'launch.cjs', ...Object.keys(ARROWS)].includes(room))).toEqual([])
})

test.each([
  ['a stage imports another stage', 'src/feed/watch.ts', `import { deliver } from '#src/delivery/deliver.ts'`],
  ['a stage imports another stage by type', 'src/feed/watch.ts', `import type { Part } from '#src/post/route.ts'`],
  ['a stage re-exports another stage', 'src/post/route.ts', `export { read } from '../article/read.ts'`],
  ['a stage imports another stage late', 'src/feed/watch.ts', `const late = await import('#src/article/read.ts')`],
  ['a worker of another room is started', 'src/feed/watch.ts', `new URL('../article/extract.ts', import.meta.url)`],
  ['base imports the store', 'src/base/clock.ts', `import { open } from '#src/store/open.ts'`],
  ['a platform imports the store', 'src/platform/twitter/client.ts', `import { open } from '#src/store/open.ts'`],
  ['a platform imports another', 'src/platform/twitter/format.ts', `import { a } from '../telegram/format.ts'`],
  ['a stand-in imports the formatter', 'src/platform/twitter/stand-in.ts', `import { format } from './format.ts'`],
  ['a stand-in imports the fitting', 'src/platform/twitter/stand-in.ts', `import { fit } from '../fit.ts'`],
  ['a part of a stand-in imports the client', 'src/platform/x/stand-in/routes.ts', `import { a } from '../client.ts'`],
  ['a stand-in uses a rule book', 'src/platform/twitter/stand-in/length.ts', `import text from 'twitter-text'`],
  ['a stand-in imports another', 'src/platform/twitter/stand-in.ts', `import { a } from '../telegram/stand-in.ts'`],
  ['a client imports its stand-in', 'src/platform/twitter/client.ts', `import { a } from './stand-in/length.ts'`],
  ['the registry imports a client', 'src/platform/registry.ts', `import { a } from './twitter/client.ts'`],
  ['a formatter imports its stand-in', 'src/platform/twitter/format.ts', `import { a } from './stand-in.ts'`],
  ['delivery imports the registry', 'src/delivery/deliver.ts', `import { a } from '#src/platform/registry.ts'`],
  ['delivery imports a platform', 'src/delivery/deliver.ts', `import { a } from '#src/platform/twitter/client.ts'`],
  ['rehearsal imports more of net', 'src/rehearsal/newsroom.ts', `import { a } from '#src/net/fetch.ts'`],
  ['somebody imports app', 'src/desk/actions.ts', `import { a } from '#src/app.ts'`],
  ['app imports main', 'src/app.ts', `import { a } from '#src/main.ts'`],
  ['main imports a stage', 'src/main.ts', `import { a } from '#src/feed/watch.ts'`],
])('the rule finds it when %s', (_, path, text) => {
  expect(breaches([{ path, text }])).toHaveLength(1)
})

test.each([
  ['app', 'src/app.ts', `import { a } from '#src/delivery/deliver.ts'`],
  ['a stage', 'src/feed/watch.ts', `import { a } from '#src/net/listen.ts'; import { b } from './parse.ts'`],
  ['rehearsal', 'src/rehearsal/newsroom.ts', `import { a } from '#src/net/listen.ts'`],
  [
    'a stand-in',
    'src/platform/x/stand-in.ts',
    `import { a } from './stand-in/a.ts'; import { b } from '../platform.ts'`,
  ],
  ['a platform', 'src/platform/x/index.ts', `import { a } from './stand-in.ts'; import { b } from './client.ts'`],
  ['the registry', 'src/platform/registry.ts', `import { a } from './twitter/index.ts'`],
])('the rule lets through what %s may import', (_, path, text) => {
  expect(breaches([{ path, text }])).toEqual([])
})
