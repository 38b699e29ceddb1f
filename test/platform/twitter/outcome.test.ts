import { expect, it } from 'vitest'
import { rejection } from '#src/platform/twitter/outcome.ts'

const NOW = 1_800_000_000_000

const judge = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  rejection({ is: 'rejected', status, body, headers, signed: NOW }, NOW, 'news-x')

const problem = (title: string, detail: string, kind = 'about:blank') => ({
  title,
  detail,
  type: kind === 'about:blank' ? kind : `https://api.twitter.com/2/problems/${kind}`,
})

it.each<[string, number, unknown, RegExp]>([
  ['credits', 402, problem('CreditsDepleted', 'no credits', 'credits'), /buy some .* crier resume news-x/],
  ['usage cap', 429, problem('UsageCapExceeded', 'Usage cap exceeded', 'usage-capped'), /usage cap/],
  ['suspended user', 403, problem('Forbidden', 'suspended', 'user-suspended'), /suspended this account/],
  ['suspended app', 403, problem('Forbidden', 'suspended', 'app-suspended'), /suspended/],
  ['locked (v1.1)', 403, { errors: [{ code: 326, message: 'locked' }] }, /unlock/],
  ['read-only tokens', 403, problem('Forbidden', 'oauth1', 'oauth1-permissions'), /Read and write/],
  ['app outside a project', 403, problem('Client Forbidden', 'x', 'client-forbidden'), /project/],
  ['wrong tokens', 401, problem('Unauthorized', 'Unauthorized'), /tokens were refused/],
  ['wrong address', 404, problem('Not Found', 'Not Found'), /apiRoot/],
])('holds the account until staff act: %s', (_, status, body, why) => {
  expect(judge(status, body)).toEqual({ is: 'later', at: null, holds: 'account', why: expect.stringMatching(why) })
})

it.each<[number, string]>([
  [61, ", as it is 61 min ahead of X's"],
  [-60, ", as it is 1 h behind X's"],
  [1440, ", as it is 1 d ahead of X's"],
  [-2, ", as it is 2 min behind X's"],
])(
  'takes a 401 for one of the machine’s clock where that is %d minutes off, and not for one of the tokens',
  (off, far) => {
    const date = new Date(NOW - off * 60_000).toUTCString()
    expect(judge(401, problem('Unauthorized', 'Unauthorized'), { date })).toEqual({
      is: 'later',
      at: NOW + 60_000,
      holds: 'account',
      why: `this machine's clock is wrong: X refuses what it signs (401)${far}. Set it right, and news-x goes on by itself`,
      clockOff: true,
    })
  },
)

it('takes a timestamp that X calls out of bounds for one of the clock, though X does not tell its own', () => {
  const body = { errors: [{ code: 135, message: 'Timestamp out of bounds.' }] }
  expect(judge(401, body)).toMatchObject({ is: 'later', at: NOW + 60_000, clockOff: true })
})

it('takes a 401 for one of the tokens where the clocks agree but for some seconds, and any other answer for what it is', () => {
  const at = (seconds: number) => ({ date: new Date(NOW - seconds * 1_000).toUTCString() })
  for (const seconds of [-50, 0, 50]) {
    expect(judge(401, problem('Unauthorized', 'Unauthorized'), at(seconds))).toMatchObject({ is: 'later', at: null })
  }
  expect(judge(403, problem('Forbidden', 'suspended', 'user-suspended'), at(3_600))).toMatchObject({ at: null })
  expect(judge(403, problem('Forbidden', 'You may not.'), at(3_600))).toMatchObject({ is: 'refused' })
})

it.each<[string, unknown]>([
  ['null for what it does not say', { ...problem('Forbidden', 'You may not.'), reset_date: null, errors: null }],
  ['a title and nothing else that it says', { title: 'Forbidden', detail: null, type: null }],
  ['a date that is none', { ...problem('Forbidden', 'You may not.'), reset_date: 7 }],
  ['errors that are words', { ...problem('Forbidden', 'You may not.'), errors: ['odd', null] }],
  ['an error whose code is a word', { errors: [{ message: 'You may not.', code: 'odd' }] }],
])('takes a "no" for one whatever comes with it: %s', (_, body) => {
  expect(judge(403, body)).toMatchObject({ is: 'refused' })
})

