import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TelegramChat } from '#src/platform/telegram/client.ts'
import { CHAT, connect, never, openRoom, passing, type Room } from './room.ts'

let bot: Room['bot']
let mine: Room['mine']
let clock: Room['clock']
let token: Room['token']
let channel: Room['channel']

beforeEach(async () => {
  ;({ bot, mine, clock, token, channel } = await openRoom())
})
afterEach(() => bot[Symbol.asyncDispose]())

describe('probing a channel', () => {
  const named = (chat: string) => ({ id: 'telegram-test', settings: { chat } satisfies TelegramChat })
  const probe = (chat = CHAT) => passing(clock, mine.probe!(named(chat), never))

  it('says that looking works where it does, and leaves nothing behind', async () => {
    expect(await probe()).toEqual({
      works: true,
      says: 'telegram-test: looking works; the account may say afterUnknown: verified.',
    })
    expect(channel()).toHaveLength(2)
    expect(bot.posts().filter((post) => post.deleted === null)).toEqual([])
  })

  it.each<[string, () => Promise<unknown> | void, RegExp]>([
    ['the bot may not post there', () => bot.play('no-rights'), /not enough rights/],
    ['the answer to the test message is lost', () => bot.play('accept-then-reset'), /not posted/],
  ])('says that looking does not work where %s', async (_, arrange, why) => {
    await arrange()
    const { works, says } = await probe()
    expect(works).toBe(false)
    expect(says).toMatch(/^telegram-test: looking does not work, /)
    expect(says).toMatch(why)
  })

  it('says that looking does not work where the staff chat cannot be forwarded to', async () => {
    const outside = connect(clock, bot.apiRoot, token, '-1001111111111')
    const { works, says } = await passing(clock, outside.probe!(named(CHAT), never))
    expect({ works, says }).toEqual({ works: false, says: expect.stringMatching(/chat not found/) })
    expect(channel().filter((post) => post.deleted === null)).toEqual([])
  })
})
