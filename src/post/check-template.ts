import { LiquidError } from 'liquidjs'
import { unreachable } from '#src/base/errors.ts'
import type { Post, Segment, Wording, WordingMistake } from '#src/records.ts'
import { clinging } from './clinging.ts'
import { compose } from './compose.ts'
import type { Supposed } from './conditions.ts'
import { conditionsIn, parse, VARIABLES, variablesIn } from './liquid.ts'
import { suppositions } from './suppositions.ts'
import { render, type TemplateValues } from './template.ts'

const EVERYTHING: TemplateValues = {
  title: 'Title',
  summary: true,
  link: 'https://news.example.com/1',
  date: Date.UTC(2026, 6, 12, 9, 30),
  authors: ['Author', 'Another'],
  categories: ['Section', 'Tag', 'Another'],
  hashtags: ['#Section'],
  source: 'news.example.com',
  feed: 'feed',
  language: 'en',
}
const LEAST: TemplateValues = {
  ...EVERYTHING,
  summary: false,
  authors: [],
  categories: [],
  hashtags: [],
  language: null,
}

/** What is wrong with a channel's template, or with keys that need something of it; null where nothing is. */
export function checkWording(wording: Wording): WordingMistake | null {
  const { template } = wording
  const mistaken = (what: string, at: number | null = null): WordingMistake => ({ key: 'template', what, at })
  try {
    const used = variablesIn(parse(template))
    const unknown = used.find(({ name }) => !VARIABLES.some((variable) => variable === name))
    if (unknown !== undefined) {
      const what = `there is no {{ ${unknown.name} }}; a template may use ${VARIABLES.join(', ')}`
      return mistaken(what, offsetOf(template, unknown))
    }
    const compared = textsCompared(template).map((text) => ({ ...EVERYTHING, ...allOf(text) }))
    for (const values of [EVERYTHING, LEAST, ...compared]) {
      const segments = render(wording, values)
      if (segments.length === 0) return mistaken('the template puts nothing out')
      const [clings] = clinging(segments)
      if (clings !== undefined) {
        const way = 'write a space or a line break between them (for parameters of links there is `utm`)'
        return mistaken(
          `${nameOf(segments[clings]!)} clings to {{ link }}, which would be no link or another one: ${way}`,
        )
      }
      const summarised = segments.some(({ is }) => is === 'summary')
      if (values.summary && used.some(({ name }) => name === 'summary') && !summarised) {
        return mistaken('the summary can only stand by itself, or as {{ summary | first_sentence }}')
      }
    }
    // What is wrong in branches that no value above leads to is thrown.
    for (const supposed of suppositions(conditionsIn(parse(template)))) render(wording, EVERYTHING, supposed)
    if (used.length === 0) return mistaken('the template has nothing of the article: all its posts would be one')
    return unused(
      wording,
      used.map(({ name }) => name),
    )
  } catch (error) {
    if (LiquidError.is(error)) return mistaken(wordsOf(error), error.token.begin)
    return mistaken(error instanceof Error ? error.message : 'the template cannot be read')
  }
}

function nameOf(segment: Segment): string {
  switch (segment.is) {
    case 'literal':
      return `"${/\S+/.exec(segment.text)?.[0] ?? ''}"`
    case 'value':
    case 'sign':
      return segment.of === undefined ? `"${segment.text}"` : `{{ ${segment.of} }}`
    case 'link':
      return 'another {{ link }}'
    case 'summary':
      return '{{ summary }}'
    default:
      return unreachable(segment)
  }
}

/** In which every branch on a text is taken that asks for just this one. */
const allOf = (text: string) => ({
  title: text,
  authors: [text],
  categories: [text],
  source: text,
  feed: text,
  language: text,
})

/** The texts that a template's conditions ask for, as in `{% if section == "Weather" %}`. */
function textsCompared(template: string): readonly string[] {
  const conditions = template.match(/\{%-?\s*(?:if|elsif|unless|case|when)\b.*?%\}/gs) ?? []
  const quoted = conditions.flatMap((condition) => condition.match(/"[^"]+"|'[^']+'/g) ?? [])
  return [...new Set(quoted.map((text) => text.slice(1, -1)))]
}

/** Posts for trying a platform's rules on a template. */
export interface Samples {
  /** Of an article that has everything, and of one for each text that its conditions ask for. */
  readonly posts: readonly Post[]
  /** One for every way through its conditions: for its markup alone, as no article may come to all of what it says. */
  readonly branches: readonly Post[]
}

export function samplePosts(wording: Wording): Samples {
  const supposed = suppositions(conditionsIn(parse(wording.template)))
  return {
    posts: [null, ...textsCompared(wording.template)].map((text) => samplePost(wording, text)),
    branches: supposed.map((each) => samplePost(wording, null, each)),
  }
}

function samplePost(wording: Wording, text: string | null, supposed: Supposed | null = null): Post {
  const article = {
    id: 'sample',
    state: 'read',
    reason: 'a sample',
    feed: 'feed',
    url: 'https://news.example.com/1',
    title: 'Title',
    summary: null,
    content: null,
    language: 'en',
    authors: [Object.keys(wording.handles)[0] ?? 'Author'],
    categories: [Object.keys(wording.hashtags)[0] ?? 'Section', 'Tag'],
    pictures: [],
    section: null,
    tags: [],
    flags: [],
    published: EVERYTHING.date,
    seen: EVERYTHING.date,
    sentences: ['A sentence.', 'And another.'],
    origins: {},
    ...(text !== null && allOf(text)),
  } as const
  return { ...compose(article, wording, true, supposed), instead: null }
}

function unused({ template, hashtags, handles }: Wording, used: readonly string[]): WordingMistake | null {
  if (Object.keys(hashtags).length > 0 && !used.includes('hashtags')) {
    return { key: 'hashtags', what: 'the template of this channel has no place for them: {{ hashtags }}', at: null }
  }
  if (Object.keys(handles).length > 0 && !/\|\s*handles\b/.test(template)) {
    return { key: 'handles', what: 'the template of this channel does not use them: {{ author | handles }}', at: null }
  }
  return null
}

/** The library's words without the place, which is told as that of the file. */
function wordsOf({ message }: LiquidError): string {
  return message
    .replace(/, (?:file:.*?, )?line:\d+, col:\d+$/s, '')
    .replace(/\s+/g, ' ')
    .trim()
}

function offsetOf(template: string, { row, col }: { readonly row: number; readonly col: number }): number {
  const before = template.split('\n').slice(0, row - 1)
  return before.reduce((sum, line) => sum + line.length + 1, 0) + col - 1
}
