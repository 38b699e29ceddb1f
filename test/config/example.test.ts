import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadConfig } from '#src/config/load.ts'
import { platforms } from '#src/platform/registry.ts'

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const file = root('config/crier.yaml')

test('the example as shipped is a rehearsal without a mistake or a warning', () => {
  const loaded = loadConfig({ file, platforms, environment: {} })
  expect(loaded).toMatchObject({
    is: 'config',
    warnings: [],
    config: { rehearsal: 'newsroom', folder: root('').slice(0, -1) },
  })
})

test('the example can go live as it stands, with a channel on every platform', () => {
  const loaded = loadConfig({ file, platforms, environment: {}, rehearsal: 'off' })
  if (loaded.is !== 'config') throw new Error(JSON.stringify(loaded.mistakes))
  expect(new Set(loaded.config.accounts.map(({ platform }) => platform))).toEqual(new Set(platforms))
  expect(loaded.config.channels.map(({ account }) => account)).toEqual(loaded.config.accounts.map(({ id }) => id))
})

test('.env.example lists the variables of the example, without values', () => {
  const loaded = loadConfig({ file, platforms, environment: {} })
  if (loaded.is !== 'config') throw new Error(JSON.stringify(loaded.mistakes))
  const wanted = loaded.config.accounts.flatMap(({ missingSecrets }) => missingSecrets.map(({ variable }) => variable))
  const listed = readFileSync(root('.env.example'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  expect(listed).toEqual(wanted.map((variable) => `${variable}=`))
})

test('the example offers completion in editors from its first line', () => {
  expect(readFileSync(file, 'utf8')).toMatch(/^# yaml-language-server: \$schema=\.\/crier\.schema\.json\n/)
})
