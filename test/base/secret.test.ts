import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { describeError } from '#src/base/errors.ts'
import { scrub, secret } from '#src/base/secret.ts'

const value = 'canary/se cret+"1"'

test('a secret can be used and never shown', () => {
  const token = secret(value)
  expect(token.reveal()).toBe(value)
  const shown = [
    inspect(token),
    inspect({ deep: [token] }, { showHidden: true }),
    JSON.stringify({ token }),
    // oxlint-disable-next-line typescript/no-base-to-string -- that it prints as [secret] is the promise
    String(token),
  ]
  for (const text of shown) {
    expect(text).toContain('[secret]')
    expect(text).not.toContain('canary')
  }
  expect(Object.values(token)).not.toContain(value)
})

test('a known secret is found in every spelling in which a library may write it', () => {
  secret(value)
  const spelled = [value, encodeURIComponent(value), JSON.stringify({ password: value })]
  for (const text of spelled) expect(scrub(`failed: ${text}!`)).not.toContain('canary')
  expect(scrub(`twice ${value} and ${value}`)).toBe('twice [secret] and [secret]')
})

test('what has the shape of a bot token or an authorization is hidden although nobody told of it', () => {
  const token = `123456789:${'AbC-dE_f9'.repeat(4)}`
  expect(scrub(`POST https://api.example.com/bot${token}/sendMessage`)).toBe(
    'POST https://api.example.com/bot[secret]/sendMessage',
  )
  expect(scrub(encodeURIComponent(token))).toBe('[secret]')
  expect(scrub('authorization: Bearer AAAAAAAAAAAAAAAAAAAAAAAA%2B')).toBe('authorization: Bearer [secret]')
})

test('words that are no secret stay as they are, and a very short one does not eat the log', () => {
  secret('a')
  const text = 'article 123456: published at 2026-05-20T12:00:00 by OAuth fans'
  expect(scrub(text)).toBe(text)
})

test('an error with a secret in its cause is described without it', () => {
  secret(value)
  const error = new Error('sending failed', { cause: new Error(`GET /?key=${encodeURIComponent(value)}`) })
  expect(describeError(error)).toBe('sending failed: GET /?key=[secret]')
})
