import { describe, expect, it } from 'vitest'
import { fit, reword, withLead } from '#src/platform/fit.ts'
import { shapeOf } from '#src/platform/shape.ts'
import type { Post, Segment } from '#src/records.ts'
import { somePost } from '#test/fixtures/wording.ts'
import { postOf } from '#test/platform/posts.ts'

const STANDARD = '{{ title }}\n\n{{ summary }}\n\n{{ link }}'

function fitted(post: Post, most: number, maxSummary?: number): string | null {
  const room = { shape: shapeOf(post.segments), fits: (text: string) => text.length <= most }
  return fit(post, maxSummary === undefined ? room : { ...room, maxSummary })?.units.join('') ?? null
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

  it('ends on no question that the article answers next, where something else is told', () => {
    const sentences = ['The town votes.', 'Who will pay?', 'The state will, for most of it.']
    const asking = postOf(STANDARD, { title: 'Tram line', sentences, link: 'http://a.b/' })
    expect(fitted(asking, 60)).toBe('Tram line\n\nThe town votes.\n\nhttp://a.b/')
    expect(fitted(asking, 100)).toContain('Who will pay? The state will')
    const last = postOf(STANDARD, { title: 'Tram line', sentences: sentences.slice(0, 2), link: 'http://a.b/' })
    expect(fitted(last, 60)).toContain('Who will pay?')
    const alone = postOf(STANDARD, { title: 'Tram line', sentences: sentences.slice(1), link: 'http://a.b/' })
    expect(fitted(alone, 40)).toContain('Who will pay?')
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
    expect(fitted(somePost({ segments }), 30)).toBe('Title word word word word…')
  })

  it('cuts a word of the title only where nothing of the article would stand but its link', () => {
    const word = 'Donaudampfschifffahrt'
    expect(fitted(postOf('New: {{ title }} {{ summary }}', { title: word, sentences: [] }), 15)).toBe('New: Donaudamp…')
    expect(fitted(postOf('{{ title }} {{ link }}', { title: word, link: 'http://a.b/' }), 19)).toBe(
      'Donaud… http://a.b/',
    )
    const segments: Segment[] = [
      { is: 'value', text: `By-${word}`, of: 'author' },
      { is: 'literal', text: '\n' },
      { is: 'value', text: word, of: 'title' },
    ]
    expect(fitted(somePost({ segments }), 8)).toBe('Donauda…')
  })

  it('takes sentences where the title can neither stand nor be cut', () => {
    const title = `https://a.example/${'x'.repeat(50)}`
    expect(fitted(postOf('{{ title }}\n{{ summary }}', { title, sentences: ['One one.', 'Two.'] }), 12)).toBe(
      'One one.',
    )
  })

  it('takes sentences beside the link where the title can neither stand nor be cut', () => {
    const title = `https://a.example/${'x'.repeat(50)}`
    const post = postOf(STANDARD, { title, sentences: ['One one.', 'Two two.'], link: 'http://a.b/' })
    expect(fitted(post, 22)).toBe('One one.\n\nhttp://a.b/')
  })

  it('takes no more summary than it may, though there is room', () => {
    expect(fitted(post, 100, 10)).toBe('Tram line opens at last\n\nOne one.\n\nhttp://a.b/')
  })

  it('writes no space between sentences of scripts that have none', () => {
    expect(
      fitted(postOf('{{ summary }}', { sentences: ['市议会批准了。', '会议很长！', 'Then it ended.'] }), 100),
    ).toBe('市议会批准了。会议很长！ Then it ended.')
    expect(
      fitted(
        postOf('{{ summary }}', { sentences: ['新機能を発表した。', 'AIが要約する。', 'ASP.NETで作る。', '終わり。'] }),
        100,
      ),
    ).toBe('新機能を発表した。AIが要約する。 ASP.NETで作る。終わり。')
  })
})

