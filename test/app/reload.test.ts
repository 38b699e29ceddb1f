import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { HOUR, MINUTE, SECOND } from '#src/base/clock.ts'
import { configFiles } from '#src/app/config-files.ts'
import { configure } from '#src/app/configure.ts'
import { startReloading } from '#src/app/reload.ts'
import type { Config } from '#src/config/config.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { keptLog } from '#test/fixtures/lanes.ts'
import { ownFolder } from '#test/fixtures/stored.ts'

const text = (maxAge: string, more = ''): string => `rehearsal: off
feeds: [{ id: world, url: "https://news.example.com/world.rss" }]
accounts: [{ id: news-telegram, platform: telegram }]
channels:
  - { id: telegram-world, account: news-telegram, chat: "@news_world", feeds: [world], maxAge: ${maxAge} }
${more}`

const SECRETS = `NEWS_TELEGRAM_BOT_TOKEN=1234567:${'a'.repeat(35)}\n`

/** A folder with a config, and what watches it. */
async function watched(put: (folder: string) => void = plain) {
  const folder = ownFolder()
  mkdirSync(join(folder, 'config'))
  put(folder)
  writeFileSync(join(folder, '.env'), SECRETS)
  const file = join(folder, 'config/crier.yaml')
  const clock = fakeClock()
  const { log, lines } = keptLog()
  const files = configFiles(file)
  const known = files.fingerprint()
  const load = () => configure(file)
  const first = load()
  if (first.is === 'mistakes') throw new Error(JSON.stringify(first.mistakes))
  let inForce: Config = first.config
  const ages: number[] = []
  let failing: Error | null = null
  const reloading = startReloading({
    files,
    known,
    load,
    inForce: () => inForce,
    async apply(config) {
      if (failing) throw failing
      inForce = config
      ages.push(config.channels[0]!.maxAge / HOUR)
    },
    clock,
    log,
  })
  onTestFinished(() => reloading[Symbol.asyncDispose]())
  /** Lets it look, wait until all stands still, and look again. */
  const look = () => clock.advance(10 * SECOND, 1)
  return { folder, file, clock, look, ages, lines, fail: (error: Error | null) => (failing = error) }
}

const plain = (folder: string): void => writeFileSync(join(folder, 'config/crier.yaml'), text('6h'))

test('a changed config is put in force, once', async () => {
  const { file, look, ages } = await watched()
  writeFileSync(file, text('2h'))
  await look()
  await look()
  expect(ages).toEqual([2])
})

test('a changed .env is put in force', async () => {
  const { folder, look, ages } = await watched()
  writeFileSync(join(folder, '.env'), `# of today\n${SECRETS}`)
  await look()
  expect(ages).toEqual([6])
})

test('a config that is refused leaves the one before in force, and the log has its line', async () => {
  const { file, look, ages, lines } = await watched()
  writeFileSync(file, text('2 hours'))
  await look()
  expect(ages).toEqual([])
  expect(lines).toMatchObject([
    { level: 'error', about: { why: expect.stringMatching(/crier\.yaml:5:\d+ {2}.*maxAge/) } },
  ])
  await look()
  expect(lines).toHaveLength(1)
  writeFileSync(file, text('3h'))
  await look()
  expect(ages).toEqual([3])
})

test('a config whose secrets are missing is refused, and told by their names', async () => {
  const { folder, look, ages, lines } = await watched()
  rmSync(join(folder, '.env'))
  await look()
  expect(ages).toEqual([])
  expect(lines).toMatchObject([{ about: { why: expect.stringContaining('NEWS_TELEGRAM_BOT_TOKEN') } }])
})

test.each([
  ['rehearsal', text('6h').replace('rehearsal: off', 'rehearsal: feeds')],
  ['store', text('6h', 'store: data/other.db')],
])('a change of `%s` goes live by a restart only', async (key, changed) => {
  const { file, look, ages, lines } = await watched()
  writeFileSync(file, changed)
  await look()
  expect(ages).toEqual([])
  expect(lines).toMatchObject([{ about: { why: `a change of \`${key}\` needs a restart of Crier` } }])
})

