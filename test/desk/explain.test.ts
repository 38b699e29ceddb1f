import { expect, test } from 'vitest'
import { SECOND } from '#src/base/clock.ts'
import { drop } from '#src/desk/drop.ts'
import { explain, showExplanation } from '#src/desk/explain.ts'
import { held } from '#src/desk/held.ts'
import { articleById, moveArticle } from '#src/store/articles.ts'
import { movePart } from '#src/store/deliveries.ts'
import { note } from '#src/store/history.ts'
import { logCall, logOutcome } from '#src/store/sends.ts'
import { takeBack, untouched } from '#src/store/waiting.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { NOON, addedArticle, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

const URL = 'https://news.example.com/article1'

test('every decision about an article and every attempt to send it is told, oldest first, with its reason', async () => {
  const store = await ownStore()
  const seen = await addedArticle(store)
  await store.write(async (writer) => {
    await moveArticle(writer, seen, { to: 'read', why: 'read: 2 sentences from the feed', at: NOON, sentences: ['A.'] })
    const why = 'feeds: x-world takes sport'
    await note(writer, {
      at: NOON,
      article: seen.id,
      delivery: null,
      was: null,
      became: 'not routed',
      why,
      who: 'crier',
    })
    await moveArticle(writer, (await articleById(writer, seen.id))!, {
      to: 'routed',
      why: 'route: to 1 channels',
      at: NOON,
    })
  })
  const [part] = await addedDelivery(store)
  await store.write(async (writer) => {
    const at = NOON + SECOND
    const sending = await movePart(writer, part, { to: 'sending', why: 'sending: its turn', at })
    const call = await logCall(writer, { part: part.id, account: part.account, place: '-100', at, usd: 0 })
    await logOutcome(writer, call, { is: 'refused', why: 'too spicy' }, at)
    await movePart(writer, sending, { to: 'refused', why: 'refused: too spicy', at })
  })
  const clock = fakeClock(NOON + 2 * SECOND)
  await drop({ store, clock, who: 'olena' }, part.delivery)

  const told = showExplanation((await explain(store.read, `${URL}/?utm_source=x#y`))!, 'Europe/Kyiv')
  expect(told).toBe(`The bridge opens on Friday
${URL}
published 2026-05-20 15:00:00+03:00, first seen 2026-05-20 15:00:00+03:00

2026-05-20 15:00:00+03:00  article: seen, new: first seen in world
2026-05-20 15:00:00+03:00  article: seen → read, read: 2 sentences from the feed
2026-05-20 15:00:00+03:00  article: not routed, feeds: x-world takes sport
2026-05-20 15:00:00+03:00  article: read → routed, route: to 1 channels
2026-05-20 15:00:00+03:00  telegram-world: ready, route: from world
2026-05-20 15:00:01+03:00  telegram-world: ready → sending, sending: its turn
2026-05-20 15:00:01+03:00  telegram-world: sending → refused, refused: too spicy
2026-05-20 15:00:02+03:00  telegram-world: refused → dropped, drop: given up (olena)

telegram-world, delivery ${part.delivery}
  part 0: dropped
  attempt 2026-05-20 15:00:01+03:00: refused, too spicy`)
})

test('a post that stands is told with its link, and an attempt under way as such', async () => {
  const store = await ownStore()
  const [part] = await addedDelivery(store)
  await store.write(async (writer) => {
    const sending = await movePart(writer, part, { to: 'sending', why: 'sending: its turn', at: NOON })
    await logCall(writer, { part: part.id, account: part.account, place: '-100', at: NOON, usd: 0 })
    const ref = { id: '7', url: 'https://t.example/7' }
    await movePart(writer, sending, { to: 'sent', why: 'sent: taken', at: NOON, ref })
  })
  const told = showExplanation((await explain(store.read, URL))!, 'Europe/Kyiv')
  expect(told).toContain('part 0: sent at https://t.example/7')
  expect(told).toContain('attempt 2026-05-20 15:00:00+03:00: under way')
})

test('what waits for a person is told with its reason and the way out, as `held` tells it', async () => {
  const store = await ownStore()
  const reason = 'other-account: made for 42 of news-telegram, and telegram-world now posts with 43'
  const [part] = await addedDelivery(store, { state: 'held', reason })
  const told = showExplanation((await explain(store.read, URL))!, 'Europe/Kyiv')
  const { posts } = await held(store.read)
  expect(told).toContain(`  part 0: held\n    ${reason}\n    ${posts[0]!.wayOut}`)
  expect(told).toContain(`crier retry ${part.delivery}`)
})

test('an article that Crier has never seen has no explanation', async () => {
  expect(await explain((await ownStore()).read, URL)).toBeNull()
})

test('a delivery that was taken back is told by its channel', async () => {
  const store = await ownStore()
  await addedDelivery(store)
  await store.write(async (writer) => {
    const [delivery] = await untouched(writer, { article: 'article1' })
    await takeBack(writer, delivery!, { why: 'anew: telegram-world has changed in crier.yaml', at: NOON })
  })
  const told = showExplanation((await explain(store.read, URL))!, 'UTC')
  expect(told).toContain('telegram-world: ready, route: from world')
  expect(told).toContain('telegram-world: ready → taken back from telegram-world, anew: telegram-world has changed')
})
