import { expect, test } from 'vitest'
import { root } from '#src/config/fields.ts'

test.each([
  ['https://api.example.com', 'https://api.example.com'],
  ['https://API.Example.com', 'https://api.example.com'],
  ['HTTPS://api.example.com:443/', 'https://api.example.com'],
  ['http://127.0.0.1:80//', 'http://127.0.0.1'],
  ['http://0x7f.1:8081', 'http://127.0.0.1:8081'],
  ['https://api.example.com:8443/Proxy/x/', 'https://api.example.com:8443/Proxy/x'],
  ['https://api.example.com/a/../b', 'https://api.example.com/b'],
])('a root has one spelling: %s', (written, read) => {
  expect(root('', '').parse(written)).toBe(read)
})

test('what is no address is no root, and breaks nothing', () => {
  expect(root('', '').safeParse('127.0.0.1:8081').success).toBe(false)
  expect(root('', '').safeParse('nothing').success).toBe(false)
})
