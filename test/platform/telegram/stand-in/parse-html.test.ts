import { describe, expect, test } from 'vitest'
import { parseHtml } from '#src/platform/telegram/stand-in/parse-html.ts'

type Brief = readonly [type: string, offset: number, length: number, argument?: string | number]

/** [what it shows, HTML, text, entities] */
const TAKEN: readonly (readonly [string, string, string, readonly Brief[]])[] = [
  ['plain text', 'plain', 'plain', []],
  ['nothing', '', '', []],
  [
    'b and strong',
    '<b>a</b><strong>b</strong>',
    'ab',
    [
      ['bold', 0, 1],
      ['bold', 1, 1],
    ],
  ],
  [
    'i and em',
    '<i>a</i><em>b</em>',
    'ab',
    [
      ['italic', 0, 1],
      ['italic', 1, 1],
    ],
  ],
  [
    'u and ins',
    '<u>a</u><ins>b</ins>',
    'ab',
    [
      ['underline', 0, 1],
      ['underline', 1, 1],
    ],
  ],
  [
    's, strike and del',
    '<s>a</s><strike>b</strike><del>c</del>',
    'abc',
    [
      ['strikethrough', 0, 1],
      ['strikethrough', 1, 1],
      ['strikethrough', 2, 1],
    ],
  ],
  [
    'both spoilers',
    '<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>',
    'ab',
    [
      ['spoiler', 0, 1],
      ['spoiler', 1, 1],
    ],
  ],
  ['tags in capitals', '<B>a</b>', 'a', [['bold', 0, 1]]],
  ['an end tag without a name', '<b>a</>', 'a', [['bold', 0, 1]]],
  ['space in an end tag', '<b>a</b \n>', 'a', [['bold', 0, 1]]],
  ['a tag around nothing', 'a<b></b>', 'a', []],
  [
    'nesting, the longer first',
    '<b>a<i>b</i></b>',
    'ab',
    [
      ['bold', 0, 2],
      ['italic', 1, 1],
    ],
  ],
  ['offsets in UTF-16 units', '😀<b>é</b>', '😀é', [['bold', 2, 1]]],
  ['a link', '<a href="https://example.com/a">x</a>', 'x', [['text_link', 0, 1, 'https://example.com/a']]],
  ['a link gains scheme and path', "<a href='Example.COM'>x</a>", 'x', [['text_link', 0, 1, 'http://example.com/']]],
  [
    'an attribute without quotes becomes small',
    '<a href=EXAMPLE.com>x</a>',
    'x',
    [['text_link', 0, 1, 'http://example.com/']],
  ],
  [
    'references in an attribute',
    '<a href="https://e.com/?a=1&amp;b=&quot;">x</a>',
    'x',
    [['text_link', 0, 1, 'https://e.com/?a=1&b="']],
  ],
  [
    'a link without href takes its text',
    '<a>example.com</a>',
    'example.com',
    [['text_link', 0, 11, 'http://example.com/']],
  ],
  ['the name of an attribute is matched as written', '<a HREF="https://e.com">x</a>', 'x', []],
  ['a link that is none is lost silently', '<a href="nonsense">x</a>', 'x', []],
  ['a link with another scheme is lost silently', '<a href="javascript:alert(1)">x</a>', 'x', []],
  [
    'other attributes mean nothing',
    '<a class="k" href="https://e.com/" x>x</a>',
    'x',
    [['text_link', 0, 1, 'https://e.com/']],
  ],
  ['code', '<code>a&lt;b</code>', 'a<b', [['code', 0, 3]]],
  ['code alone loses its language', '<code class="language-ts">a</code>', 'a', [['code', 0, 1]]],
  ['pre around code has the language', '<pre><code class="language-ts">a</code></pre>', 'a', [['pre', 0, 1, 'ts']]],
  ['code around pre has the language', '<code class="language-ts"><pre>a</pre></code>', 'a', [['pre', 0, 1, 'ts']]],
  ['blockquote', '<blockquote>a</blockquote>', 'a', [['blockquote', 0, 1]]],
  ['expandable blockquote', '<blockquote expandable>a</blockquote>', 'a', [['expandable_blockquote', 0, 1]]],
  [
    'a custom emoji',
    '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
    '👍',
    [['custom_emoji', 0, 2, '5368324170671202286']],
  ],
  ['a time', '<tg-time unix="1700000000">now</tg-time>', 'now', [['date_time', 0, 3, 1_700_000_000]]],
  ['the four names', '&lt;&gt;&amp;&quot;', '<>&"', []],
  ['a reference without its semicolon', '&lt b', '< b', []],
  ['numbers', '&#39;&#x27;&#X27;&#128512;', "''&#X27;😀", []],
  ['names that Telegram does not know', '&nbsp;&apos;&mdash;&hellip;', '&nbsp;&apos;&mdash;&hellip;', []],
  ['a bare ampersand', 'AT&T & co &', 'AT&T & co &', []],
  ['numbers that are none', '&#0;&#;&#x;&#1114111;&#00000065;', '&#0;&#;&#x;&#1114111;&#00000065;', []],
  ['a bare greater-than', 'a > b', 'a > b', []],
  ['line breaks', 'a\nb', 'a\nb', []],
]

