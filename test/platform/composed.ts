import * as fc from 'fast-check'
import { compose } from '#src/post/compose.ts'
import type { Article, Post, Wording } from '#src/records.ts'
import { graphemes } from '#src/text/graphemes.ts'
import { reword } from '#src/platform/fit.ts'
import { NOON, someArticle } from '#test/fixtures/stored.ts'
import { someWording } from '#test/fixtures/wording.ts'
import { links, long, SCRIPTS, words } from './posts.ts'

// Every variable, every filter that Crier adds, every kind of piece; markup of platforms is added by who has some.
const TEMPLATES = [
  '{{ title }}\n\n{{ summary }}\n\n{{ hashtags }}\n\n{{ link }}',
  'News: {{ title | truncate: 40 }} {{ link }}\n{{ summary | first_sentence }}',
  '{% if author %}By {{ authors | handles }}\n{% endif %}{{ title | upcase }}\n\n{{ summary }}\n{{ link }}',
  '{{ section | hashtag }} {{ title }} ({{ date | date: "%e %B, %H:%M" }})\n\n{{ link }}\n\n{{ summary }}',
  '{{ summary }}\n\n{{ tags | hashtag }}\n\n{{ link }} · {{ source }}',
  '{% for tag in tags %}[{{ tag | slice: 0, 9 }}]{% endfor %} {{ title | truncate_sentences: 60 }} — {{ link }}',
  '{{ title | downcase | capitalize }}: {{ author }}, {{ date }} {{ link }}',
]

const LANGUAGES = [null, 'en', 'uk', 'ar', 'he', 'hi', 'th', 'zh', 'ja', 'ko', 'vi', 'tr', 'not a language']
const HASHTAGS = { Світ: '#Світ', 国际: '#国际', عالم: '#عالم', World: '#world', हिंदी: '#हिंदी' }

/** Articles as feeds bring them, worded by channels as staff may configure them. */
export const composed: fc.Arbitrary<Post> = fc
  .record({
    title: fc.oneof({ arbitrary: words, weight: 15 }, { arbitrary: long, weight: 1 }),
    sentences: fc.array(fc.oneof(words, fc.constantFrom(...SCRIPTS)), { maxLength: 3 }),
    author: fc.oneof(fc.constantFrom('Olena Koval', 'محمود', '王芳'), words),
    categories: fc.array(fc.constantFrom(...Object.keys(HASHTAGS), 'ASP.NET & co', "здоров'я 🇺🇦", '…', '2026'), {
      maxLength: 3,
    }),
    language: fc.constantFrom(...LANGUAGES),
    url: links,
    template: fc.constantFrom(...TEMPLATES),
    lead: fc.constantFrom<Wording['lead']>('headline', 'headline', 'instead'),
    utm: fc.constantFrom({}, { source: 'x', campaign: 'a & б' }),
  })
  .map(({ author, template, lead, utm, ...told }) => {
    const article: Article = {
      ...someArticle({ published: NOON, authors: [author], ...told }),
      sentences: told.sentences,
      origins: {},
    }
    const handles = { 'Olena Koval': '@okoval_news', 王芳: '@wang_fang' }
    return compose(article, someWording({ template, lead, utm, hashtags: HASHTAGS, handles }))
  })

/** Every grapheme that a post may hold: those of its parts as they are when nothing is cut. */
export function graphemesOf(post: Post): ReadonlySet<string> {
  const whole = [post, ...(post.instead === null ? [] : [post.instead])].map((each) =>
    reword(
      each,
      (text) => text,
      (url) => url,
    ),
  )
  const texts = whole.flatMap(({ segments, title, sentences }) => [
    ...segments.flatMap((segment) => ('text' in segment ? [segment.text] : [])),
    title,
    ...sentences,
  ])
  // Telegram takes three combining marks out of every text.
  return new Set(texts.flatMap((text) => [...graphemes(text), ...graphemes(text.replace(/[\u030a\u0333\u033f]/g, ''))]))
}
