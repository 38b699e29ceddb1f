import { findMessage, messageId, takeMessage, targetChat, type Call, type Method } from './call.ts'
import { Failure, badRequest } from './failure.ts'
import { forwardedMarkup, isTrue, readMarkup, readPreview, readReply } from './options.ts'
import { keepPhoto, readPhoto } from './picture.ts'
import { messageJson } from './present.ts'
import { readText } from './read-text.ts'
import type { Chat, Message } from './world.ts'

/** Posts a text (Bot API, `sendMessage`). */
export const sendMessage: Method = (call) => {
  const body = readText(call.values, 'text')
  const preview = readPreview(call.values, body)
  const chat = targetChat(call)
  const content = {
    body,
    photo: null,
    card: preview.card,
    preview: preview.options,
    markup: readMarkup(call.values),
  }
  return messageJson(takeMessage(call, chat, content, { reply: readReplied(call, chat), guarded: isGuarded(call) }))
}

/** Posts a photo with a caption (Bot API, `sendPhoto`). */
export const sendPhoto: Method = (call) => {
  const photo = readPhoto(call, call.photos)
  const body = readText(call.values, 'caption')
  const chat = targetChat(call)
  const content = {
    body,
    photo: { ...photo, upload: null },
    card: null,
    preview: null,
    markup: readMarkup(call.values),
  }
  const message = takeMessage(call, chat, content, { reply: readReplied(call, chat), guarded: isGuarded(call) })
  keepPhoto(call.photos, photo)
  return messageJson(message)
}

/** Posts another message again, from a chat the bot may read (Bot API, `forwardMessage`). */
export const forwardMessage: Method = (call) => {
  const chat = targetChat(call)
  const from = call.world.chatFor(call.bot, call.values.get('from_chat_id'), 'write')
  const origin = findMessage(from, messageId(call), 'message to forward')
  if (origin.guarded) throw badRequest("Message has protected content and can't be forwarded")
  // Bot API 4.3 (31 May 2019): buttons that lead to addresses are forwarded.
  const content = { ...origin.content, markup: forwardedMarkup(origin.content.markup) }
  return messageJson(takeMessage(call, chat, content, { origin, guarded: isGuarded(call) }))
}

function isGuarded({ values }: Call): boolean {
  return isTrue(values.get('protect_content'))
}

function readReplied(call: Call, chat: Chat): Message | null {
  const reply = readReply(call.values)
  if (reply === null) return null
  const where = reply.chat === null ? chat : call.world.chatFor(call.bot, reply.chat, 'read')
  try {
    return findMessage(where, reply.id, 'message to be replied')
  } catch (error) {
    if (reply.optional && error instanceof Failure) return null
    throw error
  }
}
