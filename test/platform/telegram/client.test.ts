import { describe, expect, it } from 'vitest'
import { SECOND, systemClock, type Clock } from '#src/base/clock.ts'
import { secret } from '#src/base/secret.ts'
import { connectTelegram } from '#src/platform/telegram/client.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { answering, type Heard, type Said } from '#test/platform/answering.ts'

const TOKEN = '123456789:canary-canary-canary-canary-canary1'
const never = new AbortController().signal

const connect = (apiRoot: string, clock: Clock = systemClock, staffChat: string | null = null) =>
  connectTelegram(
    {
      id: 'news-telegram',
      settings: { staffChat, afterUnknown: 'held' },
      apiRoot,
      secrets: { BOT_TOKEN: secret(TOKEN) },
    },
    { clock },
  )

const ok = (result: unknown): Said => ({ status: 200, body: { ok: true, result } })
const no = (code: number, description: string): Said => ({
  status: code,
  body: { ok: false, error_code: code, description },
})

async function send(said: Said) {
  await using server = await answering(() => said)
  return await connect(server.origin).send('{"chat_id":"@a","text":"hi"}', 'key', never)
}

describe('sending', () => {
  it('posts the bytes as they are, under the path of apiRoot', async () => {
    await using server = await answering(() => ok({ message_id: 7, chat: { id: -100123, username: 'news_world' } }))
    const bytes = JSON.stringify({
      chat_id: '@news_world',
      text: 'Київ & “東京” 🚋',
      entities: [],
      link_preview_options: { url: 'https://a.b/' },
    })
    expect(await connect(`${server.origin}/proxy`).send(bytes, 'key', never)).toEqual({
      is: 'sent',
      ref: { id: '7', url: 'https://t.me/news_world/7' },
    })
    expect(server.heard).toEqual([
      { method: 'POST', path: `/proxy/bot${TOKEN}/sendMessage`, body: bytes, authorization: '' },
    ])
  })

  it.each([
    ['a private channel', { id: -1001234567890 }, 'https://t.me/c/1234567890/7'],
    ['a basic group, which has no links', { id: -4567 }, null],
  ])('links to a message of %s', async (_, chat, url) => {
    expect(await send(ok({ message_id: 7, chat }))).toEqual({ is: 'sent', ref: { id: '7', url } })
  })

  it.each([301, 302, 303, 307, 308])('follows no redirect (%d), and takes it for no answer', async (status) => {
    await using server = await answering(({ path }) =>
      path.startsWith('/bot')
        ? { status, body: '', headers: { location: `/elsewhere${path}` } }
        : no(400, 'Bad Request: message text is empty'),
    )
    const outcome = await connect(server.origin).send('{"chat_id":"@a","text":"hi"}', 'key', never)
    expect(outcome).toMatchObject({ is: 'unknown', why: expect.stringContaining('redirects the call to 127.0.0.1') })
    expect(server.heard).toHaveLength(1)
  })

  it.each<[string, unknown, number]>([
    ['a number', 35, 35],
    ['the same as text', '35', 35],
    ['less than nothing', -5, 300],
    ['nonsense', 'soon', 300],
    ['nothing', undefined, 300],
  ])('waits as long as a 429 tells in its field: %s', async (_, told, seconds) => {
    const clock = fakeClock()
    const body = { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: told } }
    await using server = await answering(() => ({ status: 429, body }))
    const outcome = await connect(server.origin, clock).send('{"chat_id":"@a","text":"hi"}', 'key', never)
    expect(outcome).toMatchObject({ is: 'later', at: clock.now() + seconds * SECOND, firm: true })
  })

  it.each<[string, unknown]>([
    ['null', null],
    ['a list', [2]],
    ['a text', 'soon'],
    ['a chat id that is a text', { migrate_to_chat_id: '-1001234' }],
    ['a chat id that is none', { migrate_to_chat_id: {} }],
  ])('takes a whole "no" for one whatever comes with it: %s', async (_, parameters) => {
    const refusal = no(400, 'Bad Request: message is too long')
    const body = { ...(refusal.body as object), parameters }
    const [said, limit] = [
      await send({ status: 400, body }),
      await send({ status: 429, body: { ...body, error_code: 429, description: 'Too Many Requests: retry after 2' } }),
    ]
    expect(['refused', 'later']).toContain(said.is)
    expect(limit).toMatchObject({ is: 'later', firm: true })
  })

  it('tells the new id of a group, be it a text', async () => {
    const { status, body } = no(400, 'Bad Request: group chat was upgraded to a supergroup chat')
    const moved = await send({ status, body: { ...(body as object), parameters: { migrate_to_chat_id: '-1001234' } } })
    expect(moved).toMatchObject({ is: 'later', at: null, why: expect.stringContaining('write -1001234') })
  })

  it.each<[string, unknown, string | null]>([
    ['whose name is null', { id: -1001234567890, username: null }, 'https://t.me/c/1234567890/7'],
    ['whose id is a text', { id: '-100', username: 'news' }, null],
    ['that is none', null, null],
  ])('takes the id of a message for the proof that it stands, with a chat %s', async (_, chat, url) => {
    expect(await send(ok({ message_id: 7, chat }))).toEqual({ is: 'sent', ref: { id: '7', url } })
  })

  it.each<[string, Said]>([
    ['a result without an id', ok({ chat: { id: 1 } })],
    ['an id that is none', ok({ message_id: '7', chat: { id: 1 } })],
    ['no result', ok(true)],
    ['a no without a code', { status: 400, body: { ok: false } }],
    [
      'a no that says it is a 500',
      { status: 200, body: { ok: false, error_code: 500, description: 'Internal Server Error: restart' } },
    ],
    [
      'a 408, before which something may have passed the message on',
      { status: 408, body: { ok: false, error_code: 408, description: 'Request Timeout' } },
    ],
    ['JSON that is not the API', { status: 200, body: { hello: 'world' } }],
    ['null', { status: 200, body: 'null' }],
    ['a page', { status: 200, body: '<html>Sign in</html>', headers: { 'content-type': 'text/html' } }],
  ])('does not know what %s means, and shows no token', async (_, said) => {
    const outcome = await send(said)
    expect(outcome).toMatchObject({ is: 'unknown' })
    expect(JSON.stringify(outcome)).not.toMatch(/canary|Cannot read/)
  })
})

