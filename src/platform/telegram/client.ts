import { z } from 'zod'
import type { Clock } from '#src/base/clock.ts'
import { unreachable } from '#src/base/errors.ts'
import type { Outcome, Ref } from '#src/records.ts'
import type { Connection, OpenAccount } from '../platform.ts'
import { callBot, type BotAnswer } from './call.ts'
import { checkBot } from './check.ts'
import { rejection } from './outcome.ts'

/** A bot in use. */
export function connectTelegram(
  account: OpenAccount<unknown>,
  { clock }: { readonly clock: Clock },
): Connection<{ readonly chat: string }> {
  return {
    check: (channels, signal) =>
      checkBot((method, payload) => callBot(account, clock, method, payload, signal), channels, account.id),
    async send(bytes, _key, signal) {
      const payload = JSON.parse(bytes) as Record<string, unknown>
      return outcomeOf(await callBot(account, clock, 'sendMessage', payload, signal), clock, account.id)
    },
  }
}

const message = z.object({
  message_id: z.int().positive(),
  chat: z.object({ id: z.int(), username: z.string().optional() }),
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

/** Links to messages: core.telegram.org/api/links#message-links. Basic groups have none. */
function refOf({ message_id: id, chat }: z.infer<typeof message>): Ref {
  const inner = /^-100(\d+)$/.exec(String(chat.id))?.[1]
  if (chat.username !== undefined) return { id: String(id), url: `https://t.me/${chat.username}/${id}` }
  return { id: String(id), url: inner === undefined ? null : `https://t.me/c/${inner}/${id}` }
}
