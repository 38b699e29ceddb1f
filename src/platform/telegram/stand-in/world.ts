import type { Clock, Millis } from '#src/base/clock.ts'
import type { FormattedText } from './entity.ts'
import { badRequest, forbidden } from './failure.ts'
import { botOf, channelId, type BotName } from './names.ts'
import type { Photo } from './picture.ts'

/** A bot that was admitted, with the account it stands for. */
export interface Bot extends BotName {
  readonly account: string
}

/** A place that messages go to. */
export interface Chat {
  readonly id: number
  readonly username: string | null
  readonly title: string
  readonly type: 'channel' | 'group' | 'private'
  /** Ids of the bots that are administrators here. */
  readonly admins: Set<number>
  readonly messages: Map<number, Message>
  lastId: number
}

/** What a message says; an edit replaces it. */
export interface Content {
  readonly body: FormattedText
  readonly photo: Photo | null
  /** The page whose preview stands under it. */
  readonly card: string | null
  /** `link_preview_options` and `reply_markup` as they were given, for the answer. */
  readonly preview: unknown
  readonly markup: unknown
}

/** A message that was taken. */
export interface Message {
  readonly id: number
  readonly chat: Chat
  readonly bot: Bot
  readonly at: Millis
  readonly reply: Message | null
  readonly origin: Message | null
  readonly guarded: boolean
  content: Content
  edited: Millis | null
  deleted: Millis | null
}

/** Everything the stand-in knows: bots, chats, messages. */
export interface World {
  admit(account: string, places: readonly string[], token: string | undefined): Bot
  botByToken(token: string): Bot | null
  botById(id: number): Bot | null
  /** The chat that a bot means, if it may see it. @throws Failure */
  chatFor(bot: Bot, key: string | undefined, use: 'read' | 'write'): Chat
  take(bot: Bot, chat: Chat, message: Pick<Message, 'content' | 'reply' | 'origin' | 'guarded'>): Message
  /** Oldest first, deleted ones too. */
  messages(): readonly Message[]
  /** False while the right to post is taken from every bot; admitting an account gives it back. */
  mayPost: boolean
}

/** An empty world. Message ids begin at a number derived from `clock`, so that those of two runs differ. */
export function createWorld(clock: Clock): World {
  const bots = new Map<string, Bot>()
  const chats = new Map<number, Chat>()
  const messages: Message[] = []
  const firstId = Math.floor(clock.now() / 10) % 2_000_000_000

  const open = (place: string): Chat => {
    const id = idOf(place)
    if (id === null) throw new Error(`${JSON.stringify(place)} is neither an @name nor the number of a chat`)
    const known = chats.get(id)
    if (known !== undefined) return known
    const username = place.startsWith('@') ? place.slice(1) : null
    const chat: Chat = {
      id,
      username,
      title: username === null ? `Chat ${id}` : username.replaceAll('_', ' '),
      type: id > 0 ? 'private' : id < -1_000_000_000_000 ? 'channel' : 'group',
      admins: new Set(),
      messages: new Map(),
      lastId: firstId,
    }
    chats.set(id, chat)
    return chat
  }

  const world: World = {
    mayPost: true,
    admit(account, places, token) {
      const name = botOf(account, token)
      const bot = bots.get(name.token) ?? { account, ...name }
      bots.set(name.token, bot)
      for (const place of places) open(place).admins.add(bot.id)
      world.mayPost = true
      return bot
    },
    botByToken: (token) => bots.get(token) ?? null,
    botById: (id) => bots.values().find((bot) => bot.id === id) ?? null,
    chatFor(bot, key, use) {
      if (key === undefined || key === '') throw badRequest('Chat_id is empty')
      const id = idOf(key)
      const chat = id === null ? undefined : chats.get(id)
      if (chat === undefined) throw badRequest('Chat not found')
      if (chat.admins.has(bot.id)) return chat
      // A public channel can be looked at by any bot; a private one does not exist for strangers.
      if (chat.username === null) throw badRequest('Chat not found')
      if (use === 'write') throw forbidden('bot is not a member of the channel chat')
      return chat
    },
    take(bot, chat, message) {
      chat.lastId += 1
      const taken: Message = { id: chat.lastId, chat, bot, at: clock.now(), edited: null, deleted: null, ...message }
      chat.messages.set(taken.id, taken)
      messages.push(taken)
      return taken
    },
    messages: () => messages,
  }
  return world
}

function idOf(place: string): number | null {
  if (/^@[a-z0-9_]+$/i.test(place)) return channelId(place.slice(1))
  return /^-?[1-9]\d{0,14}$/.test(place) ? Number(place) : null
}
