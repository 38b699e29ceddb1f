import { decodeReference } from './character-reference.ts'
import { endOf, inOrder, type Entity, type EntityType, type FormattedText } from './entity.ts'
import { byteOffset, unparsable } from './failure.ts'
import { checkLink } from './links.ts'
import { readStartTag } from './start-tag.ts'

interface OpenTag {
  readonly name: string
  readonly argument: string
  /** Where its text begins in the result. */
  readonly offset: number
}

/**
 * Telegram's own reading of `parse_mode: HTML`: a few tags, four named references and numeric ones, everything else
 * literal or an error with its byte offset (TDLib, `parse_html`).
 * @throws Failure (400, "can't parse entities: …")
 */
export function parseHtml(html: string): FormattedText {
  const open: OpenTag[] = []
  const entities: Entity[] = []
  let text = ''
  let surrogate = false
  let at = 0
  while (at < html.length) {
    const reference = html[at] === '&' ? decodeReference(html, at) : null
    if (reference !== null) {
      surrogate ||= reference.code >= 0xd800 && reference.code <= 0xdfff
      text += String.fromCodePoint(reference.code)
      at = reference.end
    } else if (html[at] !== '<') {
      text += html.charAt(at++)
    } else if (html[at + 1] === '/') {
      at = closeTag(html, at, open, entities, text)
    } else {
      const tag = readStartTag(html, at)
      open.push({ name: tag.name, argument: tag.argument, offset: text.length })
      at = tag.end
    }
  }
  const left = open.at(-1)
  if (left !== undefined) throw unparsable(`Can't find end tag corresponding to start tag "${left.name}"`)
  if (surrogate) {
    throw unparsable(
      'Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units',
    )
  }
  return { text, entities: inOrder(entities.map(withoutLanguageOfCode)) }
}

function closeTag(html: string, begin: number, open: OpenTag[], entities: Entity[], text: string): number {
  const tag = open.pop()
  if (tag === undefined) throw unparsable(`Unexpected end tag ${byteOffset(html, begin)}`)
  const written = /^[^ \t\r\n\v\0>]*/.exec(html.slice(begin + 2))?.[0] ?? ''
  const name = written.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  let end = begin + 2 + written.length
  while (/[ \t\r\n\v]/.test(html.charAt(end))) end++
  if (html[end] !== '>') throw unparsable(`Unclosed end tag ${byteOffset(html, begin)}`)
  if (name !== '' && name !== tag.name) {
    throw unparsable(`Unmatched end tag ${byteOffset(html, begin)}, expected "</${tag.name}>", found "</${name}>"`)
  }
  if (text.length > tag.offset) addEntity(tag, entities, text)
  return end + 1
}

const SIMPLE: Readonly<Record<string, EntityType>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  span: 'spoiler',
  'tg-spoiler': 'spoiler',
}

function addEntity(tag: OpenTag, entities: Entity[], text: string): void {
  const place = { offset: tag.offset, length: text.length - tag.offset }
  const simple = SIMPLE[tag.name]
  if (simple !== undefined) {
    entities.push({ type: simple, ...place })
  } else if (tag.name === 'blockquote') {
    entities.push({ type: tag.argument === '' ? 'blockquote' : 'expandable_blockquote', ...place })
  } else if (tag.name === 'pre' || tag.name === 'code') {
    addVerbatim(tag, entities, place)
  } else if (tag.name === 'tg-emoji') {
    if (!/^-?\d+$/.test(tag.argument) || BigInt(tag.argument) === 0n) {
      throw unparsable('Invalid custom emoji identifier specified')
    }
    entities.push({ type: 'custom_emoji', ...place, custom_emoji_id: tag.argument })
  } else if (tag.name === 'tg-time') {
    if (!/^\d+$/.test(tag.argument)) throw unparsable('Invalid date specified')
    entities.push({ type: 'date_time', ...place, unix_time: Number(tag.argument) })
  } else {
    const link = checkLink(tag.argument === '' ? text.slice(tag.offset) : tag.argument)
    // An address that Telegram does not take loses its link silently; a mention by id needs a user the bot has met.
    if (link.is === 'link' && !/^tg:\/\/user\?id=/i.test(link.url)) {
      entities.push({ type: 'text_link', ...place, url: link.url })
    }
  }
}

/** `pre` right around `code`, or the other way round, is one `pre`; its language is the class of the `code`. */
function addVerbatim(tag: OpenTag, entities: Entity[], place: { offset: number; length: number }): void {
  const inner = entities.at(-1)
  const same = inner !== undefined && inner.offset === place.offset && endOf(inner) === place.offset + place.length
  const language = tag.name === 'code' ? tag.argument : inner?.type === 'code' ? (inner.language ?? '') : ''
  if (same && language !== '' && inner.type === (tag.name === 'code' ? 'pre' : 'code')) {
    entities[entities.length - 1] = { type: 'pre', ...place, language }
  } else if (tag.name === 'pre') {
    entities.push({ type: 'pre', ...place })
  } else {
    entities.push({ type: 'code', ...place, ...(tag.argument === '' ? {} : { language: tag.argument }) })
  }
}

function withoutLanguageOfCode(entity: Entity): Entity {
  return entity.type === 'code' ? { type: 'code', offset: entity.offset, length: entity.length } : entity
}
