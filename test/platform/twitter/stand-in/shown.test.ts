import { expect, test } from 'vitest'
import { apiLinks, apiText, followerHtml, followerText, showLinks } from '#src/platform/twitter/stand-in/shown.ts'

const TEXT = 'A & B <i>\nhttps://www.example.com/a?b=1&c=2 and b.org "q"'

test('the API shows short links and escapes &, < and >', () => {
  const [first, second] = showLinks('7', TEXT)
  expect(first!.short).toMatch(/^https:\/\/t\.co\/[A-Za-z0-9]{10}$/)
  expect(second!.short).not.toBe(first!.short)
  expect(apiText(TEXT, showLinks('7', TEXT))).toBe(`A &amp; B &lt;i&gt;\n${first!.short} and ${second!.short} "q"`)
})

test('entities stand where the short links do, and lead to the pages', () => {
  const text = `😀 ${TEXT}`
  const links = showLinks('7', text)
  const points = Array.from(apiText(text, links))
  const entities = apiLinks(text, links)
  for (const { start, end, url } of entities) expect(points.slice(start as number, end as number).join('')).toBe(url)
  expect(entities.map((entity) => entity.expanded_url)).toEqual(['https://www.example.com/a?b=1&c=2', 'http://b.org'])
  expect(entities[0]!.display_url).toBe('example.com/a?b=1&c=2')
})

test('the same post has the same short links, another post has others', () => {
  expect(showLinks('7', TEXT)).toEqual(showLinks('7', TEXT))
  expect(showLinks('8', TEXT)[0]!.short).not.toBe(showLinks('7', TEXT)[0]!.short)
})

test('followers read the addresses without a scheme', () => {
  expect(followerText(TEXT, showLinks('7', TEXT))).toBe('A & B <i>\nwww.example.com/a?b=1&c=2 and b.org "q"')
})

test('the HTML is safe, whatever a text or an address holds', () => {
  expect(followerHtml(TEXT, showLinks('7', TEXT))).toBe(
    'A &amp; B &lt;i&gt;<br><a href="https://www.example.com/a?b=1&amp;c=2">www.example.com/a?b=1&amp;c=2</a> and ' +
      '<a href="http://b.org">b.org</a> &quot;q&quot;',
  )
  const evil = 'http://a"onmouseover="x.com/\'a'
  expect(followerHtml(evil, showLinks('7', evil))).not.toMatch(/"onmouseover|'/)
})

test('a long address is displayed cut, as X does', () => {
  const [link] = showLinks('7', `https://example.com/${'a'.repeat(60)}`)
  expect(link!.display).toHaveLength(27)
  expect(link!.display.endsWith('…')).toBe(true)
})
