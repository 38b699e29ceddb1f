import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MINUTE } from '#src/base/clock.ts'
import type { StandInPost } from '#src/platform/platform.ts'
import { telegramStandIn } from '#src/platform/telegram/stand-in.ts'
import { WIDE, call, openBot, send, type OpenBot } from './stand-in/client.ts'

let clock: OpenBot['clock']
let standIn: OpenBot['standIn']
let token: string
let api: OpenBot['api']
let result: OpenBot['result']
let post: OpenBot['post']
let refusal: OpenBot['refusal']

beforeEach(async () => {
  ;({ clock, standIn, token, api, result, post, refusal } = await openBot())
})

afterEach(async () => {
  await standIn[Symbol.asyncDispose]()
})

describe('accounts', () => {
  test('the same account gets the same bot, the same name the same chat', async () => {
    await using other = await telegramStandIn({ clock })
    expect(other.admit('news', [{ chat: '@News_World' }])).toEqual({ BOT_TOKEN: token })
    expect(token).toMatch(/^\d{9}:[\w-]{35}$/)
    const chat = await result('getChat', { chat_id: '@news_world' })
    const same = await call(other.apiRoot, token, 'getChat', { chat_id: '@news_world' })
    expect(same.json).toMatchObject({ result: { id: chat['id'] } })
  })

  test('a token that is given is taken over, with the id it names', async () => {
    const given = '987654321:canary-canary-canary-canary-canary'
    expect(standIn.admit('other', [{ chat: '@other' }], { BOT_TOKEN: given })).toEqual({ BOT_TOKEN: given })
    const { json } = await call(standIn.apiRoot, given, 'getMe')
    expect(json).toMatchObject({ ok: true, result: { id: 987_654_321, is_bot: true, username: 'other_bot' } })
  })

  test('a channel must be a name or a number', () => {
    expect(() => standIn.admit('news', [{ chat: 'https://t.me/x' }])).toThrow('neither an @name nor the number')
  })

  test.each([
    ['123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 401, 'Unauthorized'],
    ['nonsense', 404, 'Not Found'],
    ['', 404, 'Not Found'],
  ])('the token %j is answered with %i', async (wrong, status, description) => {
    const answer = await call(standIn.apiRoot, wrong, 'getMe')
    expect(answer).toMatchObject({ status, json: { ok: false, error_code: status, description } })
  })

  test('a method that does not exist is not found, nor is a path that is none', async () => {
    expect(await refusal('sendRumour', {})).toBe('404 Not Found')
    expect((await send(`${standIn.apiRoot}/`)).status).toBe(404)
    expect((await send(`${standIn.apiRoot}/bot${token}`)).status).toBe(404)
    expect((await send(`${standIn.apiRoot}/bot%zz/getMe`)).status).toBe(404)
  })
})

describe('chats', () => {
  test('a bot sees itself, its chat and its rights', async () => {
    const me = await result('getMe')
    expect(me).toMatchObject({ is_bot: true, first_name: 'news', username: 'news_bot', can_join_groups: true })
    const chat = await result('getChat', { chat_id: '@news_world' })
    expect(chat).toMatchObject({ type: 'channel', title: 'news world', username: 'news_world' })
    expect(chat['id']).toBeLessThan(-1_000_000_000_000)
    const member = await result('getChatMember', { chat_id: chat['id'], user_id: me['id'] })
    expect(member).toMatchObject({ status: 'administrator', can_post_messages: true, user: { id: me['id'] } })
  })

  test('name and number are the same chat', async () => {
    const { chat } = (await post('a')) as { chat: { id: number } }
    const second = await post('b', { chat_id: chat.id })
    expect(second).toMatchObject({ chat: { id: chat.id, username: 'news_world', type: 'channel' } })
    expect(new Set(standIn.posts().map(({ place }) => place)).size).toBe(1)
  })

  test('a chat nobody opened, or that is private to others, is not found', async () => {
    standIn.admit('other', [{ chat: '-1009999999999' }, { chat: '@others' }])
    for (const chat_id of ['@nobody', '-1008888888888', '-1009999999999', 'x', '0']) {
      expect(await refusal('sendMessage', { chat_id, text: 'a' })).toBe('400 Bad Request: chat not found')
    }
    expect(await refusal('sendMessage', { text: 'a' })).toBe('400 Bad Request: chat_id is empty')
    expect(await refusal('sendMessage', { chat_id: '@others', text: 'a' })).toBe(
      '403 Forbidden: bot is not a member of the channel chat',
    )
    expect(await result('getChat', { chat_id: '@others' })).toMatchObject({ username: 'others' })
    expect(standIn.posts()).toEqual([])
  })

  test('a bot that is no administrator of a public channel has left it', async () => {
    standIn.admit('other', [{ chat: '@others' }])
    const me = await result('getMe')
    expect(await result('getChatMember', { chat_id: '@others', user_id: me['id'] })).toMatchObject({ status: 'left' })
    expect(await refusal('getChatMember', { chat_id: '@others' })).toBe('400 Bad Request: invalid user_id specified')
    expect(await refusal('getChatMember', { chat_id: '@others', user_id: 1 })).toBe('400 Bad Request: user not found')
  })
})

describe('buttons', () => {
  const button = { text: 'Read', url: 'https://Example.com' }

  test('stand under the message, with the address as Telegram spells it', async () => {
    await post('a', { reply_markup: { inline_keyboard: [[button], [{ text: 'Like', callback_data: 'x' }]] } })
    expect(standIn.posts()[0]).toMatchObject({ buttons: [{ text: 'Read', url: 'https://example.com/' }] })
  })

  test('are forwarded where all of them lead to addresses, and else not', async () => {
    const forwarded = async (keyboard: object) => {
      const { message_id } = await post('a', { reply_markup: keyboard })
      return result('forwardMessage', { chat_id: '@news_world', from_chat_id: '@news_world', message_id })
    }
    expect(await forwarded({ inline_keyboard: [[button]] })).toHaveProperty('reply_markup')
    expect(await forwarded({ inline_keyboard: [[button, { text: 'Like', callback_data: 'x' }]] })).not.toHaveProperty(
      'reply_markup',
    )
  })
})

describe('messages', () => {
  test('a message stands as it was sent, and is answered with', async () => {
    const message = await post('Hi <b>all</b> https://example.com/a', {
      parse_mode: 'HTML',
      disable_notification: true,
      unknown_parameter: { is: 'ignored' },
    })
    expect(message).toMatchObject({
      date: Math.floor(clock.now() / 1000),
      text: 'Hi all https://example.com/a',
      entities: [
        { type: 'bold', offset: 3, length: 3 },
        { type: 'url', offset: 7, length: 21 },
      ],
      sender_chat: { username: 'news_world' },
    })
    expect(standIn.posts()).toEqual([
      {
        account: 'news',
        place: String((message['chat'] as { id: number }).id),
        placeName: '@news_world',
        id: String(message['message_id']),
        text: 'Hi all https://example.com/a',
        html: 'Hi <b>all</b> <a href="https://example.com/a" rel="noopener nofollow" target="_blank">https://example.com/a</a>',
        length: { used: 28, allowed: 4096 },
        card: 'https://example.com/a',
        picture: null,
        alt: null,
        at: clock.now(),
        deleted: null,
      },
    ])
  })

  test('ids grow in each chat, and those of a later run are others', async () => {
    const first = await post('a')
    const second = await post('b')
    expect(second['message_id']).toBe(Number(first['message_id']) + 1)
    const elsewhere = await post('c', { chat_id: '-1001234567890' })
    expect(elsewhere).toMatchObject({ message_id: first['message_id'], chat: { title: 'Chat -1001234567890' } })
    clock.advance(MINUTE)
    await using later = await telegramStandIn({ clock })
    later.admit('news', [{ chat: '@news_world' }])
    const { json } = await call(later.apiRoot, token, 'sendMessage', { chat_id: '@news_world', text: 'a' })
    const { result: message } = json as { result: { message_id: number } }
    expect(message.message_id).toBeGreaterThan(Number(second['message_id']) + 1000)
  })

  test.each([
    ['sendMessage', 'text', 4096, 'message is too long'],
    ['sendPhoto', 'caption', 1024, 'message caption is too long'],
  ])('%s counts code points after parsing', async (method, field, most, words) => {
    const body = { chat_id: '@news_world', photo: 'https://example.com/a.jpg', parse_mode: 'HTML' }
    const longest = `<b>${'😀'.repeat(most - 1)}</b>&amp;`
    await result(method, { ...body, [field]: longest })
    expect(standIn.posts().at(-1)?.length).toEqual({ used: most, allowed: most })
    expect(await refusal(method, { ...body, [field]: `${longest}a` })).toBe(`400 Bad Request: ${words}`)
    expect(standIn.posts()).toHaveLength(1)
  })

  test.each([
    [{ text: '' }, 'message text is empty'],
    [{}, 'message text is empty'],
    [{ text: ' \n ' }, 'message text is empty'],
    [{ text: '<b> </b>', parse_mode: 'html' }, 'message text is empty'],
    [{ text: 'a'.repeat(32_769) }, 'text is too long'],
    [{ text: '<br>', parse_mode: 'HTML' }, `can't parse entities: Unsupported start tag "br" at byte offset 0`],
    [{ text: 'a', parse_mode: 'MarkdownV3' }, 'unsupported parse_mode'],
    [
      { text: 'a', entities: [{ type: 'bold', offset: 0, length: 2 }] },
      'entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 2',
    ],
    [{ text: 'a', link_preview_options: 'x' }, "can't parse link preview options JSON object"],
    [{ text: 'a', link_preview_options: [] }, 'object expected as link preview options'],
    [{ text: 'a', link_preview_options: { is_disabled: 'no' } }, 'field "is_disabled" must be of type Boolean'],
    [{ text: 'a', reply_markup: 'x' }, "can't parse reply keyboard markup JSON object"],
    [{ text: 'a', reply_markup: '1' }, 'object expected as reply markup'],
    [{ text: 'a', reply_markup: { keyboard: [] } }, 'inline keyboard expected'],
    [{ text: 'a', reply_markup: { inline_keyboard: {} } }, 'field "inline_keyboard" must be of type Array'],
    [{ text: 'a', reply_markup: { inline_keyboard: [1] } }, 'field "inline_keyboard" must be an Array of Arrays'],
    [
      { text: 'a', reply_markup: { inline_keyboard: [[{ text: 'b' }]] } },
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [
      { text: 'a', reply_markup: { inline_keyboard: [[{ text: '', url: 'x' }]] } },
      "can't parse inline keyboard button: Button text must be non-empty",
    ],
    [
      { text: 'a', reply_markup: { inline_keyboard: [[{ text: 'b', url: 'http://localhost/x' }]] } },
      "inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
    ],
    [
      { text: 'a', reply_markup: { inline_keyboard: [[{ text: 'b', url: 'ftp://a.example/' }]] } },
      "inline keyboard button URL 'ftp://a.example/' is invalid: Unsupported URL protocol",
    ],
    [
      { text: 'a', reply_markup: { inline_keyboard: [['b']] } },
      "can't parse inline keyboard button: InlineKeyboardButton must be an Object",
    ],
    [{ text: 'a', reply_parameters: 'x' }, "can't parse reply parameters JSON object"],
    [{ text: 'a', reply_parameters: [] }, 'object expected as reply parameters'],
    [{ text: 'a', reply_parameters: {} }, `can't parse reply parameters: Can't find field "message_id"`],
    [{ text: 'a', reply_parameters: { message_id: -1 } }, 'invalid message identifier specified'],
    [{ text: 'a', reply_parameters: { message_id: 7 } }, 'message to be replied not found'],
    [{ text: 'a', reply_to_message_id: 7 }, 'message to be replied not found'],
  ])('%j is refused, and nothing stands', async (body, words) => {
    expect(await refusal('sendMessage', { chat_id: '@news_world', ...body })).toBe(`400 Bad Request: ${words}`)
    expect(standIn.posts()).toEqual([])
  })

  test.each([
    [{}, 'http://first.com'],
    [{ link_preview_options: { url: 'https://other.com/x' } }, 'https://other.com/x'],
    [{ link_preview_options: { is_disabled: true } }, null],
    [{ disable_web_page_preview: true }, null],
  ])('with %j the card is that of %s', async (options, card) => {
    await post('first.com and https://second.com', options)
    expect(standIn.posts()[0]?.card).toBe(card)
  })

  test('a message may answer another, and need not where it may be missing', async () => {
    const first = await post('a')
    const reply = await post('b', { reply_parameters: { message_id: first['message_id'] } })
    expect(reply).toMatchObject({ reply_to_message: { message_id: first['message_id'], text: 'a' } })
    const lone = await post('c', { reply_parameters: { message_id: 7, allow_sending_without_reply: true } })
    expect(lone).not.toHaveProperty('reply_to_message')
  })

  test('an inline keyboard and the options of the preview are answered with', async () => {
    const reply_markup = { inline_keyboard: [[{ text: 'Read', url: 'https://example.com' }]] }
    const link_preview_options = { prefer_large_media: true }
    expect(await post('a', { reply_markup, link_preview_options })).toMatchObject({
      reply_markup,
      link_preview_options,
    })
  })

  test('whoever listens is told of every message, until it stops', async () => {
    const heard: StandInPost[] = []
    const stop = standIn.onPost((one) => heard.push(one))
    await post('a')
    stop()
    await post('b')
    expect(heard.map(({ text }) => text)).toEqual(['a'])
  })

  test('a query and a form say the same as JSON, whatever the capitals of the method', async () => {
    const url = `${standIn.apiRoot}/bot${token}/SENDMESSAGE`
    expect((await send(`${url}?chat_id=@news_world&text=%3Cb%3Ea%3C%2Fb%3E&parse_mode=HTML`)).status).toBe(200)
    const form = await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ chat_id: '@news_world', text: 'я' }).toString(),
    })
    expect(form.status).toBe(200)
    expect(standIn.posts().map(({ html }) => html)).toEqual(['<b>a</b>', 'я'])
  })
})

