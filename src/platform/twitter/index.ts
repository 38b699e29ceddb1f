import { z } from 'zod'
import { DAY, MINUTE } from '#src/base/clock.ts'
import { definePlatform, type Platform } from '../platform.ts'
import { TWITTER_API } from './call.ts'
import { connectTwitter } from './client.ts'
import { formatPost, type TwitterChannel } from './format.ts'
import { refIn } from './links.ts'
import { attachMedia, refusesPicture } from './media.ts'
import { priceOf } from './prices.ts'
import { rewritePost } from './rewrite.ts'

const LINKS = ['inline', 'reply', 'none'] as const

const WHERE = 'console.x.com → your app → Keys and tokens'

/**
 * X (Twitter), API v2, signed with OAuth 1.0a: such tokens do not expire. Limits: rate-limits page of docs.x.com for
 * the quarter of an hour; 50 posts a day is what X grants accounts without a blue check since 2026-05-18, in parts by
 * the half-hour whose number X does not tell (help.x.com, "About X limits").
 */
export const twitter: Platform = definePlatform<object, TwitterChannel>({
  id: 'twitter',
  label: 'X',
  secrets: [
    { name: 'APP_KEY', where: `${WHERE}: API Key` },
    { name: 'APP_SECRET', where: `${WHERE}: API Key Secret` },
    { name: 'ACCESS_TOKEN', where: `${WHERE}: Access Token (set the app to Read and write before making it)` },
    { name: 'ACCESS_SECRET', where: `${WHERE}: Access Token Secret (made together with the Access Token)` },
  ],
  account: z.strictObject({}),
  channel: z.strictObject({
    link: z
      .enum(LINKS)
      .default('inline')
      .describe(
        'Where the link stands: in the post, in a reply to it, or nowhere. X charges for both messages of a reply.',
      ),
  }),
  limits: {
    perHalfHour: { of: 'account', max: 10, within: 30 * MINUTE },
    per15Minutes: { of: 'account', max: 100, within: 15 * MINUTE },
    perDay: { of: 'account', max: 50, within: DAY },
  },
  afterUnknown: () => 'verified',
  apiRoot: TWITTER_API,
  markup: false,
  template: '{{ title }}\n\n{{ summary }}\n\n{{ hashtags }}\n\n{{ link }}',
  handle: { form: /^@\w{1,15}$/, example: '@olena_koval' },
  billed: true,
  // Limits of X are per endpoint (docs.x.com, rate limits): the timeline is read in a window of its own.
  postsWaitAlone: true,
  oneAccountPerFeed: true,
  format: formatPost,
  refusesPicture,
  attach: attachMedia,
  follow: (body, previous) => ({ ...body, reply: { in_reply_to_tweet_id: previous.id } }),
  alternatives: (channel) =>
    LINKS.filter((link) => link !== channel.link).map((link) => ({
      name: `link: ${link}`,
      channel: { ...channel, link },
    })),
  price: priceOf,
  refIn,
  show: (part) => part.text,
  editable: (part) => part.text,
  rewrite: rewritePost,
  connect: connectTwitter,
  // Loaded only where it is started: a live process never holds it.
  standIn: async (options) => (await import('./stand-in.ts')).twitterStandIn(options),
})
