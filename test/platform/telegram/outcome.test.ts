import { expect, it } from 'vitest'
import { rejection } from '#src/platform/telegram/outcome.ts'

const NOW = 1_800_000_000_000

const judge = (code: number, description: string, more: { retryAfter?: number; movedTo?: string } = {}) =>
  rejection(
    { is: 'rejected', code, description, retryAfter: more.retryAfter ?? null, movedTo: more.movedTo ?? null },
    NOW,
    'news-telegram',
  )

it.each([
  [401, 'Unauthorized', /@BotFather.*crier resume news-telegram/],
  [404, 'Not Found', /bot token and apiRoot/],
])('holds the account until staff act: %d %s', (code, description, why) => {
  expect(judge(code, description)).toEqual({ is: 'later', at: null, holds: 'account', why: expect.stringMatching(why) })
})

it.each([
  [403, 'Forbidden: bot was kicked from the channel chat', /put out of the chat/],
  [403, 'Forbidden: bot is not a member of the channel chat', /administrator/],
  [400, 'Bad Request: chat not found', /check the name or id/],
  [400, 'Bad Request: CHANNEL_PRIVATE', /check the name or id/],
  [400, 'Bad Request: not enough rights to send text messages to the chat', /may not post/],
  [400, 'Bad Request: need administrator rights in the channel chat', /administrator/],
  [400, 'Bad Request: CHAT_WRITE_FORBIDDEN', /administrator/],
  [400, 'Bad Request: CHAT_RESTRICTED', /open it again/],
])('holds the chat until staff act: %d %s', (code, description, why) => {
  expect(judge(code, description)).toEqual({ is: 'later', at: null, holds: 'place', why: expect.stringMatching(why) })
})

it('tells the new id of a group that has moved', () => {
  const moved = judge(400, 'Bad Request: group chat was upgraded to a supergroup chat', { movedTo: '-1001234567890' })
  expect(moved).toMatchObject({ is: 'later', holds: 'place', at: null, why: expect.stringContaining('-1001234567890') })
})

it.each([
  [400, "Bad Request: can't parse entities: Unsupported start tag"],
  [400, 'Bad Request: message is too long'],
  [400, 'Bad Request: message text is empty'],
  [413, 'Request Entity Too Large'],
  [409, 'Conflict: terminated by other getUpdates request'],
  [406, 'Not Acceptable'],
])('refuses this message for good: %d %s', (code, description) => {
  expect(judge(code, description)).toMatchObject({ is: 'refused', why: expect.stringContaining(description) })
})

it('waits as long as told', () => {
  expect(judge(429, 'Too Many Requests: retry after 10072', { retryAfter: 10_072 })).toMatchObject({
    is: 'later',
    holds: 'place',
    at: NOW + 10_072_000,
  })
  expect(judge(429, 'Too Many Requests: retry after 35')).toMatchObject({ is: 'later', at: NOW + 35_000 })
  expect(judge(429, 'Too Many Requests: retry after 35', { retryAfter: 40 })).toMatchObject({ at: NOW + 40_000 })
  expect(judge(429, 'Too Many Requests', { retryAfter: 31 * 86_400 })).toMatchObject({ at: NOW + 31 * 86_400_000 })
})

it('waits a second at least, so that nothing is asked again and again', () => {
  expect(judge(429, 'Too Many Requests: retry after 35', { retryAfter: 0 })).toMatchObject({ at: NOW + 1_000 })
  expect(judge(429, 'Too Many Requests: retry after 0')).toMatchObject({ at: NOW + 1_000 })
  expect(judge(429, 'Too Many Requests', { retryAfter: 0.001 })).toMatchObject({ at: NOW + 1_000 })
})

it.each([
  ['30 years', 'Too Many Requests', 1e9],
  ['what is beyond every date', 'Too Many Requests', 1e13],
  ['what no number holds', 'Too Many Requests', 1e308],
  ['that in words', 'Too Many Requests: retry after 99999999999999999999', undefined],
])('takes a wait that nobody can mean for none that is told: %s', (_, description, retryAfter) => {
  const outcome = judge(429, description, retryAfter === undefined ? {} : { retryAfter })
  expect(outcome).toMatchObject({ is: 'later', at: NOW + 300_000 })
})

it('goes by its words where the field for the wait holds what nobody can mean', () => {
  const outcome = judge(429, 'Too Many Requests: retry after 35', { retryAfter: 1e13 })
  expect(outcome).toMatchObject({ is: 'later', at: NOW + 35_000 })
})

it('waits five minutes where nothing says how long', () => {
  expect(judge(429, 'Too Many Requests')).toMatchObject({ is: 'later', at: NOW + 300_000 })
})

it.each([
  [420, 'FLOOD_WAIT_30', 30],
  [420, 'FLOOD_PREMIUM_WAIT_7', 7],
  [420, 'Flood', 300],
])('waits as long as told in the words of the platform behind the Bot API: %d %s', (code, description, seconds) => {
  expect(judge(code, description)).toMatchObject({ is: 'later', at: NOW + seconds * 1_000, holds: 'place', firm: true })
})
