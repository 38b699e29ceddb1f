import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const node = process.execPath
let house = ''

/** A house with the real launcher, scripts and npm settings, in which `main.ts` is a small program of the test. */
beforeAll(() => {
  house = realpathSync(mkdtempSync(join(tmpdir(), 'crier-launch-')))
  mkdirSync(join(house, 'src'))
  copyFileSync(join(root, 'src/launch.cjs'), join(house, 'src/launch.cjs'))
  copyFileSync(join(root, 'test/fixtures/launched.ts'), join(house, 'src/main.ts'))
  copyFileSync(join(root, '.npmrc'), join(house, '.npmrc'))
  const { name, version, type, bin, scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
    string,
    unknown
  >
  writeFileSync(join(house, 'package.json'), JSON.stringify({ name, version, type, bin, scripts }))
  // In front of the launcher's own code: an older Node, and one for which 12 seconds pass in a moment.
  writeFileSync(join(house, 'old.cjs'), `Object.defineProperty(process, 'version', { value: 'v20.1.0' })`)
  writeFileSync(join(house, 'hurry.cjs'), `const real = setTimeout; global.setTimeout = (f, ms) => real(f, ms / 60)`)
  // Says when the launcher has been without its parent for longer than it takes to see that.
  writeFileSync(
    join(house, 'alone.cjs'),
    `const parent = process.ppid
    const look = setInterval(() => {
      if (process.ppid === parent) return
      clearInterval(look)
      setTimeout(() => process.stdout.write('alone\\n'), 600)
    }, 10)`,
  )
})

afterAll(() => rmSync(house, { recursive: true, force: true }))

interface Running {
  readonly process: ChildProcessWithoutNullStreams
  /** Resolves when all that was printed matches. */
  prints(pattern: RegExp): Promise<void>
  /** Resolves when nothing is left that could print: not only this process has ended, but everything it started. */
  readonly gone: Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>
}

/** Starts `command` in the house, in a process group of its own, as a terminal does. */
function start(command: string, args: readonly string[]): Running {
  // What an npm around this test has set must not reach the npm under test.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:npm_|INIT_CWD$)/i.test(name)))
  const path = `${dirname(node)}${delimiter}${process.env['PATH']}`
  const started = spawn(command, args, {
    cwd: house,
    detached: true,
    env: { ...env, PATH: path, npm_config_update_notifier: 'false' },
  })
  onTestFinished(() => {
    try {
      process.kill(-started.pid!, 'SIGKILL')
    } catch {
      // Nothing is left of the group: as it should be.
    }
  })
  let out = ''
  let err = ''
  started.stdout.on('data', (bytes) => (out += String(bytes)))
  started.stderr.on('data', (bytes) => (err += String(bytes)))
  return {
    process: started,
    async prints(pattern) {
      while (!pattern.test(out)) await once(started.stdout, 'data')
    },
    // `close` comes when every process that inherited the pipes has let go of them.
    gone: once(started, 'close').then(([code]) => ({ code: code as number | null, out, err })),
  }
}

const launch = (...args: readonly string[]): Running => start(node, ['src/launch.cjs', ...args])

test('main.ts gets the arguments as they are, and sees the exit code passed on', async () => {
  const { code, out, err } = await launch('tell', 'two words', '--flag').gone
  expect(JSON.parse(out)).toMatchObject({ args: ['tell', 'two words', '--flag'], node: realpathSync(node) })
  expect({ code, err }).toEqual({ code: 0, err: '' })
})

test.each([
  ['0', ['exit', '0'], 0],
  ['2', ['exit', '2'], 2],
  ['137 for SIGKILL', ['die', 'SIGKILL'], 137],
  ['143 for SIGTERM', ['die', 'SIGTERM'], 143],
])('the exit code is passed on: %s', async (_, args, code) => {
  expect((await launch(...args).gone).code).toBe(code)
})

test('--file starts another script with its arguments', async () => {
  writeFileSync(join(house, 'other.mjs'), `console.log('other', ...process.argv.slice(2))`)
  expect(await launch('--file', 'other.mjs', 'run', '--flag').gone).toEqual({
    code: 0,
    out: 'other run --flag\n',
    err: '',
  })
})

test('the command works through the link that npm makes for it', async () => {
  mkdirSync(join(house, 'elsewhere'))
  symlinkSync('../src/launch.cjs', join(house, 'elsewhere/crier'))
  expect((await start(join(house, 'elsewhere/crier'), ['exit', '7']).gone).code).toBe(7)
})

test.each(['SIGTERM', 'SIGHUP'] as const)('%s reaches Crier, and its clean end is the end', async (signal) => {
  const running = launch('run')
  await running.prints(/ready/)
  running.process.kill(signal)
  const { code, out } = await running.gone
  expect({ code, out }).toEqual({ code: 0, out: `ready\nended by ${signal}\n` })
})

test('Ctrl-C that arrives twice does not cut the end short', async () => {
  const running = launch('run')
  await running.prints(/ready/)
  process.kill(-running.process.pid!, 'SIGINT')
  await running.prints(/interrupt 1/)
  running.process.kill('SIGINT')
  running.process.stdin.write('finish\n')
  const { code, out } = await running.gone
  expect({ code, out }).toEqual({ code: 0, out: 'ready\ninterrupt 1\nended after 1 interrupt(s)\n' })
})

test('Ctrl-C under npm start reaches Crier once and lets it end', async () => {
  const running = start('npm', ['start', '--silent'])
  await running.prints(/ready/)
  process.kill(-running.process.pid!, 'SIGINT')
  await running.prints(/interrupt 1/)
  running.process.stdin.write('finish\n')
  expect((await running.gone).out).toBe('ready\ninterrupt 1\nended after 1 interrupt(s)\n')
})

test.each(['SIGTERM', 'SIGKILL'] as const)('%s to npm leaves no process behind', async (signal) => {
  const running = start('npm', ['start', '--silent'])
  await running.prints(/ready/)
  running.process.kill(signal)
  expect((await running.gone).out).toBe('ready\nended by SIGTERM\n')
})

test('npm start passes the exit code on', async () => {
  expect((await start('npm', ['run', '--silent', 'crier', '--', 'exit', '2']).gone).code).toBe(2)
})

test('what a script started without npm goes on when the script has ended', async () => {
  const running = start('sh', ['-c', `"${node}" -r ./alone.cjs src/launch.cjs run & wait`])
  await running.prints(/ready/)
  running.process.kill('SIGKILL')
  await running.prints(/alone/)
  process.kill(-running.process.pid!, 'SIGHUP')
  expect((await running.gone).out).toMatch(/^ready\nalone\nended by SIGHUP\n/)
})

test('an orphan that does not end when asked is killed', async () => {
  const running = start('sh', ['-c', `npm_lifecycle_event=start "${node}" -r ./hurry.cjs src/launch.cjs stay & wait`])
  await running.prints(/ready/)
  running.process.kill('SIGKILL')
  expect((await running.gone).out).toBe('ready\nstays in spite of SIGTERM\n')
})

test('an older Node hands over to the bundled one, which comes first for all that follows', async () => {
  const names = Object.keys(manifest().optionalDependencies)
  const name = names.find((one) => one.endsWith(`${process.platform.replace('win32', 'win')}-${process.arch}`))!
  const bin = join(house, 'node_modules', name, 'bin')
  mkdirSync(bin, { recursive: true })
  onTestFinished(() => rmSync(join(house, 'node_modules'), { recursive: true }))
  writeFileSync(join(bin, '../package.json'), JSON.stringify({ name, version: '26.10.0' }))
  writeFileSync(join(bin, 'node'), `#!/bin/sh\necho bundled\nexec "${node}" "$@"\n`)
  chmodSync(join(bin, 'node'), 0o755)

  const { code, out } = await start(node, ['-r', './old.cjs', 'src/launch.cjs', 'tell', 'a']).gone
  const [first, told = ''] = out.split('\n')
  expect({ code, first }).toEqual({ code: 0, first: 'bundled' })
  expect((JSON.parse(told) as { path: string }).path.split(delimiter)[0]).toBe(bin)
})

test('where no Node fits, one sentence says what to do', async () => {
  expect(await start(node, ['-r', './old.cjs', 'src/launch.cjs', 'run']).gone).toEqual({
    code: 1,
    out: '',
    err:
      'Crier needs Node 26 or newer; this is v20.1.0 and the bundled one is not installed: ' +
      'run `npm ci` without --omit=optional, or install Node 26.\n',
  })
})

test('every npm script starts Node through the launcher', () => {
  const commands = Object.values(manifest().scripts).flatMap((script) => script.split('&&').map((part) => part.trim()))
  expect(commands.filter((command) => !/^(?:(?:exec )?node src\/launch\.cjs |npm run )/.test(`${command} `))).toEqual(
    [],
  )
})

test('a Node for every platform is in the lockfile, without a script to install it', () => {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version: string; integrity?: string; hasInstallScript?: boolean }>
  }
  const names = Object.keys(manifest().optionalDependencies)
  expect(names).toHaveLength(5)
  for (const name of names) {
    const { version, integrity, hasInstallScript } = lock.packages[`node_modules/${name}`]!
    expect({ version, integrity: integrity?.slice(0, 6), hasInstallScript }).toEqual({
      version: manifest().optionalDependencies[name],
      integrity: 'sha512',
      hasInstallScript: undefined,
    })
  }
})

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>
  readonly optionalDependencies: Readonly<Record<string, string>>
}

const manifest = (): Manifest => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest
