import { describe, expect, test } from 'vitest'
import type { Wording } from '#src/records.ts'
import { changed, GOOD, lines, mistakesOf } from './good.ts'

type Row = readonly [from: string, to: string, ...mistakes: readonly string[]]

const ADDRESS = 'write a full address, for instance https://news.example.com/world.rss'
const PACE = 'write a duration such as 5m, or two such as 2m-15m'
const DURATION = 'write a whole number and its unit: 90s, 5m, 6h or 2d'
const TOP_KEYS = 'timezone, rehearsal, store, keep, console, network, websub, holdWords, feeds, accounts, channels'
const ZONE = 'write a name such as Europe/Kyiv, America/New_York or UTC'
const NUMBER = 'write a whole number, 1 or more, without quotes'
const HOST = 'is not a host and a port → write host and port, for instance'

function answers(rows: readonly Row[]): void {
  test.each(rows)('%j written as %j is answered with its line and remedy', (from, to, ...mistakes) => {
    expect(lines(mistakesOf(changed(from, to)))).toEqual(mistakes)
  })
}

describe('keys at the top', () => {
  answers([
    [
      'timezone: Europe/Kyiv',
      'timezone: Europe/Kiiv',
      `1:11 timezone: "Europe/Kiiv" is not a time zone (is Europe/Kyiv meant?) → ${ZONE}`,
    ],
    ['timezone: Europe/Kyiv', 'timezone: "+02:00"', `1:11 timezone: "+02:00" is not a time zone → ${ZONE}`],
    ['timezone: Europe/Kyiv', 'timezone: 5', `1:11 timezone: a number stands where text is expected → ${ZONE}`],
    ['rehearsal: off\n', '', '1:1 rehearsal: is missing → add `rehearsal`: write one of: newsroom, feeds, off'],
    [
      'rehearsal: off',
      'rehearsal: true',
      '2:12 rehearsal: true is not one of: newsroom, feeds, off → write one of: newsroom, feeds, off',
    ],
    ['rehearsal: off', 'rehearsal:', '2:1 rehearsal: has no value → write one of: newsroom, feeds, off'],
    [
      'store: data/crier.db',
      'store: data/',
      '3:8 store: is not the name of a file → write the name of a file, for instance data/crier.db',
    ],
    [
      'store: data/crier.db',
      'stor: data/x.db',
      '3:1 stor: is not a key that is known here → write `store`, or remove it',
    ],
    [
      'store: data/crier.db',
      'quiet: 22-7',
      `3:1 quiet: is not a key that is known here → remove it; known here: ${TOP_KEYS}`,
    ],
    [
      'console: {',
      'websub: { publicUrl: http://crier.example.com }\nconsole: {',
      '4:22 websub.publicUrl: does not begin with https:// → write the address up to its path, for instance https://crier.example.com/websub',
    ],
    [
      'console: {',
      'websub: { listen: 127.0.0.1:4481 }\nconsole: {',
      '4:9 websub.publicUrl: is missing → add `publicUrl`: write the address up to its path, for instance https://crier.example.com/websub',
    ],
    ['127.0.0.1:4480', '127.0.0.1', `4:20 console.listen: "127.0.0.1" ${HOST} "127.0.0.1:4480"`],
    ['127.0.0.1:4480', '127.0.0.1:99999', `4:20 console.listen: "127.0.0.1:99999" ${HOST} "127.0.0.1:4480"`],
    [
      'console: { listen: 127.0.0.1:4480 }',
      'console: 4480',
      '4:10 console: a number stands where keys with values is expected → write keys with values, indented below',
    ],
    [
      '["10.0.0.5:8081"]',
      '["http://10.0.0.5:8081"]',
      `5:20 network.allow.0: "http://10.0.0.5:8081" ${HOST} "127.0.0.1:8081"`,
    ],
    [
      '["10.0.0.5:8081"]',
      'true',
      '5:19 network.allow: true stands where a list is expected → write a list: [one, two], or a line with a dash for each',
    ],
  ])
})

