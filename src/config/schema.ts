import { z } from 'zod'
import { showSpan } from '#src/base/clock.ts'
import type { Limit, Platform } from '#src/platform/platform.ts'
import {
  address,
  authority,
  byName,
  choice,
  contact,
  count,
  countOrNone,
  dollars,
  duration,
  fromCount,
  hashtag,
  id,
  language,
  line,
  pace,
  pauseBetween,
  remedies,
  root,
  secureRoot,
  template,
  timeOfDay,
  timezone,
} from './fields.ts'
import { selection, words } from './selection.ts'

const feed = z.strictObject({
  id: id('The name of this feed in channels, logs and commands.'),
  url: address('Where the feed is.', 'https://news.example.com/world.rss'),
  language: language('The language of its articles; where it is left out, the feed says it.').optional(),
  every: pace('How long between two looks at the feed.', '2m-15m').prefault('2m-15m'),
  freshness: choice(
    'Whether the feed is left alone for as long as it asks (Cache-Control, Expires, ttl, skipHours, skipDays): wait, or ignore, for a feed of your own that says it by mistake.',
    ['wait', 'ignore'],
  ).default('wait'),
  read: choice(
    "Whether an article's page is fetched where the feed gives too little for a post: when-needed, or never.",
    ['when-needed', 'never'],
  ).default('when-needed'),
  undated: choice(
    'What becomes of several entries at once without a date, if their pages have none either: hold asks you, post takes them for news.',
    ['hold', 'post'],
  ).default('hold'),
  burst: fromCount(
    'From how many new articles at once on staff are asked, unless the feed is used to more: a number, or never. 6 unless it is set, and 3 where the feed has nothing in common with what it showed before.',
  ).optional(),
})

const path = z
  .string()
  .regex(/[^/\s]\s*$/, { error: 'is not the name of a file' })
  .meta({ description: 'The file that Crier keeps everything in. A rehearsal keeps its own beside it.' })
  .register(remedies, { remedy: 'write the name of a file, for instance data/crier.db' })

const console = z.strictObject({
  listen: authority('Where the pages for staff are served.', '127.0.0.1:4480').prefault('127.0.0.1:4480'),
})

const network = z.strictObject({
  contact: contact(
    'Where publishers reach the newsroom: stands in the User-Agent of everything that is fetched. A web page (https) or a mail address.',
    'https://news.example.com/contact',
  ).optional(),
  allow: z
    .array(authority('A host and its port.', '127.0.0.1:8081'))
    .default([])
    .meta({ description: 'Addresses inside your own network that feeds and pages may be fetched from.' }),
})

const websub = z.strictObject({
  publicUrl: secureRoot(
    'Where hubs reach Crier: an https address that your server hands on to `listen`.',
    'https://crier.example.com/websub',
  ),
  listen: authority('Where pushes are taken; nothing else is served there.', '127.0.0.1:4481').prefault(
    '127.0.0.1:4481',
  ),
})

/** Where the store is unless the file says so. */
export const DEFAULT_STORE = 'data/crier.db'

/** The keys at the top of the file. Accounts and channels have keys of their platforms and are checked one by one. */
export const top = z.strictObject({
  timezone: timezone('For times of day.').default('UTC'),
  rehearsal: choice(
    "newsroom: Crier's own small newsroom, and stand-ins for the platforms. feeds: your feeds, and stand-ins. off: live.",
    ['newsroom', 'feeds', 'off', false],
  ),
  store: path.default(DEFAULT_STORE),
  keep: duration(
    'How long the texts of articles and posts are kept. What they are known by is kept for two years.',
    '30d',
  ).prefault('30d'),
  console: console.prefault({}).meta({ description: 'The pages for staff.' }),
  network: network.prefault({}).meta({ description: 'What may be fetched, and who asks.' }),
  websub: websub
    .optional()
    .meta({ description: 'Has feeds that name a hub pushed to Crier (WebSub). Without it they are polled only.' }),
  holdWords: words(
    'A post of any channel waits for a person where one of these stands in its article, as far as Crier has read it: what the feed gives, and the page where that was read.',
    'embargo',
  ).default([]),
  feeds: z.array(feed).default([]).meta({ description: 'The feeds to watch.' }),
  accounts: z.array(z.unknown()).default([]).meta({ description: 'The accounts to post with.' }),
  channels: z.array(z.unknown()).default([]).meta({ description: 'Where posts go.' }),
})

const budget = z.strictObject({
  usdPerDay: dollars('At most this much in a day (UTC).'),
  usdPerMonth: dollars('At most this much in a month (UTC).'),
  overBudget: choice(
    'What becomes of a post that this has no room for: it waits, goes without its link where that is cheaper, or is dropped.',
    ['wait', 'withoutLink', 'drop'],
  ).default('wait'),
})

