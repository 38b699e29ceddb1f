import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { SECOND } from '#src/base/clock.ts'
import { channelId } from '#src/platform/telegram/stand-in/names.ts'
import { patiently } from '#test/crash/ending.ts'
import { openHouse, type House } from '#test/fixtures/house.ts'

const READERS = '@first_news'
const NUMBER = channelId(READERS.slice(1))

/** Has a post become unknown, which is a notice, and waits until that is told, where it may be. Answers the status. */
async function holdOne(house: House): Promise<string> {
  const crier = house.start()
  house.feeds.publish('world', { title: 'Old', path: '/old', published: Date.now() })
  await patiently(crier, 'the first sight', crier.logged('feed seen for the first time'))
  house.telegram.play('accept-then-reset')
  house.feeds.publish('world', { title: 'Report', path: '/report', published: Date.now() })
  await patiently(crier, 'the loss', crier.logged('nobody knows whether this was posted: held, see `crier held`'))
  // The account waits for five seconds after a loss, longer than a notice for its turn.
  house.feeds.publish('world', { title: 'Another', path: '/another', published: Date.now() })
  await patiently(crier, 'what comes behind', crier.logged('sent', 5))
  const { out } = await house.asked('status')
  expect(await crier.end()).toBe(0)
  return out
}

const among = (house: House) => house.telegram.posts().filter(({ text }) => text.includes('Nobody knows'))

function untoldIn({ store }: House): number {
  using database = new DatabaseSync(store, { readOnly: true })
  return Number(database.prepare('select count(*) as count from notice where told is null').get()?.['count'])
}

test.concurrent(
  'a chat that a channel of the same bot names otherwise is told nothing, and the channel posts on',
  { timeout: 60 * SECOND },
  async () => {
    await using house = await openHouse()
    house.config.text = house.config.text.replace('platform: telegram,', `platform: telegram, staffChat: "${NUMBER}",`)
    expect(await holdOne(house)).toMatch(/staffChat:news-telegram {2}until mended: .*it is the chat of telegram-first/)
    expect([among(house), untoldIn(house)]).toEqual([[], 1])
    const checked = await house.command('check')
    expect([checked.code, checked.out]).toEqual([1, expect.stringMatching(/✗ news-telegram: .*telegram-first/)])
  },
)

test.concurrent(
  'a chat that a channel of another bot names otherwise is told nothing',
  { timeout: 60 * SECOND },
  async () => {
    await using house = await openHouse()
    const { BOT_TOKEN } = house.telegram.admit('desk-bot', [{ chat: READERS }, { chat: '@desk_news' }])
    house.secrets['DESK_BOT_BOT_TOKEN'] = BOT_TOKEN!
    house.config.text = house.config.text.replace(
      'accounts:\n',
      `accounts:\n  - { id: desk-bot, platform: telegram, apiRoot: "${house.telegram.apiRoot}", staffChat: "${NUMBER}" }\n`,
    )
    expect(await holdOne(house)).toMatch(/staffChat:desk-bot {2}until mended: .*it is the chat of telegram-first/)
    expect([among(house), untoldIn(house)]).toEqual([[], 1])
  },
)