describe('feeds', () => {
  answers([
    [
      'id: sport',
      'id: Sport!',
      '11:9 feeds.1.id: "Sport!" is not an id → use small letters, digits and dashes, beginning with a letter, for instance `world-news`',
      '25:20 channels.0.feeds.1: no feed has the id "sport" → write Sport!, or add it under feeds; known: "world", "Sport!"',
    ],
    [
      'id: sport',
      'id: world',
      '11:9 feeds.1.id: "world" is the id of feeds.0 too → give each an id of its own',
      '25:20 channels.0.feeds.1: no feed has the id "sport" → known: "world"',
    ],
    ['    url: https://news.example.com/world.rss\n', '', `7:5 feeds.0.url: is missing → add \`url\`: ${ADDRESS}`],
    [
      'https://news.example.com/world.rss',
      'news.example.com/world.rss',
      `8:10 feeds.0.url: "news.example.com/world.rss" is not a web address → ${ADDRESS}`,
    ],
    [
      'https://news.example.com/world.rss',
      'ftp://news.example.com/',
      `8:10 feeds.0.url: "ftp://news.example.com/" does not begin with https:// → ${ADDRESS}`,
    ],
    [
      'https://news.example.com/world.rss',
      'https://me:pass@news.example.com/',
      `8:10 feeds.0.url: a user name or password stands in the address; secrets never stand in the file → ${ADDRESS}`,
    ],
    [
      'language: en',
      'language: in English',
      '9:15 feeds.0.language: "in English" is not a language tag → write a language tag, for instance en, uk or pt-BR',
    ],
    ['every: 10m', 'every: 5', `10:12 feeds.0.every: a number stands where text is expected → ${PACE}`],
    [
      'every: 10m',
      'every: 5 minutes',
      `10:12 feeds.0.every: "5 minutes" is neither a duration nor two with a dash between → ${PACE}`,
    ],
    [
      'every: 10m',
      'every: 0m',
      `10:12 feeds.0.every: "0m" is neither a duration nor two with a dash between → ${PACE}`,
    ],
    [
      'every: 10m',
      'every: 10m-5m',
      `10:12 feeds.0.every: the second duration of "10m-5m" is the shorter one → ${PACE}`,
    ],
    [
      'every: 10m',
      'every: 29s',
      '10:12 feeds.0.every: "29s" is too often for a server that is not your own → write 30s or more; 2m-15m is usual',
    ],
    [
      'store: data/crier.db',
      'keep: 12h',
      '3:7 keep: "12h" is shorter than the maxAge of channel "paper-world" → write 30d, or longer than any maxAge',
    ],
    [
      'every: 10m',
      'websub: true',
      '10:5 feeds.0.websub: is not a key that is known here → remove it; known here: id, url, language, every, freshness, read, undated, burst',
    ],
    [
      '  - id: sport\n    url: https://news.example.com/sport.rss\n',
      '  - sport\n',
      '11:5 feeds.1: text stands where keys with values is expected → write keys with values, indented below',
      '24:20 channels.0.feeds.1: no feed has the id "sport" → known: "world"',
    ],
  ])
})

