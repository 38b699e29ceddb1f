import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '#src/base/log.ts'
import { secret } from '#src/base/secret.ts'
import type { Connection, Found, StandIn, Wanted } from '#src/platform/platform.ts'
import type { TelegramChat } from '#src/platform/telegram/client.ts'
import { telegram } from '#src/platform/telegram/index.ts'
import { fakeClock, type FakeClock } from '#test/fake-clock.ts'
import { answering, type Heard, type Said } from '#test/platform/answering.ts'

const CHAT = '@news_world'
const STAFF = '-1009876543210'
const TOKEN = '123456789:canary-canary-canary-canary-canary1'
const never = new AbortController().signal

let clock: FakeClock
let bot: StandIn<unknown>
let mine: Connection<unknown>

beforeEach(async () => {
  clock = fakeClock()
  bot = await telegram.standIn({ clock })
  mine = connect(bot.apiRoot, bot.admit('news', [{ chat: CHAT }, { chat: STAFF }])['BOT_TOKEN']!)
})
afterEach(() => bot[Symbol.asyncDispose]())

function connect(apiRoot: string, token: string, staffChat: string | null = STAFF): Connection<unknown> {
  const settings = { staffChat, afterUnknown: 'verified' }
  return telegram.connect(
    { id: 'news', settings, apiRoot, secrets: { BOT_TOKEN: secret(token) } },
    { clock, log: silentLog },
  )
}

/** Lets time pass while `work` waits for it. */
async function passing<T>(work: Promise<T>): Promise<T> {
  const state = { done: false }
  const end = () => (state.done = true)
  void work.then(end, end)
  while (!state.done) {
    await new Promise(setImmediate)
    // Deadlines sleep longer than any pause between two calls.
    if (clock.sleeping() > 0) await clock.advance(100)
  }
  return work
}

const bytesOf = (text: string, more: object = {}): string => JSON.stringify({ chat_id: CHAT, text, ...more })

async function posted(text: string, more: object = {}): Promise<string> {
  await clock.advance(4_000)
  const outcome = await mine.send(bytesOf(text, more), 'key', never)
  if (outcome.is !== 'sent') throw new Error(`not sent: ${'why' in outcome ? outcome.why : ''}`)
  return outcome.ref.id
}

async function deleted(id: string): Promise<void> {
  const path = `${bot.apiRoot}/bot${bot.admit('news', [])['BOT_TOKEN']}/deleteMessage`
  const answer = await fetch(`${path}?chat_id=${CHAT}&message_id=${id}`)
  if (!answer.ok) throw new Error(await answer.text())
}

/** Sends `text` so that the answer is lost; what is known to stand before is `after`. */
async function lost(text: string, after: string, more: object = {}): Promise<Wanted> {
  await clock.advance(4_000)
  bot.play('accept-then-reset')
  expect(await mine.send(bytesOf(text, more), 'key', never)).toMatchObject({ is: 'unknown' })
  const { place } = bot.posts().at(-1)!
  return { bytes: bytesOf(text, more), place, after, before: null, link: null, at: clock.now() }
}

/** What is wanted, when Crier's next post stands: where the channel ended in between. */
const followed = async (wanted: Wanted): Promise<Wanted> => ({ ...wanted, before: await posted('The next post') })

const find = (wanted: Wanted): Promise<Found> => passing(mine.find!(wanted, never))
const ids = (found: Found): readonly string[] => (found.is === 'present' ? found.refs.map(({ id }) => id) : [])
const staffChat = () => bot.posts().filter(({ place }) => place === STAFF)
const channel = () => bot.posts().filter(({ place }) => place !== STAFF)

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
    const quiet = connect(bot.apiRoot, TOKEN, null)
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
    const found = await passing(mine.find!(wanted('https://news.example.com/b?utm_source=t'), never))
    expect(found).toMatchObject({ is: 'present', refs: [{ id: second }] })
    expect(found.is === 'present' && found.refs).toHaveLength(1)
    expect(await passing(mine.find!(wanted('https://news.example.com'), never))).toMatchObject({ is: 'present' })
    expect(await passing(mine.find!(wanted('https://news.example.com/c'), never))).toEqual({ is: 'absent' })
  })
})

