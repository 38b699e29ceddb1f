import { describe, expect, test } from 'vitest'
import { readParameters } from '#src/platform/telegram/stand-in/parameters.ts'

const NONE = Buffer.alloc(0)
const FORM = 'application/x-www-form-urlencoded'
const MULTIPART = 'multipart/form-data; boundary=XX'

function multipart(...parts: readonly string[]): Buffer {
  return Buffer.from(`${parts.map((part) => `--XX\r\n${part}\r\n`).join('')}--XX--\r\n`)
}

describe('the stand-in reads what a request says', () => {
  test('from the query', () => {
    expect([...readParameters('text=a%20%D1%8F+b&x=1%3D2&flag', '', NONE).values]).toEqual([
      ['text', 'a я b'],
      ['x', '1=2'],
      ['flag', ''],
    ])
  })

  test('from a form', () => {
    expect([...readParameters('', `${FORM}; charset=utf-8`, Buffer.from('chat_id=%40x&text=1%2B1')).values]).toEqual([
      ['chat_id', '@x'],
      ['text', '1+1'],
    ])
  })

  test('from JSON, objects as text, null as absent, over the query', () => {
    const body = Buffer.from(JSON.stringify({ chat_id: -1001, flag: true, list: [{ a: 'я' }], none: null, text: 'b' }))
    expect([...readParameters('text=a', 'application/json', body).values]).toEqual([
      ['text', 'b'],
      ['chat_id', '-1001'],
      ['flag', 'true'],
      ['list', '[{"a":"я"}]'],
    ])
  })

  test('from multipart, with files', () => {
    const { values, files } = readParameters(
      '',
      MULTIPART,
      multipart(
        'Content-Disposition: form-data; name="caption"\r\n\r\nпідпис\r\n',
        'content-disposition: form-data; name="photo"; filename="a.png"\r\ncontent-type: image/png\r\n\r\n\u0001\r\n--X',
      ),
    )
    expect([...values]).toEqual([['caption', 'підпис\r\n']])
    expect(files.get('photo')).toEqual({ name: 'a.png', bytes: Buffer.from('\u0001\r\n--X') })
  })

  test.each([
    ['a form', FORM, Buffer.from('text=%ff')],
    ['JSON', 'application/json', Buffer.from([0x7b, 0x22, 0x74, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d])],
    ['half a character in JSON', 'application/json', Buffer.from(String.raw`{"text":"\ud83d"}`)],
    [
      'multipart',
      MULTIPART,
      Buffer.concat([
        Buffer.from('--XX\r\nContent-Disposition: form-data; name="text"\r\n\r\n'),
        Buffer.from([0xff]),
        Buffer.from('\r\n--XX--'),
      ]),
    ],
  ])('%s that is not UTF-8 is refused', (_, type, body) => {
    expect(() => readParameters('', type, body)).toThrow('Bad Request: strings must be encoded in UTF-8')
  })

  test.each([
    ['broken JSON', 'application/json', '{', "can't parse JSON object"],
    ['JSON that is no object', 'application/json', '[]', "can't parse JSON object"],
    ['multipart without a boundary', 'multipart/form-data', 'x', 'boundary not found'],
    ['multipart with another boundary', MULTIPART, '--YY', 'boundary not found in the body'],
    [
      'multipart that ends early',
      MULTIPART,
      '--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\nx',
      'unexpected end of the multipart body',
    ],
    ['a part without a name', MULTIPART, '--XX\r\nA: b\r\n\r\nx\r\n--XX--', 'unnamed part in the multipart body'],
  ])('%s is refused', (_, type, body, words) => {
    expect(() => readParameters('', type, Buffer.from(body))).toThrow(`Bad Request: ${words}`)
  })
})