describe('accounts', () => {
  answers([
    [
      'platform: paper',
      'platform: papre',
      '15:15 accounts.0.platform: "papre" is not one of: paper, radio, plain → write one of: paper, radio, plain',
    ],
    [
      '    platform: paper\n',
      '',
      '14:5 accounts.0.platform: is missing → add `platform`: write one of: paper, radio, plain',
    ],
    [
      'edition: morning',
      'edition: 5',
      '16:14 accounts.0.edition: a number stands where text is expected → put it in quotes: "5"',
    ],
    [
      'edition: morning',
      'editoin: morning',
      '16:5 accounts.0.editoin: is not a key that is known here → write `edition`, or remove it',
    ],
    [
      'platform: radio',
      'platform: raddio\n    nonsense: 1',
      '20:15 accounts.1.platform: "raddio" is not one of: paper, radio, plain → write one of: paper, radio, plain',
      '21:5 accounts.1.nonsense: is not a key that is known here → remove it; known here: id, platform, apiRoot, limits, budget, edition',
    ],
    [
      'perDay: 20',
      'perHour: 5',
      '17:15 accounts.0.limits.perHour: is not a key that is known here → remove it; known here: perDay, perSecond',
    ],
    ['perDay: 20', 'perDay: 0', `17:23 accounts.0.limits.perDay: 0 is less than is possible here (1) → ${NUMBER}`],
    [
      'perDay: 20',
      'perDay: "20"',
      `17:23 accounts.0.limits.perDay: text stands where a number is expected → ${NUMBER}`,
    ],
    [
      'perDay: 20',
      'perDay: 2.5',
      `17:23 accounts.0.limits.perDay: a number stands where a whole number is expected → ${NUMBER}`,
    ],
    [
      'usdPerDay: 5, ',
      '',
      '18:13 accounts.0.budget.usdPerDay: is missing → add `usdPerDay`: write an amount in US dollars, for instance 5',
    ],
    [
      'usdPerDay: 5',
      'usdPerDay: -5',
      '18:26 accounts.0.budget.usdPerDay: -5 is less than is possible here (more than 0) → write an amount in US dollars, for instance 5',
    ],
    [
      'usdPerMonth: 120 }',
      'usdPerMonth: 120, overBudget: stop }',
      '18:59 accounts.0.budget.overBudget: "stop" is not one of: wait, withoutLink, drop → write one of: wait, withoutLink, drop',
    ],
    [
      'budget: { usdPerDay: 5, usdPerMonth: 120 }',
      'budget:',
      '18:5 accounts.0.budget: has no value → write keys with values, indented below, or remove the key',
    ],
    [
      '    budget: { usdPerDay: 5, usdPerMonth: 120 }\n',
      '',
      '14:5 accounts.0: posts on Paper cost money, and this account has no budget → add `budget: { usdPerDay: 5, usdPerMonth: 120 }`',
    ],
    [
      'http://127.0.0.1:8081/radio/',
      '127.0.0.1:8081',
      '21:14 accounts.1.apiRoot: "127.0.0.1:8081" is not a web address → write the address up to its path, for instance http://127.0.0.1:8081',
    ],
    [
      'http://127.0.0.1:8081/radio/',
      'http://127.0.0.1:8081/?a=b',
      '21:14 accounts.1.apiRoot: an address that paths are added to cannot hold ? or # → write the address up to its path, for instance http://127.0.0.1:8081',
    ],
  ])

  test('whose variables would be the same are told apart', () => {
    const ids = 'accounts:\n  - { id: news, platform: radio }\n  - { id: news-bot, platform: plain }\n'
    expect(lines(mistakesOf(GOOD.replace('accounts:\n', ids)))).toEqual([
      '15:11 accounts.1.id: the accounts news and news-bot would share the variable NEWS_BOT_TOKEN → give one of them another id',
    ])
  })
})

