/** Telegram in the place of the function that calls its library. */
import { createHash } from 'node:crypto'
import type { Clock } from '#src/base/clock.ts'
import type { KeptPicture, OpenAccount } from '#src/platform/platform.ts'
import type { BotAnswer, Method } from '#src/platform/telegram/call.ts'
import { besidesScope } from '#src/store/pauses.ts'
import { judgeBesides, toldBesides } from '../besides.ts'
import { STAFF, askBot, deleteAtOnce, refuseBot, sendMessage } from '../bot.ts'
import { row } from '../platforms.ts'
import { trueTime } from '../time.ts'
import { blame, count, whoRuns, world } from '../world.ts'
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

/** What goes along is the very file that the stored bytes name. */
function judgePhoto(method: Method, payload: Readonly<Record<string, unknown>>, photo: KeptPicture | null): void {
  const named = payload['photo']
  if (named === undefined && photo === null && method === 'sendMessage') return
  const digest = photo && createHash('sha256').update(photo.bytes).digest('hex')
  if (method !== 'sendPhoto' || named !== `attach://${digest}`) blame(`${method} of ${String(named)} sends ${digest}`)
  count('picture: sent to Telegram')
}

export async function callBot(
  _account: OpenAccount<unknown>,
  _clock: Clock,
  method: Method,
  payload: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
  photo: KeptPicture | null = null,
): Promise<BotAnswer> {
  if (signal.aborted) return { is: 'never-sent', why: 'stopped before anything was sent' }
  const name = `bot ${method} ${JSON.stringify(payload)}`
  const isPost = method === 'sendPhoto' || (method === 'sendMessage' && !toStaff(payload))
  if (!isPost) return askBesides(name, method, payload, signal)
  judgePhoto(method, payload, photo)
  const part = partBeingSent('bot', payload)
  return fly(
    {
      ...whole,
      name,
      arrive: (flight, late) => sendMessage(payload, part, flight, late),
      refuse: refuseBot,
      broken() {
        if (world.chance.odds(0.6)) return broken()
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

const broken = (): BotAnswer => ({ is: 'lost', why: 'what answered in the place of Telegram is not the Bot API' })
const toStaff = (payload: Readonly<Record<string, unknown>>): boolean => String(payload['chat_id']) === String(STAFF)

/** What is no post: a look, a notice to staff, a question. */
async function askBesides(
  name: string,
  method: Method,
  payload: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<BotAnswer> {
  const life = whoRuns()
  const started = trueTime()
  let settled = false
  const arrive = (_: unknown, dead: boolean): BotAnswer => {
    const late = dead || settled
    if (!late && SPACED.has(method)) judgeBesides(BESIDES, life, started)
    return method === 'sendMessage' ? sendMessage(payload, null, null, late) : askBot(method, payload, late)
  }
  const answer = await fly({ ...whole, name, broken, arrive, refuse: null }, signal, null)
  settled = true
  if (answer.is === 'rejected' && answer.retryAfter !== null && SPACED.has(method)) {
    toldBesides(BESIDES, life, trueTime() + answer.retryAfter * 1_000)
  }
  return answer
}

const BESIDES = besidesScope('bot')
const SPACED: ReadonlySet<Method> = new Set(['sendMessage', 'forwardMessage', 'deleteMessage'])
