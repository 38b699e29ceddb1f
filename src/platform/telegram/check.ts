import { z } from 'zod'
import type { Clock, Millis } from '#src/base/clock.ts'
import { unreachable } from '#src/base/errors.ts'
import type { ChannelCheck, Check, NamedChannel, StaffChat } from '../platform.ts'
import type { BotAnswer } from './call.ts'
import type { GatedAnswer } from './gate.ts'
import { asksToWait, rejection, waitOf } from './outcome.ts'
import { spelled } from './spelled.ts'

/** What a bot is called by a check: a method of the Bot API with everything but its name and payload given. */
export type Ask = (
  method: 'getMe' | 'getChat' | 'getChatMember',
  payload: Readonly<Record<string, unknown>>,
) => Promise<BotAnswer>

const bot = z.object({ id: z.int(), is_bot: z.literal(true), username: z.string().min(1) })

const chat = z.object({
  id: z.int(),
  type: z.enum(['channel', 'supergroup', 'group', 'private']),
  username: z.string().optional().catch(undefined),
  active_usernames: z.array(z.string()).optional().catch(undefined),
  permissions: z.object({ can_send_messages: z.boolean().optional() }).optional(),
})

const member = z.object({
  status: z.enum(['creator', 'administrator', 'member', 'restricted', 'left', 'kicked']),
  can_post_messages: z.boolean().optional(),
  can_send_messages: z.boolean().optional(),
})

type Chat = z.infer<typeof chat>
type Member = z.infer<typeof member>

/** Ends a check early: what it answers instead. */
type Broken = Extract<Check, { readonly is: 'unreachable' | 'refused' }>

/** Chats that a check which broke off has found in order, by their names: the next one goes on behind them. */
export type Behind = Map<string, Omit<ChannelCheck, 'channel'>>

/** Proves a bot and its right to post in each chat (core.telegram.org/bots/api#chatmember), without posting. */
export async function checkBot(
  ask: Ask,
  channels: readonly NamedChannel<{ readonly chat: string }>[],
  {
    account,
    staffChat,
    clock,
    behind,
  }: {
    readonly account: string
    readonly staffChat: string | null
    readonly clock: Clock
    readonly behind: Behind
  },
): Promise<Check> {
  const answer = await ask('getMe', {})
  if (answer.is !== 'answered') return broken(answer, account, clock.now())
  const me = bot.safeParse(answer.result).data
  if (me === undefined) return { is: 'unreachable', why: 'what answered is not the Bot API: is apiRoot right?' }

  const found: ChannelCheck[] = []
  for (const { id, settings } of channels) {
    const checked = behind.get(settings.chat) ?? (await checkChat(ask, settings.chat, me))
    if ('is' in checked) return checked
    if (checked.missing === null) behind.set(settings.chat, checked)
    found.push({ channel: id, ...checked })
  }
  const staff = staffChat === null ? null : staffChatOf(await ask('getChat', { chat_id: staffChat }), staffChat, clock)
  if (staff?.again !== undefined) return { is: 'unreachable', why: staff.missing ?? '', again: staff.again }
  behind.clear()
  const proven = { is: 'proven', id: String(me.id), name: `@${me.username}`, notes: [], channels: found } as const
  return staff === null ? proven : { ...proven, staff }

  async function checkChat(
    ask: Ask,
    name: string,
    { id: user, username }: z.infer<typeof bot>,
  ): Promise<Omit<ChannelCheck, 'channel'> | Broken> {
    const missing = (what: string) => ({ place: null, missing: `${name}: ${what}` })
    const invite = `Open the chat → Administrators → Add, choose @${username}, allow Post Messages.`

    const known = await ask('getChat', { chat_id: name })
    if (known.is === 'rejected' && isAboutChat(known)) {
      return missing(`the bot cannot see this chat (${known.description}). Check the name or id. ${invite}`)
    }
    if (known.is !== 'answered') return broken(known, account, clock.now())
    const place = chat.safeParse(known.result).data
    if (place === undefined) return { is: 'unreachable', why: `Telegram made no sense about ${name}` }

    const standing = await ask('getChatMember', { chat_id: place.id, user_id: user })
    if (standing.is === 'rejected' && isAboutChat(standing)) {
      return missing(`the bot is not in this chat (${standing.description}). ${invite}`)
    }
    if (standing.is !== 'answered') return broken(standing, account, clock.now())
    const role = member.safeParse(standing.result).data
    if (role === undefined) return { is: 'unreachable', why: `Telegram made no sense about the bot in ${name}` }
    if (mayPost(place, role)) return { place: String(place.id), missing: null }
    return place.type === 'channel'
      ? missing(`the bot is not an administrator who may post. ${invite}`)
      : missing(`the bot may not write in this group. Open the group → Members → Add, choose @${username}.`)
  }
}

/** What a chat of staff is, by the answer of getChat to its name in the config. */
export function staffChatOf(answer: GatedAnswer, name: string, clock: Clock): StaffChat {
  const missing = (why: string): StaffChat => ({ places: [], missing: why })
  const unsure = (why: string): StaffChat => ({ ...missing(`Telegram did not say what it is (${why})`), unsure: true })
  switch (answer.is) {
    case 'answered': {
      const place = chat.safeParse(answer.result).data
      if (place === undefined) return unsure('its answer made no sense')
      return { places: [spelled(name), ...namesOf(place)], missing: null }
    }
    case 'closed':
      return { ...missing(answer.why), again: answer.at }
    case 'rejected':
      if (isAboutChat(answer)) {
        return missing(`the bot cannot see it (${answer.description}). Add the bot there, or mend the name.`)
      }
      if (!asksToWait(answer)) return unsure(answer.description)
      return { ...missing(`Telegram asks to wait (${answer.description})`), again: clock.now() + waitOf(answer) }
    case 'never-sent':
    case 'lost':
      return unsure(answer.why)
    default:
      return unreachable(answer)
  }
}

/** A chat's number and its names: the config knows only one of them. */
function namesOf({ id, username, active_usernames: others = [] }: Chat): readonly string[] {
  return [String(id), ...[...(username === undefined ? [] : [username]), ...others].map((name) => spelled(`@${name}`))]
}

function mayPost({ type, permissions }: Chat, role: Member): boolean {
  switch (role.status) {
    case 'creator':
      return true
    case 'administrator':
      return type !== 'channel' || role.can_post_messages !== false
    case 'member':
      return type !== 'channel' && permissions?.can_send_messages !== false
    case 'restricted':
      return type !== 'channel' && role.can_send_messages === true
    case 'left':
    case 'kicked':
      return false
    default:
      return unreachable(role.status)
  }
}

/** Of a "no", whether it is about the chat and not about the bot or its pace. */
function isAboutChat({ code }: Extract<BotAnswer, { readonly is: 'rejected' }>): boolean {
  return code === 400 || code === 403
}

function broken(answer: Exclude<BotAnswer, { readonly is: 'answered' }>, account: string, now: Millis): Broken {
  if (answer.is !== 'rejected') return { is: 'unreachable', why: answer.why }
  if (asksToWait(answer)) {
    return { is: 'unreachable', why: `Telegram asks to wait (${answer.description})`, again: now + waitOf(answer) }
  }
  const outcome = rejection(answer, now, account)
  return { is: outcome.is === 'later' && outcome.at === null ? 'refused' : 'unreachable', why: outcome.why }
}
