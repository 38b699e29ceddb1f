import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { someWording } from '#test/fixtures/wording.ts'
import { DAY, HOUR, MINUTE } from '#src/base/clock.ts'
import { folderOf, loadConfig } from '#src/config/load.ts'
import { showMistakes } from '#src/config/show.ts'
import { changed, configOf, file, GOOD, home, lines, mistakesOf } from './good.ts'
import { paper, platforms, radio } from './platforms.ts'

const SMALL = `rehearsal: feeds
feeds: [{ id: world, url: "https://news.example.com/world.rss" }]
accounts: [{ id: a, platform: paper }]
channels: [{ id: c, account: a, feeds: [world] }]
`

describe('a file without mistakes', () => {
  test('is read as it is written', () => {
    const config = configOf(GOOD)
    expect(config).toMatchObject({
      file,
      folder: home,
      timezone: 'Europe/Kyiv',
      rehearsal: 'off',
      store: path.join(home, 'data', 'crier.db'),
      console: { host: '127.0.0.1', port: 4480 },
      network: { contact: 'https://news.example.com/contact', allow: ['10.0.0.5:8081'] },
      websub: null,
      keep: 30 * DAY,
    })
    expect(configOf(`${SMALL}websub: { publicUrl: https://crier.example.com/hubs/ }\n`).websub).toEqual({
      publicUrl: 'https://crier.example.com/hubs',
      listen: { host: '127.0.0.1', port: 4481 },
    })
    expect(configOf(`${SMALL}keep: 90d\n`).keep).toBe(90 * DAY)
    // What may still be posted is kept, where nobody says how long.
    expect(configOf(GOOD.replace('maxAge: 2d', 'maxAge: 45d')).keep).toBe(45 * DAY)
    expect(config.feeds).toEqual([
      {
        id: 'world',
        url: 'https://news.example.com/world.rss',
        language: 'en',
        every: { atLeast: 10 * MINUTE, atMost: 10 * MINUTE },
        freshness: 'wait',
        read: 'when-needed',
        undated: 'hold',
        burst: null,
      },
      {
        id: 'sport',
        url: 'https://news.example.com/sport.rss',
        language: null,
        every: { atLeast: 2 * MINUTE, atMost: 15 * MINUTE },
        freshness: 'wait',
        read: 'when-needed',
        undated: 'hold',
        burst: null,
      },
    ])
    expect(config.accounts).toMatchObject([
      { id: 'news-paper', settings: { edition: 'morning' }, budget: { usdPerDay: 5, usdPerMonth: 120 } },
      { id: 'news-radio', settings: {}, budget: null, apiRoot: 'http://127.0.0.1:8081/radio' },
    ])
    expect(config.accounts.map(({ platform }) => platform)).toEqual([paper, radio])
    expect(config.channels).toEqual([
      {
        id: 'paper-world',
        account: 'news-paper',
        feeds: ['world', 'sport'],
        wording: someWording({ template: '{{ title }}: {{ summary }}', timezone: 'Europe/Kyiv' }),
        picture: true,
        maxAge: 2 * DAY,
        only: null,
        except: null,
        holdWords: [],
        urgent: null,
        atMost: { perHour: 12, perDay: null },
        spacing: 3 * MINUTE,
        cooling: MINUTE,
        quiet: null,
        first: 'oldest',
        approve: 'first',
        settings: {},
      },
      {
        id: 'radio-world',
        account: 'news-radio',
        feeds: ['world'],
        wording: someWording({ template: '<b>{{ title }}</b>', timezone: 'Europe/Kyiv' }),
        picture: true,
        maxAge: 6 * HOUR,
        only: null,
        except: null,
        holdWords: [],
        urgent: null,
        atMost: { perHour: 12, perDay: null },
        spacing: 3 * MINUTE,
        cooling: MINUTE,
        quiet: null,
        first: 'oldest',
        approve: 'first',
        settings: { room: '@news_world' },
      },
    ])
  })

  test('has what it leaves out from the defaults and the platform', () => {
    expect(configOf(SMALL)).toMatchObject({
      timezone: 'UTC',
      console: { host: '127.0.0.1', port: 4480 },
      network: { contact: null, allow: [] },
      accounts: [{ apiRoot: 'https://api.paper.example', limits: paper.limits, budget: null }],
      channels: [{ wording: someWording({ template: '{{ title }}' }), maxAge: 6 * HOUR, approve: 'first' }],
    })
  })

  test('sets the numbers of limits and leaves what they count', () => {
    expect(configOf(GOOD).accounts[0]!.limits).toEqual({
      perDay: { of: 'account', max: 20, within: DAY },
      perSecond: { of: 'place', max: 1, within: 1000 },
    })
  })

  test('may use YAML as it comes: quotes, CRLF, a byte order mark, names for what repeats', () => {
    const text = changed('feeds: [world]', "feeds: ['world']").replace('    language: en', '    language: &l "en"')
    const repeated = text.replace('/sport.rss\n', '/sport.rss\n    language: *l\n')
    expect(configOf(`\ufeff${repeated.replaceAll('\n', '\r\n')}`).feeds[1]!.language).toBe('en')
  })

  test('may mean a number where a platform takes one', () => {
    const config = configOf(changed('"@news_world"', '-1001234567890'))
    expect(config.channels[1]!.settings).toEqual({ room: '-1001234567890' })
  })
})

