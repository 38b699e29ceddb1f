import { expect, test } from 'vitest'
import { newsArticle, pageOf } from '#test/fixtures/page.ts'

const tag = (name: string, content: string): string => `<meta property="${name}" content="${content}">`

test('tags are the newsroom’s own, else JSON-LD’s, else the keywords, each once', () => {
  const linked = newsArticle({ keywords: ['bridge', 'tram', 'Bridge'] })
  const keywords = tag('keywords', 'one, two; three')
  expect(pageOf(tag('article:tag', 'River') + tag('article:tag', 'City walks') + linked + keywords).tags).toEqual([
    'River',
    'City walks',
  ])
  expect(pageOf(linked + keywords).tags).toEqual(['Bridge', 'tram'])
  expect(pageOf(keywords).tags).toEqual(['one', 'two', 'three'])
})

test('what publishing systems tell each other is no topic, nor is the headline', () => {
  const noise =
    '8f507083-bac4-423a-9015-2eb31e1bce50,@post-id:19,/article,stats-reach-team,type_story,Category: News,covid-19,123'
  const head = tag('og:title', 'The bridge opens') + tag('keywords', `The bridge opens,${noise}`)
  expect(pageOf(head).tags).toEqual(['News', 'covid-19'])
  expect(pageOf(tag('article:section', 'culture_culture-lifestyle')).section).toBeNull()
  expect(pageOf(tag('article:section', 'City &amp; Region')).section).toBe('City & Region')
})

test.each([
  ['opinion', newsArticle({ articleSection: 'Opinion' })],
  ['opinion', newsArticle({ '@type': 'OpinionNewsArticle' })],
  ['opinion', tag('article:section', 'Погляди')],
  ['live', newsArticle({ '@type': 'LiveBlogPosting' })],
  ['paywalled', newsArticle({ isAccessibleForFree: false })],
  ['paywalled', tag('article:content_tier', 'metered')],
  ['video', tag('og:type', 'video.other')],
])('a page that says it is %s is flagged so', (flag, head) => {
  expect(pageOf(head).flags).toEqual([flag])
})

test('a folder of the address says it too, the article’s own name never', () => {
  expect(pageOf('', '', { url: 'https://news.example.com/opinion/bridge' }).flags).toEqual(['opinion'])
  expect(pageOf('', '', { url: 'https://news.example.com/city/opinion' }).flags).toEqual([])
  expect(pageOf(newsArticle({ articleSection: 'City', isAccessibleForFree: true })).flags).toEqual([])
})
