import { expect, test } from 'vitest'
import { parseCreate } from '#src/platform/twitter/stand-in/create-request.ts'

const parse = (value: string | Buffer, type: string | undefined = 'application/json') =>
  parseCreate(type, Buffer.from(value))

function message(value: string | Buffer, type?: string): { status: number; message: string; parameters: unknown } {
  const answer = parse(value, type)
  if (!('status' in answer)) throw new Error('the request was taken')
  const body = JSON.parse(answer.body) as {
    errors: [{ message: string; parameters: unknown }]
    title: string
    type: string
  }
  expect(body).toMatchObject({
    title: 'Invalid Request',
    detail: 'One or more parameters to your request was invalid.',
    type: 'https://api.twitter.com/2/problems/invalid-request',
  })
  return { status: answer.status, ...body.errors[0] }
}

test('a body with the fields of X is taken, a charset beside its type too', () => {
  expect(parse('{"text":"Hi"}', 'application/json; charset=utf-8')).toEqual({ text: 'Hi' })
  const full = { text: 'Hi', reply: { in_reply_to_tweet_id: '20' }, reply_settings: 'following', made_with_ai: true }
  expect(parse(JSON.stringify(full))).toEqual(full)
})

test.each([
  ['{"text":"Hi","foo":1}', '$.foo: is not defined in the schema and the schema does not allow additional properties'],
  [
    '{"reply":{"in_reply_to_tweet_id":"1","a":1}}',
    '$.reply.a: is not defined in the schema and the schema does not allow additional properties',
  ],
  ['{"text":"Hi","reply":{}}', '$.reply.in_reply_to_tweet_id: is missing but it is required'],
  ['{"text":5}', '$.text: number found, string expected'],
  ['{"text":null}', '$.text: null found, string expected'],
  ['{"text":"","media":{"media_ids":"1"}}', '$.media.media_ids: string found, array expected'],
  ['{"text":"","media":{"media_ids":["1","2","3","4","5"]}}', '$.media.media_ids: does not match the schema'],
  ['{"text":"a","reply":{"in_reply_to_tweet_id":"x"}}', '$.reply.in_reply_to_tweet_id: does not match the schema'],
  ['{"text":"a","reply_settings":"nobody"}', '$.reply_settings: does not match the schema'],
  ['[]', '$: array found, object expected'],
  ['{"text":', 'Request body is not valid JSON.'],
  ['', 'Request body is not valid JSON.'],
])('%s is refused with what is wrong', (body, wrong) => {
  expect(message(body)).toMatchObject({ status: 400, message: wrong })
})

test('an unknown field comes back with its value', () => {
  expect(message('{"text":"Hi","foo":1}').parameters).toEqual({ '$.foo': ['1'] })
})

test('a body that is not UTF-8 or not JSON by its type is refused', () => {
  expect(message(Buffer.from([0x22, 0xff, 0x22])).message).toBe('Request body is not valid JSON.')
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp']) {
    expect(message('{"text":"Hi"}', type).message).toBe(
      'Requests with bodies must have content-type of application/json.',
    )
  }
})
