/** Telegram's Bot API, as far as Crier sees it: answers as PLATFORMS B5 lists them, on a ledger of its own. */
import type { BotAnswer } from '#src/platform/telegram/call.ts'
import { newOwner, post, row, type Owner } from './platforms.ts'
import { trueTime } from './time.ts'
import { judgeWaits, overfills, type Strict } from './windows.ts'
import { blame, isQuiet, prepared, world, type Flight, type Posted } from './world.ts'

const SECOND = 1_000
/** One more than staff have told Crier: it leaves that one for what is no post. */
const TOKEN_LIMITS: readonly Strict[] = [{ name: 'messages a second', max: 4, within: SECOND }]
const CHAT_LIMITS: readonly Strict[] = [
  { name: 'messages a second to a chat', max: 1, within: SECOND },
  { name: 'messages a minute to a chat', max: 4, within: 60 * SECOND },
]

const STAFF_LIMITS: readonly Strict[] = [
  { name: 'messages a second to a chat', max: 1, within: SECOND },
  { name: 'messages a minute to a chat', max: 20, within: 60 * SECOND },
]

interface Chat {
  readonly id: number
  readonly name: string
  trouble: string | null
  bannedUntil: number
  next: number
  readonly arrivals: number[]
}

/** Where staff are told, and where looked-for messages are forwarded to. */
export const STAFF = -1_009_000

let owner: Owner
let chats: Chat[] = []

export const botOwner = (): Owner => owner
export const allChats = (): readonly Chat[] => chats
export const channelChats = (): readonly Chat[] => chats.filter((chat) => chat.id !== STAFF)

export function openBot(): void {
  owner = newOwner('bot', '700')
  const names = ['all_news', 'city_news', 'world_news']
  chats = [
    ...names.map((name, at) => ({ id: -1_001_001 - at, name, trouble: null, bannedUntil: 0, next: 40, arrivals: [] })),
    { id: STAFF, name: 'staff_room', trouble: null, bannedUntil: 0, next: 1, arrivals: [] },
  ]
}

const answered = (result: unknown): BotAnswer => ({ is: 'answered', result })
const rejected = (code: number, description: string, more: Partial<Rejected> = {}): BotAnswer => ({
  is: 'rejected',
  code,
  description,
  retryAfter: null,
  movedTo: null,
  ...more,
})
type Rejected = Extract<BotAnswer, { readonly is: 'rejected' }>
const bad = (words: string): BotAnswer => rejected(400, `Bad Request: ${words}`)

/** What staff have to mend: of the token, of a chat. */
const TOKEN_TROUBLES: Readonly<Record<string, BotAnswer>> = {
  'Telegram 401': rejected(401, 'Unauthorized'),
  'Telegram 404': rejected(404, 'Not Found'),
}
const CHAT_TROUBLES: Readonly<Record<string, BotAnswer>> = {
  'Telegram 403 kicked': rejected(403, 'Forbidden: bot was kicked from the channel chat'),
  'Telegram 400 chat not found': bad('chat not found'),
  'Telegram 400 no rights': bad('not enough rights to send text messages to the chat'),
  'Telegram 400 migrated': rejected(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
    movedTo: '-1009999999999',
  }),
  'Telegram 400 no thread': bad('message thread not found'),
}
export const BOT_TROUBLES = { token: Object.keys(TOKEN_TROUBLES), chat: Object.keys(CHAT_TROUBLES) } as const

/** What is about one message alone. */
const REFUSALS: Readonly<Record<string, BotAnswer>> = {
  'Telegram 400 rendering': bad("can't parse entities: Unsupported start tag"),
  'Telegram 400 too long': bad('message is too long'),
  'Telegram 400 web page': bad('wrong type of the web page content'),
  'Telegram 400 photo': bad('PHOTO_INVALID_DIMENSIONS'),
  'Telegram 409': rejected(409, 'Conflict: terminated by other getUpdates request'),
}

export function refuseBot(): BotAnswer {
  const name = world.chance.pick(Object.keys(REFUSALS))
  row(name)
  return REFUSALS[name]!
}

const chatOf = (id: unknown): Chat | undefined =>
  chats.find((chat) => `@${chat.name}` === id || String(chat.id) === String(id))

/** sendMessage. `part`: null where it goes to staff. */
export function sendMessage(
  payload: Readonly<Record<string, unknown>>,
  part: string | null,
  flight: Flight | null,
  late: boolean,
): BotAnswer {
  const chat = chatOf(payload['chat_id'])
  const trouble = owner.trouble === null ? null : TOKEN_TROUBLES[owner.trouble]
  if (trouble) {
    row(owner.trouble!)
    return trouble
  }
  if (!chat) return bad('chat not found')
  if (chat.trouble !== null) {
    row(chat.trouble)
    return CHAT_TROUBLES[chat.trouble]!
  }
  if (trueTime() < owner.bannedUntil || trueTime() < chat.bannedUntil) return tooMany(chat, flight, part, late)
  if (!late && isCrowded(chat)) return tooMany(chat, flight, part, late)
  row('Telegram ok')
  return answered(show(chat, put(chat, payload, part)))
}

