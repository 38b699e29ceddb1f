import { unreachable } from '#src/base/errors.ts'
import { endOf, type Entity, type FormattedText } from './entity.ts'

/** Safe HTML of a repaired text, as a page may show it: links only to http and https, everything else escaped. */
export function render({ text, entities }: FormattedText): string {
  const open: Entity[] = []
  let html = ''
  let at = 0
  const advance = (to: number): void => {
    html += escapeHtml(text.slice(at, to)).replaceAll('\n', '<br>')
    at = to
  }
  const closeBefore = (place: number): void => {
    for (let inner = open.at(-1); inner !== undefined && endOf(inner) <= place; inner = open.at(-1)) {
      advance(endOf(inner))
      html += tags(inner, text).end
      open.pop()
    }
  }
  for (const entity of entities) {
    closeBefore(entity.offset)
    advance(entity.offset)
    html += tags(entity, text).start
    open.push(entity)
  }
  closeBefore(text.length)
  advance(text.length)
  return html
}

/** The address an entity leads to, with its scheme; null where it is no http(s) link. */
export function addressOf(entity: Entity, text: string): string | null {
  if (entity.type !== 'url' && entity.type !== 'text_link') return null
  const written = entity.url ?? text.slice(entity.offset, endOf(entity))
  const url = /^[a-z0-9+-]+:\/\//i.test(written) ? written : `http://${written}`
  return /^https?:/i.test(url) ? url : null
}

function tags(entity: Entity, text: string): { readonly start: string; readonly end: string } {
  switch (entity.type) {
    case 'bold':
      return around('b')
    case 'italic':
      return around('i')
    case 'underline':
      return around('u')
    case 'strikethrough':
      return around('s')
    case 'spoiler':
      return { start: '<span class="spoiler">', end: '</span>' }
    case 'code':
      return around('code')
    case 'pre':
      return around('pre')
    case 'blockquote':
    case 'expandable_blockquote':
      return around('blockquote')
    case 'url':
    case 'text_link': {
      const address = addressOf(entity, text)
      if (address === null) return { start: '', end: '' }
      return { start: `<a href="${escapeHtml(address)}" rel="noopener nofollow" target="_blank">`, end: '</a>' }
    }
    case 'custom_emoji':
    case 'date_time':
    case 'mention':
    case 'hashtag':
    case 'cashtag':
    case 'bot_command':
    case 'email':
      return { start: '', end: '' }
    default:
      return unreachable(entity.type)
  }
}

function around(tag: string): { readonly start: string; readonly end: string } {
  return { start: `<${tag}>`, end: `</${tag}>` }
}

function escapeHtml(text: string): string {
  const NAMES: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (character) => NAMES[character]!)
}
