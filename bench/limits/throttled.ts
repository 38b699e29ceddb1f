import Bottleneck from 'bottleneck'
import { Telegram, TelegramError } from 'telegraf'
import { SECOND, systemClock, type Millis } from '#src/base/clock.ts'
import type { SkippingTime } from './skipping-time.ts'
import type { World } from './world.ts'

/** The limiters of a throttler: one for each chat, chained to one for the bot. */
export interface Throttling {
  readonly chat: Bottleneck.ConstructorOptions
  readonly bot: Bottleneck.ConstructorOptions
  /** Whether a message that is told to wait is tried again; else it is lost. */
  readonly triesAgain: boolean
}

/** What telegraf-throttler does unless told otherwise (github.com/KnightNiwrem/telegraf-throttler, README). */
export const TELEGRAF_THROTTLER: Throttling = {
  chat: {
    maxConcurrent: 1,
    minTime: 333,
    reservoir: 20,
    reservoirRefreshAmount: 20,
    reservoirRefreshInterval: 60_000,
  },
  bot: { minTime: 25, reservoir: 30, reservoirRefreshAmount: 30, reservoirRefreshInterval: 1_000 },
  triesAgain: false,
}

/**
 * The same author's numbers for grammY, which know of the one a second (github.com/grammyjs/transformer-throttler,
 * README), with retries as bottleneck's README shows them ("Retries").
 */
export const TUNED_THROTTLER: Throttling = {
  chat: { ...TELEGRAF_THROTTLER.chat, minTime: 1_000 },
  bot: { reservoir: 30, reservoirRefreshAmount: 30, reservoirRefreshInterval: 1_000 },
  triesAgain: true,
}

/** telegraf with a bottleneck for each chat: everything is handed over at once, the limiters decide when it goes. */
export async function throttle(
  world: World,
  time: SkippingTime,
  latency: Millis,
  throttling: Throttling,
): Promise<void> {
  const bots = world.accounts.filter(({ secrets }) => 'BOT_TOKEN' in secrets)
  await Promise.all(
    bots.map(async ({ secrets, apiRoot, channels }) => {
      const telegram = new Telegram(secrets['BOT_TOKEN']!, { apiRoot })
      const chats = limitersOf(throttling)
      const send = async (body: object): Promise<unknown> => {
        if (latency > 0) await systemClock.sleep(latency)
        return time.held(() => telegram.callApi('sendMessage', body as never))
      }
      await Promise.all(
        channels.flatMap(({ id, posts }) =>
          posts.map(({ body }) =>
            chats
              .key(id)
              .schedule(() => send(body))
              .catch(lose),
          ),
        ),
      )
      await Promise.all(chats.limiters().map(({ limiter }) => limiter.disconnect(false)))
    }),
  )
}

function limitersOf({ chat, bot, triesAgain }: Throttling): Bottleneck.Group {
  const whole = new Bottleneck(bot)
  const chats = new Bottleneck.Group(chat)
  chats.on('created', (limiter: Bottleneck) => {
    limiter.chain(whole)
    if (!triesAgain) return
    limiter.on('failed', async (error: unknown) =>
      error instanceof TelegramError && error.code === 429 ? (error.parameters?.retry_after ?? 1) * SECOND : null,
    )
  })
  return chats
}

function lose(error: unknown): void {
  if (!(error instanceof TelegramError && error.code === 429)) throw error
}
