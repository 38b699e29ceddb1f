import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openBot, png, send, type OpenBot, type Reply } from './client.ts'

let standIn: OpenBot['standIn']
let token: string
let result: OpenBot['result']
let refusal: OpenBot['refusal']

beforeEach(async () => {
  ;({ standIn, token, result, refusal } = await openBot())
})

afterEach(async () => {
  await standIn[Symbol.asyncDispose]()
})

describe('photos', () => {
  async function upload(bytes: Buffer, name = 'photo', more: Record<string, string> = {}): Promise<Reply> {
    const form = new FormData()
    for (const [key, value] of Object.entries({ chat_id: '@news_world', caption: 'c', ...more })) form.set(key, value)
    form.set(name, new Blob([new Uint8Array(bytes)]), 'a.png')
    const whole = new Response(form)
    const headers = { 'content-type': whole.headers.get('content-type')! }
    const body = Buffer.from(await whole.arrayBuffer())
    return send(`${standIn.apiRoot}/bot${token}/sendPhoto`, { method: 'POST', headers, body })
  }

  test('a photo by its address is not fetched, and has no card', async () => {
    const message = await result('sendPhoto', {
      chat_id: '@news_world',
      photo: 'https://example.com/a.jpg',
      caption: 'see example.com',
    })
    expect(message).toMatchObject({ caption: 'see example.com', caption_entities: [{ type: 'url' }] })
    expect(standIn.posts()[0]).toMatchObject({
      card: null,
      picture: 'https://example.com/a.jpg',
      text: 'see example.com',
    })
    const [size] = message['photo'] as [{ file_id: string }]
    const again = await result('sendPhoto', { chat_id: '@news_world', photo: size.file_id })
    expect(again).not.toHaveProperty('caption')
    expect(standIn.posts()[1]?.picture).toBe('https://example.com/a.jpg')
  })

  test.each([
    ['', 'there is no photo in the request'],
    ['nonsense', 'wrong file identifier/HTTP URL specified'],
    ['ftp://example.com/a.jpg', 'wrong file identifier/HTTP URL specified'],
    ['http://localhost/a.jpg', 'wrong HTTP URL specified'],
  ])('the address %j is refused', async (photo, words) => {
    expect(await refusal('sendPhoto', { chat_id: '@news_world', photo })).toBe(`400 Bad Request: ${words}`)
  })

  test('an upload is measured, and a page can show it', async () => {
    const bytes = png(640, 480)
    const { json } = await upload(bytes)
    expect(json).toMatchObject({ result: { photo: [{ width: 640, height: 480, file_size: bytes.length }] } })
    const picture = standIn.posts()[0]?.picture ?? ''
    expect(await send(picture)).toMatchObject({ status: 200, headers: { 'content-type': 'image/png' } })
    expect((await upload(bytes, 'file0', { photo: 'attach://file0' })).status).toBe(200)
    expect(standIn.requests()).toHaveLength(2)
  })

  test.each([
    ['that is empty', Buffer.alloc(0), 'file must be non-empty'],
    ['that is no picture', Buffer.from('<html>'.repeat(9)), 'IMAGE_PROCESS_FAILED'],
    ['that is too large', png(9000, 1001), 'PHOTO_INVALID_DIMENSIONS'],
    ['that is too narrow', png(2100, 100), 'PHOTO_INVALID_DIMENSIONS'],
    ['that has no height', png(100, 0), 'PHOTO_INVALID_DIMENSIONS'],
    ['over 10 MB', png(10, 10, 10 * 2 ** 20 + 1), 'file "a.png" of size 10485761 bytes is too big for a photo'],
  ])('an upload %s is refused', async (_, bytes, words) => {
    expect((await upload(bytes)).json).toMatchObject({ error_code: 400, description: `Bad Request: ${words}` })
    expect(standIn.posts()).toEqual([])
  })
})
