import { expect, test } from 'vitest'
import type { Segment } from '#src/records.ts'
import { keptApart } from '#src/post/clinging.ts'

const link: Segment = { is: 'link', url: 'https://news.example.com/1' }
const literal = (text: string): Segment => ({ is: 'literal', text })
const value = (text: string): Segment => ({ is: 'value', text })

/** As a reader would see it. */
function shown(segments: readonly Segment[]): string {
  return segments
    .map((each) => (each.is === 'link' ? '<link>' : each.is === 'summary' ? '<summary>' : each.text))
    .join('')
}

test.each<[readonly Segment[], string]>([
  [[literal('x'), link], 'x <link>'],
  [[value('Title'), link, value('#tag')], 'Title <link> #tag'],
  [[literal('#'), link, literal('?ref=x')], '# <link> ?ref=x'],
  [[link, literal('.'), { is: 'summary' }], '<link> .<summary>'],
  [[link, link], '<link> <link>'],
  [[literal('('), link, literal(').')], '(<link>).'],
  [[literal('→ '), link, literal(', '), value('Title')], '→ <link>, Title'],
  [[literal('<a href="'), link, literal('">'), value('Title'), literal('</a>')], '<a href="<link>">Title</a>'],
  [
    [literal('<a href="https://t.me/share/url?url='), link, literal('">Share</a>')],
    '<a href="https://t.me/share/url?url=<link>">Share</a>',
  ],
  [
    [literal("<b>New</b> <a href='"), link, literal("#comments'>Discuss</a>")],
    "<b>New</b> <a href='<link>#comments'>Discuss</a>",
  ],
])('what clings to a link is kept apart from it, and nothing else: %j', (segments, expected) => {
  expect(shown(keptApart(segments))).toBe(expected)
})