describe('channels', () => {
  answers([
    [
      'account: news-radio',
      'account: news-radoi',
      '29:14 channels.1.account: no account has the id "news-radoi" → write news-radio, or add it under accounts; known: "news-paper", "news-radio"',
    ],
    [
      'account: news-radio',
      'account: elsewhere',
      '29:14 channels.1.account: no account has the id "elsewhere" → known: "news-paper", "news-radio"',
    ],
    [
      'feeds: [world, sport]',
      'feeds: [wrold, sport]',
      '25:13 channels.0.feeds.0: no feed has the id "wrold" → write world, or add it under feeds; known: "world", "sport"',
    ],
    [
      'feeds: [world, sport]',
      'feeds: [world, world]',
      '25:20 channels.0.feeds.1: "world" stands twice in this list → remove one of the two',
    ],
    [
      'feeds: [world, sport]',
      'feeds: []',
      '25:12 channels.0.feeds: needs at least 1 → write the ids of the feeds: [world]',
    ],
    [
      'feeds: [world, sport]',
      'feeds: world',
      '25:12 channels.0.feeds: text stands where a list is expected → write the ids of the feeds: [world]',
    ],
    [
      '"{{ title }}: {{ summary }}"',
      '" "',
      '26:15 channels.0.template: is empty → write for instance "{{ title }}\\n\\n{{ summary }}\\n\\n{{ link }}", in quotes',
    ],
    ['maxAge: 2d', 'maxAge: 2w', `27:13 channels.0.maxAge: "2w" is not a duration → ${DURATION}`],
    ['maxAge: 2d', 'maxAge: {}', `27:13 channels.0.maxAge: a set of keys stands where text is expected → ${DURATION}`],
    [
      'approve: first',
      'approve: sometimes',
      '32:14 channels.1.approve: "sometimes" is not one of: never, first, always → write one of: never, first, always',
    ],
    [
      'approve: first',
      'frame: yes',
      '32:5 channels.1.frame: is not a key that is known here → remove it; known here: id, account, feeds, template, lead, hashtags, maxHashtags, utm, handles, timezone, picture, maxAge, only, except, holdWords, urgent, atMost, spacing, cooling, quiet, first, approve, room, loud',
    ],
    [
      'approve: first',
      'picture: maybe',
      '32:14 channels.1.picture: "maybe" is not one of: yes, no → write one of: yes, no',
    ],
    [
      'approve: first',
      'spacing: 3',
      '32:14 channels.1.spacing: a number stands where text is expected → write a whole number and its unit: 90s, 5m, 6h or 2d, or none',
    ],
    [
      'approve: first',
      'atMost: { perHour: 0 }',
      '32:24 channels.1.atMost.perHour: 0 is less than is possible here (1) → write a whole number, 1 or more, without quotes, or none',
    ],
    [
      'approve: first',
      'quiet: { from: "7", to: "09:00" }',
      '32:20 channels.1.quiet.from: "7" is not a time of day → write hours and minutes in quotes, for instance "23:00"',
    ],
    [
      'approve: first',
      'quiet: { from: "07:00", to: "07:00" }',
      '32:33 channels.1.quiet.to: is when they begin: they would never end → write another time than under `from`',
    ],
    [
      'approve: first',
      'quiet: { from: "22:00", to: "07:00", posts: silent }',
      '32:49 channels.1.quiet.posts: Radio knows no posts without a sound → write wait',
    ],
    [
      'approve: first',
      'only: { categories: World }',
      '32:25 channels.1.only.categories: text stands where a list is expected → write a list: ["World"]',
    ],
    [
      'approve: first',
      'only: {}',
      '32:11 channels.1.only: names nothing → write by what, for instance { categories: [World] }',
    ],
    [
      'approve: first',
      'except: { feeds: [wrold] }',
      '32:23 channels.1.except.feeds.0: no feed has the id "wrold" → write world, or add it under feeds; known: "world", "sport"',
    ],
    [
      'approve: first',
      'except: { paths: [sport] }',
      '32:23 channels.1.except.paths.0: "sport" is not the beginning of a path → write a folder of the address, for instance /sport',
    ],
    [
      'approve: first',
      'only: { flags: [opinon] }',
      '32:21 channels.1.only.flags.0: "opinon" is not one of: opinion, live, paywalled, video → write one of: opinion, live, paywalled, video',
    ],
    [
      'approve: first',
      'holdWords: [" "]',
      '32:17 channels.1.holdWords.0: is empty → write it in quotes, for instance "embargo"',
    ],
    [
      '"@news_world"',
      'news',
      '30:11 channels.1.room: "news" does not have the form that is needed here → The room: "@name" in quotes, or its number.',
    ],
    [
      '    room: "@news_world"\n',
      '',
      '28:5 channels.1.room: is missing → add `room`: The room: "@name" in quotes, or its number.',
    ],
    [
      'approve: first',
      'loud: yes',
      '32:11 channels.1.loud: text stands where true or false is expected → write true or false',
    ],
  ])

  test('with a template that breaks a rule are answered in the words of whoever knows the rules', () => {
    const checkWording = ({ template }: Wording) => {
      const at = template.indexOf('summary')
      return at === -1 ? null : ({ key: 'template', what: 'there is no `summary`', at } as const)
    }
    expect(lines(mistakesOf(GOOD, { checkWording }))).toEqual([
      '26:32 channels.0.template: there is no `summary` → write for instance "{{ title }}\\n\\n{{ summary }}\\n\\n{{ link }}"',
    ])
  })
})

test('a budget is asked for only where a run is live', () => {
  const without = changed('    budget: { usdPerDay: 5, usdPerMonth: 120 }\n', '')
  expect(mistakesOf(without.replace('rehearsal: off', 'rehearsal: false'))).toHaveLength(1)
  expect(mistakesOf(without.replace('rehearsal: off', 'rehearsal: feeds'))).toEqual([])
  expect(mistakesOf(without, { rehearsal: 'newsroom' })).toEqual([])
  expect(mistakesOf(without.replace('rehearsal: off', 'rehearsal: feeds'), { rehearsal: 'off' })).toHaveLength(1)
})

test("a server of one's own may be asked more often, one that the network allows too", () => {
  const often = (url: string) =>
    mistakesOf(changed('    url: https://news.example.com/sport.rss', `    url: ${url}\n    every: 1s`))
  expect(often('http://127.0.0.1:9000/feed')).toEqual([])
  expect(often('http://localhost/feed')).toEqual([])
  expect(often('http://10.0.0.5:8081/feed')).toEqual([])
  expect(lines(often('http://10.0.0.5/feed'))).toHaveLength(1)
})
