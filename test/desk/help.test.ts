import { expect, test } from 'vitest'
import { HELP, OPTIONS } from '#src/desk/help.ts'

test('help names every option, every exit code, and fits a terminal', () => {
  for (const option of Object.keys(OPTIONS).filter((name) => name !== 'help')) expect(HELP).toContain(`--${option}`)
  expect(HELP).toContain('Exit codes: 0 done, 1 failed, 2')
  for (const line of HELP.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
})
