/** The config of a history: what staff would write, read by the real loader. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '#src/config/config.ts'
import { loadConfig } from '#src/config/load.ts'
import { platforms } from '#src/platform/registry.ts'
import { checkWording } from '#src/post/check-template.ts'
import { STAFF } from './bot.ts'
import { FEEDS, urlOf } from './publisher.ts'

export interface Variant {
  readonly verified: boolean
  readonly reply: boolean
  readonly lowBudget: boolean
  readonly stale: boolean
}

/** Which feeds a channel takes, and through which account it posts. */
export const CHANNELS: Readonly<Record<string, { readonly account: string; readonly feeds: readonly string[] }>> = {
  'x-one': { account: 'first-x', feeds: ['city', 'world'] },
  'x-two': { account: 'second-x', feeds: ['sport'] },
  'all-news': { account: 'bot', feeds: ['city', 'world', 'sport'] },
  'city-news': { account: 'bot', feeds: ['city'] },
  'world-news': { account: 'bot', feeds: ['world', 'sport'] },
}

const HOUR = 3_600_000
const MAX_AGE = 72 * HOUR
/** The channel that takes only what is new, and its age. */
const NEWEST = { channel: 'world-news', maxAge: (2 / 3) * HOUR } as const

/** In milliseconds, where the history has articles that are too old. */
export const maxAgeOf = (channel: string): number => (channel === NEWEST.channel ? NEWEST.maxAge : MAX_AGE)

/** The channel whose first three posts wait for a person. */
export const ASKING = 'world-news'

/** A channel whose articles settle before they are posted. */
export const COOLING = { channel: 'all-news', ms: 20_000 } as const

/** US dollars a day, where money is short: seven posts with a link. */
export const LOW_BUDGET = 1.5

const SECRETS = {
  ...Object.fromEntries(
    ['FIRST_X', 'SECOND_X'].flatMap((account) =>
      ['APP_KEY', 'APP_SECRET', 'ACCESS_TOKEN', 'ACCESS_SECRET'].map((name) => [`${account}_${name}`, 'not-a-secret']),
    ),
  ),
  BOT_BOT_TOKEN: '700:not-a-secret',
}

function textOf({ verified, reply, lowBudget }: Omit<Variant, 'stale'>): string {
  const usd = lowBudget ? LOW_BUDGET : 100
  const x = (most: number): string =>
    `limits: { perHalfHour: 100, per15Minutes: ${most}, perDay: 100 }, budget: { usdPerDay: ${usd}, usdPerMonth: 1000 }`
  const bot = 'limits: { perSecond: 3, placePerSecond: 1, placePerMinute: 4 }'
  const staff = `staffChat: "${STAFF}", afterUnknown: ${verified ? 'verified' : 'held'}`
  const more: Readonly<Record<string, string>> = {
    'x-two': `approve: never${reply ? ', link: reply' : ''}`,
    'all-news': 'chat: "@all_news", approve: never',
    'city-news': 'chat: "@city_news", approve: never',
    [ASKING]: 'chat: "@world_news", approve: first',
  }
  const template = `template: "{{ title }}\\n\\n{{ summary }}\\n\\n{{ link }}"`
  return `rehearsal: off
feeds:
${FEEDS.map((id) => `  - { id: ${id}, url: "${urlOf(id)}", every: 5m, language: en, read: never }`).join('\n')}
accounts:
  - { id: first-x, platform: twitter, ${x(4)} }
  - { id: second-x, platform: twitter, ${x(12)} }
  - { id: bot, platform: telegram, ${bot}, ${staff} }
channels:
${Object.entries(CHANNELS)
  .map(
    ([id, { account, feeds }]) =>
      `  - { id: ${id}, account: ${account}, feeds: [${feeds.join(', ')}], maxAge: ${MAX_AGE / HOUR}h, cooling: ${id === COOLING.channel ? `${COOLING.ms / 1_000}s` : 'none'}, spacing: none, atMost: { perHour: none }, ${template}, ${more[id] ?? 'approve: never'} }`,
  )
  .join('\n')}
`
}

/** Reads the config of every variant, so that no history has to touch a disk. */
export function loadConfigs(): (variant: Variant) => Config {
  const folder = mkdtempSync(join(tmpdir(), 'crier-sim-'))
  const known = new Map<string, Config>()
  try {
    for (const verified of [true, false]) {
      for (const reply of [true, false]) {
        for (const lowBudget of [true, false]) {
          const variant = { verified, reply, lowBudget }
          const file = join(folder, 'crier.yaml')
          writeFileSync(file, textOf(variant))
          const loaded = loadConfig({ file, platforms, environment: SECRETS, checkWording })
          if (loaded.is === 'mistakes') throw new Error(JSON.stringify(loaded.mistakes, null, 2))
          known.set(nameOf(variant), { ...loaded.config, store: ':memory:' })
        }
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return (variant) => {
    const config = known.get(nameOf(variant))!
    if (!variant.stale) return config
    return { ...config, channels: config.channels.map((channel) => ({ ...channel, maxAge: maxAgeOf(channel.id) })) }
  }
}

function nameOf({ verified, reply, lowBudget }: Omit<Variant, 'stale'>): string {
  return [verified, reply, lowBudget].join(' ')
}
