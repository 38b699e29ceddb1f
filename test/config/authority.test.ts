import { expect, test } from 'vitest'
import { authorityOf, isLoopback, parseAuthority, showAuthority } from '#src/config/authority.ts'

test.each([
  ['127.0.0.1:4480', { host: '127.0.0.1', port: 4480 }],
  ['Intranet.Example:80', { host: 'intranet.example', port: 80 }],
  ['[::1]:8081', { host: '::1', port: 8081 }],
  ['localhost:0', { host: 'localhost', port: 0 }],
])('%s is a host and a port', (text, parts) => {
  expect(parseAuthority(text)).toEqual(parts)
  expect(showAuthority(parts)).toBe(text.toLowerCase())
})

test.each([
  '127.0.0.1',
  ':80',
  'a:b',
  'a:99999',
  '::1:80',
  'http://a:80',
  'a b:80',
  '999.0.0.1:80',
  '[zz]:1',
  'a:80/x',
])('%j is not', (text) => {
  expect(parseAuthority(text)).toBeNull()
})

test('an address leads to the port of its scheme where it names none', () => {
  expect(authorityOf(new URL('https://a.example/x'))).toBe('a.example:443')
  expect(authorityOf(new URL('http://a.example/x'))).toBe('a.example:80')
  expect(authorityOf(new URL('http://[::1]:81/'))).toBe('[::1]:81')
})

test('only this machine is loopback', () => {
  expect(['localhost', 'x.localhost', '127.0.0.1', '127.9.9.9', '::1', '[::1]'].every(isLoopback)).toBe(true)
  expect(['0.0.0.0', '10.0.0.1', 'localhost.example.com', '::', '127.0.0.1.example.com'].some(isLoopback)).toBe(false)
})
