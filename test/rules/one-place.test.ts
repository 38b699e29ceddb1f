import { expect, test } from 'vitest'
import { codeIn, importsOf, memberOf, nameOf, nodesOf, stringOf, type SourceFile } from './source.ts'

/**
 * What has one place only: how it looks in code (a path of names, a name imported from a module, or a method whatever
 * it is of), and the place.
 */
interface Rule {
  readonly what: string
  readonly used?: RegExp
  readonly called?: RegExp
  readonly imported?: RegExp
  readonly method?: RegExp
  readonly places: RegExp
}

const NOWHERE = /^$/
const LISTENING =
  /^(?:node:(?:http|https|http2|net|tls)\.(?:createServer|createSecureServer|Server)|@hono\/node-server\.serve)$/
const CONNECTING = /^node:(?:http|https|http2|net|tls)\.(?:request|get|connect|createConnection|Socket)$/

// The launcher runs where nothing else of Crier can: it has its own timer and hands the environment on.
const RULES: readonly Rule[] = [
  {
    what: 'time',
    used: /^(?:Date\.now|(?:performance|Performance)\.(?:now|timeOrigin)|process\.(?:hrtime|uptime)\b.*|os\.uptime|Temporal\.Now\..+)$/,
    called: /^(?:Date|new Date)$/,
    imported: /^node:(?:perf_hooks|process|os)\.(?:performance|hrtime|uptime)$/,
    places: /^src\/base\/clock\.ts$/,
  },
  {
    what: 'timers',
    used: /^(?:setTimeout|setInterval|setImmediate|AbortSignal\.timeout|scheduler\.\w+)$/,
    imported: /^(?:node:)?timers(?:\/promises)?\./,
    places: /^src\/(?:base\/clock\.ts|launch\.cjs)$/,
  },
  {
    what: 'chance',
    used: /^(?:Math\.random|(?:crypto|webcrypto)\.(?:getRandomValues|random\w+))$/,
    imported: /^(?:node:)?crypto\.(?:getRandomValues|random\w+|webcrypto)$/,
    places: /^src\/base\/random\.ts$/,
  },
  {
    what: 'the environment',
    used: /^process\.(?:env\b.*|loadEnvFile)$/,
    imported: /^(?:(?:node:)?process\.(?:env|loadEnvFile)|dotenv\..+)$/,
    places: /^src\/(?:base\/environment\.ts|launch\.cjs)$/,
  },
  { what: 'the global fetch', used: /^(?:fetch|XMLHttpRequest|WebSocket|EventSource)$/, places: NOWHERE },
  { what: 'undici', imported: /^undici\b/, places: /^src\/(?:net|platform\/telegram)\// },
  { what: "a platform's library", imported: /^(?:twitter-|telegraf\b)/, places: /^src\/platform\// },
  { what: 'listening sockets', imported: LISTENING, places: /^src\/net\/listen\.ts$/ },
  { what: 'outgoing sockets', imported: CONNECTING, places: /^src\/net\// },
  {
    // On a stranger's text it takes quadratic time, but for what that place leaves of it. What staff and Crier itself wrote
    // is theirs.
    what: 'normalisation',
    method: /^normalize$/,
    places: /^src\/(?:text\/normal-form\.ts|config\/fields\.ts|platform\/\w+\/stand-in\/)/,
  },
  {
    what: 'a sudden end',
    used: /^process\.(?:exit|abort|reallyExit)$/,
    imported: /^(?:node:)?process\.exit$/,
    // When all is done: of what a library has left behind nothing else is the end.
    places: /^src\/main\.ts$/,
  },
]

/**
 * What a file uses: `used` paths of names, `called` functions and `new` ones without arguments, `imported` names,
 * `method`s.
 */
interface Uses {
  readonly used: readonly string[]
  readonly called: readonly string[]
  readonly imported: readonly string[]
  readonly method: readonly string[]
}

function usesOf(file: SourceFile): Uses {
  const nodes = nodesOf(file)
  const modules = new Map<string, string>()
  const own = new Set<string>()
  const used: string[] = []
  const called: string[] = []
  const method: string[] = []
  const imported = importsOf(nodes).flatMap(({ from, names }) => names.map((name) => `${from}.${name}`))

  for (const node of nodes) {
    const source = node.type === 'ImportDeclaration' ? importsOf([node])[0]?.from : undefined
    if (source !== undefined) {
      for (const one of node['specifiers'] as readonly Record<string, unknown>[]) {
        const local = nameOf(one['local']) ?? ''
        own.add(local)
        if (one['type'] !== 'ImportSpecifier') modules.set(local, source)
      }
    }
    if (/^(?:VariableDeclarator|FunctionDeclaration)$/.test(node.type)) own.add(nameOf(node['id']) ?? '')
    if (/Function|^TSMethodSignature$/.test(node.type) && Array.isArray(node['params'])) {
      for (const param of node['params']) own.add(nameOf(param) ?? '')
    }
    // A destructured parameter or variable is a name of its own too.
    if (node.type === 'ObjectPattern') {
      for (const one of node['properties'] as readonly Record<string, unknown>[]) own.add(nameOf(one['value']) ?? '')
    }
  }

  const keys = new Set(
    nodes.filter((node) => node['computed'] !== true).flatMap((node) => [node['property'], node['key']]),
  )
  for (const node of nodes) {
    const path =
      keys.has(node) && node.type === 'Identifier' ? null : memberOf(node)?.replace(/^(?:globalThis|global)\./, '')
    if (node.type === 'MemberExpression') method.push(nameOf(node['property']) ?? stringOf(node['property']) ?? '')
    if (path !== null && path !== undefined) {
      const [first = '', ...rest] = path.split('.')
      const module = modules.get(first)
      if (module !== undefined && rest.length > 0) imported.push(`${module}.${rest[0]}`)
      const isGlobalModule = module !== undefined && /^(?:node:)?(?:process|crypto)$/.test(module)
      if (isGlobalModule) used.push([module.replace('node:', ''), ...rest].join('.'))
      else if (!own.has(first)) used.push(path)
    }
    if (/^(?:Call|New)Expression$/.test(node.type)) {
      const name = memberOf(node['callee'])
      const bare = Array.isArray(node['arguments']) && node['arguments'].length === 0
      if (name !== null && node.type === 'CallExpression') called.push(name)
      if (name !== null && node.type === 'NewExpression' && bare) called.push(`new ${name}`)
    }
  }
  return { used, called, imported, method }
}

function breaches(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => {
    const uses = usesOf(file)
    return RULES.filter((rule) => !rule.places.test(file.path)).flatMap((rule) => {
      const found = (['used', 'called', 'imported', 'method'] as const).flatMap((way) =>
        uses[way].filter((name) => rule[way]?.test(name)),
      )
      return [...new Set(found)].map((name) => `${file.path}: ${name} (${rule.what})`)
    })
  })
}

test('time, timers, chance, the environment and sockets have one place each', () => {
  // A page's own script (.js) runs in a browser.
  expect(breaches(codeIn('src').filter(({ path }) => !path.endsWith('.js')))).toEqual([])
})

test.each([
  ['Date.now', `export const at = Date.now()`],
  ['a new date', `export const at = new Date()`],
  ['a date as text', `export const at = Date()`],
  ['the monotonic clock', `export const at = performance.now()`],
  ['process.hrtime', `export const at = process.hrtime.bigint()`],
  ['os.uptime', `import os from 'node:os'; os.uptime()`],
  ['Temporal.Now', `export const at = Temporal.Now.instant()`],
  ['setTimeout', `setTimeout(() => {}, 5)`],
  ['setTimeout handed on', `export const wait = [setTimeout]`],
  ['setInterval of globalThis', `globalThis.setInterval(() => {}, 5)`],
  ['setImmediate', `await new Promise((resolve) => setImmediate(resolve))`],
  ['timers/promises', `import { setTimeout as wait } from 'node:timers/promises'; await wait(5)`],
  ['AbortSignal.timeout', `export const signal = AbortSignal.timeout(5)`],
  ['Math.random', `export const dice = Math.random()`],
  ['crypto.getRandomValues', `crypto.getRandomValues(new Uint8Array(8))`],
  ['crypto.randomUUID of globalThis', `export const id = globalThis.crypto.randomUUID()`],
  ['randomUUID imported', `import { randomUUID } from 'node:crypto'; randomUUID()`],
  ['randomBytes of the module', `import * as crypto from 'node:crypto'; crypto.randomBytes(8)`],
  ['randomInt of another name', `import c from 'node:crypto'; c.randomInt(8)`],
  ['process.env', `export const key = process.env['KEY']`],
  ['process.env whole', `export const all = { ...process.env }`],
  ['env imported', `import { env } from 'node:process'; env.KEY`],
  ['process imported', `import self from 'node:process'; self.env`],
  ['fetch', `await fetch('http://localhost')`],
  ['fetch handed on', `export const get = { fetch: globalThis.fetch }`],
  ['undici', `import { request } from 'undici'; await request('http://localhost')`],
  ['telegraf', `import { Telegram } from 'telegraf'; new Telegram('')`],
  ['twitter-text', `import text from 'twitter-text'; text.parseTweet('')`],
  ['createServer', `import { createServer } from 'node:http'; createServer()`],
  ['createServer of the module', `import net from 'node:net'; net.createServer()`],
  ['serve', `import { serve } from '@hono/node-server'; serve({ fetch: app.fetch })`],
  ['http.request', `import { request } from 'node:http'; request('http://localhost')`],
  ['net.connect', `import * as net from 'node:net'; net.connect(80)`],
  ['process.exit', `process.exit(1)`],
  ['normalisation', `export const plain = (text: string) => text.trim().normalize('NFC')`],
])('the rule finds %s outside its place', (_, text) => {
  expect(breaches([{ path: 'src/desk/planted.ts', text }])).not.toEqual([])
})

test.each([
  ['a date of a known time', `export const shown = new Date(0).toISOString()`],
  ['a clock that was handed in', `export const at = (clock: Clock) => clock.now()`],
  ['a fetch of our own', `import { fetch } from '#src/net/fetch.ts'; await fetch('http://localhost')`],
  ['a fetch that was handed in', `export const poll = ({ fetch }: Parts) => fetch('http://localhost')`],
  ['a method called fetch', `export const answer = (app: Hono) => app.fetch(request)`],
  ['a property called env', `export const answer = { env: 1, setTimeout: 2 }`],
  ['a method of a like name', `export const plain = (path: Path) => path.normalized()`],
  ['an agent', `import { Agent } from 'node:http'; export const agent = new Agent()`],
  ['hashes', `import { createHash } from 'node:crypto'; createHash('sha256')`],
  ['an exit code', `process.exitCode = 2`],
  ['a word in a comment or text', `// Date.now()\nexport const text = 'Math.random()'`],
])('the rule lets %s through', (_, text) => {
  expect(breaches([{ path: 'src/desk/planted.ts', text }])).toEqual([])
})
