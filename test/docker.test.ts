import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { listen } from '#src/net/listen.ts'

const root = join(import.meta.dirname, '..')
const text = (file: string): string => readFileSync(join(root, file), 'utf8')

/** The Dockerfile's instructions in order, continued lines joined, without comments. */
const instructions = text('Dockerfile')
  .replaceAll(/^\s*#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => ({ name: line.split(' ', 1)[0]!, value: line.slice(line.indexOf(' ') + 1) }))

const valuesOf = (name: string): readonly string[] =>
  instructions.filter((one) => one.name === name).map((one) => one.value)
const execForm = (value: string): readonly string[] => JSON.parse(value) as readonly string[]

interface Copy {
  readonly sources: readonly string[]
  readonly target: string
}

const pathsOf = (value: string): Copy => ({ sources: value.split(' ').slice(0, -1), target: value.split(' ').at(-1)! })
const entrypoint = execForm(valuesOf('ENTRYPOINT')[0]!)
const health = execForm(valuesOf('HEALTHCHECK')[0]!.replace(/^.*?CMD /, ''))

let app = ''

/** The image's folder: what is copied and installed, by the Dockerfile's own commands, beside no other file. */
beforeAll(() => {
  app = mkdtempSync(join(tmpdir(), 'crier-image-'))
  for (const { name, value } of instructions) {
    if (name === 'COPY') copy(pathsOf(value))
    if (name === 'RUN') for (const command of value.split('&&')) run(command.trim())
  }
}, 60_000)

afterAll(() => rmSync(app, { recursive: true, force: true }))

function copy({ sources, target }: Copy): void {
  for (const source of sources) {
    cpSync(join(root, source), join(app, target, target.endsWith('/') ? source : ''), { recursive: true })
  }
}

function run(command: string): void {
  if (command.startsWith('npm ci --omit=dev')) installRuntime()
  // Only the image has that user.
  else if (!command.startsWith('chown ')) execFileSync('sh', ['-c', command], { cwd: app })
}

/** What `npm ci --omit=dev` installs, taken from the packages of this project instead of the network. */
function installRuntime(): void {
  const { packages } = JSON.parse(text('package-lock.json')) as {
    packages: Record<string, { dev?: boolean; optional?: boolean }>
  }
  for (const [path, { dev, optional }] of Object.entries(packages)) {
    if (path === '' || dev === true) continue
    // Of a bundled Node its folder will do: it has to be gone in the end.
    if (optional === true) mkdirSync(join(app, path), { recursive: true })
    else cpSync(join(root, path), join(app, path), { recursive: true })
  }
}

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Starts a command of the image, without what this test's own environment brings. */
function start([program, ...args]: readonly string[]): {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
} {
  expect(program).toBe('node')
  const child = spawn(process.execPath, args, { cwd: app, env: { PATH: dirname(process.execPath) } })
  onTestFinished(() => void child.kill('SIGKILL'))
  let out = ''
  let err = ''
  child.stdout.on('data', (bytes) => (out += String(bytes)))
  child.stderr.on('data', (bytes) => (err += String(bytes)))
  return { child, ended: once(child, 'close').then(([code]) => ({ code: code as number | null, out, err })) }
}

test('every path that is copied is in git and not ignored by Docker', () => {
  const ignore = text('.dockerignore').trim().split('\n')
  expect(ignore[0]).toBe('*')
  const admitted = ignore.slice(1).map((line) => line.replace(/^!/, ''))
  const sources = valuesOf('COPY').flatMap((value) => pathsOf(value).sources)
  const held = (path: string) => execFileSync('git', ['ls-files', '--', path], { cwd: root }).length > 0
  expect(sources.filter((source) => !held(source))).toEqual([])
  expect(sources.toSorted()).toEqual(admitted.toSorted())
})

test('the image holds runtime parts only: no dev dependency, no second Node, no npm cache', () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(text('package.json')) as Record<
    string,
    object
  >
  const there = (names: object) =>
    Object.keys(names).filter((name) => existsSync(join(app, 'node_modules', name, 'package.json')))
  expect(there(dependencies!)).toEqual(Object.keys(dependencies!))
  expect(there({ ...devDependencies, ...optionalDependencies })).toEqual([])
  expect(readdirSync(join(app, 'node_modules')).filter((name) => name.startsWith('node-linux'))).toEqual([])
  expect(existsSync(join(app, '.npm-cache'))).toBe(false)
})

test('Crier does not run as root, keeps its data on a volume and stops on SIGTERM', () => {
  expect(valuesOf('USER')).toEqual(['node'])
  expect(valuesOf('VOLUME')).toEqual(['/app/data'])
  expect(valuesOf('RUN').join()).toContain('chown node:node data')
  expect(valuesOf('STOPSIGNAL')).toEqual(['SIGTERM'])
  expect(valuesOf('FROM')).toEqual(['node:26-slim'])
})

test('the command line works in the image', async () => {
  const { code, out, err } = await start([...entrypoint, '--help']).ended
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toContain('status')
})

test('the image starts, becomes healthy, and ends cleanly on its stop signal', async ({ signal }) => {
  const before = await start(health).ended
  expect({ code: before.code, part: before.err.includes('ERR_MODULE_NOT_FOUND') }).toEqual({ code: 1, part: false })
  await freePort()
  const { child, ended } = start([...entrypoint, ...execForm(valuesOf('CMD')[0]!)])
  while (!signal.aborted && (await start(health).ended).code !== 0) {
    // What it said tells why it ended.
    if (child.exitCode !== null) throw new Error((await ended).err)
  }
  child.kill(valuesOf('STOPSIGNAL')[0] as NodeJS.Signals)
  const { code, err } = await ended
  expect({ code, errors: err.split('\n').filter((line) => line.includes('"level":"error"')) }).toEqual({
    code: 0,
    errors: [],
  })
})

/** In a container the port is Crier's own; here another test may hold it. */
async function freePort(): Promise<void> {
  const server = await listen(() => {})
  await server[Symbol.asyncDispose]()
  const config = readFileSync(join(app, 'config/crier.yaml'), 'utf8')
  writeFileSync(join(app, 'config/crier.yaml'), config.replace('127.0.0.1:4480', new URL(server.origin).host))
}
