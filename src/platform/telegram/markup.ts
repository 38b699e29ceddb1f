import { Parser } from 'htmlparser2'
import { HOLES } from '../shape.ts'
import { meaningOf, type EntityType } from './tags.ts'

/** Formatting over a range of a shape, in UTF-16 units. */
export interface Span {
  readonly type: EntityType
  readonly from: number
  readonly to: number
  /** Of a `text_link`: may hold holes. */
  readonly url?: string
}

/** A template read: its words with holes, and what is formatted how; or the first mistake in it. */
export type Markup =
  | { readonly is: 'markup'; readonly shape: string; readonly spans: readonly Span[] }
  | { readonly is: 'mistake'; readonly why: string }

interface Open {
  readonly tag: string
  /** Null where the tag adds nothing to what is around it. */
  readonly span: Omit<Span, 'to'> | null
}

/**
 * Reads a template in Telegram's subset of HTML (core.telegram.org/bots/api#html-style), whose holes are not filled
 * yet. What nests, or cannot, follows core.telegram.org/bots/api#messageentity.
 */
export function readMarkup(source: string): Markup {
  let shape = ''
  let mistake: string | null = null
  let closed = 0
  const spans: Span[] = []
  const open: Open[] = []
  const mistaken = (why: string) => {
    mistake ??= why.replace(HOLES, '{{ … }}')
  }

  const parser = new Parser({
    onopentag(tag, attributes) {
      const read = meaningOf(tag, attributes, open.at(-1)?.tag)
      if (read === undefined) {
        mistaken(`holds <${tag}>, which Telegram does not know (it knows ${KNOWN})${remedy(tag)}`)
      } else if (typeof read === 'string') mistaken(read)
      else {
        const conflict = conflictOf(read?.type, open)
        if (conflict !== null) mistaken(conflict)
      }
      const fresh = typeof read === 'object' && read !== null && !open.some(({ span }) => span?.type === read.type)
      open.push({ tag, span: fresh ? { ...read, from: shape.length } : null })
    },
    ontext(text) {
      shape += text
    },
    onclosetag(tag, implied) {
      if (implied) mistaken(`opens <${tag}> and does not close it`)
      else closed += 1
      const span = open.pop()?.span
      if (span) spans.push({ ...span, to: shape.length })
    },
  })
  parser.end(source)

  // The parser passes over closing tags that nothing opened.
  if (closed < (source.match(/<\/[a-z]/gi)?.length ?? 0)) mistaken('closes a tag that is not open')
  if (/<[a-z][^>]*$/i.test(source)) mistaken('ends within a tag')
  if (mistake !== null) return { is: 'mistake', why: mistake }
  // What closes later stands outside: where ranges are equal, the outer one comes first.
  return { is: 'markup', shape, spans: spans.toReversed().toSorted((a, b) => a.from - b.from || b.to - a.to) }
}

const KNOWN = 'b, i, u, s, a, code, pre, blockquote, tg-spoiler'

function remedy(tag: string): string {
  if (tag === 'br' || tag === 'p' || tag === 'div') return ': write a line break as it is'
  return ': write &lt; for a plain <'
}

function conflictOf(type: EntityType | undefined, open: readonly Open[]): string | null {
  if (type === undefined) return null
  const around = open.flatMap(({ span }) => span?.type ?? [])
  const holder = around.find((outer) => outer === 'code' || outer === 'pre')
  if (holder !== undefined) return `formats text within <${holder}>, where Telegram allows none`
  const quote = around.find(isQuote)
  if (isQuote(type) && quote !== undefined) return 'puts a <blockquote> into another, which Telegram does not allow'
  if ((type === 'code' || type === 'pre') && around.some((outer) => !isQuote(outer))) {
    return `puts <${type}> into other formatting, which Telegram does not allow`
  }
  if (type === 'text_link' && around.includes('text_link')) return 'puts a link into another link'
  return null
}

function isQuote(type: EntityType): boolean {
  return type === 'blockquote' || type === 'expandable_blockquote'
}