/** The keys that every account has. `platform` is the account's own, where it is known. */
export function accountKeys(platforms: readonly Platform[], platform: Platform | null) {
  return z.strictObject({
    id: id('The name of this account in channels and commands; its secrets are variables that begin with it.'),
    platform: choice(
      'The platform it is an account of.',
      platforms.map((each) => each.id),
    ),
    apiRoot: root(
      "Where the platform's API is reached, when not at the platform itself.",
      'http://127.0.0.1:8081',
    ).optional(),
    limits: (platform === null ? z.record(z.string(), z.unknown()) : limitKeys(platform.limits))
      .optional()
      .meta({ description: 'The most messages to post within a time.' }),
    budget: budget.optional().meta({ description: 'The most money to spend, in US dollars.' }),
  })
}

function limitKeys(limits: Readonly<Record<string, Limit>>): z.ZodObject {
  return z.strictObject(
    Object.fromEntries(Object.entries(limits).map(([name, limit]) => [name, count(describeLimit(limit)).optional()])),
  )
}

function describeLimit({ of, max, within }: Limit): string {
  const place = of === 'place' ? ' in one place' : ''
  return `Messages within ${showSpan(within)}${place}. ${max} unless it is set.`
}

const atMost = z.strictObject({
  perHour: countOrNone('Posts within an hour. 12 unless it is set; none: any number.').default(12),
  perDay: countOrNone('Posts within 24 hours. Any number unless it is set.').default(null),
})

const quiet = z
  .strictObject({
    from: timeOfDay('When they begin.', '23:00'),
    to: timeOfDay('When they end; of the next day where it is before `from`.', '07:00'),
    posts: choice('wait: posts wait for the end. silent: they go without a sound, where the platform can.', [
      'wait',
      'silent',
    ]).default('wait'),
  })
  .refine(({ from, to }) => from !== to, {
    path: ['to'],
    error: 'is when they begin: they would never end',
    params: { remedy: 'write another time than under `from`' },
  })

/** Google Analytics' parameters of campaigns (support.google.com/analytics/answer/10917952); others read them too. */
const utm = z
  .strictObject({
    source: line('Where a reader came from: utm_source.').optional(),
    medium: line('By what kind of way: utm_medium.').optional(),
    campaign: line('For which campaign: utm_campaign.').optional(),
    term: line('Which words it was found by: utm_term.').optional(),
    content: line('Which of several links it was: utm_content.').optional(),
    id: line('The campaign by its number: utm_id.').optional(),
  })
  .register(remedies, { remedy: 'write for instance { source: newsletter, medium: social }' })

/** The keys that every channel has. */
export const channelKeys = z.strictObject({
  id: id('The name of this channel in logs and commands.'),
  account: id('The account it posts with.'),
  feeds: z
    .array(id('A feed.'))
    .min(1)
    .meta({ description: 'The feeds it takes articles from.' })
    .register(remedies, { remedy: 'write the ids of the feeds: [world]' }),
  template: template('What a post is made of (Liquid). {{ summary }} takes the room that is left.').optional(),
  lead: choice('What stands at the head of a post: the headline, or the lead sentence instead of it.', [
    'headline',
    'instead',
  ]).default('headline'),
  hashtags: byName(
    'Which hashtag an article gets, by its section, tags and categories: the whole name, in any case.',
    hashtag('A hashtag: letters, digits and underscores.'),
    'write names with hashtags, for instance { World: "#WorldNews" }',
  ).default({}),
  maxHashtags: count('At most so many hashtags in a post.').max(10).default(2),
  utm: utm
    .default({})
    .meta({ description: 'Parameters of the link by which your statistics know where readers came from.' }),
  handles: byName(
    "The authors' handles on the platform, by name; a template writes {{ author | handles }}.",
    line('A handle.'),
    'write names with handles, for instance { Olena Koval: "@olena_koval" }',
  ).default({}),
  timezone: timezone('For dates in its posts and for quiet hours; where it is left out, that of the file.').optional(),
  picture: choice("Whether the article's picture goes with the post, if it can be had: yes, no.", [
    'yes',
    'no',
    true,
    false,
  ])
    .default('yes')
    .transform((written) => written === 'yes' || written === true),
  maxAge: duration('An article older than this, from publication, is not posted.', '6h').prefault('6h'),
  only: selection('It takes only articles that match every key here, by any of its values.').optional(),
  except: selection('It leaves out articles that match any key here, by any of its values.').optional(),
  holdWords: words(
    'A post waits for a person where one of these stands in its article, beside those for all.',
    'embargo',
  ).default([]),
  urgent: selection('What matches any key here goes first, past spacing, atMost and quiet hours.').optional(),
  atMost: atMost.prefault({}).meta({ description: 'At most so many posts, replies aside.' }),
  spacing: pauseBetween('At least this long between two posts, or none.', '3m').prefault('3m'),
  cooling: pauseBetween(
    'So long after Crier first sees it, an article is looked at once more and posted if it still stands so, or none.',
    '1m',
  ).prefault('1m'),
  quiet: quiet.optional().meta({ description: 'Hours in which followers are left alone.' }),
  first: choice('What goes first where more waits than may go.', ['oldest', 'newest']).default('oldest'),
  approve: choice('Whether staff see posts before they go: never, the first three, always.', [
    'never',
    'first',
    'always',
  ]).default('first'),
})
