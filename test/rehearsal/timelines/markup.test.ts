import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { harmless, isWeb, leads, short } from '#src/rehearsal/timelines/markup.ts'

const same = (url: string) => url
const show = (html: string) => harmless(html, same, false)
const link = (url: string, text: string) => `<a href="${url}" target="_blank" rel="noopener noreferrer">${text}</a>`

test.each([
  ['stress and line breaks stay', '<b>One</b><br><i>two</i>\n&amp; three', '<b>One</b><br><i>two</i>\n&amp; three'],
  ['attributes go', '<b onclick="x()" style="y">One</b>', '<b>One</b>'],
  ['unknown tags go, their text stays', '<p>One</p><script>two</script>', 'Onetwo'],
  ['pictures and frames go', 'a<img src=x onerror=y()><iframe src="z"></iframe>b', 'ab'],
  ['comments go', 'a<!-- <b> -->b', 'ab'],
  ['a lone bracket is text', '1 < 2 <', '1 &lt; 2 &lt;'],
  ['an unfinished tag is text', 'a<b onclick="', 'a&lt;b onclick="'],
  ['what is open is closed', '<b><i>a', '<b><i>a</i></b>'],
  ['crossed tags are put in order', '<b><i>a</b>b</i>', '<b><i>a</i></b>b'],
  ['a stray end is left out', 'a</b></main></body>', 'a'],
  ['a break takes the line end along', 'a<br/>\nb', 'a<br>b'],
  ['a web link stays', '<a href="https://a.example/?b=1&amp;c=2">d</a>', link('https://a.example/?b=1&amp;c=2', 'd')],
  ['a link without quotes stays', '<A HREF=http://a.example>d</A>', link('http://a.example/', 'd')],
  ['a script is no link', '<a href="javascript:alert(1)">d</a>', 'd'],
  ['a hidden script is no link', '<a href="java&#115;cript:alert(1)">d</a>', 'd'],
  ['data is no link', `<a href='data:text/html,x'>d</a>`, 'd'],
  ['a relative address is no link', '<a href="/x">d</a>', 'd'],
  [
    'a quote cannot leave the address',
    `<a href='https://a.example/"onmouseover="x'>d</a>`,
    link('https://a.example/%22onmouseover=%22x', 'd'),
  ],
])('%s', (_, from, to) => {
  expect(show(from)).toBe(to)
})

test('a link leads where the page really is, and nowhere when that is no web address', () => {
  expect(harmless('<a href="https://a.example/x">d</a>', () => 'http://127.0.0.1:1/x', false)).toBe(
    link('http://127.0.0.1:1/x', 'd'),
  )
  expect(leads('https://a.example/', () => 'javascript:alert(1)')).toBe('#')
})

test('a bare address is shown short where timelines do so, and any other text of a link as it is', () => {
  const url = 'https://www.a.example/a-long-way/to-the-end-of-the-address'
  expect(harmless(`<a href="${url}">${url}</a> <a href="${url}">more</a>`, same, true)).toBe(
    `${link(url, 'a.example/a-long-way/to-the-en…')} ${link(url, 'more')}`,
  )
  expect(short('https://a.example/')).toBe('a.example')
})

test('whatever comes in, only known tags with safe links come out, and each is closed', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom('<', '>', '"', "'", '<b>', '</b>', '<a href="', '<a href=javascript:x>', '<script', '<!--', '-->'),
    fc.constantFrom('</a>', ' onclick=', '<i ', '&lt;', 'https://a.example', '</i>', '<img src=x onerror=y>', '&#x3c;'),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const out = show(pieces.join(''))
      const rest = out
        .replace(/<a href="(https?:\/\/[^"<>]*)" target="_blank" rel="noopener noreferrer">/g, '')
        .replace(/<\/?(?:b|i|a)>|<br>/g, '')
      expect(rest).not.toContain('<')
      for (const name of ['a', 'b', 'i']) {
        expect(out.split(new RegExp(`<${name}[ >]`)).length).toBe(out.split(`</${name}>`).length)
      }
    }),
    { numRuns: 2_000 },
  )
})

test('only http and https are web addresses', () => {
  expect(['http://a.example', 'HTTPS://a.example/x'].every(isWeb)).toBe(true)
  expect(['ftp://a', 'javascript:x', '//a.example', 'https://', ' https://a', ''].some(isWeb)).toBe(false)
})
