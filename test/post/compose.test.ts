import { expect, test } from 'vitest'
import { compose } from '#src/post/compose.ts'
import type { Article, Post } from '#src/records.ts'
import { someArticle } from '#test/fixtures/stored.ts'
import { someWording } from '#test/fixtures/wording.ts'
import { urlKey } from '#src/text/urls.ts'

const article: Article = {
  ...someArticle({ language: 'uk' }),
  sentences: ['One.', 'Two.'],
  origins: { title: 'the feed', summary: 'JSON-LD description' },
}
const wording = (template: string) => someWording({ template })

test('a post holds the rendered template, the sentences, the link, the language and where all is from', () => {
  expect(compose(article, wording('{{ title }} {{ summary }} {{ link }}'))).toEqual({
    segments: [
      { is: 'value', text: 'The bridge opens on Friday', of: 'title' },
      { is: 'literal', text: ' ' },
      { is: 'summary' },
      { is: 'literal', text: ' ' },
      { is: 'link', url: article.url },
    ],
    title: 'The bridge opens on Friday',
    sentences: ['One.', 'Two.'],
    link: article.url,
    language: 'uk',
    origins: article.origins,
    card: 'nothing',
    picture: null,
    instead: null,
  })
})

test('an article without sentences has no summary to stand for', () => {
  const template = '{% if summary %}{{ summary }}{% else %}nothing{% endif %}'
  const post = compose({ ...article, sentences: [] }, wording(template))
  expect(post.segments).toEqual([{ is: 'literal', text: 'nothing' }])
})

test('where nothing but the link would stand without a summary, its place stays for the headline', () => {
  const composed = (template: string) => compose({ ...article, sentences: [] }, wording(template)).segments
  const link = { is: 'link', url: article.url }
  for (const template of ['{% if summary %}{{ summary }} {% endif %}{{ link }}', '{{ summary }} {{ link }}']) {
    expect(composed(template)).toEqual([{ is: 'summary' }, { is: 'literal', text: ' ' }, link])
  }
  expect(composed('<a href="{{ link }}">{{ title }}</a>{% if summary %}{{ summary }}{% endif %}')).toHaveLength(5)
  expect(composed('{{ link }}')).toEqual([link])
})

test('hashtags come from the section, the categories of the feed and the tags of the page, in that order', () => {
  const hashtags = { World: '#world', Ports: '#ports', Ferries: '#ferries' }
  const told = { section: 'World', categories: ['ports'], tags: ['Ferries', 'World'] }
  const post = compose(
    { ...article, ...told },
    someWording({ template: '{{ section }} {{ hashtags }}', hashtags, maxHashtags: 3 }),
  )
  const texts = post.segments.flatMap((segment) =>
    'text' in segment && segment.text.trim() !== '' ? [segment.text] : [],
  )
  expect(texts).toEqual(['World', '#world', '#ports', '#ferries'])
})

test('the first author and category stand for the article', () => {
  const post = compose(
    { ...article, authors: ['A', 'B'], categories: ['World', 'Ports'] },
    wording('{{ author }}{{ section }}'),
  )
  expect(post.segments).toMatchObject([{ text: 'A' }, { text: 'World' }])
})

test.each([
  ['en', 'It said the figures were wrong.'],
  ['uk', 'Про це повідомила пресслужба.'],
  ['ru', 'Об этом сообщила его дочь.'],
  ['de', 'Darüber berichtet die Zeitung.'],
])('in %s, a sentence that leans on the headline stands only below it', (language, first) => {
  const leaning = { ...article, language, sentences: [first, 'Two.'] }
  expect(compose(leaning, someWording({ lead: 'instead' })).instead).toBeNull()
  expect(compose(leaning, wording('{{ title }} {{ summary }}')).sentences).toEqual([first, 'Two.'])
  expect(compose(leaning, wording('{{ summary }} {{ link }}')).sentences).toEqual(['Two.'])
  expect(compose({ ...leaning, sentences: [first] }, wording('{{ summary }} {{ link }}')).sentences).toEqual([])
})

test('with the lead instead, its first sentence has the headline’s place, and the rest is the summary', () => {
  const post = compose(article, someWording({ lead: 'instead', template: '{{ title }}|{{ summary }}' }))
  const shown = ({ segments }: Post) => segments.flatMap((segment) => (segment.is === 'value' ? [segment.text] : []))
  expect(shown(post)).toEqual(['The bridge opens on Friday'])
  expect(shown(post.instead!)).toEqual(['One.'])
  expect(post.instead).toMatchObject({ sentences: ['Two.'], origins: { title: 'JSON-LD description' }, instead: null })
  expect(compose({ ...article, sentences: [] }, someWording({ lead: 'instead' })).instead).toBeNull()
})

test('the card of a page says nothing new only where the page was read, has no picture and gave the summary', () => {
  const cardOf = (change: Partial<Article>) => compose({ ...article, ...change }, someWording()).card
  const picture = { url: 'https://a.example/p.jpg', type: null, width: null, height: null, alt: null }
  expect(cardOf({})).toBe('nothing')
  expect(cardOf({ pictures: [picture] })).toBe('picture')
  expect(cardOf({ origins: { summary: "its page's story, sentences 1-2" } })).toBe('unknown')
  expect(cardOf({ origins: { summary: "the feed's summary" } })).toBe('unknown')
  expect(cardOf({ origins: {} })).toBe('unknown')
})

test('the link has the channel’s parameters, and still is the link of the same article', () => {
  const url = 'https://news.example.com/a?id=1&utm_source=rss#part'
  const post = compose({ ...article, url }, someWording({ utm: { source: 'x', campaign: 'news & more' } }))
  expect(post.link).toBe('https://news.example.com/a?id=1&utm_source=x&utm_campaign=news%20%26%20more#part')
  expect(post.segments).toContainEqual({ is: 'link', url: post.link })
  expect(urlKey(post.link)).toBe(urlKey(url))
})

test('an address that is longer than any post is still the link, so that the summary keeps its place', () => {
  const url = `https://news.example.com/${'b'.repeat(9_000)}`
  const template = '{% if summary %}{{ summary }}\n{% endif %}{{ link }}'
  expect(compose({ ...article, sentences: [], url }, wording(template)).segments).toEqual([
    { is: 'summary' },
    { is: 'literal', text: '\n' },
    { is: 'link', url },
  ])
})

test('composing is pure: the same article and wording give the same post, and neither is changed', () => {
  const frozen = Object.freeze({ ...article, sentences: Object.freeze([...article.sentences]) })
  const once = compose(frozen, wording('{{ title | upcase }} {{ link }}'))
  expect(once).toEqual(compose(frozen, wording('{{ title | upcase }} {{ link }}')))
})

test('the lead picture goes with the post, whatever stands at its head, where the channel takes pictures', () => {
  const lead = { url: 'https://news.example.com/1.jpg', type: null, width: 1200, height: 675, alt: 'A tram' }
  const pictured = { ...article, pictures: [lead] }
  const post = compose(pictured, someWording({ lead: 'instead' }))
  expect([post.picture, post.instead?.picture]).toEqual([lead, lead])
  expect(compose(pictured, someWording(), false).picture).toBeNull()
})
