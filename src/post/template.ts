import { Liquid, type Template } from 'liquidjs'
import type { Post, Segment } from '#src/records.ts'

/** What a template may use. Null renders as nothing and counts as false in conditions. */
export interface TemplateValues {
  readonly title: string
  /** Whether there is a summary; where it stands, the elastic part stands. */
  readonly summary: boolean
  readonly link: string
  readonly author: string | null
  readonly category: string | null
  readonly feed: string
}

// Marks around what a template puts out, so that its own words and the article's stay apart. Private-use characters:
// they mean nothing in text, and are taken out of everything that comes in.
const OPEN = '\uE000'
const CLOSE = '\uE001'
const SUMMARY = '\uE002'
const MARKS = /[\uE000-\uF8FF]/g
const PIECES = /\uE000([^\uE000\uE001]*)\uE001|\uE002|[^\uE000-\uE002]+/g
const LONGEST_VALUE = 5_000

const liquid = new Liquid({
  // No template reads a file, and none runs away (PARTS: liquidjs).
  templates: {},
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  parseLimit: 20_000,
  renderLimit: 200,
  memoryLimit: 1_000_000,
  outputEscape: (value: unknown) => (value === SUMMARY ? SUMMARY : `${OPEN}${plain(value)}${CLOSE}`),
})
// `raw` would let an article's words pass as the template's own.
liquid.registerFilter('raw', (value: unknown) => value)

const parsed = new Map<string, Template[]>()

/**
 * Renders a channel's template into segments.
 * @throws liquidjs' error, with line and column, where the template breaks a rule or a limit.
 */
export function render(template: string, values: TemplateValues): readonly Segment[] {
  const scope = {
    title: plain(values.title),
    summary: values.summary ? SUMMARY : null,
    link: plain(values.link),
    author: values.author && plain(values.author),
    category: values.category && plain(values.category),
    feed: values.feed,
  }
  const text = String(liquid.renderSync(parse(template), scope))
  return [...text.matchAll(PIECES)].map((piece) => segment(piece[0], piece[1], scope.link))
}

/** A post of an article that has everything, for trying a template. */
export function samplePost(template: string): Post {
  const link = 'https://news.example.com/1'
  const values = { title: 'Title', summary: true, link, author: 'Author', category: 'Category', feed: 'feed' }
  return { segments: render(template, values), sentences: ['A sentence.'], link, language: 'en' }
}

/** What is wrong with a template, for staff; null where nothing is. */
export function checkTemplate(template: string): string | null {
  try {
    const values = { title: 'Title', link: 'https://news.example.com/1', author: 'A', category: 'C', feed: 'f' }
    for (const summary of [true, false]) {
      const segments = render(template, { ...values, summary })
      if (segments.length === 0) return 'the template puts nothing out'
      if (summary && /\bsummary\b/.test(template) && !segments.some(({ is }) => is === 'summary')) {
        return 'the summary can only stand by itself: {{ summary }}'
      }
    }
    return null
  } catch (error) {
    return error instanceof Error ? error.message.replace(/\s+/g, ' ') : 'the template cannot be read'
  }
}

function segment(piece: string, value: string | undefined, link: string): Segment {
  if (piece === SUMMARY) return { is: 'summary' }
  if (value === undefined) return { is: 'literal', text: piece }
  // The article's own link, perhaps with parameters of the template's. A headline that is a URL links nowhere.
  return value.startsWith(link) && !/\s/.test(value) ? { is: 'link', url: value } : { is: 'value', text: value }
}

function parse(template: string): Template[] {
  const known = parsed.get(template)
  if (known) return known
  const made = liquid.parse(template)
  parsed.set(template, made)
  return made
}

/** As Liquid shows a value: a list as its members side by side, what is no text, number, yes or no as nothing. */
function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join('').slice(0, LONGEST_VALUE)
  const shown = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
  return typeof shown === 'string' ? shown.replace(MARKS, '').slice(0, LONGEST_VALUE) : ''
}
