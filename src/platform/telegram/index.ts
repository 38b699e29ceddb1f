import { z } from 'zod'
import { MINUTE, SECOND } from '#src/base/clock.ts'
import { definePlatform, type Platform } from '../platform.ts'
import { TELEGRAM_API } from './call.ts'
import { connectTelegram, type TelegramAccount } from './client.ts'
import { formatPost, type TelegramChannel } from './format.ts'
import { refIn } from './links.ts'
import { attachPhoto, refusesPicture } from './photo.ts'
import { editableText, rewriteMessage } from './rewrite.ts'
import { showPart } from './show.ts'
import { spelled } from './spelled.ts'

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
        'When nobody knows whether a message stands: held: a person looks. verified: the bot forwards what is new in the channel to the staff chat, compares it, and deletes the forward; where that cannot prove that it stands or does not, a person looks all the same. Try it first with `crier check --probe`.',
      ),
  })
  .refine(({ afterUnknown, staffChat }) => afterUnknown === 'held' || staffChat !== null, {
    path: ['afterUnknown'],
    error: 'needs a staffChat to forward to',
  })

const channel = z
  .strictObject({
    chat: chat.describe(
      'The chat: "@name" (in quotes), or the numeric id of a private channel such as -1001234567890.',
    ),
    link: z
      .enum(['inline', 'button'])
      .default('inline')
      .describe('Where the link stands: in the post, where the template puts it, or on a button under it.'),
    button: z
      .string()
      .trim()
      .min(1)
      .max(64)
      .nullable()
      .default(null)
      .describe('The words on the button, in the language of the channel; "Read more" where nothing is said.'),
    preview: z
      .enum(['auto', 'large', 'off'])
      .default('auto')
      .describe(
        "The preview of the article's page under a post: large, off, or auto: off where it would only repeat headline and summary, large where the page has a picture.",
      ),
    summary: z
      .int()
      .min(40)
      .max(400)
      .default(400)
      .describe('At most so many characters of summary, in whole sentences: 40 to 400.'),
  })
  .refine(({ link, button }) => link === 'button' || button === null, {
    path: ['button'],
    error: 'needs `link: button` to stand on',
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
    // One of the thirty is left for looks and notices to staff, which are spaced by themselves.
    perSecond: { of: 'account', max: 29, within: SECOND },
    placePerSecond: { of: 'place', max: 1, within: SECOND },
    placePerMinute: { of: 'place', max: 20, within: MINUTE },
  },
  afterUnknown: (account) => account.afterUnknown,
  staffPlace: ({ staffChat }) => (staffChat === null ? null : { key: 'staffChat', place: spelled(staffChat) }),
  placeOf: ({ chat }) => spelled(chat),
  apiRoot: TELEGRAM_API,
  markup: true,
  template: '<b>{{ title }}</b>\n\n{{ summary }}\n\n{{ hashtags }}\n\n{{ link }}',
  handle: { form: /^@[A-Za-z]\w{3,31}$/, example: '@olena_koval' },
  billed: false,
  // Told again and again to wait, a bot is banned from all of its chats, whatever it asks.
  postsWaitAlone: false,
  oneAccountPerFeed: false,
  format: formatPost,
  refusesPicture,
  attach: attachPhoto,
  address: (body, { chat }) => ({ ...body, chat_id: chat }),
  silence: (body) => ({ ...body, disable_notification: true }),
  price: () => 0,
  refIn,
  show: showPart,
  editable: editableText,
  rewrite: rewriteMessage,
  connect: connectTelegram,
  // Loaded only where it is started: a live process never holds it.
  standIn: async (options) => (await import('./stand-in.ts')).telegramStandIn(options),
})
