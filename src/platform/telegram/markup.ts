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
  | {
      readonly is: 'mistake'
      readonly why: string
      /** Where in the source the markup stands that is wrong, in UTF-16 units. */
      readonly from: number
      readonly to: number
    }

interface Place {
  readonly from: number
  readonly to: number
}

interface Open {
  readonly tag: string
  readonly at: Place
  /** Null where the tag adds nothing to what is around it. */
  readonly span: Omit<Span, 'to'> | null
}

/**
 * Reads a template in Telegram's subset of HTML (core.telegram.org/bots/api#html-style), whose holes are not filled
 * yet. What nests, or cannot, follows core.telegram.org/bots/api#messageentity.
 */
export function readMarkup(source: string): Markup {
  let shape = ''
  let mistake: (Place & { readonly why: string }) | null = null
  const closed = new Set<number>()
  const spans: Span[] = []
  const open: Open[] = []
  const mistaken = (why: string, at: Place) => {
    mistake ??= { why: why.replace(HOLES, '{{ … }}'), ...at }
  }

  const parser = new Parser({
    onopentag(tag, attributes) {
      const read = meaningOf(tag, attributes, open.at(-1)?.tag)
      const at = { from: parser.startIndex, to: parser.endIndex + 1 }
      if (read === undefined) {
        mistaken(`holds <${tag}>, which Telegram does not know (it knows ${KNOWN})${remedy(tag)}`, at)
      } else if (typeof read === 'string') mistaken(read, at)
      else {
        const conflict = conflictOf(read?.type, open)
        if (conflict !== null) mistaken(conflict, at)
      }
      const fresh = typeof read === 'object' && read !== null && !open.some(({ span }) => span?.type === read.type)
      open.push({ tag, at, span: fresh ? { ...read, from: shape.length } : null })
    },
    ontext(text) {
      shape += text
    },
    onclosetag(tag, implied) {
      const opened = open.pop()
      const span = opened?.span
      if (implied) mistaken(`opens <${tag}> and does not close it`, opened?.at ?? lastOf(source, tag))
      else closed.add(parser.startIndex)
      if (span) spans.push({ ...span, to: shape.length })
    },
  })
  parser.end(source)

  // The parser passes over closing tags that nothing opened.
  for (const { index, 0: tag } of source.matchAll(/<\/[a-z][^<>]*>?/gi)) {
    if (!closed.has(index)) mistaken('closes a tag that is not open', { from: index, to: index + tag.length })
  }
  const unfinished = /<[a-z][^>]*$/i.exec(source)
  if (unfinished) mistaken('ends within a tag', { from: unfinished.index, to: source.length })
  if (mistake !== null) return { is: 'mistake', ...(mistake as Place & { readonly why: string }) }
  // What closes later stands outside: where ranges are equal, the outer one comes first.
  return { is: 'markup', shape, spans: spans.toReversed().toSorted((a, b) => a.from - b.from || b.to - a.to) }
}

/** Where a tag stands that is never finished: the parser tells of no beginning. */
function lastOf(source: string, tag: string): Place {
  const from = Math.max(source.toLowerCase().lastIndexOf(`<${tag}`), 0)
  return { from, to: from + tag.length + 1 }
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