test.each([
  ['yes', true],
  ['true', true],
  ['no', false],
  ['false', false],
])('picture: %s says whether pictures go with the posts of a channel', (written, picture) => {
  const config = configOf(changed('approve: first', `picture: ${written}`))
  expect(config.channels.map((channel) => channel.picture)).toEqual([true, picture])
})

describe('a rehearsal', () => {
  test('keeps a store of its own beside the live one', () => {
    expect(configOf(SMALL).store).toBe(path.join(home, 'data', 'crier.rehearsal.db'))
    expect(configOf(`${SMALL}store: /var/lib/news\n`).store).toBe('/var/lib/news.rehearsal')
  })

  test('is what the caller says, over the file; false means off', () => {
    expect(configOf(GOOD, { rehearsal: 'newsroom' })).toMatchObject({
      rehearsal: 'newsroom',
      store: path.join(home, 'data', 'crier.rehearsal.db'),
    })
    expect(configOf(changed('rehearsal: off', 'rehearsal: false')).rehearsal).toBe('off')
  })
})

describe('secrets', () => {
  test('come from the environment, under the id in capitals, without the white space around them', () => {
    const [account] = configOf(GOOD, {
      environment: { NEWS_PAPER_APP_KEY: '  canary-one\n', NEWS_PAPER_ACCESS_TOKEN: ' ' },
    }).accounts
    expect(account!.secrets.APP_KEY!.reveal()).toBe('canary-one')
    expect(Object.keys(account!.secrets)).toEqual(['APP_KEY'])
  })

  test('that are missing are named with where to get them, and are no mistake', () => {
    expect(configOf(GOOD).accounts.map(({ missingSecrets }) => missingSecrets)).toEqual([
      [
        { variable: 'NEWS_PAPER_APP_KEY', where: 'the printer: keys' },
        { variable: 'NEWS_PAPER_ACCESS_TOKEN', where: 'the printer: tokens' },
      ],
      [{ variable: 'NEWS_RADIO_BOT_TOKEN', where: 'the studio' }],
    ])
  })
})

test('ten mistakes in one file are answered together, each with its line and remedy', () => {
  const ten = GOOD.replace('Europe/Kyiv', 'Mars/Base')
    .replace('/world.rss', '/world.rss\n    url: https://news.example.com/again.rss')
    .replace('every: 10m', 'every: 10')
    .replace('https://news.example.com/sport.rss', 'sport.rss')
    .replace('edition: morning', 'app_key: canary-two')
    .replace('perDay: 20', 'perDya: 20')
    .replace('platform: radio', 'platform: television')
    .replace('feeds: [world, sport]', 'feeds: [world, sprot]')
    .replace('maxAge: 2d', 'max_age: 2d')
    .replace('account: news-radio', 'account: news-rodeo')
    .replace('approve: first', 'approve: maybe')
  const mistakes = mistakesOf(ten)
  expect(mistakes.map(({ line, path }) => `${line} ${path}`)).toEqual([
    '1 timezone',
    '9 ',
    '11 feeds.0.every',
    '13 feeds.1.url',
    '17 accounts.0.app_key',
    '18 accounts.0.limits.perDya',
    '21 accounts.1.platform',
    '26 channels.0.feeds.1',
    '28 channels.0.max_age',
    '30 channels.1.account',
    '33 channels.1.approve',
  ])
  expect(mistakes.every(({ what, remedy }) => what.length > 0 && remedy.length > 0)).toBe(true)
  expect(showMistakes(mistakes)).not.toContain('canary-two')
})

test('mistakes are shown one to a line, so that a terminal can jump there', () => {
  const mistakes = mistakesOf(changed('every: 10m', 'every: 10').replace('rehearsal: off', 'rehearsal: true'))
  expect(showMistakes(mistakes).replaceAll(file, 'config/crier.yaml').split('\n')).toEqual([
    'config/crier.yaml:2:12  rehearsal: true is not one of: newsroom, feeds, off  → write one of: newsroom, feeds, off',
    'config/crier.yaml:10:12  feeds.0.every: a number stands where text is expected  → write a duration such as 5m, or two such as 2m-15m',
  ])
})

test('a key may be anything and is shown harmlessly', () => {
  const shown = lines(mistakesOf(`"\\e[31m\\n": 1\n${SMALL}`))
  expect(shown).toHaveLength(1)
  expect(shown[0]).toContain('1:1 "\\u001b[31m\\n": is not a key')
})

test('a file that is not there is answered with where it was looked for', () => {
  const loaded = loadConfig({ file: path.join(home, 'none.yaml'), platforms, environment: {} })
  expect(loaded).toEqual({
    is: 'mistakes',
    mistakes: [
      {
        file: path.join(home, 'none.yaml'),
        line: 1,
        column: 1,
        path: '',
        what: `there is no ${path.join(home, 'none.yaml')}`,
        remedy: 'create it (the README shows how), or name another with --config',
      },
    ],
  })
})

test('paths are relative to the folder that holds config/, or to the file where it stands elsewhere', () => {
  expect(folderOf('/srv/crier/config/crier.yaml')).toBe('/srv/crier')
  expect(folderOf('/etc/crier.yaml')).toBe('/etc')
  expect(folderOf('config/crier.yaml')).toBe(process.cwd())
})

test('texts are kept for a day at least', () => {
  expect(lines(mistakesOf(`${SMALL}keep: 12h\n`))).toEqual([
    expect.stringContaining('keep: "12h" is too short: nobody could look up yesterday') as string,
  ])
})
