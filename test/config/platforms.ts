import { z } from 'zod'
import { DAY, SECOND } from '#src/base/clock.ts'
import { definePlatform, type Platform } from '#src/platform/platform.ts'

const unused = (): never => {
  throw new Error('config must not call this')
}

const doing = {
  format: unused,
  refusesPicture: unused,
  attach: unused,
  price: unused,
  refIn: (link: string) => (link.startsWith('https://paper.example.org/') ? { id: link.slice(26), url: link } : null),
  show: unused,
  editable: unused,
  rewrite: unused,
  connect: unused,
  standIn: unused,
}

/** Costs money and forbids the same news on two accounts. */
export const paper: Platform = definePlatform({
  id: 'paper',
  label: 'Paper',
  secrets: [
    { name: 'APP_KEY', where: 'the printer: keys' },
    { name: 'ACCESS_TOKEN', where: 'the printer: tokens' },
  ],
  account: z.strictObject({ edition: z.string().describe('Which edition: "morning" or "evening".').optional() }),
  channel: z.strictObject({}),
  limits: {
    perDay: { of: 'account', max: 50, within: DAY },
    perSecond: { of: 'place', max: 1, within: SECOND },
  },
  afterUnknown: () => 'held',
  postsWaitAlone: false,
  apiRoot: 'https://api.paper.example',
  markup: false,
  template: '{{ title }}',
  billed: true,
  oneAccountPerFeed: true,
  ...doing,
})

/** Costs nothing; a channel needs a room. */
export const radio: Platform = definePlatform({
  id: 'radio',
  label: 'Radio',
  secrets: [{ name: 'BOT_TOKEN', where: 'the studio' }],
  account: z.strictObject({}),
  channel: z.strictObject({
    room: z
      .union([z.string().regex(/^@\w+$/), z.int()])
      .transform(String)
      .describe('The room: "@name" in quotes, or its number.'),
    loud: z.boolean().optional(),
  }),
  limits: { perSecond: { of: 'account', max: 30, within: SECOND } },
  afterUnknown: () => 'held',
  postsWaitAlone: false,
  apiRoot: 'https://api.radio.example/',
  markup: true,
  template: '<b>{{ title }}</b>',
  billed: false,
  oneAccountPerFeed: false,
  ...doing,
})

/** Its secret's name ends as an id could: `news` here and `news-bot` on a platform with a `TOKEN` share a variable. */
export const plainToken: Platform = definePlatform({
  ...radio,
  id: 'plain',
  label: 'Plain',
  secrets: [{ name: 'TOKEN', where: 'the desk' }],
  channel: z.strictObject({}),
  account: z.strictObject({}),
})

export const platforms: readonly Platform[] = [paper, radio, plainToken]
