import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, readFileSync, watch } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, expect, test } from 'vitest'
import { SECOND } from '#src/base/clock.ts'
import { CallerMistake } from '#src/base/errors.ts'
import { openStore } from '#src/store/open.ts'
import { addedDelivery, ownFolder } from '#test/fixtures/stored.ts'
import { becomeLater, NOW, THEN } from './later.ts'
import { ask, damageOf } from './ledger.ts'
import { STRUCK, strikeAt } from './steps.ts'

const LATER_CRIER = 'test/crash/later-crier.ts'
const ARTICLES = 5
const TIME = 120 * SECOND

let goBack = (): void => {}
afterEach(() => goBack())

/** A store of this Crier's with data; `notices` of 10 kB each make its file large. */
async function madeStore(folder: string, notices = 3): Promise<string> {
  const file = join(folder, 'crier.db')
  const store = await openStore({ file, use: 'live' })
  for (let number = 0; number < ARTICLES; number++) await addedDelivery(store, { article: `article${number}` })
  await store[Symbol.asyncDispose]()
  const database = new DatabaseSync(file)
  database.exec(`with recursive number (n) as (select 1 union all select n + 1 from number where n < ${notices})
    insert into notice select 'notice' || n, n, null, hex(randomblob(5000)), null, null, 0, null from number`)
  database.close()
  return file
}

/** What must be the same before and after every upgrade. */
function data(file: string): readonly unknown[] {
  return [
    ask(file, 'select id, state, bytes, key from part order by id'),
    ask(file, 'select id, text from notice order by id'),
    ask(file, 'select id, title from article order by id'),
    ask(file, 'select * from history order by id'),
  ]
}

const schemaOf = (file: string): unknown => ask(file, `select value from meta where key = 'schema'`)[0]
const copyOf = (file: string): string => `${file}.before-schema-${NOW + 1}`

/** The next start of the later Crier finds everything, and finishes. */
async function expectWholeUpgrade(file: string, before: readonly unknown[]): Promise<void> {
  expect(damageOf(file)).toEqual([])
  goBack = becomeLater()
  await (await openStore({ file, use: 'live' }))[Symbol.asyncDispose]()
  goBack()
  expect(schemaOf(file)).toEqual({ value: String(THEN) })
  expect(ask(file, 'select tone, count(*) as count from part group by tone')).toEqual([
    { tone: 'plain', count: ARTICLES },
  ])
  expect(ask(file, 'select count(urgent) as count from notice')).toEqual([{ count: (before[1] as unknown[]).length }])
  expect(data(file)).toEqual(before)
  expect(damageOf(file)).toEqual([])
  expectWholeCopy(file, before)
}

function expectWholeCopy(file: string, before: readonly unknown[]): void {
  expect(damageOf(copyOf(file))).toEqual([])
  expect(schemaOf(copyOf(file))).toEqual({ value: String(NOW) })
  expect(data(copyOf(file))).toEqual(before)
}

test(
  'killed at any statement of an upgrade, the store keeps its data, and the next start finishes the upgrade',
  { timeout: TIME },
  async () => {
    const folder = ownFolder()
    const made = await madeStore(folder)
    const before = data(made)
    const seen = new Set<unknown>()
    let kills = 0
    for (;;) {
      const own = join(folder, String(kills))
      mkdirSync(own)
      const file = join(own, 'crier.db')
      copyFileSync(made, file)
      const point = { step: 'any', when: 'before', nth: kills + 1, signal: 'SIGKILL' } as const
      const { signal, status, stderr } = spawnSync(process.execPath, [STRUCK, file], {
        env: { ...process.env, ...strikeAt(point, LATER_CRIER) },
      })
      expect([signal, status], String(stderr)).toContainEqual(signal === null ? 0 : 'SIGKILL')
      if (existsSync(copyOf(file))) expectWholeCopy(file, before)
      seen.add(JSON.stringify([schemaOf(file), existsSync(copyOf(file))]))
      await expectWholeUpgrade(file, before)
      if (signal === null) break
      kills += 1
    }
    expect(kills).toBeGreaterThan(20)
    // Killed before the copy, after it, between the steps, and after both.
    expect(seen.size).toBe(4)
  },
)

test('killed while the copy is made, no piece of it passes for the copy', { timeout: TIME }, async () => {
  const file = await madeStore(ownFolder(), 3_000)
  const before = data(file)
  const later = spawn(process.execPath, [LATER_CRIER, file], { stdio: 'ignore' })
  const watcher = watch(join(file, '..'), (_, name) => {
    if (name?.includes('before-schema')) later.kill('SIGKILL')
  })
  await once(later, 'exit')
  watcher.close()
  expect(later.signalCode).toBe('SIGKILL')
  expect(schemaOf(file)).toEqual({ value: String(NOW) })
  await expectWholeUpgrade(file, before)
})

test('with no room for the copy, the start says what is missing and where, and the store stays as it is', async () => {
  const file = await madeStore(ownFolder(), 300)
  const before = data(file)
  // So many blocks of 512 bytes and no more: a file of the store's size does not fit.
  const cramped = `trap '' XFSZ; ulimit -f 2000; exec "$0" ${LATER_CRIER} "$1"`
  const { status, stderr } = spawnSync('sh', ['-c', cramped, process.execPath, file], { encoding: 'utf8' })
  expect(status).toBe(1)
  expect(stderr).toContain(`the copy that is kept before ${file} is changed for this Crier cannot be written`)
  expect(stderr).toMatch(/Make room for \d MB in .*, or move the store.* to where there is room/)
  expect(existsSync(copyOf(file))).toBe(false)
  expect(data(file)).toEqual(before)
  expect(schemaOf(file)).toEqual({ value: String(NOW) })
  await expectWholeUpgrade(file, before)
})

test('a store that a later Crier has upgraded is refused, and stays byte for byte as it is', async () => {
  const file = await madeStore(ownFolder())
  goBack = becomeLater()
  await (await openStore({ file, use: 'live' }))[Symbol.asyncDispose]()
  goBack()
  const before = readFileSync(file)
  await expect(openStore({ file, use: 'live' })).rejects.toThrow(CallerMistake)
  expect(readFileSync(file).equals(before)).toBe(true)
  // And the way back that the refusal names is there.
  copyFileSync(copyOf(file), file)
  await using store = await openStore({ file, use: 'live' })
  expect(await store.read.selectFrom('part').select('id').execute()).toHaveLength(ARTICLES)
})
