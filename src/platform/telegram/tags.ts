import { mayLead } from './address.ts'

/** The entities that a template can make (core.telegram.org/bots/api#messageentity). */
export type EntityType =
  | 'bold'
  | 'italic'
  | 'underline'
  | 'strikethrough'
  | 'spoiler'
  | 'blockquote'
  | 'expandable_blockquote'
  | 'code'
  | 'pre'
  | 'text_link'

export interface TagMeaning {
  readonly type: EntityType
  readonly url?: string
}

/** What a tag means: an entity, null where it adds nothing, or a sentence of what is wrong with it. */
type Tag = (attributes: Readonly<Record<string, string>>, parent: string | undefined) => TagMeaning | string | null

const plain =
  (type: EntityType): Tag =>
  () => ({ type })

/** Telegram's tags by name (core.telegram.org/bots/api#html-style). */
const TAGS: ReadonlyMap<string, Tag> = new Map<string, Tag>(
  Object.entries<Tag>({
    b: plain('bold'),
    strong: plain('bold'),
    i: plain('italic'),
    em: plain('italic'),
    u: plain('underline'),
    ins: plain('underline'),
    s: plain('strikethrough'),
    strike: plain('strikethrough'),
    del: plain('strikethrough'),
    'tg-spoiler': plain('spoiler'),
    span: ({ class: name }) => (name === 'tg-spoiler' ? { type: 'spoiler' } : 'holds a <span> that is no tg-spoiler'),
    blockquote: ({ expandable }) => ({ type: expandable === undefined ? 'blockquote' : 'expandable_blockquote' }),
    pre: plain('pre'),
    code: (_, parent) => (parent === 'pre' ? null : { type: 'code' }),
    a: ({ href }) => {
      const url = href?.trim() ?? ''
      if (url === '') return 'holds <a> without an address: write <a href="{{ link }}">'
      if (mayLead(url)) return { type: 'text_link', url }
      return `holds <a href="${url}">, an address that Telegram takes no link to: write a whole one, such as https://news.example.com/tips`
    },
  }),
)

/** What `tag` means; undefined where Telegram does not know it. */
export function meaningOf(
  tag: string,
  attributes: Readonly<Record<string, string>>,
  parent: string | undefined,
): TagMeaning | string | null | undefined {
  return TAGS.get(tag)?.(attributes, parent)
}
