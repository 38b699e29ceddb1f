import { isDeepStrictEqual } from 'node:util'
import { DAY } from '#src/base/clock.ts'
import { findMessage, messageId, targetChat, type Call, type Method } from './call.ts'
import { badRequest } from './failure.ts'
import { readMarkup, readPreview } from './options.ts'
import { messageJson } from './present.ts'
import { readText } from './read-text.ts'
import type { Content, Message } from './world.ts'

/** Replaces the text of a message; a bot's own messages have no time limit (Bot API, `editMessageText`). */
export const editMessageText: Method = (call) => {
  const body = readText(call.values, 'text')
  const preview = readPreview(call.values, body)
  const markup = readMarkup(call.values)
  const message = messageToEdit(call)
  if (message.content.photo !== null) throw badRequest('There is no text in the message to edit')
  return edit(call, message, { body, photo: null, card: preview.card, preview: preview.options, markup })
}

/** Replaces the caption of a photo (Bot API, `editMessageCaption`). */
export const editMessageCaption: Method = (call) => {
  const markup = readMarkup(call.values)
  const body = readText(call.values, 'caption')
  const message = messageToEdit(call)
  if (message.content.photo === null) throw badRequest('There is no caption in the message to edit')
  return edit(call, message, { ...message.content, body, markup })
}

/** Deletes a message that is less than 48 hours old, in channels too (Bot API, `deleteMessage`; TDLib). */
export const deleteMessage: Method = (call) => {
  const chat = targetChat(call)
  const id = messageId(call)
  if (id === 0) throw badRequest('Message identifier is not specified')
  const message = findMessage(chat, id, 'message to delete')
  const now = call.clock.now()
  if (now >= message.at + 2 * DAY) throw badRequest("Message can't be deleted for everyone")
  message.deleted = now
  return true
}

function messageToEdit(call: Call): Message {
  const id = messageId(call)
  if (id === 0) throw badRequest('Message identifier is not specified')
  return findMessage(targetChat(call), id, 'message to edit')
}

function edit(call: Call, message: Message, content: Content): object {
  if (isDeepStrictEqual(message.content, content)) {
    throw badRequest(
      'Message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    )
  }
  message.content = content
  message.edited = call.clock.now()
  return messageJson(message)
}
