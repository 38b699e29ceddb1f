import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

const root = new URL('../../', import.meta.url)

/** Runs `code` in a process of its own and answers what it wrote to its two streams. */
function run(code: string): { readonly out: string; readonly lines: readonly string[] } {
  const script = `
    import { openLog } from '#src/base/log.ts'
    import { secret } from '#src/base/secret.ts'
    const canary = 'canary value & more'
    const token = secret(canary)
    ${code}`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    encoding: 'utf8',
  })
  return { out: stdout, lines: stderr.trim().split('\n') }
}

test('an event is one JSON line on stderr, with its ids, level and time; stdout is left to posts', () => {
  const { out, lines } = run(`
    const log = openLog('info', false)
    log.debug({ feed: 'world' }, 'too quiet to be kept')
    log.info({ feed: 'world', article: 'a1' }, 'new\\narticle')
    process.exit(0)`)
  expect(out).toBe('')
  expect(lines).toHaveLength(1)
  const line = JSON.parse(lines[0]!) as Record<string, unknown>
  expect(line).toMatchObject({ level: 'info', feed: 'world', article: 'a1', msg: 'new\narticle' })
  expect(String(line['time'])).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
})

test('no known secret leaves, wherever in the line it stands, in JSON or for a terminal', () => {
  const { lines } = run(`
    for (const pretty of [false, true]) {
      const log = openLog('debug', pretty)
      log.error({ token, url: '/?key=' + encodeURIComponent(canary), error: new Error(canary), [canary]: 1 }, canary)
      log.warn({ deep: { deeper: [canary, '123456789:' + 'x'.repeat(35)] } }, 'bearer')
    }`)
  const text = lines.join('\n')
  expect(text).toContain('[secret]')
  expect(text).not.toMatch(/canary|xxxxx/)
})
