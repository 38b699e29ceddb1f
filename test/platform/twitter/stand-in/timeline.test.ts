import { afterEach, beforeEach, expect, test } from 'vitest'
import type { StandIn } from '#src/platform/platform.ts'
import { twitterStandIn } from '#src/platform/twitter/stand-in.ts'
import {
  ask,
  handClock,
  idOf,
  post,
  type HandClock,
  type Secrets,
} from '#test/platform/twitter/stand-in/signed-client.ts'

let clock: HandClock
let standIn: StandIn<unknown>
let secrets: Secrets
let user: string

beforeEach(async () => {
  await open()
})

afterEach(async () => {
  await standIn[Symbol.asyncDispose]()
})

async function open(limits: Record<string, number> = {}): Promise<void> {
  await standIn?.[Symbol.asyncDispose]()
  clock = handClock()
  standIn = await twitterStandIn({ clock, limits: { perHalfHour: 1_000, ...limits } })
  secrets = standIn.admit('news-x', [])
  user = secrets.ACCESS_TOKEN!.split('-')[0]!
}

interface Timeline {
  readonly data?: readonly Record<string, unknown>[]
  readonly meta: Record<string, unknown>
}

const get = (query = '') => ask(standIn.apiRoot, secrets, { path: `/2/users/${user}/tweets${query}` })
const read = async (query = '') => (await get(query)).json() as Timeline
const say = async (text: string, more: object = {}) => idOf(await post(standIn.apiRoot, secrets, { text, ...more }))
const idsOf = ({ data = [] }: Timeline) => data.map(({ id }) => id)

test('an empty timeline has no data, only a count', async () => {
  expect(await read()).toEqual({ meta: { result_count: 0 } })
})

test('posts come newest first, with what X always gives', async () => {
  const [one, two] = [await say('One'), await say('Two')]
  expect(await read()).toEqual({
    data: [
      { id: two, text: 'Two', edit_history_tweet_ids: [two] },
      { id: one, text: 'One', edit_history_tweet_ids: [one] },
    ],
    meta: { result_count: 2, newest_id: two, oldest_id: one },
  })
})

test('fields that are asked for come too: the time, and where short links lead', async () => {
  await say('See https://example.com/a?b=c')
  const [tweet] = (await read('?tweet.fields=created_at,entities,author_id')).data!
  const { urls } = tweet!.entities as { urls: { url: string; start: number; end: number }[] }
  expect(tweet).toMatchObject({ author_id: user, created_at: new Date(clock.now()).toISOString() })
  expect(urls[0]).toMatchObject({ expanded_url: 'https://example.com/a?b=c', display_url: 'example.com/a?b=c' })
  expect((tweet!.text as string).slice(urls[0]!.start, urls[0]!.end)).toBe(urls[0]!.url)
})

test('since_id, until_id, start_time and end_time narrow it, to the id and the millisecond', async () => {
  const one = await say('One')
  const start = new Date(clock.now() + 1000).toISOString()
  clock.pass(1000)
  const two = await say('Two')
  clock.pass(1)
  const three = await say('Three')
  expect(idsOf(await read(`?since_id=${one}`))).toEqual([three, two])
  expect(idsOf(await read(`?until_id=${three}`))).toEqual([two, one])
  expect(idsOf(await read(`?start_time=${start}`))).toEqual([three, two])
  expect(idsOf(await read(`?end_time=${start}`))).toEqual([one])
})

test('pages follow one another without a gap', async () => {
  const ids: string[] = []
  for (let count = 0; count < 13; count++) ids.unshift(await say(`Post ${count}`))
  const first = await read('?max_results=5')
  expect(idsOf(first)).toEqual(ids.slice(0, 5))
  const second = await read(`?max_results=5&pagination_token=${String(first.meta.next_token)}`)
  const third = await read(`?max_results=5&pagination_token=${String(second.meta.next_token)}`)
  expect([...idsOf(first), ...idsOf(second), ...idsOf(third)]).toEqual(ids)
  expect(third.meta.next_token).toBeUndefined()
  expect(idsOf(await read())).toEqual(ids.slice(0, 10))
})

test('deleted posts are gone, replies can be left out', async () => {
  const [one, two] = [await say('One'), await say('Two')]
  const reply = await say('Three', { reply: { in_reply_to_tweet_id: two } })
  await ask(standIn.apiRoot, secrets, { method: 'DELETE', path: `/2/tweets/${one}` })
  expect(idsOf(await read())).toEqual([reply, two])
  expect(idsOf(await read('?exclude=replies'))).toEqual([two])
  const [described] = (await read('?tweet.fields=referenced_tweets,in_reply_to_user_id')).data!
  expect(described).toMatchObject({ referenced_tweets: [{ type: 'replied_to', id: two }], in_reply_to_user_id: user })
})

test('posts show up late where that is set', async () => {
  await open({ visibleAfterMs: 3000 })
  const id = await say('Late')
  clock.pass(2999)
  expect(idsOf(await read())).toEqual([])
  clock.pass(1)
  expect(idsOf(await read())).toEqual([id])
})

test('a user whom nobody admitted is not found', async () => {
  const reply = await ask(standIn.apiRoot, secrets, { path: '/2/users/12/tweets' })
  expect(reply.status).toBe(200)
  expect(reply.json()).toMatchObject({
    errors: [{ title: 'Not Found Error', resource_type: 'user', resource_id: '12' }],
  })
})

test.each([
  ['?max_results=4', 'The `max_results` query parameter value [4] is not between 5 and 100'],
  ['?max_results=101', 'The `max_results` query parameter value [101] is not between 5 and 100'],
  ['?max_results=many', 'The `max_results` query parameter value [many] is not between 5 and 100'],
  ['?since_id=abc', 'The `since_id` query parameter value [abc] is not valid'],
  ['?start_time=yesterday', 'The `start_time` query parameter value [yesterday] is not valid'],
  ['?start_time=2026-13-01T00:00:00Z', 'The `start_time` query parameter value [2026-13-01T00:00:00Z] is not valid'],
])('%s is refused', async (query, message) => {
  const reply = await get(query)
  expect(reply.status).toBe(400)
  expect(reply.json()).toMatchObject({ errors: [{ message }], title: 'Invalid Request' })
})

test('parameters and fields that X does not know are refused', async () => {
  for (const query of ['?count=5', '?tweet.fields=created_at,body', '?exclude=likes']) {
    const { status, body } = await get(query)
    expect(status).toBe(400)
    expect(body).toContain('is not one of [')
  }
})
