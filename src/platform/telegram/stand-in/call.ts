import type { Clock } from '#src/base/clock.ts'
import { badRequest, tooManyRequests } from './failure.ts'
import type { Parameters } from './parameters.ts'
import type { Photo } from './picture.ts'
import type { Windows } from './windows.ts'
import type { Bot, Chat, Content, Message, World } from './world.ts'

/** One call of one bot, and what it works on. */
export interface Call extends Parameters {
  readonly bot: Bot
  readonly world: World
  readonly clock: Clock
  readonly windows: Windows
  /** Every photo seen, by its `file_id`. */
  readonly photos: Map<string, Photo>
  /** Told of every message that is taken. */
  readonly onTaken: (message: Message) => void
}

/** A method of the Bot API: answers its `result`. @throws Failure */
export type Method = (call: Call) => unknown

/** The chat of `chat_id` that the bot may write to. @throws Failure */
export function targetChat(call: Call): Chat {
  return call.world.chatFor(call.bot, call.values.get('chat_id'), 'write')
}

/** `message_id`, a positive whole number; 0 where it is missing or none. */
export function messageId({ values }: Call): number {
  const id = values.get('message_id') ?? ''
  return /^\d{1,10}$/.test(id) ? Number(id) : 0
}

/** The message of that number, unless it was deleted. @throws Failure (400, "`what` not found") */
export function findMessage(chat: Chat, id: number, what: string): Message {
  const message = chat.messages.get(id)
  if (message === undefined || message.deleted !== null) throw badRequest(`${what} not found`)
  return message
}

/** Takes a message within the limits: the only way one comes to stand. @throws Failure (429) */
export function takeMessage(
  call: Call,
  chat: Chat,
  content: Content,
  more: Partial<Pick<Message, 'reply' | 'origin'>> & { readonly guarded: boolean },
): Message {
  const wait = call.windows.wait(call.bot.id, chat.id)
  if (wait > 0) throw tooManyRequests(wait)
  call.windows.count(call.bot.id, chat.id)
  const message = call.world.take(call.bot, chat, { reply: null, origin: null, ...more, content })
  call.onTaken(message)
  return message
}
