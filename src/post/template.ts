import type { Millis } from '#src/base/clock.ts'
import type { Segment, Wording } from '#src/records.ts'
import type { Supposed } from './conditions.ts'
import { localeOf } from './dates.ts'
import type { Telling } from './filters.ts'
import { parse, renderMarked, VARIABLES, type Variable } from './liquid.ts'
import { LEAD, piecesOf, signMark, signsIn, SUMMARY, unmarked } from './marks.ts'
import { LONGEST_VALUE } from './shown.ts'

/** What a template may use. Null renders as nothing and counts as false in conditions. */
export interface TemplateValues {
  readonly title: string
  /** Whether there is a summary; where it stands, the elastic part stands. */
  readonly summary: boolean
  /** Empty where the article has no address. */
  readonly link: string
  readonly date: Millis
  readonly authors: readonly string[]
  /** Its section, then its tags. */
  readonly categories: readonly string[]
  readonly hashtags: readonly string[]
  /** The site it stands on, as readers know it. */
  readonly source: string
  readonly feed: string
  readonly language: string | null
}

// A post of so many pieces, or so long, is a template gone wrong.
const MOST_PIECES = 200
const LONGEST = 20_000

/**
 * Renders a channel's template into segments; where something is `supposed` of the article, its conditions come out by that.
 * @throws an error with line and column (liquidjs' own) where the template breaks a rule or a limit.
 */
export function render(
  { template, handles, timezone }: Pick<Wording, 'template' | 'handles' | 'timezone'>,
  values: TemplateValues,
  supposed: Supposed | null = null,
): readonly Segment[] {
  const link = unmarked(values.link)
  const signs = values.hashtags.map(unmarked)
  const authors = values.authors.map(unmarked)
  const [section = null, ...tags] = values.categories.map(unmarked)
  const telling: Telling = { locale: localeOf(values.language), timezone, handles, signs }
  const scope: Record<Variable, unknown> = {
    title: unmarked(values.title),
    summary: values.summary ? SUMMARY : null,
    link: link || null,
    date: new Date(values.date),
    author: authors[0] ?? null,
    authors,
    section,
    tags,
    hashtags: signs.map((_, index) => signMark(index)).join(' ') || null,
    source: unmarked(values.source),
    feed: values.feed,
  }
  // An address that is too long to be put out whole is one all the same: platforms say what becomes of it.
  const putOut = link.slice(0, LONGEST_VALUE)
  const text = renderMarked(parse(template), scope, telling, supposed)
  const pieces = piecesOf(text)
  if (text.length > LONGEST) throw new Error(`the template puts out more than ${LONGEST} characters (output limit)`)
  if (pieces.length > MOST_PIECES)
    throw new Error(`the template puts out more than ${MOST_PIECES} pieces (output limit)`)
  return pieces.flatMap(({ own, value, name }) => {
    if (own !== null) return literals(own)
    // The article's own link, perhaps with parameters of the template's. A headline that is a URL links nowhere.
    if (value.startsWith(putOut) && link !== '' && !/\s/.test(value)) {
      return [{ is: 'link', url: putOut === link ? value : link }]
    }
    return valueSegments(value, signs, name === null ? undefined : VARIABLES[name])
  })
}

/** The template's own words, and the places of the summary in them. */
function literals(own: string): readonly Segment[] {
  return own
    .split(/([\uE002\uE003])/)
    .filter(Boolean)
    .map((piece): Segment => {
      if (piece === SUMMARY) return { is: 'summary' }
      return piece === LEAD ? { is: 'summary', most: 1 } : { is: 'literal', text: piece }
    })
}

/** A value as words and signs; the spaces between them are nobody's words. */
function valueSegments(value: string, signs: readonly string[], of: string | undefined): readonly Segment[] {
  const named = of === undefined ? {} : { of }
  const pieces = signsIn(value)
  if (!pieces.some((piece) => typeof piece === 'number')) return [{ is: 'value', text: value, ...named }]
  return pieces.flatMap((piece): readonly Segment[] => {
    if (typeof piece === 'number') return [{ is: 'sign', text: signs[piece] ?? '', ...named }]
    const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/su.exec(piece) ?? []
    return [
      ...(before === '' ? [] : [{ is: 'literal', text: before } as const]),
      ...(words === '' ? [] : [{ is: 'value', text: words, ...named } as const]),
      ...(after === '' ? [] : [{ is: 'literal', text: after } as const]),
    ]
  })
}
