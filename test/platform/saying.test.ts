import { describe, expect, it, test } from 'vitest'
import { platforms } from '#src/platform/registry.ts'
import { fitSaying } from '#src/platform/saying.ts'
import { shapeOf } from '#src/platform/shape.ts'
import { compose } from '#src/post/compose.ts'
import type { Post } from '#src/records.ts'
import { someArticle } from '#test/fixtures/stored.ts'
import { somePost, someWording } from '#test/fixtures/wording.ts'
import { postOf } from '#test/platform/posts.ts'

const LONG = 'A sentence that is far too long for what is left.'

function said(post: Post, most: number) {
  const filled = fitSaying(post, { shape: shapeOf(post.segments), fits: (text) => text.length <= most })
  const pieces = filled?.pieces.map(
    ({ of, stands, why }) => `${of}: ${stands ?? 'left out'}${why === null ? '' : `, ${why}`}`,
  )
  return { text: filled?.units.join(''), pieces }
}

describe('where no words of the article would stand', () => {
  const post = (template: string, sentences: readonly string[] = [LONG], title = 'Tram line opens') =>
    postOf(template, { title, sentences, link: 'http://a.b/' })

  it('the headline stands in the place of a summary that does not fit, and it is told why', () => {
    expect(said(post('{{ summary }} {{ link }}'), 40)).toEqual({
      text: 'Tram line opens http://a.b/',
      pieces: ["title: whole, in the summary's place", 'link: whole', 'summary: left out, there is no room for it'],
    })
    expect(said(post('{{ summary }}'), 40).text).toBe('Tram line opens')
    expect(said(post('News: {{ summary }}'), 40).text).toBe('News: Tram line opens')
  })

  it('the headline is shortened between words only where it does not fit either', () => {
    expect(said(post('{{ summary }} {{ link }}'), 23)).toMatchObject({
      text: 'Tram line… http://a.b/',
      pieces: [expect.stringMatching(/^title: shortened, in the summary's place, it is too long/), {}, {}],
    })
  })

  it('names and dates are no words of it, a headline anywhere is', () => {
    const author = { is: 'value', text: 'Olena Koval', of: 'author' } as const
    const segments = [author, { is: 'literal', text: '\n' }, { is: 'summary' }] as const
    expect(said(somePost({ segments, title: 'Tram', sentences: [LONG] }), 40).text).toBe('Olena Koval\nTram')
    expect(said(post('{{ summary }} {{ title }}'), 20).text).toBe('Tram line opens')
    const unnamed = [{ is: 'value', text: 'TRAM LINE' }, { is: 'summary' }] as const
    expect(said(somePost({ segments: unnamed, title: 'Tram line', sentences: [LONG] }), 20).text).toBe('TRAM LINE')
  })

  it('the first sentence stands where the headline cannot, whole if it fits', () => {
    const address = `https://a.example/${'x'.repeat(50)}`
    expect(said(post('{{ title }} {{ link }}', ['One one.', 'Two.'], address), 30).text).toBe('One one. http://a.b/')
    expect(said(post('{{ summary }}', [LONG], ''), 20).text).toBe('A sentence that is…')
    expect(said(post('{{ title }}', [LONG], ''), 20).text).toBe('A sentence that is…')
  })

  it('nothing changes where the template has a place for neither, or the article no words', () => {
    expect(said(post('{{ link }}'), 40).text).toBe('http://a.b/')
    expect(said(post('{{ summary }} {{ link }}', [], ''), 40).text).toBe('http://a.b/')
  })
})

test.each(platforms.map((platform) => [platform.label, platform] as const))(
  '%s refuses no article for its length, and posts no bare link, whatever places a template has',
  (_, platform) => {
    const settings = platform.channel.parse('chat' in platform.channel.shape ? { chat: '@news_world' } : {})
    const texts = ['Whole.', 'word '.repeat(200).trim(), 'x'.repeat(9_000)]
    const templates = [
      '{{ summary }}',
      '{{ summary }} {{ link }}',
      '{{ summary | first_sentence }}\n{{ link }}',
      '{% if summary %}{{ summary }} {% endif %}{{ link }}',
      '{{ title }}',
      '{{ title }} {{ link }}',
      '{{ author }}\n{{ summary }}',
    ]
    for (const template of templates) {
      for (const lead of ['headline', 'instead'] as const) {
        for (const title of texts) {
          for (const sentences of [[], ...texts.map((text) => [text])]) {
            const article = { ...someArticle({ title }), state: 'read', sentences, origins: {} } as const
            const draft = platform.format(compose(article, someWording({ template, lead })), settings)
            const text = 'is' in draft ? `refused: ${draft.why}` : draft.parts[0].text
            const words = [title, ...sentences].map((each) => each.slice(0, 4))
            expect(
              words.some((each) => text.includes(each)),
              `${template}: ${text.slice(0, 99)}`,
            ).toBe(true)
          }
        }
      }
    }
  },
)

test.each(platforms.map((platform) => [platform.label, platform] as const))(
  '%s takes a headline that is one run with dots in it, and an article whose address is longer than any post',
  (_, platform) => {
    const settings = platform.channel.parse('chat' in platform.channel.shape ? { chat: '@news_world' } : {})
    const runs = ['a.'.repeat(4_500), `www.${'abc.'.repeat(2_200)}com`, `${'news'.repeat(20)}.${'com.'.repeat(2_200)}x`]
    const long = `https://news.example.org/${'b'.repeat(9_000)}`
    for (const template of [
      '{{ summary }}',
      '{{ title }} {{ link }}',
      '{% if summary %}{{ summary }}\n{% endif %}{{ link }}',
    ]) {
      for (const [title, url] of [
        ...runs.map((run) => [run, 'https://news.example.org/1'] as const),
        ['Tram', long],
      ] as const) {
        const article = { ...someArticle({ title, url }), state: 'read', sentences: [], origins: {} } as const
        const draft = platform.format(compose(article, someWording({ template })), settings)
        const text = 'is' in draft ? `refused: ${draft.why}` : draft.parts[0].text
        expect(text.startsWith(title.slice(0, 4)), `${template}: ${text.slice(0, 99)}`).toBe(true)
        // Nothing that was broken up becomes a link by being cut.
        if (!('is' in draft)) expect(/(?:abc|com)\.(?:com|abc)/.test(text)).toBe(false)
      }
    }
  },
)
