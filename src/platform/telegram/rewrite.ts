import { z } from 'zod'
import type { DraftPart } from '#src/records.ts'
import { tidy } from '../fit.ts'
import type { Refusal } from '../platform.ts'
import { fill, HOLES } from '../shape.ts'
import { canLead } from './address.ts'
import { entitiesOf } from './entities.ts'
import { ALLOWED, ALLOWED_CAPTION, codePoints } from './format.ts'
import { readMarkup } from './markup.ts'
import type { EntityType } from './tags.ts'
import { kept } from './words.ts'

/** A message in words of staff: markup is read as in templates, and its link stands among them or on its button. */
export function rewriteMessage(part: DraftPart, written: string): DraftPart | Refusal {
  // Signs of private use mark the places of a template's parts; here there are none.
  const markup = readMarkup(tidy(written.replace(HOLES, '')))
  if (markup.is === 'mistake') return { is: 'refusal', why: `the text ${markup.why}` }
  const units = fill(markup.shape, []).map(kept)
  const text = units.join('')
  if (text === '') return { is: 'refusal', why: 'nothing is left to say' }
  const used = codePoints(text)
  const allowed = part.picture === null ? ALLOWED : ALLOWED_CAPTION
  if (used > allowed) {
    const where = part.picture === null ? '' : ' below a picture'
    return { is: 'refusal', why: `the text has ${used} characters, and Telegram allows ${allowed}${where}` }
  }
  const entities = entitiesOf(markup.spans, units, [])
  const { link, body } = part
  const stands = link === null || text.includes(link) || entities.some(({ url }) => url === link)
  if (!stands && body['reply_markup'] === undefined) {
    const behindWords = canLead(link) ? `, or <a href="${link}">…</a>` : ''
    return { is: 'refusal', why: `its link is missing: write ${link}${behindWords}` }
  }
  return { ...part, body: { ...body, text, entities }, text, length: { used, allowed } }
}

const TAGS = {
  bold: 'b',
  italic: 'i',
  underline: 'u',
  strikethrough: 's',
  spoiler: 'tg-spoiler',
  blockquote: 'blockquote',
  expandable_blockquote: 'blockquote expandable',
  code: 'code',
  pre: 'pre',
  text_link: 'a',
} as const satisfies Readonly<Record<EntityType, string>>

const types = Object.keys(TAGS) as readonly EntityType[]
const formatting = z.array(
  z.object({ type: z.literal(types), offset: z.int(), length: z.int(), url: z.string().optional() }),
)

/** The words of a message with its formatting as tags. */
export function editableText({ body, text }: DraftPart): string {
  const found = formatting.safeParse(body['entities'] ?? body['caption_entities']).data ?? []
  const entities = found.toSorted((a, b) => a.offset - b.offset || b.length - a.length)
  const open: (typeof entities)[number][] = []
  let written = ''
  for (let at = 0; at <= text.length; at++) {
    for (let last = open.at(-1); last && last.offset + last.length === at; last = open.at(-1)) {
      written += `</${TAGS[last.type].split(' ')[0]}>`
      open.pop()
    }
    for (const entity of entities) {
      if (entity.offset !== at) continue
      const address = entity.url === undefined ? '' : ` href="${escape(entity.url).replaceAll('"', '&quot;')}"`
      written += `<${TAGS[entity.type]}${address}>`
      open.push(entity)
    }
    written += escape(text.charAt(at))
  }
  return written
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
