import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { canLead } from '#src/platform/telegram/address.ts'
import { checkLink } from '#src/platform/telegram/stand-in/links.ts'

const PIECES =
  "http https tg ftp javascript : // / \\ . .. @ ?a=b #c [::1] %41 news example org приклад 192.0.2.7 :80 :0 :99999 ! ~ ' < \n \u3000"
const piece = fc.constantFrom(' ', ...PIECES.split(' '))
const address = fc
  .tuple(fc.constantFrom('http://', 'https://', 'HTTP://', 'tg:', 'tg://', ''), fc.array(piece, { maxLength: 8 }))
  .map(([scheme, pieces]) => scheme + pieces.join(''))

it('words lead only where Telegram takes a link to, whatever the address', () => {
  let leading = 0
  fc.assert(
    fc.property(address, (url) => {
      if (!canLead(url)) return
      leading += 1
      expect(checkLink(url)).toMatchObject({ is: 'link' })
    }),
    { numRuns: 5_000 },
  )
  expect(leading).toBeGreaterThan(100)
})

it.each([
  'https://news.example.com/world/2026/11/tram-line',
  'http://xn--80aswg.xn--p1ai/%D0%B0?b=c#d',
  'https://zh.example.org/新闻/电车',
  'https://under_score.example.org.:8443?a',
])('words lead to the addresses of articles: %s', (url) => {
  expect(canLead(url)).toBe(true)
})