test('a file that is still being written is not read', async () => {
  const { file, clock, look, ages, lines } = await watched()
  const whole = text('2h', 'timezone: Europe/Kyiv\n')
  for (let end = 0; end < whole.length; end += 10) {
    writeFileSync(file, whole.slice(0, end))
    await clock.advance(SECOND / 4, 1)
  }
  expect([ages, lines]).toEqual([[], []])
  writeFileSync(file, whole)
  await look()
  expect(ages).toEqual([2])
  expect(lines).toMatchObject([{ event: 'the changed config is in force' }])
})

test('a file that is put in the place of the old one is read', async () => {
  const { file, look, ages } = await watched()
  writeFileSync(`${file}~`, text('2h'))
  renameSync(`${file}~`, file)
  await look()
  writeFileSync(`${file}~`, text('3h'))
  renameSync(`${file}~`, file)
  await look()
  expect(ages).toEqual([2, 3])
})

test('a mounted volume may turn its link to another folder', async () => {
  const version = (folder: string, name: string, maxAge: string): void => {
    mkdirSync(join(folder, 'config', name))
    writeFileSync(join(folder, 'config', name, 'crier.yaml'), text(maxAge))
    symlinkSync(name, join(folder, 'config/..next'))
    renameSync(join(folder, 'config/..next'), join(folder, 'config/..data'))
  }
  const { folder, look, ages } = await watched((folder) => {
    version(folder, '..1', '6h')
    symlinkSync('..data/crier.yaml', join(folder, 'config/crier.yaml'))
  })
  version(folder, '..2', '2h')
  await look()
  expect(ages).toEqual([2])
})

test('a config that is gone leaves the one before in force', async () => {
  const { file, look, ages, lines } = await watched()
  rmSync(file)
  await look()
  expect(ages).toEqual([])
  expect(lines).toMatchObject([{ level: 'error' }])
  writeFileSync(file, text('2h'))
  await look()
  expect(ages).toEqual([2])
})

test('one that the store does not take is tried again, one that cannot work is not', async () => {
  const { file, clock, look, ages, lines, fail } = await watched()
  fail(Object.assign(new Error('database is locked'), { code: 'ERR_SQLITE_ERROR', errcode: 5 }))
  writeFileSync(file, text('2h'))
  await clock.advance(6 * SECOND, 1)
  expect(new Set(lines.map(({ event }) => event))).toEqual(new Set(['a turn of this stage failed']))
  fail(null)
  await look()
  expect(ages).toEqual([2])
  fail(new Error('it breaks'))
  writeFileSync(file, text('3h'))
  await look()
  fail(null)
  await look()
  expect(ages).toEqual([2])
  expect(lines.at(-1)).toMatchObject({ level: 'error', about: { error: expect.stringContaining('it breaks') } })
})

const RULES = '  - { id: telegram-city, account: news-telegram, chat: "@news_city", feeds: [world], approve: always }\n'

test.each([
  ['without its last channel', text('2h')],
  ['within a channel, before its rules', text('2h', RULES.slice(0, RULES.indexOf(', approve'))) + ' }'],
])('a file that is cut off %s counts when it has stood still for a minute, and the log says so', async (_, cut) => {
  const whole = text('6h', RULES)
  const { file, clock, look, ages, lines } = await watched((folder) =>
    writeFileSync(join(folder, 'config/crier.yaml'), whole),
  )
  writeFileSync(file, cut)
  await clock.advance(MINUTE - SECOND, 1)
  expect(ages).toEqual([])
  expect(lines).toMatchObject([{ level: 'warn', event: expect.stringContaining('ends before the one in force') }])
  writeFileSync(file, whole.replace('6h', '2h'))
  await look()
  expect(ages).toEqual([2])
  writeFileSync(file, cut)
  await clock.advance(MINUTE + 10 * SECOND, 1)
  expect(ages).toEqual([2, 2])
})

test('a file that grows, or ends in another rule, counts at once', async () => {
  const { file, look, ages } = await watched()
  writeFileSync(file, text('2h', RULES))
  await look()
  writeFileSync(file, text('3h', RULES.replace('always', 'first')))
  await look()
  expect(ages).toEqual([2, 3])
})
