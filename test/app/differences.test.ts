import { expect, test } from 'vitest'
import { compositionsOf, sameAccounts, sameScene } from '#src/app/differences.ts'
import type { Config } from '#src/config/config.ts'
import { loadConfig } from '#src/config/load.ts'
import { platforms } from '#src/platform/registry.ts'
import { ownFolder } from '#test/fixtures/stored.ts'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const TEXT = `rehearsal: off
feeds: [{ id: world, url: "https://news.example.com/world.rss" }]
accounts: [{ id: news-telegram, platform: telegram }]
channels:
  - { id: first, account: news-telegram, chat: "@first_news", feeds: [world] }
  - { id: second, account: news-telegram, chat: "@second_news", feeds: [world] }
`

function read(text: string, token = 'a'): Config {
  const file = join(ownFolder(), 'crier.yaml')
  writeFileSync(file, text)
  const environment = { NEWS_TELEGRAM_BOT_TOKEN: `1234567:${token.repeat(35)}` }
  const loaded = loadConfig({ file, platforms, environment })
  if (loaded.is === 'mistakes') throw new Error(JSON.stringify(loaded.mistakes))
  return loaded.config
}

const second = (more: string): Config => read(TEXT.replace('"@second_news",', `"@second_news", ${more},`))

/** The channels of the one config whose posts would be others by the other. */
function changedChannels(before: Config, after: Config): readonly string[] {
  const [old, now] = [compositionsOf(before), compositionsOf(after)]
  return [...now.keys()].filter((id) => old.has(id) && old.get(id)!.of !== now.get(id)!.of)
}

test.each([
  ['its template', 'template: "{{ title }}"', ['second']],
  ['its rules', 'holdWords: [embargo]', ['second']],
  ['its approval', 'approve: always', ['second']],
  ['its rhythm alone', 'spacing: 1m, quiet: { from: "23:00", to: "07:00" }, first: newest, maxAge: 1h', []],
])('by %s a channel has changed, or not', (_, more, changed) => {
  expect(changedChannels(read(TEXT), second(more))).toEqual(changed)
})

test('channels of another place of the platform have changed, new ones and ones that are gone have not', () => {
  const proxied = TEXT.replace('platform: telegram', 'platform: telegram, apiRoot: "http://127.0.0.1:8081"')
  expect(changedChannels(read(TEXT), read(proxied))).toEqual(['first', 'second'])
  const renamed = TEXT.replace('id: second', 'id: third')
  expect(changedChannels(read(TEXT), read(renamed))).toEqual([])
})

test('hold words for all channels change every one', () => {
  expect(changedChannels(read(TEXT), read(`${TEXT}holdWords: [embargo]`))).toEqual(['first', 'second'])
})

test('an account with other credentials or channels is to be proven anew', () => {
  expect([...sameAccounts(read(TEXT), read(TEXT))]).toEqual(['news-telegram'])
  expect([...sameAccounts(read(TEXT), second('template: "{{ title }}"'))]).toEqual(['news-telegram'])
  expect([...sameAccounts(read(TEXT), read(TEXT, 'b'))]).toEqual([])
  expect([...sameAccounts(read(TEXT), read(TEXT.replace('@second', '@third')))]).toEqual([])
})

test('a rehearsal goes on under another template, and not under another feed', () => {
  expect(sameScene(read(TEXT), second('template: "{{ title }}"'))).toBe(true)
  expect(sameScene(read(TEXT), read(TEXT.replace('world.rss', 'other.rss')))).toBe(false)
})
