import * as fc from 'fast-check'
import type { Picture, Post, Segment } from '#src/records.ts'
import { somePost } from '#test/fixtures/wording.ts'

export const SCRIPTS = [
  'Harbour council votes on the new tram line after a long night.',
  'Міська рада схвалила бюджет, а порт відкрили раніше.',
  'Η πόλη άνοιξε ξανά το παλιό λιμάνι μετά από χρόνια.',
  'افتتح المجلس خط الترام الجديد بعد ليلة طويلة؟',
  'המועצה אישרה את קו הרכבת הקלה החדש.',
  'नगर परिषद ने नई ट्राम लाइन को मंजूरी दी।',
  'สภาเมืองอนุมัติเส้นทางรถรางสายใหม่หลังการประชุมยาว',
  '市议会批准了新的电车线路。会议持续到深夜！',
  '市議会は新しい路面電車を承認した。',
  '시의회가 새 노면전차 노선을 승인했다.',
  'Hội đồng thành phố đã phê duyệt tuyến đường tàu điện mới.',
  'የከተማው ምክር ቤት አዲሱን መስመር አጸደቀ።',
  'քաղաքային խորհուրդը հաստատեց նոր գիծը։',
  'ქალაქის საბჭომ ახალი ხაზი დაამტკიცა.',
]

const SNAGS = [
  '😀',
  '👩‍👩‍👧‍👦',
  '🇺🇦',
  '🇺🇦🇵🇱',
  '🏴󠁧󠁢󠁳󠁣󠁴󠁿',
  '👍🏽',
  '🐦‍🔥',
  '🫱🏻‍🫲🏿',
  '1️⃣',
  '©️',
  '™',
  '❤️',
  '☺',
  'e\u0301\u0323',
  '\u0301',
  '\u200d',
  '\u200f',
  '\u202e',
  '\u2067',
  '\u2069',
  '\u00ad',
  '\ufeff',
  '\u00a0',
  '\u3000',
  'ASP.NET',
  'README.md',
  'x.ai',
  'example.com/a?b=c',
  'news.music',
  'münchen.de',
  'https://example.org/Zürich',
  'http://a.b',
  '@someone',
  '@a',
  'a@b.com',
  '$TSLA',
  '#tag',
  '$5',
  'U.S.',
  'Node.js',
  '…',
  '—',
  '•',
  'ế',
  '№',
  '€',
  '<b>',
  '</b>',
  '<a href="https://evil.example">',
  '&amp;',
  '&lt;',
  '&',
  '<',
  '{{ title }}',
  '\ue000',
  '\ue001',
  '\uf8ff',
  '\n',
  '\n\n\n',
  '\t',
  ' ',
  '\ud800',
  '\udc00',
  '\u0000',
  '_',
  '*',
  '`',
]

/** Words as feeds bring them: a dozen scripts, emoji, marks, markup, links by accident. */
export const words: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(fc.constantFrom(...SCRIPTS), fc.constantFrom(...SNAGS), fc.string({ unit: 'grapheme', maxLength: 12 })),
    {
      maxLength: 12,
    },
  )
  .chain((parts) => fc.constantFrom(' ', ' ', '').map((between) => parts.join(between)))

export const long: fc.Arbitrary<string> = fc
  .tuple(words, fc.nat({ max: 40 }))
  .map(([text, times]) => Array.from({ length: times }, () => text).join(' '))

export const links: fc.Arbitrary<string> = fc.constantFrom(
  'https://news.example.com/world/2026/11/tram-line',
  'https://news.example.com/стаття?id=1',
  'https://zh.example.org/新闻/电车',
  'https://example.org/a_(b)',
  'https://example.org/ends.',
  'https://example.music/tram',
  `https://example.com/${'long-'.repeat(200)}path`,
)

/** Posts as compose may make them with templates that are free of markup. */
export const posts: fc.Arbitrary<Post> = fc
  .record({
    title: fc.oneof(words, words, long),
    author: fc.oneof(fc.constant(''), words),
    sentences: fc.array(fc.oneof(words, fc.constantFrom(...SCRIPTS)), { maxLength: 8 }),
    link: links,
    shape: fc.constantFrom<readonly string[]>(
      ['title', '\n\n', 'summary', '\n\n', 'link'],
      ['title', ' — ', 'author', '\n\n', 'summary', '\n', 'link'],
      ['summary', '\n\n', 'link'],
      ['News: ', 'title', ' ', 'link', '\n\n', 'author', '\n\n', 'summary'],
    ),
  })
  .map(({ title, author, sentences, link, shape }) =>
    somePost({
      title,
      link,
      sentences,
      segments: shape.map((name): Segment => {
        if (name === 'title') return { is: 'value', text: title }
        if (name === 'author') return { is: 'value', text: author }
        if (name === 'summary') return { is: 'summary' }
        return name === 'link' ? { is: 'link', url: link } : { is: 'literal', text: name }
      }),
    }),
  )

/** A post from a template whose holes are `{{ title }}`, `{{ summary }}` and `{{ link }}`. */
export function postOf(
  template: string,
  {
    title = 'Tram line opens',
    sentences = ['The first tram left at six.', 'The mayor was aboard.'],
    link = 'https://news.example.com/world/tram',
    picture = null,
  }: {
    readonly title?: string
    readonly sentences?: readonly string[]
    readonly link?: string
    readonly picture?: Picture | null
  } = {},
): Post {
  const segments = template.split(/(\{\{ \w+ \}\})/).flatMap((piece): Segment[] => {
    if (piece === '{{ title }}') return [{ is: 'value', text: title, of: 'title' }]
    if (piece === '{{ summary }}') return [{ is: 'summary' }]
    if (piece === '{{ link }}') return [{ is: 'link', url: link }]
    if (piece === '{{ hashtags }}') return [{ is: 'value', text: '' }]
    return piece === '' ? [] : [{ is: 'literal', text: piece }]
  })
  return somePost({ segments, title, sentences, link, picture })
}
