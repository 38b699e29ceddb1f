import { expect, test } from 'vitest'
import { USER_AGENT } from '#src/desk/help.ts'
import { introduce } from '#src/net/introduce.ts'

test.each([
  ['a page', 'https://news.example.com/contact', '; +https://news.example.com/contact'],
  ['a mail address', 'desk@news.example.com', '; desk@news.example.com'],
  ['nothing', null, ''],
])('publishers are told what asks, its version, and who runs it: %s', (_, contact, told) => {
  const [product, version] = USER_AGENT.split('/')
  expect(product).toBe('Crier')
  expect(version).toMatch(/^\d+\.\d+\.\d+$/)
  expect(introduce(USER_AGENT, contact)).toBe(`Crier/${version} (feed reader for newsrooms${told})`)
})
