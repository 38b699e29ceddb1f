import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Found, Wanted } from '#src/platform/platform.ts'
import { bytesOf, connect, openRoom, type Room, TOKEN } from './room.ts'

let bot: Room['bot']
let clock: Room['clock']
let posted: Room['posted']
let deleted: Room['deleted']
let lost: Room['lost']
let followed: Room['followed']
let find: Room['find']
let staffChat: Room['staffChat']
let channel: Room['channel']

beforeEach(async () => {
  ;({ bot, clock, posted, deleted, lost, followed, find, staffChat, channel } = await openRoom())
})
afterEach(() => bot[Symbol.asyncDispose]())

const ids = (found: Found): readonly string[] => (found.is === 'present' ? found.refs.map(({ id }) => id) : [])

describe('a lost message on Telegram', () => {
  it('is found behind the last known one, with its address', async () => {
    const after = await posted('Good morning')
    const wanted = await lost('Tram line opens', after)
    const { id, place } = channel().at(-1)!
    expect(await find(wanted)).toEqual({
      is: 'present',
      refs: [{ id, url: `https://t.me/c/${place.slice(4)}/${id}` }],
      missed: expect.stringContaining('no later message'),
    })
    expect(await find(await followed(wanted))).toMatchObject({ is: 'present', missed: null })
  })

  it('is found among the posts of colleagues, within the limits of the staff chat', async () => {
    const after = await posted('Good morning')
    for (const text of ['Lunch', 'Coffee', 'Tea']) await posted(text)
    const wanted = await lost('Tram line opens', after)
    const { id } = channel().at(-1)!
    for (const text of ['Dinner', 'Good night']) await posted(text)
    expect(ids(await find(wanted))).toEqual([id])
    expect(bot.requests().filter(({ status }) => status === 429)).toEqual([])
  })

  it('is absent where only others stand before a later post, and every one of them was seen', async () => {
    const after = await posted('Good morning')
    for (const text of ['Tram line opens today', 'tram line opens', 'Tram line']) await posted(text)
    const { place } = channel().at(-1)!
    const wanted = { bytes: bytesOf('Tram line opens'), place, after, before: null, link: null, at: clock.now() }
    expect(await find(wanted)).toMatchObject({ is: 'unclear', why: expect.stringContaining('no later message') })
    expect(await find(await followed(wanted))).toEqual({ is: 'absent' })
  })

  it('is absent where the next post has the next number, and nothing is asked', async () => {
    const after = await posted('Good morning')
    const { place } = channel().at(-1)!
    const wanted = { bytes: bytesOf('Tram'), place, after, before: null, link: null, at: clock.now() }
    const next = await followed(wanted)
    const before = bot.requests().length
    expect(await find(next)).toEqual({ is: 'absent' })
    expect(bot.requests()).toHaveLength(before)
  })

  it.each([16, 60])('is found behind %d deleted messages, and what is gone is never taken for proof', async (gap) => {
    const after = await posted('Good morning')
    const gone: string[] = []
    for (let index = 0; index < gap; index++) gone.push(await posted(`By a colleague ${index}`))
    const wanted = await lost('Tram line opens', after)
    const { id } = channel().at(-1)!
    for (const number of gone) await deleted(number)
    const next = await followed(wanted)
    expect(ids(await find(next))).toEqual([id])
    expect(await find({ ...next, bytes: bytesOf('Never sent') })).toMatchObject({ is: 'unclear' })
  })

  it('is found behind a gap: deleted messages keep their numbers', async () => {
    const after = await posted('Good morning')
    const gone = [await posted('one'), await posted('two'), await posted('three'), await posted('four')]
    for (const id of gone) await deleted(id)
    const wanted = await lost('Tram line opens', after)
    expect(ids(await find(wanted))).toEqual([channel().at(-1)!.id])
  })

  it('that was deleted is unclear: what is gone may have been any message', async () => {
    const after = await posted('Good morning')
    const wanted = await lost('Tram line opens', after)
    await deleted(channel().at(-1)!.id)
    const found = await find(await followed(wanted))
    expect(found).toMatchObject({ is: 'unclear', why: expect.stringMatching(/^message \d+ is gone/) })
  })

  it.each<[string, string, object]>([
    ['written out', 'Read this: https://news.example.com/tram.', {}],
    [
      'behind words',
      'Read',
      { entities: [{ type: 'text_link', offset: 0, length: 4, url: 'https://news.example.com/tram' }] },
    ],
  ])('is unclear where its link stands in other words, %s: somebody may have changed it', async (_, text, more) => {
    const after = await posted('Good morning')
    const wanted = { ...(await lost('Tram line opens', after)), link: 'https://news.example.com/tram' }
    await deleted(channel().at(-1)!.id)
    const other = await posted(text, more)
    const next = await followed({ ...wanted, after: String(Number(other) - 1) })
    const found = await find(next)
    expect(found).toMatchObject({ is: 'unclear', why: expect.stringContaining('the same link and other words') })
    expect(await find({ ...next, link: 'https://news.example.com/other' })).toEqual({ is: 'absent' })
  })

  it.each([
    ['formatting', 'Tram line opens', { entities: [{ type: 'bold', offset: 0, length: 4 }] }],
    ['white space that Telegram trims', '  Tram line opens \n\n', {}],
    ['characters of markup', 'Fish & chips <b>fresh</b> &amp; {{ hot }}', {}],
    ['accents, emoji and right-to-left words', 'Cafe\u0301 👩‍👩‍👧‍👦 افتتح المجلس', {}],
  ])('is found by its text with %s', async (_, text, more) => {
    const wanted = await lost(text, await posted('Good morning'), more)
    expect(ids(await find(wanted))).toEqual([channel().at(-1)!.id])
  })

  it('comes with every other message of the same text', async () => {
    const after = await posted('Good morning')
    const twin = await posted('Tram line opens')
    const wanted = await lost('Tram line opens', after)
    expect(ids(await find(wanted))).toEqual([twin, channel().at(-1)!.id])
  })

  it('is unclear where nothing is known to start from, and nothing is asked', async () => {
    const wanted = await lost('Tram line opens', '1')
    const before = bot.requests().length
    expect(await find({ ...wanted, after: null })).toMatchObject({ is: 'unclear' })
    expect(bot.requests()).toHaveLength(before)
  })

  it('is unclear where too much has been posted since, and no look is without end', async () => {
    const after = await posted('Good morning')
    const { place } = channel().at(-1)!
    for (let index = 0; index < 101; index++) await posted(`Post ${index}`)
    const wanted = { bytes: bytesOf('Tram line opens'), place, after, before: null, link: null, at: clock.now() }
    expect(await find(await followed(wanted))).toMatchObject({ is: 'unclear', why: expect.stringContaining('100') })
    expect(bot.requests().filter(({ path }) => path.endsWith('forwardMessage'))).toHaveLength(100)
    expect(bot.requests().filter(({ status }) => status === 429)).toEqual([])
  })

  it('is unclear where what is known of the channel contradicts itself', async () => {
    const after = await posted('Good morning')
    const wanted = await lost('Tram line opens', after)
    expect(await find({ ...wanted, after: '9000', before: await posted('Next') })).toMatchObject({ is: 'unclear' })
  })

  it('is unclear where the channel protects its content', async () => {
    const after = await posted('Good morning')
    const wanted = await lost('Tram line opens', after, { protect_content: true })
    expect(await find(wanted)).toMatchObject({ is: 'unclear', why: expect.stringContaining('protected') })
  })

  it('is looked for by forwards that are deleted at once; nothing is left with staff, nothing in the channel changes', async () => {
    const after = await posted('Good morning')
    await posted('Lunch')
    const wanted = await lost('Tram line opens', after)
    const before = channel()
    await find(wanted)
    expect(channel()).toEqual(before)
    expect(staffChat()).toHaveLength(2)
    expect(staffChat().filter((post) => post.deleted === null)).toEqual([])
    const asked = new Set(bot.requests().map(({ path }) => path.split('/').at(-1)))
    expect(asked).toEqual(new Set(['sendMessage', 'forwardMessage', 'deleteMessage']))
  })

  it('is not looked for without a chat of staff: such an account can neither find nor tell', () => {
    const quiet = connect(clock, bot.apiRoot, TOKEN, null)
    expect([quiet.find, quiet.tell, quiet.probe]).toEqual([undefined, undefined, undefined])
  })
})

describe('a message with its link on a button', () => {
  const button = (url: string) => ({ reply_markup: { inline_keyboard: [[{ text: 'Read more', url }]] } })

  it('is told from one of the same words that leads elsewhere', async () => {
    const before = await posted('Before')
    await posted('Live: the tram', button('https://News.example.com'))
    const second = await posted('Live: the tram', button('https://news.example.com/b?utm_source=t'))
    const { place } = bot.posts()[0]!
    const next = await posted('The next post')
    const wanted = (link: string): Wanted => ({
      bytes: bytesOf('Live: the tram', button(link)),
      place,
      after: before,
      before: next,
      link,
      at: 0,
    })
    const found = await find(wanted('https://news.example.com/b?utm_source=t'))
    expect(found).toMatchObject({ is: 'present', refs: [{ id: second }] })
    expect(found.is === 'present' && found.refs).toHaveLength(1)
    expect(await find(wanted('https://news.example.com'))).toMatchObject({ is: 'present' })
    expect(await find(wanted('https://news.example.com/c'))).toEqual({ is: 'absent' })
  })
})
