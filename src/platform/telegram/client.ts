import { z } from 'zod'
import type { Clock } from '#src/base/clock.ts'
import { unreachable } from '#src/base/errors.ts'
import type { Outcome, Ref } from '#src/records.ts'
import type { Connection, ConnectionParts, OpenAccount, Told } from '../platform.ts'
import { callBot, type BotAnswer } from './call.ts'
import { checkBot, staffChatOf, type Behind } from './check.ts'
import { findMessage } from './find.ts'
import { openGate, type Call, type GatedAnswer } from './gate.ts'
import { rejection } from './outcome.ts'
import { showsPhoto } from './photo.ts'
import { probeChannel } from './probe.ts'

/** What a Telegram account has beyond what every account has. */
export interface TelegramAccount {
  /** Where staff are told what waits for them, and where looked-for messages are forwarded to. */
  readonly staffChat: string | null
  readonly afterUnknown: 'held' | 'verified'
}

/** Where a channel posts to. */
export interface TelegramChat {
  /** `@name` or the numeric id, as text. */
  readonly chat: string
}

/** A bot in use. */
export function connectTelegram(
  account: OpenAccount<TelegramAccount>,
  { clock, maySend = () => true }: Pick<ConnectionParts, 'clock' | 'maySend'>,
): Connection<TelegramChat> {
  const call: Call = (method, payload, signal) => callBot(account, clock, method, payload, signal)
  const gated = openGate(clock, call, maySend)
  const { staffChat } = account.settings
  const looker = { clock, call: gated, staffChat: staffChat ?? '', left: [] }
  const behind: Behind = new Map()
  return {
    check: (channels, signal) =>
      checkBot((method, payload) => call(method, payload, signal), channels, {
        account: account.id,
        staffChat,
        clock,
        behind,
      }),
    async send(bytes, _key, signal, picture = null) {
      const payload = JSON.parse(bytes) as Record<string, unknown>
      if (!showsPhoto(payload)) return outcomeOf(await call('sendMessage', payload, signal), clock, account.id)
      if (picture === null) return { is: 'refused', why: 'the file of its picture is missing' }
      return outcomeOf(await callBot(account, clock, 'sendPhoto', payload, signal, picture), clock, account.id)
    },
    ...(staffChat !== null && {
      staff: async (signal) => staffChatOf(await gated('getChat', { chat_id: staffChat }, signal), staffChat, clock),
      find: (wanted, signal) => findMessage(looker, wanted, signal),
      tell: async (text, signal) =>
        toldOf(await gated('sendMessage', { chat_id: staffChat, text }, signal), clock, account.id),
      probe: (channel, signal) => probeChannel(looker, channel, signal),
    }),
  }
}

/**
 * A message as the Bot API gives it (core.telegram.org/bots/api#message). Its id proves that it was taken; of its chat
 * only a link is made.
 */
const message = z.object({
  message_id: z.int().positive(),
  chat: z
    .object({ id: z.int(), username: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
})

function outcomeOf(answer: BotAnswer, clock: Clock, account: string): Outcome {
  switch (answer.is) {
    case 'never-sent':
      return { is: 'not-sent', why: answer.why }
    case 'lost':
      return { is: 'unknown', why: answer.why }
    case 'rejected':
      return rejection(answer, clock.now(), account)
    case 'answered': {
      const posted = message.safeParse(answer.result).data
      if (posted === undefined)
        return { is: 'unknown', why: "Telegram's answer does not say whether it took the message" }
      return { is: 'sent', ref: refOf(posted) }
    }
    default:
      return unreachable(answer)
  }
}

function toldOf(answer: GatedAnswer, clock: Clock, account: string): Told {
  switch (answer.is) {
    case 'answered':
      return { is: 'told' }
    case 'closed':
      return { is: 'later', at: answer.at, why: answer.why }
    case 'rejected': {
      // What is wrong with the bot or the chat is wrong with every text.
      const { is } = rejection(answer, clock.now(), account)
      const why = `Telegram answered ${answer.code}: ${answer.description}`
      return { is: is === 'refused' ? 'refused' : 'failed', why }
    }
    case 'never-sent':
    case 'lost':
      return { is: 'failed', why: answer.why }
    default:
      return unreachable(answer)
  }
}

/** Links to messages: core.telegram.org/api/links#message-links. Basic groups have none. */
function refOf({ message_id: id, chat }: z.infer<typeof message>): Ref {
  const inner = /^-100(\d+)$/.exec(String(chat?.id))?.[1]
  if (chat?.username !== undefined) return { id: String(id), url: `https://t.me/${chat.username}/${id}` }
  return { id: String(id), url: inner === undefined ? null : `https://t.me/c/${inner}/${id}` }
}
