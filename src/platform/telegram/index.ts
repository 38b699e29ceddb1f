import { z } from 'zod'
import { MINUTE, SECOND } from '#src/base/clock.ts'
import { definePlatform, type Platform } from '../platform.ts'
import { TELEGRAM_API } from './call.ts'
import { connectTelegram, type TelegramAccount, type TelegramChannel } from './client.ts'
import { formatPost } from './format.ts'
import { showPart } from './show.ts'

const chat = z
  .union([
    z
      .string()
      .regex(/^(@[A-Za-z]\w{4,31}|-?\d{5,})$/, 'write "@name" (5 to 32 letters, digits and _) or the numeric id'),
    z.int(),
  ])
  .transform(String)

const account = z
  .strictObject({
    staffChat: chat
      .nullable()
      .default(null)
      .describe('A chat of staff in which the bot may write: what waits for a person is told there.'),
    afterUnknown: z
      .enum(['held', 'verified'])
      .default('held')
      .describe(
        'When nobody knows whether a message stands: held: a person looks. verified: the bot forwards what is new in the channel to the staff chat, compares it, and deletes the forward; try that first with `crier check --probe`.',
      ),
  })
  .refine(({ afterUnknown, staffChat }) => afterUnknown === 'held' || staffChat !== null, {
    path: ['afterUnknown'],
    error: 'needs a staffChat to forward to',
  })

const channel = z.strictObject({
  chat: chat.describe('The chat: "@name" (in quotes), or the numeric id of a private channel such as -1001234567890.'),
})

/**
 * Telegram, through its Bot API. Limits: core.telegram.org/bots/faq ("broadcasting"); the 20 a minute of groups are
 * kept for channels too, as Telegram's bot support asks.
 */
export const telegram: Platform = definePlatform<TelegramAccount, TelegramChannel>({
  id: 'telegram',
  label: 'Telegram',
  secrets: [{ name: 'BOT_TOKEN', where: '@BotFather in Telegram: /newbot, or /token for a bot you have' }],
  account,
  channel,
  limits: {
    perSecond: { of: 'account', max: 30, within: SECOND },
    placePerSecond: { of: 'place', max: 1, within: SECOND },
    placePerMinute: { of: 'place', max: 20, within: MINUTE },
  },
  afterUnknown: (account) => account.afterUnknown,
  apiRoot: TELEGRAM_API,
  template: '<b>{{ title }}</b>\n\n{{ summary }}\n\n{{ link }}',
  billed: false,
  oneAccountPerFeed: false,
  format: formatPost,
  silence: (body) => ({ ...body, disable_notification: true }),
  price: () => 0,
  show: showPart,
  connect: connectTelegram,
  // Loaded only where it is started: a live process never holds it.
  standIn: async (options) => (await import('./stand-in.ts')).telegramStandIn(options),
})