function isCrowded(chat: Chat): boolean {
  const limits = chat.id === STAFF ? STAFF_LIMITS : CHAT_LIMITS
  return overfills(chat.arrivals, limits, chat.name) || overfills(owner.arrivals, TOKEN_LIMITS, 'bot')
}

function tooMany(chat: Chat, flight: Flight | null, part: string | null, late: boolean): BotAnswer {
  if (flight && part !== null && !late) judgeWaits(flight, part, `bot/${chat.id}`, placeOfPart)
  // Who goes on during a ban makes it longer.
  if (trueTime() < owner.bannedUntil) owner.bannedUntil += owner.renewedBy
  const until = owner.understates > 0 ? trueTime() + SECOND : endOfWait(chat)
  if (owner.understates > 0) owner.understates -= 1
  const seconds = Math.ceil((until - trueTime()) / SECOND)
  if (flight) flight.told = until
  row('Telegram 429')
  return rejected(429, `Too Many Requests: retry after ${seconds}`, { retryAfter: seconds })
}

const endOfWait = (chat: Chat): number => Math.max(owner.bannedUntil, chat.bannedUntil, trueTime() + SECOND)

function placeOfPart(part: string): string {
  const found = prepared(
    'select part.account, channel.place from part join channel on channel.id = part.channel where part.id = ?',
  ).get(part)
  return `${String(found?.['account'])}/${String(found?.['place'])}`
}

function put(chat: Chat, payload: Readonly<Record<string, unknown>>, part: string | null): Posted {
  // Somebody has posted a whole series there by mistake, and deleted it.
  if (part !== null && !isQuiet() && world.chance.odds(0.06)) chat.next += world.chance.between(15, 60)
  const id = String(chat.next++)
  const words = payload['text'] ?? payload['caption']
  const text = typeof words === 'string' ? words : ''
  return post({ id, account: 'bot', place: `bot/${chat.id}`, text, body: payload, part }, 0)
}

function show(chat: Chat, posted: Posted): unknown {
  const { id, text, at, body } = posted
  return {
    message_id: Number(id),
    date: Math.floor(at / SECOND),
    ...(body['photo'] === undefined ? { text } : { caption: text }),
    chat: { id: chat.id, type: 'channel', title: chat.name, username: chat.name },
  }
}

/** A colleague posts by hand, the chat itself writes a line, or a message is gone that nobody will see again. */
export function disturb(name: string, how: 'colleague' | 'service' | 'gap'): void {
  const chat = chats.find((one) => one.name === name)!
  if (how === 'gap') chat.next += 1
  else put(chat, { text: how === 'colleague' ? 'A word by hand' : '', service: how === 'service' }, null)
}

/** Telegram says that it was sent and at once deleted, as it does to a message that its own rules remove. */
export function deleteAtOnce(part: string): void {
  const posted = world.posts.findLast((one) => one.part === part)
  if (posted) posted.deleted = true
}

/** Everything but sendMessage. `late`: nobody waits for it any more. */
export function askBot(method: string, payload: Readonly<Record<string, unknown>>, late: boolean): BotAnswer {
  if (owner.trouble !== null) return TOKEN_TROUBLES[owner.trouble]!
  if (method === 'getMe') return answered({ id: 700, is_bot: true, first_name: 'News', username: 'news_bot' })
  const chat = chatOf(payload['chat_id'])
  if (!chat) return bad('chat not found')
  switch (method) {
    case 'getChat':
      return answered({ id: chat.id, type: 'channel', title: chat.name, username: chat.name })
    case 'getChatMember':
      return answered({ status: 'administrator', can_post_messages: true, user: { id: 700 } })
    case 'forwardMessage':
      return forward(chat, payload, late)
    case 'deleteMessage': {
      const found = messageOf(chat, payload['message_id'])
      if (found?.part) blame(`Crier deletes the post of ${found.part}`)
      if (found) found.deleted = true
      return found ? answered(true) : bad('message to delete not found')
    }
    default:
      return rejected(404, 'Not Found: method not found')
  }
}

function forward(to: Chat, payload: Readonly<Record<string, unknown>>, late: boolean): BotAnswer {
  const from = chatOf(payload['from_chat_id'])
  if (!from) return bad('chat not found')
  if (trueTime() < owner.bannedUntil || trueTime() < to.bannedUntil) return tooMany(to, null, null, late)
  if (!late && isCrowded(to)) return tooMany(to, null, null, late)
  const found = messageOf(from, payload['message_id'])
  if (!found) {
    row('Telegram 400 nothing to forward')
    return bad('message to forward not found')
  }
  if (found.body['service'] === true) return bad("message can't be forwarded")
  return answered(show(to, put(to, found.body, null)))
}

function messageOf(chat: Chat, id: unknown): Posted | undefined {
  return world.posts.find((one) => one.place === `bot/${chat.id}` && one.id === String(id) && !one.deleted)
}
