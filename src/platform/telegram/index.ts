import { z } from 'zod'
import { MINUTE, SECOND } from '#src/base/clock.ts'
import { definePlatform, type Platform } from '../platform.ts'
import { TELEGRAM_API } from './call.ts'
import { connectTelegram } from './client.ts'
import { formatPost } from './format.ts'
import { showPart } from './show.ts'

/** What a Telegram channel has beyond what every channel has. */
interface TelegramChannel {
  /** `@name` or the numeric id, as text. */
  readonly chat: string
}

const channel = z.strictObject({
  chat: z
    .union([z.string().regex(/^(@[A-Za-z]\w{3,31}|-?\d{5,})$/, 'write "@name" or the numeric id'), z.int()])
    .transform(String)
    .describe('The chat: "@name" (in quotes), or the numeric id of a private channel such as -1001234567890.'),
})

/**
 * Telegram, through its Bot API. Limits: core.telegram.org/bots/faq ("broadcasting"); the 20 a minute of groups are
 * kept for channels too, as Telegram's bot support asks.
 */
export const telegram: Platform = definePlatform<object, TelegramChannel>({
  id: 'telegram',
  label: 'Telegram',
  secrets: [{ name: 'BOT_TOKEN', where: '@BotFather in Telegram: /newbot, or /token for a bot you have' }],
  account: z.strictObject({}),
  channel,
  limits: {
    perSecond: { of: 'account', max: 30, within: SECOND },
    placePerSecond: { of: 'place', max: 1, within: SECOND },
    placePerMinute: { of: 'place', max: 20, within: MINUTE },
  },
  afterUnknown: 'held',
  apiRoot: TELEGRAM_API,
  template: '<b>{{ title }}</b>\n\n{{ summary }}\n\n{{ link }}',
  billed: false,
  oneAccountPerFeed: false,
  format: formatPost,
  price: () => 0,
  show: showPart,
  connect: connectTelegram,
  // Loaded only where it is started: a live process never holds it.
  standIn: async (options) => (await import('./stand-in.ts')).telegramStandIn(options),
})
