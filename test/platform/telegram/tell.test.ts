import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '#src/base/clock.ts'
import { bytesOf, connect, never, openRoom, passing, type Room, TOKEN } from './room.ts'

let bot: Room['bot']
let mine: Room['mine']
let clock: Room['clock']
let token: Room['token']
let posted: Room['posted']
let lost: Room['lost']
let find: Room['find']
let staffChat: Room['staffChat']
let channel: Room['channel']

beforeEach(async () => {
  ;({ bot, mine, clock, token, posted, lost, find, staffChat, channel } = await openRoom())
})
afterEach(() => bot[Symbol.asyncDispose]())

describe('telling staff', () => {
  const tell = (connection = mine, signal = never) =>
    passing(clock, connection.tell!('Look at <b>this</b> & that', signal))

  it('writes to their chat and says so', async () => {
    expect(await tell()).toEqual({ is: 'told' })
    expect(staffChat().map(({ text }) => text)).toEqual(['Look at <b>this</b> & that'])
    expect(channel()).toEqual([])
  })

  it.each(['accept-then-reset', 'kicked', 'bad-gateway-html'])('says that they were not told at %s', async (fault) => {
    bot.play(fault)
    expect(await tell()).toEqual({ is: 'failed', why: expect.any(String) })
  })

  it('says that a text is refused where it is the text, and not the chat', async () => {
    const text = 'x'.repeat(5_000)
    expect(await passing(clock, mine.tell!(text, never))).toEqual({
      is: 'refused',
      why: expect.stringContaining('400'),
    })
    const strange = connect(clock, bot.apiRoot, token, '-1001111111111')
    expect(await passing(clock, strange.tell!('Look', never))).toMatchObject({ is: 'failed' })
  })

  it('says so, and throws nothing, where nothing can be reached or it is stopped', async () => {
    const nowhere = connect(clock, 'http://127.0.0.1:9', TOKEN)
    expect(await tell(nowhere)).toMatchObject({ is: 'failed' })
    expect(await tell(mine, AbortSignal.abort())).toMatchObject({ is: 'failed' })
  })

  it('asks for nothing besides posts until the end of a wait, looks or notices', async () => {
    const after = await posted('Good morning')
    const wanted = await lost('Tram line opens', after)
    bot.play('long-rate-limit')
    const told = await tell()
    if (told.is !== 'later') throw new Error(told.is)
    expect(told.at - clock.now()).toBeGreaterThan(MINUTE)
    const before = bot.requests().length
    expect(await tell()).toEqual(told)
    expect(await find(wanted)).toMatchObject({ is: 'unclear', again: told.at })
    expect(bot.requests()).toHaveLength(before)
    // A post asks for its own.
    await mine.send(bytesOf('The next post'), 'key', never)
    expect(bot.requests()).toHaveLength(before + 1)
    await clock.advance(told.at - clock.now())
    expect((await find(wanted)).is).toBe('present')
    expect(await tell()).toEqual({ is: 'told' })
  })

  it('and looking share twenty messages a minute', async () => {
    const after = await posted('Good morning')
    for (let index = 0; index < 12; index++) await posted(`Post ${index}`)
    const wanted = await lost('Tram line opens', after)
    const notices = Array.from({ length: 30 }, async () => mine.tell!('Look', never))
    expect((await find(wanted)).is).toBe('present')
    expect(await passing(clock, Promise.all(notices))).toEqual(notices.map(() => ({ is: 'told' })))
    const starts = bot.requests().filter(({ path }) => /forwardMessage|deleteMessage/.test(path))
    for (const [index, { at }] of starts.slice(1).entries()) {
      expect(at - starts[index]!.at).toBeGreaterThanOrEqual(3_000)
    }
    expect(bot.requests().filter(({ status }) => status === 429)).toEqual([])
  })

  it('deletes a forward later that could not be deleted at once', async () => {
    const after = await posted('Good morning')
    await posted('Lunch')
    const wanted = await lost('Tram line opens', after)
    const looking = mine.find!(wanted, never)
    while (staffChat().length === 0) {
      await new Promise(setImmediate)
      if (clock.sleeping() > 0) await clock.advance(100)
    }
    bot.play('long-rate-limit', { on: 'any' })
    expect(await passing(clock, looking)).toMatchObject({ is: 'unclear' })
    expect(staffChat().filter((post) => post.deleted === null)).toHaveLength(1)
    await clock.advance(12 * HOUR)
    expect((await find(wanted)).is).toBe('present')
    expect(staffChat().filter((post) => post.deleted === null)).toEqual([])
  })
})
