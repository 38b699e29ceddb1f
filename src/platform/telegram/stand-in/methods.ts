import type { Method } from './call.ts'
import { deleteMessage, editMessageCaption, editMessageText } from './edit.ts'
import { badRequest } from './failure.ts'
import { chatJson, userJson } from './present.ts'
import { forwardMessage, sendMessage, sendPhoto } from './send.ts'

const getMe: Method = ({ bot }) => userJson(bot, true)

const getChat: Method = (call) => {
  const chat = call.world.chatFor(call.bot, call.values.get('chat_id'), 'read')
  const usernames = chat.username === null ? {} : { active_usernames: [chat.username] }
  return { ...chatJson(chat), ...usernames, accent_color_id: 0, max_reaction_count: 11 }
}

const getChatMember: Method = (call) => {
  const chat = call.world.chatFor(call.bot, call.values.get('chat_id'), 'read')
  const id = call.values.get('user_id') ?? ''
  if (!/^[1-9]\d{0,14}$/.test(id)) throw badRequest('Invalid user_id specified')
  const member = call.world.botById(Number(id))
  if (member === null) throw badRequest('User not found')
  const user = userJson(member)
  if (!chat.admins.has(member.id)) return { user, status: 'left' }
  return {
    user,
    status: 'administrator',
    can_be_edited: false,
    can_manage_chat: true,
    can_change_info: false,
    can_post_messages: call.world.mayPost,
    can_edit_messages: true,
    can_delete_messages: true,
    can_invite_users: false,
    can_restrict_members: false,
    can_promote_members: false,
    can_manage_video_chats: false,
    can_post_stories: false,
    can_edit_stories: false,
    can_delete_stories: false,
    is_anonymous: false,
  }
}

const NAMED: Readonly<Record<string, Method>> = {
  getMe,
  getChat,
  getChatMember,
  sendMessage,
  sendPhoto,
  forwardMessage,
  editMessageText,
  editMessageCaption,
  deleteMessage,
}

/** Every method the stand-in knows, by its name in small letters: Telegram does not mind capitals. */
export const METHODS: ReadonlyMap<string, Method> = new Map(
  Object.entries(NAMED).map(([name, method]) => [name.toLowerCase(), method]),
)

const POSTING = new Set(['sendmessage', 'sendphoto', 'forwardmessage'])

/** True for methods that make a new message. */
export function isPosting(method: string): boolean {
  return POSTING.has(method.toLowerCase())
}
