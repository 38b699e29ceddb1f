import { expect, test } from 'vitest'
import { secret } from '#src/base/secret.ts'
import { inZone, showPost, showTime } from '#src/desk/show.ts'
import { NOON } from '#test/fixtures/stored.ts'

const post = { platform: 'X', channel: 'x-world', account: '@news', text: 'One\n\nTwo', used: 8, allowed: 280 }

test('a post is shown in a frame, with who it is from and how long it is', () => {
  expect(showPost(post)).toBe('┌ X · @news · x-world · 8/280\n│ One\n│\n│ Two\n└')
  expect(showPost({ ...post, note: 'held' }).split('\n')[0]).toBe('┌ X · @news · x-world · 8/280 · held')
})

test('no secret is shown, even if a feed holds it', () => {
  secret('canary-shown')
  expect(showPost({ ...post, text: 'the key is canary-shown' })).toContain('the key is [secret]')
})

test('a time is shown as the newsroom reads it, to the second, with its offset', () => {
  expect(showTime(NOON + 1_999, 'UTC')).toBe('2026-05-20 12:00:01+00:00')
  expect(showTime(NOON, 'Europe/Kyiv')).toBe('2026-05-20 15:00:00+03:00')
  expect(showTime(Date.UTC(2026, 0, 20, 12), 'America/New_York')).toBe('2026-01-20 07:00:00-05:00')
})

test('times in stored reasons are shown as the newsroom reads them, and nothing else is touched', () => {
  const reason = 'embargo: dated 2026-05-20T12:00:00.000Z, in the future; see https://a.example/2026-05-20'
  expect(inZone(reason, 'Europe/Kyiv')).toBe(
    'embargo: dated 2026-05-20 15:00:00+03:00, in the future; see https://a.example/2026-05-20',
  )
})
