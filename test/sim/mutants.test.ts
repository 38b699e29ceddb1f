import { execFileSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')
const FOLDER = join(import.meta.dirname, 'mutants')
const PATCHES = globSync('*.patch', { cwd: FOLDER })

test.each(PATCHES)('the planted bug %s can still be planted', (patch) => {
  // It throws where the code around the bug is no longer what the patch says.
  expect(execFileSync('git', ['apply', '--check', join(FOLDER, patch)], { cwd: ROOT, encoding: 'utf8' })).toBe('')
})

test('twenty bugs and more are planted', () => {
  expect(PATCHES.length).toBeGreaterThanOrEqual(20)
})
