import { expect, test } from 'vitest'
import { compose } from '#src/post/compose.ts'
import { someArticle } from '#test/fixtures/stored.ts'

const article = { ...someArticle({ language: 'uk' }), sentences: ['One.', 'Two.'] }

test('a post holds the rendered template, the sentences, the link and the language; nothing is measured', () => {
  expect(compose(article, '{{ title }} {{ summary }} {{ link }}')).toEqual({
    segments: [
      { is: 'value', text: 'The bridge opens on Friday' },
      { is: 'literal', text: ' ' },
      { is: 'summary' },
      { is: 'literal', text: ' ' },
      { is: 'link', url: article.url },
    ],
    sentences: ['One.', 'Two.'],
    link: article.url,
    language: 'uk',
  })
})

test('an article without sentences has no summary to stand for', () => {
  const post = compose({ ...article, sentences: [] }, '{% if summary %}{{ summary }}{% else %}nothing{% endif %}')
  expect(post.segments).toEqual([{ is: 'literal', text: 'nothing' }])
})

test('the first author and category stand for the article', () => {
  const post = compose({ ...article, authors: ['A', 'B'], categories: [] }, '{{ author }}{{ category }}')
  expect(post.segments[0]).toEqual({ is: 'value', text: 'A' })
})

test('composing is pure: the same article and template give the same post, and neither is changed', () => {
  const frozen = Object.freeze({ ...article, sentences: Object.freeze([...article.sentences]) })
  expect(compose(frozen, '{{ title | upcase }} {{ link }}')).toEqual(compose(frozen, '{{ title | upcase }} {{ link }}'))
})
