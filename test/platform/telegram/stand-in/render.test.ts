import { describe, expect, test } from 'vitest'
import type { Entity } from '#src/platform/telegram/stand-in/entity.ts'
import { repair } from '#src/platform/telegram/stand-in/repair.ts'
import { render } from '#src/platform/telegram/stand-in/render.ts'

describe('a message becomes safe HTML', () => {
  const cases: readonly (readonly [string, string, readonly Entity[], string])[] = [
    ['everything is escaped', `<b>&"'`, [], '&lt;b&gt;&amp;&quot;&#39;'],
    ['line breaks are kept', 'a\nb', [], 'a<br>b'],
    [
      'nesting',
      'abc',
      [
        { type: 'bold', offset: 0, length: 3 },
        { type: 'italic', offset: 1, length: 1 },
      ],
      '<b>a</b><b><i>b</i>c</b>',
    ],
    [
      'a link',
      'a',
      [{ type: 'text_link', offset: 0, length: 1, url: 'https://e.com/?"&' }],
      '<a href="https://e.com/?&quot;&amp;" rel="noopener nofollow" target="_blank">a</a>',
    ],
    [
      'an address without a scheme',
      'e.com x',
      [{ type: 'url', offset: 0, length: 5 }],
      '<a href="http://e.com" rel="noopener nofollow" target="_blank">e.com</a> x',
    ],
    ['no link to another scheme', 'a', [{ type: 'text_link', offset: 0, length: 1, url: 'tg://x' }], 'a'],
    ['a spoiler', 'ab', [{ type: 'spoiler', offset: 1, length: 1 }], 'a<span class="spoiler">b</span>'],
    [
      'code in a quote',
      'ab',
      [
        { type: 'blockquote', offset: 0, length: 2 },
        { type: 'code', offset: 1, length: 1 },
      ],
      '<blockquote>a<code>b</code></blockquote>',
    ],
    ['what has no look of its own', '#a', [{ type: 'hashtag', offset: 0, length: 2 }], '#a'],
  ]

  test.each(cases)('%s', (_, text, entities, html) => {
    expect(render({ text, entities: repair(entities) })).toBe(html)
  })
})
