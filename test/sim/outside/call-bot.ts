/** Telegram in the place of the function that calls its library. */
import type { Clock } from '#src/base/clock.ts'
import type { OpenAccount } from '#src/platform/platform.ts'
import type { BotAnswer, Method } from '#src/platform/telegram/call.ts'
import { STAFF, askBot, deleteAtOnce, refuseBot, sendMessage } from '../bot.ts'
import { row } from '../platforms.ts'
import { world } from '../world.ts'
import { fly, partBeingSent } from './flight.ts'

export type { BotAnswer, Method } from '#src/platform/telegram/call.ts'

export const TELEGRAM_API = 'https://api.telegram.org'

const whole = {
  never(why: string): BotAnswer {
    row('Telegram never sent')
    return { is: 'never-sent', why }
  },
  lost(why: string): BotAnswer {
    row('Telegram no answer')
    return { is: 'lost', why }
  },
  gateway(): BotAnswer {
    row('Telegram 5xx')
    const status = world.chance.pick([500, 502, 504])
    return { is: 'lost', why: `Telegram, or what stands before it, failed (status ${status})` }
  },
  isClear: (answer: BotAnswer): boolean =>
    answer.is === 'rejected' || answer.is === 'never-sent' || (answer.is === 'answered' && answer.result !== true),
}

export async function callBot(
  _account: OpenAccount<unknown>,
  _clock: Clock,
  method: Method,
  payload: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<BotAnswer> {
  if (signal.aborted) return { is: 'never-sent', why: 'stopped before anything was sent' }
  const name = `bot ${method} ${JSON.stringify(payload)}`
  const broken = (): BotAnswer => ({ is: 'lost', why: 'what answered in the place of Telegram is not the Bot API' })
  if (method !== 'sendMessage') {
    return fly({ ...whole, name, broken, arrive: () => askBot(method, payload), refuse: null }, signal, null)
  }
  const part = String(payload['chat_id']) === String(STAFF) ? null : partBeingSent('bot', payload)
  return fly(
    {
      ...whole,
      name,
      arrive: (flight, late) => sendMessage(payload, part, flight, late),
      refuse: part === null ? null : refuseBot,
      broken() {
        if (part === null || world.chance.odds(0.6)) return broken()
        if (world.chance.odds(0.5)) return { is: 'answered', result: true }
        // "sent message was immediately deleted and can't be returned"
        row('Telegram 500 sent and deleted')
        deleteAtOnce(part)
        return { is: 'lost', why: 'Telegram, or what stands before it, failed (status 500)' }
      },
    },
    signal,
    part,
  )
}