describe('a look through the Bot API', () => {
  const no = (code: number, description: string): Said => ({
    status: code,
    body: { ok: false, error_code: code, description },
  })
  const copy = (text?: string): Said => ({
    status: 200,
    body: { ok: true, result: { message_id: 900, chat: { id: Number(STAFF) }, ...(text !== undefined && { text }) } },
  })
  const missing = no(400, 'Bad Request: message to forward not found')

  async function looked(answers: Readonly<Record<number, Said>>, before: string | null = null) {
    const forwards: Record<string, unknown>[] = []
    const say = ({ path, body }: Heard): Said => {
      if (!path.endsWith('forwardMessage')) return { status: 200, body: { ok: true, result: true } }
      const asked = JSON.parse(body) as Record<string, unknown>
      forwards.push(asked)
      return answers[Number(asked['message_id'])] ?? missing
    }
    await using server = await answering(say)
    const wanted = { bytes: bytesOf('Tram'), place: '-1001', after: '7', before, link: null, at: 0 }
    const found = await passing(connect(server.origin, TOKEN).find!(wanted, never))
    expect(JSON.stringify(found)).not.toContain('canary')
    return { found, forwards, heard: server.heard }
  }

  it('starts behind the last known message, forwards in silence, and ends where thirty in a row are missing', async () => {
    const { found, forwards } = await looked({})
    expect(found).toMatchObject({ is: 'unclear' })
    expect(forwards.map((asked) => asked['message_id'])).toEqual(Array.from({ length: 30 }, (_, at) => 8 + at))
    expect(forwards[0]).toEqual({ chat_id: STAFF, from_chat_id: '-1001', message_id: 8, disable_notification: true })
  })

  it('ends before the first later post, or five missing ones behind what it found', async () => {
    const numbers = async (...given: Parameters<typeof looked>) =>
      (await looked(...given)).forwards.map((asked) => asked['message_id'])
    expect(await numbers({}, '11')).toEqual([8, 9, 10])
    expect(await numbers({ 9: copy('Tram') })).toEqual([8, 9, 10, 11, 12, 13, 14])
    expect(await numbers({ 9: copy('Tram') }, '13')).toEqual([8, 9, 10, 11, 12])
  })

  it('keeps what it found when a later call fails', async () => {
    const { found } = await looked({ 8: copy('Tram'), 9: no(429, 'Too Many Requests: retry after 5') }, '20')
    expect(found).toMatchObject({
      is: 'present',
      refs: [{ id: '8' }],
      missed: expect.stringContaining('retry after 5'),
    })
  })

  it('passes over service messages and messages without text: they are no end of the channel', async () => {
    const service = no(400, "Bad Request: message can't be forwarded")
    const answers = Object.fromEntries([8, 9, 10, 11, 12, 13].map((id) => [id, id % 2 === 0 ? service : copy()]))
    const { found } = await looked({ ...answers, 14: copy('Tram') })
    expect(found).toMatchObject({ is: 'present', refs: [{ id: '14', url: 'https://t.me/c/1/14' }] })
  })

  it.each<[string, Said]>([
    ['protected content', no(400, "Bad Request: message has protected content and can't be forwarded")],
    ['a limit', no(429, 'Too Many Requests: retry after 5')],
    ['the bot being put out', no(403, 'Forbidden: bot was kicked from the channel chat')],
    ['a chat of staff that is gone', no(400, 'Bad Request: chat not found')],
    ['an outage', { status: 502, body: '<html>' }],
    ['a success that says nothing', { status: 200, body: { ok: true, result: true } }],
  ])('is unclear at %s, whatever was missing before', async (_, said) => {
    const { found, forwards } = await looked({ 10: said })
    expect(found).toEqual({ is: 'unclear', why: expect.any(String) })
    expect(forwards).toHaveLength(3)
  })

  it('deletes every forward, and only from the chat of staff', async () => {
    const { heard } = await looked({ 8: copy('Other'), 9: copy('Tram') })
    const deletions = heard.filter(({ path }) => path.endsWith('deleteMessage')).map(({ body }) => JSON.parse(body))
    const one = { chat_id: STAFF, message_id: 900 }
    expect(deletions).toEqual([one, one])
  })
})

describe('probing a channel', () => {
  const named = (chat: string) => ({ id: 'telegram-test', settings: { chat } satisfies TelegramChat })
  const probe = (chat = CHAT) => passing(mine.probe!(named(chat), never))

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
    const outside = connect(bot.apiRoot, bot.admit('news', [])['BOT_TOKEN']!, '-1001111111111')
    const { works, says } = await passing(outside.probe!(named(CHAT), never))
    expect({ works, says }).toEqual({ works: false, says: expect.stringMatching(/chat not found/) })
    expect(channel().filter((post) => post.deleted === null)).toEqual([])
  })
})

describe('telling staff', () => {
  it('writes to their chat and says so', async () => {
    expect(await mine.tell!('Look at <b>this</b> & that', never)).toBe(true)
    expect(staffChat().map(({ text }) => text)).toEqual(['Look at <b>this</b> & that'])
    expect(channel()).toEqual([])
  })

  it.each(['accept-then-reset', 'rate-limit', 'kicked', 'bad-gateway-html'])(
    'says that they were not told at %s',
    async (fault) => {
      bot.play(fault)
      expect(await mine.tell!('Look', never)).toBe(false)
    },
  )

  it('says so, and throws nothing, where nothing can be reached or it is stopped', async () => {
    const nowhere = connect('http://127.0.0.1:9', TOKEN)
    expect(await nowhere.tell!('Look', never)).toBe(false)
    expect(await mine.tell!('Look', AbortSignal.abort())).toBe(false)
  })
})