describe('signs', () => {
  const tagged = (title: string): Post =>
    somePost({
      segments: [
        { is: 'value', text: title, of: 'title' },
        { is: 'literal', text: '\n' },
        { is: 'summary' },
        { is: 'literal', text: '\n' },
        { is: 'sign', text: '#world', of: 'hashtags' },
        { is: 'literal', text: ' ' },
        { is: 'sign', text: '#ports', of: 'hashtags' },
      ],
      sentences: ['One one.'],
    })

  it('go before a value is shortened, all of them, and never in part', () => {
    expect(fitted(tagged('Tram opens'), 40)).toBe('Tram opens\nOne one.\n#world #ports')
    expect(fitted(tagged('Tram opens'), 28)).toBe('Tram opens\n#world #ports')
    expect(fitted(tagged('Tram opens'), 23)).toBe('Tram opens\nOne one.')
    expect(fitted(tagged('Tram opens'), 9)).toBe('Tram…')
  })

  it('are reworded by nobody', () => {
    const words = reword(
      tagged('@x'),
      (text) => text.replace('@', '@!'),
      (url) => url,
    )
    expect(words.segments.filter(({ is }) => is === 'sign' || is === 'value')).toMatchObject([
      { text: '@!x' },
      { text: '#world' },
      { text: '#ports' },
    ])
  })
})

describe('a lead in the headline’s place', () => {
  const plain = postOf(STANDARD, {
    title: 'Headline',
    sentences: ['Lead is long enough.', 'Rest.'],
    link: 'http://a.b/',
  })
  const led = postOf(STANDARD, { title: 'Lead is long enough.', sentences: ['Rest.'], link: 'http://a.b/' })
  const formatted = (most: number) =>
    withLead({ ...plain, instead: led }, (post) => {
      const room = { shape: shapeOf(post.segments), fits: (text: string) => text.length <= most }
      const filled = fit(post, room)
      if (filled === null) return { is: 'refusal', why: 'no room' }
      const text = filled.units.join('')
      const part = { body: {}, text, length: { used: 0, allowed: 0 }, link: null, picture: null }
      return { parts: [part], pieces: filled.pieces }
    })

  it('stands there whole, and the rest is the summary', () => {
    expect(formatted(90)).toMatchObject({ parts: [{ text: 'Lead is long enough.\n\nRest.\n\nhttp://a.b/' }] })
    expect(formatted(33)).toMatchObject({ parts: [{ text: 'Lead is long enough.\n\nhttp://a.b/' }] })
  })

  it('is never cut: the headline stands again, and it is told why', () => {
    expect(formatted(32)).toMatchObject({
      parts: [{ text: 'Headline\n\nhttp://a.b/' }],
      pieces: [{ of: 'title', stands: 'whole', why: 'the lead sentence does not fit in its place' }, {}, {}],
    })
  })

  it('is no way around a refusal', () => {
    expect(formatted(3)).toEqual({ is: 'refusal', why: 'no room' })
  })
})

describe('what became of the parts', () => {
  const pieces = (post: Post, most: number, room: object = {}) =>
    fit(post, { shape: shapeOf(post.segments), fits: (text: string) => text.length <= most, ...room })?.pieces.map(
      ({ of, stands, why }) => `${of}: ${stands ?? 'left out'}${why === null ? '' : `, ${why}`}`,
    )
  const post = postOf(STANDARD, { title: 'Tram line opens', sentences: ['One one.', 'Two two.'], link: 'http://a.b/' })

  it.each([
    [100, {}, 'title: whole', 'summary: 2 of 2 sentences'],
    [45, {}, 'title: whole', 'summary: 1 of 2 sentences, the next does not fit'],
    [100, { maxSentences: 1 }, 'title: whole', 'summary: 1 of 2 sentences, no more than 1 here'],
    [100, { maxSummary: 9 }, 'title: whole', 'summary: 1 of 2 sentences, no more than 9 characters here'],
    [100, { maxSummary: 7 }, 'title: whole', 'summary: left out, no more than 7 characters here'],
    [30, {}, 'title: whole', 'summary: left out, there is no room for it'],
    [
      25,
      {},
      'title: shortened, it is too long for what the platform allows',
      'summary: left out, there is no room for it',
    ],
    [12, {}, 'title: left out, there is no room for it', 'summary: left out, there is no room for it'],
  ])('with room for %d and %j', (most, room, ...expected) => {
    expect(pieces(post, most, room)).toEqual([...expected, 'link: whole'])
  })

  it('says of what the article has not that it has it not', () => {
    expect(pieces(postOf('{{ title }} {{ summary }}', { title: '', sentences: [] }), 99)).toEqual([
      'title: left out, the article has none',
      'summary: left out, the article gives no whole sentence for it',
    ])
  })
})

describe('rewording', () => {
  const words = (text: string) => {
    const { segments } = reword(
      somePost({ segments: [{ is: 'value', text }] }),
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
        somePost({ sentences: ['\u0000', 'Yes.'] }),
        (t) => t,
        (u) => u,
      ).sentences,
    ).toEqual(['Yes.'])
  })
})
