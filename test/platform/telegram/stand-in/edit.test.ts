import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DAY, HOUR } from '#src/base/clock.ts'
import { openBot, type OpenBot } from './client.ts'

let clock: OpenBot['clock']
let standIn: OpenBot['standIn']
let api: OpenBot['api']
let result: OpenBot['result']
let post: OpenBot['post']
let refusal: OpenBot['refusal']

beforeEach(async () => {
  ;({ clock, standIn, api, result, post, refusal } = await openBot())
})

afterEach(async () => {
  await standIn[Symbol.asyncDispose]()
})

describe('what happens to a message later', () => {
  test('its text can be edited, even after days, but not to the same', async () => {
    const sent = await post('a', { link_preview_options: { is_disabled: true } })
    const where = { chat_id: '@news_world', message_id: sent['message_id'] }
    clock.advance(9 * DAY)
    expect(await refusal('editMessageText', { ...where, text: 'a', disable_web_page_preview: true })).toBe(
      '400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    )
    const edited = await result('editMessageText', { ...where, text: 'b e.com' })
    expect(edited).toMatchObject({ text: 'b e.com', edit_date: Math.floor(clock.now() / 1000), date: sent['date'] })
    expect(standIn.posts()).toMatchObject([{ text: 'b e.com', card: 'http://e.com' }])
    expect(await refusal('editMessageCaption', { ...where, caption: 'c' })).toBe(
      '400 Bad Request: there is no caption in the message to edit',
    )
  })

  test('a caption can be edited, a photo has no text', async () => {
    const sent = await result('sendPhoto', { chat_id: '@news_world', photo: 'https://example.com/a.jpg', caption: 'a' })
    const where = { chat_id: '@news_world', message_id: sent['message_id'] }
    await result('editMessageCaption', { ...where, caption: '<i>b</i>', parse_mode: 'HTML' })
    expect(standIn.posts()).toMatchObject([{ html: '<i>b</i>', picture: 'https://example.com/a.jpg' }])
    expect(await refusal('editMessageText', { ...where, text: 'c' })).toBe(
      '400 Bad Request: there is no text in the message to edit',
    )
    expect(await refusal('editMessageCaption', { ...where, caption: 'x'.repeat(1025) })).toBe(
      '400 Bad Request: message caption is too long',
    )
  })

  test('it can be deleted within 48 hours only', async () => {
    const sent = await post('a')
    const old = await post('b')
    const where = { chat_id: '@news_world', message_id: sent['message_id'] }
    clock.advance(48 * HOUR - 1)
    expect((await api('deleteMessage', where)).json).toEqual({ ok: true, result: true })
    const at = clock.now()
    expect(await refusal('deleteMessage', where)).toBe('400 Bad Request: message to delete not found')
    expect(await refusal('editMessageText', { ...where, text: 'c' })).toBe('400 Bad Request: message to edit not found')
    clock.advance(1)
    expect(await refusal('deleteMessage', { ...where, message_id: old['message_id'] })).toBe(
      "400 Bad Request: message can't be deleted for everyone",
    )
    expect(standIn.posts().map(({ deleted }) => deleted)).toEqual([at, null])
  })

  test('it can be forwarded between chats the bot is in, which tells what it says', async () => {
    const sent = await post('a')
    const forward = { chat_id: '-1001234567890', from_chat_id: '@news_world', message_id: sent['message_id'] }
    expect(await result('forwardMessage', forward)).toMatchObject({
      text: 'a',
      chat: { id: -1_001_234_567_890 },
      forward_origin: { type: 'channel', message_id: sent['message_id'], chat: { username: 'news_world' } },
    })
    expect(standIn.posts().map(({ placeName }) => placeName)).toEqual(['@news_world', 'Chat -1001234567890'])
    for (const message_id of [Number(sent['message_id']) + 1, 'x', 0]) {
      expect(await refusal('forwardMessage', { ...forward, message_id })).toBe(
        '400 Bad Request: message to forward not found',
      )
    }
    const guarded = await post('b', { protect_content: true })
    expect(await refusal('forwardMessage', { ...forward, message_id: guarded['message_id'] })).toBe(
      "400 Bad Request: message has protected content and can't be forwarded",
    )
  })

  test.each(['editMessageText', 'editMessageCaption', 'deleteMessage'])('%s needs a number', async (method) => {
    expect(await refusal(method, { chat_id: '@news_world', text: 'a', caption: 'a' })).toBe(
      '400 Bad Request: message identifier is not specified',
    )
  })
})
