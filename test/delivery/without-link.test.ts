import { expect, test } from 'vitest'
import { HOUR, MINUTE } from '#src/base/clock.ts'
import type { SendingChannel } from '#src/delivery/account.ts'
import { approve } from '#src/desk/approve.ts'
import { historyOf } from '#src/store/history.ts'
import { logCall } from '#src/store/sends.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { ownLanes, partNow, scripted, someAccount, someChannel, states } from '#test/fixtures/lanes.ts'
import { NOON, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

const LINK = 'https://news.example.com/a'

const withoutLink: SendingChannel['withoutLink'] = ({ title }) => ({
  draft: {
    body: { text: title },
    text: title,
    length: { used: title.length, allowed: 280 },
    link: null,
    picture: null,
  },
  usd: 0.015,
})

async function overBudget(channel: Partial<SendingChannel> = { withoutLink }) {
  const store = await ownStore()
  const clock = fakeClock()
  const platform = scripted(clock)
  await store.write((writer) =>
    logCall(writer, { part: 'other', account: 'news-telegram', place: '-9', at: NOON, usd: 0.9 }),
  )
  const budget = { usdPerDay: 1, usdPerMonth: 10, overBudget: 'withoutLink' } as const
  const account = someAccount({ connection: platform.connection, budget, channels: [someChannel(channel)] })
  return { store, clock, platform, start: () => ownLanes(store, clock, [account]) }
}

test('a post that the budget has no room for goes without its link, and says so', async () => {
  const { store, clock, platform, start } = await overBudget()
  const [part] = await addedDelivery(store, { texts: [`Bridge ${LINK}`, 'a reply'], link: LINK, usd: 0.2 })
  start()
  await clock.advance(MINUTE, 1)
  expect(platform.calls.map(({ text }) => text)).toEqual(['The bridge opens on Friday'])
  expect(await partNow(store, part.id)).toMatchObject({ state: 'sent', link: null, usd: 0.015 })
  expect(await states(store)).toEqual(['article1 sent', 'article1 dropped'])
  expect((await historyOf(store.read, 'article1')).map(({ why }) => why)).toContain(
    'over-budget: without its link it costs $0.015 instead of $0.2 (budget: $0.900 of $1 per day spent, and this post costs $0.2)',
  )
})

test('the reply that holds the link is dropped, and the post before it stands', async () => {
  const { store, clock, platform, start } = await overBudget()
  const [post, reply] = await addedDelivery(store, { texts: ['Bridge', LINK] })
  await store.write(async (writer) => {
    await writer.updateTable('part').set({ link: LINK, usd: 0.2 }).where('id', '=', reply!.id).execute()
  })
  start()
  await clock.advance(MINUTE, 1)
  expect(platform.calls).toHaveLength(1)
  expect([(await partNow(store, post.id)).state, (await partNow(store, reply!.id)).state]).toEqual(['sent', 'dropped'])
})

test('a post that a person let go keeps its link and waits, and so does one that is no cheaper without', async () => {
  const { store, clock, platform, start } = await overBudget()
  const [part] = await addedDelivery(store, { link: LINK, usd: 0.2, state: 'held', reason: 'approve: waits' })
  await approve({ store, clock, who: 'anna' }, part.delivery)
  start()
  await clock.advance(HOUR, 1)
  expect([platform.calls, (await partNow(store, part.id)).link]).toEqual([[], LINK])

  const dear = await overBudget({})
  await addedDelivery(dear.store, { link: LINK, usd: 0.2 })
  dear.start()
  await dear.clock.advance(HOUR, 1)
  expect(dear.platform.calls).toEqual([])
  expect(await states(dear.store)).toEqual(['article1 ready'])
})
