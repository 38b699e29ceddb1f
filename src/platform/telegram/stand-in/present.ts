import type { StandInPost } from '#src/platform/platform.ts'
import { linkButtons } from './options.ts'
import { ALLOWED, codePoints } from './read-text.ts'
import { render } from './render.ts'
import type { Bot, Chat, Message } from './world.ts'

/** The `User` of a bot; with the fields that only `getMe` gives where `whole` (Bot API, "User"). */
export function userJson(bot: Bot, whole = false): object {
  const user = { id: bot.id, is_bot: true, first_name: bot.account, username: bot.username }
  if (!whole) return user
  return {
    ...user,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
  }
}

/** The `Chat` (Bot API). */
export function chatJson(chat: Chat): object {
  const name = chat.type === 'private' ? { first_name: chat.title } : { title: chat.title }
  return { id: chat.id, ...name, ...(chat.username === null ? {} : { username: chat.username }), type: chat.type }
}

/** The `Message` (Bot API), as the methods that send and edit answer it. */
export function messageJson(message: Message): object {
  const { chat, content, origin } = message
  const sender = chat.type === 'channel' ? { sender_chat: chatJson(chat) } : { from: userJson(message.bot) }
  return {
    message_id: message.id,
    ...sender,
    chat: chatJson(chat),
    date: seconds(message.at),
    ...(message.edited === null ? {} : { edit_date: seconds(message.edited) }),
    ...(origin === null ? {} : originJson(origin)),
    ...(message.reply === null ? {} : { reply_to_message: messageJson({ ...message.reply, reply: null }) }),
    ...(message.guarded ? { has_protected_content: true } : {}),
    ...bodyJson(message),
    ...(content.preview === null ? {} : { link_preview_options: content.preview }),
    ...(content.markup === null ? {} : { reply_markup: content.markup }),
  }
}

/** The message as followers see it; `origin` is where the stand-in serves the photos that were uploaded. */
export function postOf(message: Message, origin: string): StandInPost {
  const { chat, content } = message
  const { body, photo } = content
  const buttons = linkButtons(content.markup)
  return {
    account: message.bot.account,
    place: String(chat.id),
    placeName: chat.username === null ? chat.title : `@${chat.username}`,
    id: String(message.id),
    text: body.text,
    html: render(body),
    length: { used: codePoints(body.text), allowed: photo === null ? ALLOWED.text : ALLOWED.caption },
    card: content.card,
    ...(buttons.length > 0 && { buttons }),
    picture: photo === null ? null : (photo.url ?? `${origin}/photo/${photo.fileId}`),
    alt: null,
    at: message.at,
    deleted: message.deleted,
  }
}

function bodyJson({ content }: Message): object {
  const { text, entities } = content.body
  if (content.photo === null) return { text, ...(entities.length > 0 ? { entities } : {}) }
  const { fileId, width, height, size } = content.photo
  return {
    photo: [{ file_id: fileId, file_unique_id: fileId.slice(10, 26), file_size: size, width, height }],
    ...(text === '' ? {} : { caption: text }),
    ...(entities.length > 0 ? { caption_entities: entities } : {}),
  }
}

function originJson(origin: Message): object {
  const date = seconds(origin.at)
  if (origin.chat.type !== 'channel') {
    return { forward_origin: { type: 'user', sender_user: userJson(origin.bot), date } }
  }
  return { forward_origin: { type: 'channel', chat: chatJson(origin.chat), message_id: origin.id, date } }
}

function seconds(millis: number): number {
  return Math.floor(millis / 1000)
}