describe('checking', () => {
  const bot = { id: 123456789, is_bot: true, username: 'news_bot' }
  const channels = [
    { id: 'tg-world', settings: { chat: '@news_world' } },
    { id: 'tg-local', settings: { chat: '-1009' } },
  ]

  /** Checks against chats that answer with what is given, or with a channel that the bot may post to. */
  async function check(says: Readonly<Record<string, Said>>, staffChat: string | null = null) {
    const asked: string[] = []
    const say = ({ path, body }: Heard): Said => {
      const method = path.split('/').at(-1)!
      const { chat_id: chat = '' } = JSON.parse(body || '{}') as { chat_id?: string | number }
      asked.push(`${method} ${chat}`.trim())
      const local = String(chat) === '-1009'
      const given = says[`${method} ${chat === '@staff' ? 'staff' : local ? 'local' : 'world'}`] ?? says[method]
      if (given !== undefined) return given
      if (method === 'getMe') return ok(bot)
      if (method === 'getChat') return ok({ id: local ? -1009 : -1008, type: 'channel', title: 'News' })
      return ok({ status: 'administrator', can_post_messages: true, user: bot })
    }
    await using server = await answering(say)
    return { found: await connect(server.origin, systemClock, staffChat).check(channels, never), asked }
  }

  it('proves the bot and every chat, by asking only', async () => {
    expect(await check({})).toEqual({
      found: {
        is: 'proven',
        id: '123456789',
        name: '@news_bot',
        notes: [],
        channels: [
          { channel: 'tg-world', place: '-1008', missing: null },
          { channel: 'tg-local', place: '-1009', missing: null },
        ],
      },
      asked: ['getMe', 'getChat @news_world', 'getChatMember -1008', 'getChat -1009', 'getChatMember -1009'],
    })
  })

  it.each<[string, Readonly<Record<string, Said>>, RegExp]>([
    [
      'a chat that is not there',
      { 'getChat world': no(400, 'Bad Request: chat not found') },
      /^@news_world: the bot cannot see this chat .*choose @news_bot, allow Post Messages/,
    ],
    [
      'a chat it was put out of',
      { 'getChat world': no(403, 'Forbidden: bot was kicked from the channel chat') },
      /kicked/,
    ],
    [
      'a member list it may not read',
      { 'getChatMember world': no(400, 'Bad Request: member list is inaccessible') },
      /not in this chat/,
    ],
    [
      'an administrator who may not post',
      { 'getChatMember world': ok({ status: 'administrator', can_post_messages: false }) },
      /not an administrator who may post\. Open the chat/,
    ],
    ['a member of a channel', { 'getChatMember world': ok({ status: 'member' }) }, /not an administrator/],
    ['a bot that has left', { 'getChatMember world': ok({ status: 'left' }) }, /not an administrator/],
  ])('names what is missing, and proves the rest: %s', async (_, says, missing) => {
    const { found } = await check(says)
    expect(found).toMatchObject({
      is: 'proven',
      channels: [
        { channel: 'tg-world', place: null, missing: expect.stringMatching(missing) },
        { channel: 'tg-local', place: '-1009', missing: null },
      ],
    })
  })

  it.each([
    ['by the number of the chat that the channel names', '-1008'],
    ['by the name of the chat whose number is known', '@NEWS_world'],
    ['by another name of it', '@world_today'],
  ])('tells all that the chat of staff is called: %s', async (_, staffChat) => {
    const says = ok({
      id: -1008,
      type: 'channel',
      username: 'News_World',
      active_usernames: ['News_World', 'World_Today'],
    })
    const { found } = await check({ 'getChat world': says }, staffChat)
    const places = expect.arrayContaining(['-1008', '@news_world', '@world_today'])
    expect(found).toMatchObject({ is: 'proven', staff: { places, missing: null } })
  })

  it('says what is missing where the bot does not see the chat of staff', async () => {
    const { found } = await check({ 'getChat staff': no(400, 'Bad Request: chat not found') }, '@staff')
    expect(found).toMatchObject({
      is: 'proven',
      staff: { places: [], missing: expect.stringContaining('chat not found') },
    })
  })

  it.each<[string, Said]>([
    ['an outage', { status: 502, body: '<html>' }],
    ['an answer that makes no sense', ok({})],
    ['a no that says nothing of the chat', no(404, 'Not Found')],
  ])('proves the bot whatever is answered of the chat of staff: %s', async (_, says) => {
    const { found } = await check({ 'getChat staff': says }, '@staff')
    expect(found).toMatchObject({ is: 'proven', staff: { places: [], missing: expect.any(String), unsure: true } })
  })

  it.each<[string, Said, unknown]>([
    ['that is there', ok({ id: -7, type: 'group' }), { places: ['@staff', '-7'], missing: null }],
    [
      'that it does not see',
      no(400, 'Bad Request: chat not found'),
      { places: [], missing: expect.stringContaining('chat not found') },
    ],
    ['in an outage', { status: 502, body: '<html>' }, { places: [], missing: expect.any(String), unsure: true }],
    ['that makes no sense', ok({ id: 'x' }), { places: [], missing: expect.any(String), unsure: true }],
    [
      'and is told to wait',
      no(429, 'Too Many Requests: retry after 300'),
      { places: [], missing: expect.any(String), again: expect.any(Number) },
    ],
  ])('looks at a chat of staff alone %s', async (_, says, found) => {
    const asked: string[] = []
    await using server = await answering(({ path }) => {
      asked.push(path.split('/').at(-1)!)
      return says
    })
    const clock = fakeClock()
    const looking = connect(server.origin, clock, '@staff').staff!(never)
    await clock.advance(3 * SECOND)
    expect(await looking).toEqual(found)
    expect(asked).toEqual(['getChat'])
  })

  it.each<[string, unknown, unknown, boolean]>([
    ['the creator of a channel', { type: 'channel' }, { status: 'creator' }, true],
    ['an administrator whose right is not told', { type: 'channel' }, { status: 'administrator' }, true],
    ['a member of a group', { type: 'supergroup' }, { status: 'member' }, true],
    [
      'a member of a group that is closed',
      { type: 'group', permissions: { can_send_messages: false } },
      { status: 'member' },
      false,
    ],
    ['one restricted in a group', { type: 'supergroup' }, { status: 'restricted', can_send_messages: false }, false],
    [
      'one restricted in a group who may write',
      { type: 'supergroup' },
      { status: 'restricted', can_send_messages: true },
      true,
    ],
  ])('knows who may post: %s', async (_, chat, member, may) => {
    const { found } = await check({
      'getChat world': ok({ id: -1008, ...(chat as object) }),
      'getChatMember world': ok(member),
    })
    expect(found.is === 'proven' && found.channels[0]!.place !== null).toBe(may)
  })

  it.each<[string, Readonly<Record<string, Said>>, 'refused' | 'unreachable']>([
    ['a wrong token', { getMe: no(401, 'Unauthorized') }, 'refused'],
    ['a token of the wrong shape', { getMe: no(404, 'Not Found') }, 'refused'],
    ['an outage on the way', { 'getChat local': { status: 502, body: '<html>' } }, 'unreachable'],
    ['what is not the API', { getMe: ok({ id: 1 }) }, 'unreachable'],
    ['a chat that makes no sense', { 'getChat world': ok({}) }, 'unreachable'],
    ['a member that makes no sense', { 'getChatMember world': ok({}) }, 'unreachable'],
  ])('tells a no from a failure: %s', async (_, says, is) => {
    const { found } = await check(says)
    expect(found).toEqual({ is, why: expect.any(String) })
    expect(JSON.stringify(found)).not.toContain('canary')
  })

  it('goes on where it was told to wait, after the time it was told', async () => {
    const asked: string[] = []
    const says = new Set<string>()
    await using server = await answering(({ path, body }) => {
      const { chat_id: chat = '' } = JSON.parse(body || '{}') as { chat_id?: string | number }
      const call = `${path.split('/').at(-1)} ${chat}`.trim()
      asked.push(call)
      if (says.delete(call)) return no(429, 'Too Many Requests: retry after 300')
      if (call === 'getMe') return ok(bot)
      const id = /-100\d/.exec(call)?.[0] ?? '-1008'
      return ok(call.startsWith('getChatM') ? { status: 'creator' } : { id: Number(id), type: 'channel' })
    })
    const clock = fakeClock()
    const connection = connect(server.origin, clock)
    const told = { is: 'unreachable', why: expect.any(String), again: clock.now() + 300 * SECOND }
    for (const call of ['getMe', 'getChatMember -1009']) {
      says.add(call)
      expect(await connection.check(channels, never)).toEqual(told)
    }
    expect(await connection.check(channels, never)).toMatchObject({ is: 'proven', channels: [{}, {}] })
    const chats = asked.filter((call) => call.startsWith('getChat '))
    expect(chats.toSorted()).toEqual([...new Set(chats), 'getChat -1009'].toSorted())
    expect(await connection.check(channels, never)).toMatchObject({ is: 'proven' })
    expect(asked.slice(-5)).toHaveLength(5)
    expect(new Set(asked.slice(-5)).size).toBe(5)
  })
})
