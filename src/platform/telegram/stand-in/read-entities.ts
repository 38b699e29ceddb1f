import type { Entity, EntityType } from './entity.ts'
import { badRequest } from './failure.ts'
import { integerField, isObject, parseJson, textField, type JsonObject } from './fields.ts'
import { checkLink } from './links.ts'

const WHERE = "Can't parse MessageEntity"
const PLAIN: ReadonlySet<string> = new Set(
  'bold italic underline strikethrough spoiler code blockquote expandable_blockquote'.split(' '),
)
const FOUND_BY_ITSELF = new Set(
  'mention hashtag cashtag bot_command url email phone_number bank_card_number'.split(' '),
)

/**
 * The `entities` (or `caption_entities`) of a request. What is no JSON array counts as absent, and types that Telegram
 * finds by itself are passed over (telegram-bot-api, `get_text_entity`).
 * @throws Failure (400, "can't parse MessageEntity: …")
 */
export function readEntities(parameter: string | undefined): Entity[] {
  const list = parameter === undefined ? undefined : parseJson(parameter)
  if (!Array.isArray(list)) return []
  return list.flatMap((item: unknown) => {
    if (!isObject(item)) throw badRequest(`${WHERE}: expected an Object`)
    const place = { offset: integerField(item, 'offset', WHERE), length: integerField(item, 'length', WHERE) }
    const entity = readType(item)
    return entity === null ? [] : [{ ...entity, ...place }]
  })
}

function readType(item: JsonObject): Omit<Entity, 'offset' | 'length'> | null {
  const type = textField(item, 'type', WHERE)
  if (type === '') throw badRequest(`${WHERE}: Type is not specified`)
  if (isPlain(type)) return { type }
  if (FOUND_BY_ITSELF.has(type)) return null
  if (type === 'pre') {
    const language = textField(item, 'language', WHERE, true)
    return language === '' ? { type } : { type, language }
  }
  if (type === 'text_link') {
    const link = textField(item, 'url', WHERE)
    const checked = checkLink(link)
    if (checked.is === 'bad') throw badRequest(`Entity URL '${link}' is invalid: ${checked.why}`)
    return { type, url: checked.url }
  }
  if (type === 'text_mention') {
    if (!isObject(item['user'])) throw badRequest(`${WHERE}: Can't find field "user"`)
    integerField(item['user'], 'id', WHERE)
    throw badRequest('User not found')
  }
  if (type === 'custom_emoji') {
    const id = textField(item, 'custom_emoji_id', WHERE)
    if (!/^-?\d+$/.test(id) || BigInt(id) === 0n) throw badRequest('Invalid custom emoji identifier specified')
    return { type, custom_emoji_id: id }
  }
  if (type === 'date_time') return { type, unix_time: integerField(item, 'unix_time', WHERE) }
  throw badRequest(`${WHERE}: Unsupported type specified`)
}

function isPlain(type: string): type is EntityType {
  return PLAIN.has(type)
}
