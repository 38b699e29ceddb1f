import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { MINUTE, SECOND } from '#src/base/clock.ts'
import { openHouse, until, type House } from '#test/fixtures/house.ts'

const story = (number: number) => ({
  title: `Report ${number}`,
  path: `/report-${number}`,
  published: Date.now() - MINUTE + number,
})

/** The states of a channel's parts, and in how many changes its posts were taken back for another place. */
function stateOf({ store }: House, channel: string): { readonly parts: readonly string[]; readonly back: number } {
  const database = new DatabaseSync(store, { readOnly: true })
  try {
    const rows = database.prepare('select state from part where channel = ?').all(channel)
    const back = database.prepare(`select id from history where why like 'anew: % posts to another place %'`).all()
    return { parts: rows.map(({ state }) => String(state)), back: back.length }
  } finally {
    database.close()
  }
}

test(
  'what waited in a channel that is to post to another chat is routed for that one as soon as the chat is known',
  { timeout: 30 * SECOND },
  async () => {
    await using house = await openHouse()
    const { text } = house.config
    const lines = text.split('\n').filter((line) => !line.includes('telegram-second'))
    house.config.text = lines.join('\n')
    house.feeds.publish('world', story(1))
    const crier = house.start()
    await crier.logged('feed seen for the first time')
    await crier.logged('account proven', 2)
    expect(await house.asked('pause', 'telegram-first')).toMatchObject({ code: 0 })
    house.feeds.publish('world', story(2))
    await crier.logged('article routed')
    house.config.text = house.config.text.replace('@first_news', '@second_news')
    writeFileSync(join(house.folder, 'config/crier.yaml'), house.config.text)
    await crier.logged('account proven', 3)
    await until(house, crier, () => {
      const { parts, back } = stateOf(house, 'telegram-first')
      return back > 0 && parts.join() === 'ready'
    })
    expect(await house.asked('resume', 'telegram-first')).toMatchObject({ code: 0 })
    await until(house, crier, () => house.telegram.posts().length === 1)
    expect(house.telegram.posts().map(({ placeName }) => placeName)).toEqual(['@second_news'])
    expect(await crier.end()).toBe(0)
  },
)
