import { unreachable } from '#src/base/errors.ts'

/** Types of `MessageEntity` that the stand-in gives back (Bot API, "MessageEntity"). */
export type EntityType =
  | 'bold'
  | 'italic'
  | 'underline'
  | 'strikethrough'
  | 'spoiler'
  | 'code'
  | 'pre'
  | 'text_link'
  | 'custom_emoji'
  | 'date_time'
  | 'blockquote'
  | 'expandable_blockquote'
  | 'mention'
  | 'hashtag'
  | 'cashtag'
  | 'bot_command'
  | 'url'
  | 'email'

/** One entity; `offset` and `length` in UTF-16 units. Further fields as the Bot API names them. */
export interface Entity {
  readonly type: EntityType
  readonly offset: number
  readonly length: number
  readonly url?: string
  readonly language?: string
  readonly custom_emoji_id?: string
  readonly unix_time?: number
}

/** A text with its entities. */
export interface FormattedText {
  readonly text: string
  readonly entities: readonly Entity[]
}

/** `cuttable` entities may be cut in pieces; the others are whole or gone. */
export type EntityKind = 'cuttable' | 'verbatim' | 'quote' | 'whole'

/** How an entity of this type behaves beside others. */
export function kindOf(type: EntityType): EntityKind {
  switch (type) {
    case 'bold':
    case 'italic':
    case 'underline':
    case 'strikethrough':
    case 'spoiler':
      return 'cuttable'
    case 'code':
    case 'pre':
      return 'verbatim'
    case 'blockquote':
    case 'expandable_blockquote':
      return 'quote'
    case 'text_link':
    case 'custom_emoji':
    case 'date_time':
    case 'mention':
    case 'hashtag':
    case 'cashtag':
    case 'bot_command':
    case 'url':
    case 'email':
      return 'whole'
    default:
      return unreachable(type)
  }
}

// Of two entities over the same text, the one further left in this list is the outer one (TDLib, `get_type_priority`).
const OUTER_FIRST: readonly EntityType[] = [
  'blockquote',
  'expandable_blockquote',
  'pre',
  'code',
  'text_link',
  'date_time',
  'mention',
  'hashtag',
  'bot_command',
  'url',
  'email',
  'cashtag',
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'custom_emoji',
]

/** The end of an entity, exclusive, in UTF-16 units. */
export function endOf(entity: Entity): number {
  return entity.offset + entity.length
}

/** A copy in Telegram's order: by offset, the longer first, the outer first. */
export function inOrder(entities: readonly Entity[]): Entity[] {
  return entities.toSorted(
    (a, b) => a.offset - b.offset || b.length - a.length || OUTER_FIRST.indexOf(a.type) - OUTER_FIRST.indexOf(b.type),
  )
}