/** [HTML, what Telegram says after "can't parse entities: "] */
const REFUSED: readonly (readonly [string, string])[] = [
  ['<p>a</p>', 'Unsupported start tag "p" at byte offset 0'],
  ['a<br>', 'Unsupported start tag "br" at byte offset 1'],
  ['<br/>', 'Unsupported start tag "br/" at byte offset 0'],
  ['é😀<img src="x">', 'Unsupported start tag "img" at byte offset 6'],
  ['1 < 2 > 0', 'Unsupported start tag "" at byte offset 2'],
  ['<!-- x -->', 'Unsupported start tag "!--" at byte offset 0'],
  ['a <', 'Unclosed start tag at byte offset 2'],
  ['<b', 'Unclosed start tag at byte offset 0'],
  ['x<a href="https://e.com', 'Unclosed start tag at byte offset 1'],
  ['<a href', 'Unclosed start tag "a" at byte offset 0'],
  ['<a href=', 'Unclosed start tag "a" at byte offset 0'],
  ['<a ', 'Empty attribute name in the tag "a" at byte offset 0'],
  ['<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'],
  ['<a href=https://e.com>x</a>', 'Unexpected end of name token at byte offset 8'],
  ['<b>a', `Can't find end tag corresponding to start tag "b"`],
  ['<b><i>a</i>', `Can't find end tag corresponding to start tag "b"`],
  ['a</b>', 'Unexpected end tag at byte offset 1'],
  ['<b>a</b', 'Unclosed end tag at byte offset 4'],
  ['<b>a</b x>', 'Unclosed end tag at byte offset 4'],
  ['<b>a<i>b</b></i>', 'Unmatched end tag at byte offset 8, expected "</i>", found "</b>"'],
  ['<span>a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
  ['я<span class="big">a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 2'],
  ['<tg-emoji emoji-id="x">a</tg-emoji>', 'Invalid custom emoji identifier specified'],
  ['<tg-time unix="soon">a</tg-time>', 'Invalid date specified'],
  [
    '&#xD83D;',
    'Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units',
  ],
]

describe('the stand-in reads HTML as Telegram does', () => {
  test.each(TAKEN)('%s', (_, html, text, entities) => {
    const parsed = parseHtml(html)
    expect(parsed.text).toBe(text)
    expect(
      parsed.entities.map(({ type, offset, length, ...more }) => [type, offset, length, ...Object.values(more)]),
    ).toEqual(entities)
  })

  test.each(REFUSED)('%s is refused', (html, words) => {
    expect(() => parseHtml(html)).toThrow(
      expect.objectContaining({ code: 400, message: `Bad Request: can't parse entities: ${words}` }),
    )
  })
})
