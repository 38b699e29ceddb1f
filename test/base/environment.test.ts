import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { isGone, processName, readEnvironment, systemUser, threadEnvironment } from '#src/base/environment.ts'
import { ownFolder } from '#test/fixtures/stored.ts'

test('the environment wins over .env, and an absent .env is no mistake', () => {
  const folder = ownFolder()
  writeFileSync(join(folder, '.env'), 'CRIER_TEST_A=file\nCRIER_TEST_B="two words"\n')
  vi.stubEnv('CRIER_TEST_A', 'process')
  const variables = readEnvironment(join(folder, '.env'))
  expect(variables['CRIER_TEST_A']).toBe('process')
  expect(variables['CRIER_TEST_B']).toBe('two words')
  expect(readEnvironment(join(folder, 'none'))['CRIER_TEST_A']).toBe('process')
  expect(process.env['CRIER_TEST_B']).toBeUndefined()
  vi.unstubAllEnvs()
})

test('a thread is given no secret, only what lets it start fast', () => {
  vi.stubEnv('NEWS_X_APP_KEY', 'hush')
  vi.stubEnv('NODE_COMPILE_CACHE', '/cache')
  expect(threadEnvironment()).toEqual({ NODE_COMPILE_CACHE: '/cache' })
  vi.stubEnv('NODE_COMPILE_CACHE', undefined)
  expect(threadEnvironment()).toEqual({})
  vi.unstubAllEnvs()
})

test('a .env that cannot be read is told, not passed over', () => {
  expect(() => readEnvironment(ownFolder())).toThrow('EISDIR')
})

test('a process is called gone only where that is certain', () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  expect(isGone(`process ${pid} on ${hostname()}`)).toBe(true)
  expect(isGone(`process ${process.ppid} on ${hostname()}`)).toBe(false)
  expect(isGone(`process ${pid} on another-${hostname()}`)).toBe(false)
  expect(isGone('somebody')).toBe(false)
})

test('a process never takes itself for gone: in a container every Crier may have the same number', () => {
  expect(isGone(processName())).toBe(false)
  expect(processName()).toBe(`process ${process.pid} on ${hostname()}`)
})

test('the person at the keyboard has a name, even where the system knows none', () => {
  expect(systemUser()).not.toBe('')
})