it.each<[string, unknown]>([
  ['187', { errors: [{ message: 'Status is a duplicate.', code: '187' }] }],
  ['187, null before it', { errors: [null, { message: null, code: null }, { message: 'Again.', code: '187' }] }],
])('reads a code in quotes: %s', (_, body) => {
  expect(judge(403, body)).toMatchObject({ is: 'unknown', why: expect.stringContaining('the same text already') })
})

it.each<[string, number, unknown]>([
  ['not permitted', 403, problem('Forbidden', 'You are not permitted to perform this action.')],
  [
    'invalid',
    400,
    { ...problem('Invalid Request', 'One or more parameters', 'invalid-request'), errors: [{ message: 'bad text' }] },
  ],
])('refuses this text for good: %s', (_, status, body) => {
  expect(judge(status, body)).toMatchObject({ is: 'refused' })
})

it.each<[string, number, unknown]>([
  ['in words', 403, problem('Forbidden', 'You are not allowed to create a Tweet with duplicate content.')],
  ['by its code of v1.1', 403, { errors: [{ code: 187, message: 'Status is a duplicate.' }] }],
])('takes a duplicate for a hint that an earlier attempt went through, never for a proof: %s', (_, status, body) => {
  expect(judge(status, body)).toEqual({ is: 'unknown', why: expect.stringContaining('the same text already') })
})

it.each<[string, number, unknown]>([
  ['503 in form', 503, problem('Service Unavailable', 'Service Unavailable')],
  ['500 that speaks of credits', 500, problem('CreditsDepleted', 'no credits', 'credits')],
  ['a page with 403', 403, '<html>blocked</html>'],
  ['a page with 429', 429, 'slow down'],
  ['no body', 401, undefined],
  ['another form', 403, { message: 'forbidden' }],
  ['a status that nobody promised', 418, problem('Teapot', 'short and stout')],
])('does not know what became of the post: %s', (_, status, body) => {
  expect(judge(status, body)).toMatchObject({ is: 'unknown' })
})

it('waits for the end of a spending cap, which is not a refusal of the text', () => {
  const cap = { ...problem('SpendCapReached', 'cap', 'credits'), reset_date: '2027-02-01' }
  expect(judge(403, cap)).toMatchObject({ is: 'later', holds: 'account', at: Date.parse('2027-02-01T00:00:00Z') })
  expect(judge(403, { ...cap, reset_date: '2020-01-01' })).toMatchObject({ is: 'later', at: null })
  expect(judge(403, { ...cap, reset_date: '+200000-01-01' })).toMatchObject({ is: 'later', at: null })
})

const limited = problem('Too Many Requests', 'Too Many Requests')

it.each<[string, Record<string, string>, number]>([
  ['the window that is told', { 'x-rate-limit-reset': '1800000300' }, 300_000],
  [
    'the day, where that is used up',
    {
      'x-rate-limit-reset': '1800000300',
      'x-user-limit-24hour-remaining': '0',
      'x-user-limit-24hour-reset': '1800040000',
    },
    40_000_000,
  ],
  [
    'the window, where the day has room',
    {
      'x-rate-limit-reset': '1800000300',
      'x-user-limit-24hour-remaining': '3',
      'x-user-limit-24hour-reset': '1800040000',
    },
    300_000,
  ],
  [
    'the day, where only that is used up',
    {
      'x-rate-limit-remaining': '40',
      'x-rate-limit-reset': '1800000900',
      'x-user-limit-24hour-remaining': '0',
      'x-user-limit-24hour-reset': '1800000050',
    },
    50_000,
  ],
  [
    'the window, though it says to have room, where nothing is used up',
    { 'x-rate-limit-remaining': '40', 'x-rate-limit-reset': '1800000300' },
    300_000,
  ],
  ['Retry-After alone', { 'retry-after': '600' }, 600_000],
  [
    'a date in Retry-After, by the clock of the server',
    { 'retry-after': 'Wed, 20 May 2026 12:10:00 GMT', date: 'Wed, 20 May 2026 12:00:00 GMT' },
    600_000,
  ],
  ['the longer, where both are told', { 'retry-after': '600', 'x-rate-limit-reset': '1800000300' }, 600_000],
  ['the window, where Retry-After is shorter', { 'retry-after': '3', 'x-rate-limit-reset': '1800000300' }, 300_000],
  ['a minute, where nothing is told', {}, 60_000],
  ['a minute, where Retry-After is nonsense', { 'retry-after': 'later' }, 60_000],
  ['a minute, where Retry-After has passed', { 'retry-after': 'Wed, 20 May 2020 12:10:00 GMT' }, 60_000],
  ['a minute, where the window has ended', { 'x-rate-limit-reset': '1700000000' }, 60_000],
  ['a minute, where the header is nonsense', { 'x-rate-limit-reset': 'soon' }, 60_000],
  ['a month, where that is told', { 'x-rate-limit-reset': '1802678400' }, 31 * 86_400_000],
  ['a minute, where the window is told in milliseconds', { 'x-rate-limit-reset': '1800000300000' }, 60_000],
  ['a minute, where the window is told in microseconds', { 'x-rate-limit-reset': '1800000300000000' }, 60_000],
  ['a minute, where the window has no end', { 'x-rate-limit-reset': '9'.repeat(400) }, 60_000],
  ['a minute, where Retry-After is 30 years', { 'retry-after': '999999999' }, 60_000],
  [
    'a minute, where Retry-After and the clock of the server are ages apart',
    { 'retry-after': 'Sat, 13 Sep 275760 00:00:00 GMT', date: '-271821-04-20T00:00:00.000Z' },
    60_000,
  ],
  [
    'the window that can be meant, where another cannot',
    {
      'x-rate-limit-reset': '1800000300',
      'x-user-limit-24hour-remaining': '0',
      'x-user-limit-24hour-reset': '1800000300000000',
    },
    300_000,
  ],
])('waits after 429 for %s', (_, headers, wait) => {
  expect(judge(429, limited, headers)).toMatchObject({ is: 'later', holds: 'account', at: NOW + wait })
})

