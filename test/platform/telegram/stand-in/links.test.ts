import { describe, expect, test } from 'vitest'
import { checkLink } from '#src/platform/telegram/stand-in/links.ts'

describe('the address of a text link is kept as Telegram keeps it', () => {
  test.each([
    ['https://example.com', 'https://example.com/'],
    ['HTTPS://Example.COM/Path?Q=1#F', 'https://example.com/Path?Q=1#F'],
    [' example.com?a ', 'http://example.com/?a'],
    ['http://user:pw@example.com:8080/a b', 'http://user:pw@example.com:8080/a%20b'],
    ['http://127.0.0.1:1234/x', 'http://127.0.0.1:1234/x'],
    ['http://[::1]/x', 'http://[::1]/x'],
    ['https://пример.рф/я', 'https://пример.рф/я'],
    ['tg://resolve?domain=x', 'tg://resolve?domain=x'],
  ])('%s', (link, url) => {
    expect(checkLink(link)).toEqual({ is: 'link', url })
  })

  test.each([
    ['', 'URL host is empty'],
    ['https://', 'URL host is empty'],
    ['http://localhost:80/', 'Wrong HTTP URL'],
    ['ftp://example.com/', 'Unsupported URL protocol'],
    ['javascript:alert(1)', 'Disallowed character in URL host'],
    ['http://exa mple.com/', 'Disallowed character in URL host'],
    ['http://example.com:99999/', 'Wrong port number specified in the URL'],
  ])('%j is none', (link, why) => {
    expect(checkLink(link)).toEqual({ is: 'bad', why })
  })
})
