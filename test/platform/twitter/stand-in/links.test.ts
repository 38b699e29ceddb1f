import { expect, test } from 'vitest'
import { findLinks } from '#src/platform/twitter/stand-in/links.ts'

const urls = (text: string) => findLinks(text).map(({ url }) => url)

test.each<[what: string, text: string, found: string[]]>([
  ['no dot', 'http://localhost and plain words', []],
  ['a scheme in capitals', 'HTTPS://EXAMPLE.COM/A', ['HTTPS://EXAMPLE.COM/A']],
  ['a port with a scheme', 'at http://somehost.com:3000.', ['http://somehost.com:3000']],
  ['a port without a path on a bare domain', 'somehost.com:3000', ['somehost.com']],
  ['a port with a path on a bare domain', 'somehost.com:3000/a', ['somehost.com:3000/a']],
  ['a query without a path on a bare domain', 'example.com?a=1', ['example.com']],
  ['a query', 'see https://example.com/a?b=c&d=e, then', ['https://example.com/a?b=c&d=e']],
  ['a question mark that ends a sentence', 'https://example.com/a?', ['https://example.com/a']],
  ['a full stop after a path', 'https://example.com/a.', ['https://example.com/a']],
  ['many full stops', `http://example.com/path${'.'.repeat(50)}`, ['http://example.com/path']],
  ['a path of slashes and marks', 'http://xo.com/~matthew+%ff-,.;x', ['http://xo.com/~matthew+%ff-,.;x']],
  ['parentheses in a path', 'http://en.example.org/Primer_(film)', ['http://en.example.org/Primer_(film)']],
  ['nested parentheses', 'http://a.com/W_(A_(E))/', ['http://a.com/W_(A_(E))/']],
  ['parentheses that do not close', 'http://a.com/W_(A', ['http://a.com/W_']],
  ['empty parentheses', 'http://a.com/W()', ['http://a.com/W']],
  ['parentheses around', '(https://example.com/a)', ['https://example.com/a']],
  ['an @ inside a path', 'https://example.com/@user/1', ['https://example.com/@user/1']],
  ['a hyphen at the end of a path', 'http://example.com/a-', ['http://example.com/a-']],
  ['a hyphen after the domain', 'http://domain.com-that-you', []],
  ['a plus after the domain', 'domain.com+', []],
  ['an underscore after the domain', 'http://domain.com_a', ['http://domain.com']],
  ['a fragment', 'http://foobar.com/#a', ['http://foobar.com/#a']],
  ['Cyrillic in a path', 'http://example.com/Русские_слова', ['http://example.com/Русские_слова']],
  ['accents in a path', 'http://example.com/café', ['http://example.com/café']],
  ['Han in a path', 'http://example.com/日本', ['http://example.com/']],
  ['Arabic in a path', 'http://example.com/a/خبر', ['http://example.com/a/']],
  ['CJK around bare domains', 'これ。example.com中国語t.co/abc한국a.com', ['example.com', 't.co/abc', 'a.com']],
  ['CJK before a scheme', '見てhttp://example.com', ['http://example.com']],
  ['a Latin letter before a scheme', 'xhttp://example.com', []],
  ['labels with underscores', 'http://sub_domain.example.com', ['http://sub_domain.example.com']],
  ['an underscore in the name itself', 'http://exa_mple.com', []],
  ['a bare label after an underscore', 'foo_bar.example.com', ['bar.example.com']],
  ['a leading dash', 'http://-a.example.com', []],
  ['a trailing dash', 'http://a-.example.com', []],
  ['double dots', 'http://a..com', []],
  ['a name of one letter', 'http://x.com/a', ['http://x.com/a']],
  ['symbols in a name', 'text http://✪df.ws/ejp', ['http://✪df.ws/ejp']],
  ['a top-level domain that is none', 'foo.govedu http://tld-too-short.x', []],
  ['a top-level domain newer than 2020', 'example.kids', ['example.kids']],
  [
    'names in prose that end like a domain',
    'ASP.NET README.md x.ai Node.js U.S. 2.0.1',
    ['ASP.NET', 'README.md', 'x.ai'],
  ],
  [
    'an international top-level domain',
    'http://foobar.みんな/ http://foobar.中国/',
    ['http://foobar.みんな/', 'http://foobar.中国/'],
  ],
  ['a top-level domain with more behind it', 'http://foobar.中国公司', ['http://foobar.中国']],
  ['Punycode', 'http://xn--ls8h.XN--ls8h.la/', ['http://xn--ls8h.XN--ls8h.la/']],
  ['a Punycode top-level domain', 'http://a.xn--p1ai', ['http://a.xn--p1ai']],
  ['Punycode beside what it stands for', 'http://xn--日.日.com', []],
  ['a hashtag, a mention, a cashtag', '#a.com @a.com $a.com', []],
  ['addresses of mail', 'john.doe.com@mail.com', []],
  ['a bare domain after a slash or dash', '//a.com -a.com', []],
  ['a scheme with a space', 'http:// example.com/path', ['example.com/path']],
  ['a bare domain in two stretches', 'bar.foo日本語.co.jp', ['bar.foo', 'co.jp']],
  ['a label of 63', `http://${'a'.repeat(63)}.com`, [`http://${'a'.repeat(63)}.com`]],
  ['a label of 64', `http://${'a'.repeat(64)}.com`, []],
  ['a bare label of 64', `${'a'.repeat(64)}.com`, []],
  ['a link of 4,096', `http://a.com/${'a'.repeat(4076)}`, [`http://a.com/${'a'.repeat(4076)}`]],
  ['a link of more', `http://a.com/${'a'.repeat(4077)}`, []],
  [
    'a short link and what follows it',
    "http://t.co/pbY2NfTZ's http://t.co/8Mk+c",
    ['http://t.co/pbY2NfTZ', 'http://t.co/8Mk'],
  ],
  ['a short link that is too long', `http://t.co/${'a'.repeat(41)}`, []],
])('X finds the links in %s', (_, text, found) => {
  expect(urls(text)).toEqual(found)
})

test('positions are UTF-16 units of the text', () => {
  expect(findLinks('😀 http://a.com b.org')).toEqual([
    { start: 3, end: 15, url: 'http://a.com' },
    { start: 16, end: 21, url: 'b.org' },
  ])
})
