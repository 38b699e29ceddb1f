import { describe, expect, it } from 'vitest'
import { fit, reword } from '#src/platform/fit.ts'
import { shapeOf } from '#src/platform/shape.ts'
import type { Post, Segment } from '#src/records.ts'
import { postOf } from '#test/platform/posts.ts'

const STANDARD = '{{ title }}\n\n{{ summary }}\n\n{{ link }}'

function fitted(post: Post, most: number, maxSummary?: number): string | null {
  const room = { shape: shapeOf(post.segments), fits: (text: string) => text.length <= most }
  return fit(post, maxSummary === undefined ? room : { ...room, maxSummary })?.join('') ?? null
}

describe('filling', () => {
  const post = postOf(STANDARD, {
    title: 'Tram line opens at last',
    sentences: ['One one.', 'Two two.'],
    link: 'http://a.b/',
  })

  it('takes all sentences where there is room', () => {
    expect(fitted(post, 100)).toBe('Tram line opens at last\n\nOne one. Two two.\n\nhttp://a.b/')
  })

  it('takes as many sentences from the first as fit, whole', () => {
    expect(fitted(post, 50)).toBe('Tram line opens at last\n\nOne one.\n\nhttp://a.b/')
  })

  it('never goes on past a sentence that does not fit', () => {
    const gap = postOf(STANDARD, { sentences: ['Short.', 'This one is far too long for what is left.', 'Tiny.'] })
    expect(fitted(gap, 70)).not.toContain('Tiny')
  })

  it('leaves the summary out before it touches anything else, and the blank line with it', () => {
    expect(fitted(post, 40)).toBe('Tram line opens at last\n\nhttp://a.b/')
  })

  it('then shortens the longest value between words', () => {
    expect(fitted(post, 30)).toBe('Tram line opens…\n\nhttp://a.b/')
  })

  it('then leaves values out', () => {
    expect(fitted(post, 12)).toBe('http://a.b/')
  })

  it('gives up only where the words of the template and the link alone do not fit', () => {
    expect(fitted(post, 11)).toBe('http://a.b/')
    expect(fitted(post, 10)).toBeNull()
    expect(fitted(postOf('Read: {{ title }} {{ link }}', { link: 'http://a.b/' }), 16)).toBeNull()
  })

  it('shortens the title rather than leave it out when a later value can go', () => {
    const long = 'word '.repeat(20).trim()
    const segments: Segment[] = [
      { is: 'value', text: `Title ${long}` },
      { is: 'literal', text: '\n' },
      { is: 'value', text: long },
    ]
    expect(fitted({ segments, sentences: [], link: '', language: null }, 30)).toBe('Title word word word word…')
  })

  it('takes no more summary than it may, though there is room', () => {
    expect(fitted(post, 100, 10)).toBe('Tram line opens at last\n\nOne one.\n\nhttp://a.b/')
  })

  it('writes no space between sentences of scripts that have none', () => {
    expect(
      fitted(postOf('{{ summary }}', { sentences: ['市议会批准了。', '会议很长！', 'Then it ended.'] }), 100),
    ).toBe('市议会批准了。会议很长！ Then it ended.')
  })
})

describe('rewording', () => {
  const words = (text: string) => {
    const { segments } = reword(
      { segments: [{ is: 'value', text }], sentences: [], link: '', language: null },
      (t) => t,
      (u) => u,
    )
    const [segment] = segments
    return segment?.is === 'value' ? segment.text : null
  }

  it.each([
    ['  spaces \t and\u0000 controls ', 'spaces and controls'],
    ['two\r\nlines', 'two\nlines'],
    ['far\n \n\n\napart', 'far\n\napart'],
    ['\u0301mark at the front', 'mark at the front'],
    ['overridden \u202ethgir\u202c', 'overridden thgir'],
    ['half a pair \ud800!', 'half a pair !'],
    ['e\u0301', 'é'],
    ['\u200b\u200d\u2060', ''],
    ['\u200fשלום\u200f', '\u200fשלום\u200f'],
  ])('makes %j into %j', (text, clean) => {
    expect(words(text)).toBe(clean)
  })

  it('takes hole characters out of the template, so that none stands for a value by accident', () => {
    const { segments } = reword(
      postOf('a\ue000b\uf8ffc'),
      (t) => t,
      (u) => u,
    )
    expect(segments).toEqual([{ is: 'literal', text: 'abc' }])
  })

  it('drops sentences of which nothing is left', () => {
    expect(
      reword(
        { segments: [], sentences: ['\u0000', 'Yes.'], link: '', language: null },
        (t) => t,
        (u) => u,
      ).sentences,
    ).toEqual(['Yes.'])
  })
})