describe('limits', () => {
  test('are Telegram’s unless set', async () => {
    await using strict = await telegramStandIn({ clock })
    expect(strict.limits).toEqual({ perSecond: 30, placePerSecond: 1, placePerMinute: 20 })
    expect(standIn.limits).toEqual(WIDE)
  })

  test('a message too many is told to wait, and does not stand; refused ones do not count', async () => {
    await using strict = await telegramStandIn({ clock, limits: { placePerMinute: 2 } })
    strict.admit('news', [{ chat: '@news_world' }])
    const say = (text: string) => call(strict.apiRoot, token, 'sendMessage', { chat_id: '@news_world', text })
    expect((await say('')).status).toBe(400)
    expect((await say('a')).status).toBe(200)
    expect(await say('b')).toMatchObject({
      status: 429,
      headers: { 'retry-after': '1' },
      json: {
        ok: false,
        error_code: 429,
        description: 'Too Many Requests: retry after 1',
        parameters: { retry_after: 1 },
      },
    })
    clock.advance(1000)
    expect((await say('b')).status).toBe(200)
    clock.advance(1000)
    expect((await say('c')).json).toMatchObject({ parameters: { retry_after: 58 } })
    clock.advance(58_000)
    expect((await say('c')).status).toBe(200)
    expect(strict.posts().map(({ text }) => text)).toEqual(['a', 'b', 'c'])
  })
})

describe('the ledger', () => {
  test('holds every request, and no token', async () => {
    await api('getMe')
    await post('a')
    await send(`${standIn.apiRoot}/bot${token.replace(':', '%3A')}/getMe?x=${token}`)
    await call(standIn.apiRoot, '123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'getMe')
    await send(`${standIn.apiRoot}/file/bot${token}/x`)
    expect(standIn.requests()).toEqual([
      { at: clock.now(), account: 'news', method: 'POST', path: '/bot…/getMe', status: 200, fault: null },
      { at: clock.now(), account: 'news', method: 'POST', path: '/bot…/sendMessage', status: 200, fault: null },
      { at: clock.now(), account: 'news', method: 'GET', path: '/bot…/getMe', status: 200, fault: null },
      { at: clock.now(), account: null, method: 'POST', path: '/bot…/getMe', status: 401, fault: null },
      { at: clock.now(), account: null, method: 'GET', path: '/file/bot…/x', status: 404, fault: null },
    ])
    expect(JSON.stringify([standIn.requests(), standIn.posts()])).not.toContain(token.split(':')[1])
  })
})