// The server's clock says NOW + offset.
it.each<[string, number]>([
  ['90 s behind', 90_000],
  ['90 s ahead', -90_000],
  ['an hour behind', 3_600_000],
  ['an hour ahead', -3_600_000],
  ['a day behind', 86_400_000],
  ['a day ahead', -86_400_000],
])('waits after 429 until the window ends by the clock of X, where ours is %s', (_, offset) => {
  const date = new Date(NOW + offset).toUTCString()
  const headers = { date, 'x-rate-limit-reset': String((NOW + offset) / 1_000 + 900) }
  expect(judge(429, limited, headers)).toMatchObject({ is: 'later', at: NOW + 900_000 })
  // A cap's end is the start of a day.
  const cap = { ...problem('SpendCapReached', 'cap', 'credits'), reset_date: '2027-02-01' }
  const end = Date.parse('2027-02-01T00:00:00Z')
  expect(judge(403, cap, { date })).toMatchObject({ is: 'later', at: end - offset })
})

it('waits after 429 by our own clock where X does not tell its time', () => {
  const headers = { 'x-rate-limit-reset': String(NOW / 1_000 + 900) }
  expect(judge(429, limited, headers)).toMatchObject({ at: NOW + 900_000 })
  expect(judge(429, limited, { ...headers, date: 'noon' })).toMatchObject({ at: NOW + 900_000 })
})

it.each<[string, number, unknown, Record<string, string>, number | null]>([
  ['a page with 429', 429, '<html>', { 'retry-after': '600' }, 600_000],
  ['an empty 429', 429, '', { 'x-rate-limit-reset': '1800000300' }, 300_000],
  ['a 429 that tells nothing', 429, '', {}, 60_000],
  ['a 503', 503, problem('Service Unavailable', 'Service Unavailable'), { 'retry-after': '120' }, 120_000],
  ['a 503 that tells nothing', 503, 'down', {}, null],
  ['a 503 that speaks of 30 years', 503, 'down', { 'retry-after': '999999999' }, null],
  ['a status that nobody promised', 418, problem('Teapot', 'short and stout'), { 'retry-after': '5' }, 5_000],
])('does not know what became of a post after %s, and hands on how long to wait', (_, status, body, headers, wait) => {
  const again = wait === null ? null : NOW + wait
  expect(judge(status, body, headers)).toEqual({ is: 'unknown', why: expect.any(String), again })
})

it.each([185, 344])("waits half an hour at the account's own limit (%d), and names it", (code) => {
  const over = { errors: [{ code, message: 'You are over your limit.' }] }
  const half = { is: 'later', holds: 'account', at: NOW + 1_800_000, reached: 'perHalfHour' }
  expect(judge(403, over)).toMatchObject(half)
})

it('passes on what X says in one line of bearable length', () => {
  const long = judge(403, problem('Forbidden', `no\n${'because '.repeat(100)}`))
  expect(long.why).not.toContain('\n')
  expect(long.why.length).toBeLessThan(350)
})
