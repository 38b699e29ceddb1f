import { clean } from './clean.ts'
import { detect } from './detect.ts'
import type { FormattedText } from './entity.ts'
import { badRequest } from './failure.ts'
import { parseHtml } from './parse-html.ts'
import { readEntities } from './read-entities.ts'
import { honoured, withDetected } from './repair.ts'

/** What Telegram lets a text or a caption be long, in code points after parsing (Bot API, `sendMessage`, `sendPhoto`). */
export const ALLOWED = { text: 4096, caption: 1024 } as const

const MOST_RAW_BYTES = 32_768

/**
 * The text (or caption) of a request as subscribers get it. Markdown is not understood: it is refused as an unsupported
 * `parse_mode`.
 * @throws Failure (400) with Telegram's words for everything that is wrong with it
 */
export function readText(parameters: ReadonlyMap<string, string>, kind: 'text' | 'caption'): FormattedText {
  const raw = parameters.get(kind) ?? ''
  if (kind === 'text' && raw === '') throw badRequest('Message text is empty')
  if (Buffer.byteLength(raw) > MOST_RAW_BYTES) throw badRequest('Text is too long')
  const cleaned = clean(parse(raw, parameters, kind))
  if (kind === 'text' && cleaned.text === '') throw badRequest('Message text is empty')
  if (codePoints(cleaned.text) > ALLOWED[kind]) {
    throw badRequest(kind === 'text' ? 'Message is too long' : 'Message caption is too long')
  }
  return { text: cleaned.text, entities: withDetected(honoured(cleaned.entities), detect(cleaned.text)) }
}

/** The length that Telegram counts: code points, not UTF-16 units (TDLib, `utf8_length`). */
export function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

function parse(raw: string, parameters: ReadonlyMap<string, string>, kind: 'text' | 'caption'): FormattedText {
  const mode = (parameters.get('parse_mode') ?? '').toLowerCase()
  if (raw !== '' && mode !== '' && mode !== 'none') {
    if (mode !== 'html') throw badRequest('Unsupported parse_mode')
    return parseHtml(raw)
  }
  return { text: raw, entities: readEntities(parameters.get(kind === 'text' ? 'entities' : 'caption_entities')) }
}
