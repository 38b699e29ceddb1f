import { expect, test } from 'vitest'
import { robotsAllow } from '#src/article/robots.ts'

const ROBOTS = `# for all
User-agent: *
Disallow: /private/
Allow: /private/open
Disallow: /*.pdf$
Disallow:

User-agent: Other
User-agent: Crier/1.0
Disallow: /news/
`

test.each([
  ['other paths', 'somebody', '/news/a', true],
  ['what is forbidden to all', 'somebody', '/private/a', false],
  ['the longer rule', 'somebody', '/private/open/a', true],
  ['a wildcard with an end', 'somebody', '/a/b.pdf', false],
  ['what goes on behind that end', 'somebody', '/a/b.pdf?x', true],
  ['the group that names it', 'crier', '/news/a', false],
  ['nothing else once it is named', 'crier', '/private/a', true],
])('robots.txt is followed: %s', (_, name, path, allowed) => {
  expect(robotsAllow(ROBOTS, name, path)).toBe(allowed)
})

test('an empty robots.txt, or none that can be read as one, forbids nothing', () => {
  expect(robotsAllow('', 'crier', '/a')).toBe(true)
  expect(robotsAllow('<html>Not found</html>', 'crier', '/a')).toBe(true)
})

test('many wildcards cost little time', () => {
  expect(robotsAllow(`User-agent: *\nDisallow: /${'*a'.repeat(900)}b`, 'crier', `/${'a'.repeat(5_000)}`)).toBeTypeOf(
    'boolean',
  )
})
