import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { platformOf, platforms } from '#src/platform/registry.ts'

it('finds every platform by its own id, once', () => {
  expect(platforms.map(({ id }) => platformOf(id))).toEqual(platforms)
  expect(new Set(platforms.map(({ id }) => id)).size).toBe(platforms.length)
  expect(platformOf('carrier-pigeon')).toBeNull()
})

it.each(platforms)('$label has its run of the conformance suite', ({ id }) => {
  expect(existsSync(new URL(`${id}/index.test.ts`, import.meta.url))).toBe(true)
})

it.each(platforms)('$label says where to get every secret, and limits that mean something', ({ secrets, limits }) => {
  expect(secrets.length).toBeGreaterThan(0)
  for (const { name, where } of secrets) {
    expect(name).toMatch(/^[A-Z][A-Z_]*$/)
    expect(where).not.toBe('')
  }
  for (const { max, within } of Object.values(limits)) {
    expect(max).toBeGreaterThan(0)
    expect(within).toBeGreaterThanOrEqual(1_000)
  }
})

it.each(platforms)('$label names its limits as its stand-in does', async (platform) => {
  const names = Object.keys(platform.limits)
  const clock = { now: () => 0, monotonic: () => 0, sleep: async () => {} }
  await using standIn = await platform.standIn({ clock, limits: Object.fromEntries(names.map((name) => [name, 7])) })
  expect(names.map((name) => standIn.limits[name])).toEqual(names.map(() => 7))
})
