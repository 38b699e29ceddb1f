import { expect, test } from 'vitest'
import type { PreviewedPost } from '#src/app/preview.ts'
import { HOUR, SECOND } from '#src/base/clock.ts'
import { edit } from '#src/desk/edit.ts'
import { platformOf } from '#src/platform/registry.ts'
import { articleById, moveArticle } from '#src/store/articles.ts'
import { movePart, partsOf, type Part } from '#src/store/deliveries.ts'
import { notRoutedTo } from '#src/store/declined.ts'
import { note } from '#src/store/history.ts'
import { forgetTexts } from '#src/store/memory.ts'
import { place } from '#src/store/placements.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { openHouse, routedWhilePaused, until } from '#test/fixtures/house.ts'
import { openDesk, type PreviewDesk as Desk } from '#test/fixtures/preview-desk.ts'
import { addedDelivery, NOON } from '#test/fixtures/stored.ts'
import { linkOf } from '#test/fixtures/feed-server.ts'

const URL = 'https://news.example.com/article1'

const telegram = platformOf('telegram')!

async function edited({ store }: Desk, { delivery }: Part, words: string): Promise<void> {
  const desk = { store, clock: fakeClock(NOON), who: 'olena' }
  expect(await edit(desk, delivery, words, telegram)).toMatchObject({ is: 'edited' })
}

test('what a person wrote is what a preview shows, with who wrote it, to the place of now', async () => {
  const desk = await openDesk()
  const [part] = await addedDelivery(desk.store)
  await edited(desk, part, 'Edited by <b>staff</b>.')
  expect((await desk.previewed()).get('telegram-world')).toMatchObject({
    kept: null,
    text: 'Edited by staff.',
    used: 16,
    bytes: [expect.stringContaining('"chat_id":"@world_news"')],
    pieces: [{ of: 'text', stands: 'as olena wrote it' }],
  })
})

test('a post that waits for a person is shown as it is stored, with why it waits and the way out', async () => {
  const desk = await openDesk()
  const reason = 'approve: the first 3 posts of telegram-world wait for a person'
  const [part] = await addedDelivery(desk.store, { state: 'held', reason, texts: ['As it was composed.'] })
  expect((await desk.previewed()).get('telegram-world')).toMatchObject({
    text: 'As it was composed.',
    kept: { is: 'waits', why: expect.stringMatching(`^held: ${reason}\\. .*crier approve ${part.delivery}`) as string },
    pieces: [{ of: 'text', stands: 'as it was composed at 2026-05-20T12:00:00.000Z' }],
  })
})

test('of a post in two messages what is left to go is shown, and where the rest stands', async () => {
  const desk = await openDesk()
  const account = { channel: 'x-world', account: 'news-x', apiRoot: 'https://x.example.com' }
  const [post, reply] = await addedDelivery(desk.store, { ...account, texts: ['The post.', URL], usd: 0.1 })
  expect((await desk.previewed()).get('x-world')).toMatchObject({ kept: null, bytes: [{}, {}], usd: 0.2 })
  const ref = { id: '7', url: 'https://x.example.com/7' }
  await desk.store.write(async (writer) => {
    const sending = await movePart(writer, post, { to: 'sending', why: 'sending: its turn', at: NOON })
    await movePart(writer, sending, { to: 'sent', why: 'sent: taken', at: NOON, ref })
  })
  expect((await desk.previewed()).get('x-world')).toMatchObject({
    kept: null,
    text: URL,
    bytes: [JSON.stringify({ text: URL })],
    usd: 0.1,
    pieces: [{ of: 'post', stands: `already posted at ${ref.url}` }, { of: 'text' }],
  })
  const why = 'over-budget: nothing left'
  await desk.store.write((writer) => movePart(writer, reply!, { to: 'dropped', why, at: NOON }))
  expect((await desk.previewed()).get('x-world')?.kept).toEqual({
    is: 'not sent',
    why: `already posted at ${ref.url}; the reply to it is dropped: ${why}`,
  })
})

test('of what was posted a preview shows what stands there, whatever would be composed now, until that is forgotten', async () => {
  const desk = await openDesk()
  const account = { channel: 'x-world', account: 'news-x', apiRoot: 'https://x.example.com' }
  const [post, reply] = await addedDelivery(desk.store, { ...account, texts: ['In other words.', URL], usd: 0.1 })
  await sent(desk, post)
  await sent(desk, reply!)
  const shown = async () => (await desk.previewed()).get('x-world')
  const stood = {
    kept: { is: 'not sent', why: 'already posted at https://x.example.com/7' },
    text: `In other words.\n\n↳ in reply to it:\n${URL}`,
    bytes: [JSON.stringify({ text: 'In other words.' }), JSON.stringify({ text: URL })],
    usd: 0.2,
    pieces: [{ of: 'text', stands: 'as it was composed at 2026-05-20T12:00:00.000Z' }],
  }
  expect(await shown()).toMatchObject(stood)
  await desk.store.write(async (writer) => {
    const [now] = await partsOf(writer, post.delivery)
    await movePart(writer, now!, { to: 'removed', why: 'removed: asked for', at: NOON })
  })
  expect(await shown()).toMatchObject({ ...stood, kept: { is: 'not sent', why: 'removed: asked for' } })

  const [first] = await addedDelivery(desk.store)
  await sent(desk, first)
  await desk.store.write((writer) => forgetTexts(writer, NOON + SECOND, 9))
  const gone = { text: '', bytes: [], usd: 0, pieces: [], refused: null }
  const why = 'already posted at https://x.example.com/7'
  expect((await desk.previewed()).get('telegram-world')).toMatchObject({ ...gone, kept: { is: 'not sent', why } })
  expect(await desk.printed()).toContain(`Telegram · ${URL} · telegram-world\n  not sent  ${why}\n`)
})

test('of a post that stands without its reply, the post is shown', async () => {
  const desk = await openDesk()
  const [post, reply] = await addedDelivery(desk.store, { texts: ['The post.', URL] })
  await sent(desk, post)
  await desk.store.write((writer) => movePart(writer, reply!, { to: 'dropped', why: 'drop: given up', at: NOON }))
  expect((await desk.previewed()).get('telegram-world')).toMatchObject({ text: 'The post.', bytes: [{}] })
})

async function sent({ store }: Desk, part: Part): Promise<void> {
  const ref = { id: '7', url: 'https://x.example.com/7' }
  await store.write(async (writer) => {
    const sending = await movePart(writer, part, { to: 'sending', why: 'sending: its turn', at: NOON })
    await movePart(writer, sending, { to: 'sent', why: 'sent: taken', at: NOON, ref })
  })
}

test('a state is named once where the rule has its name', async () => {
  const desk = await openDesk()
  const [part] = await addedDelivery(desk.store)
  await desk.store.write(async (writer) => {
    const sending = await movePart(writer, part, { to: 'sending', why: 'sending: its turn', at: NOON })
    await movePart(writer, sending, { to: 'unknown', why: 'unknown: X answered 503', at: NOON })
  })
  const why = expect.stringMatching(/^unknown: X answered 503/) as string
  expect((await desk.previewed()).get('telegram-world')?.kept).toMatchObject({ is: 'waits', why })
})

test('what was made for another account waits: composed anew, unless a person has written it', async () => {
  const desk = await openDesk()
  const [part] = await addedDelivery(desk.store, { apiRoot: 'https://old.example.com', texts: ['Stored.'] })
  const why = expect.stringMatching(/^other-account: made for 42 of news-telegram at https:\/\/old/) as string
  const shown = async () => (await desk.previewed()).get('telegram-world')
  expect(await shown()).toMatchObject({ kept: { is: 'waits', why } })
  expect((await shown())?.text).toContain('It took nine years.')
  await edited(desk, part, 'In words of staff.')
  expect(await shown()).toMatchObject({ text: 'In words of staff.', kept: { is: 'waits', why } })

  const [now] = await partsOf(desk.store.read, part.delivery)
  const held = { to: 'held', why: 'other-account: made for 42', at: NOON } as const
  await desk.store.write((writer) => movePart(writer, now!, held))
  expect(await shown()).toMatchObject({
    text: 'In words of staff.',
    kept: { is: 'waits', why: `held: other-account: made for 42. ${way(part)}` },
  })
})

const way = ({ delivery }: Part): string =>
  `Post it with the account of now: crier retry ${delivery} · give up: crier drop ${delivery}`

test('a ready post that is too old by now is not sent', async () => {
  const desk = await openDesk()
  await addedDelivery(desk.store, { published: NOON - 7 * HOUR })
  const why = expect.stringMatching(/^max-age: /) as string
  expect((await desk.previewed()).get('telegram-world')?.kept).toEqual({ is: 'not sent', why })
})

test('an article that has gone its way goes to no other channel, unless a person wants it there', async () => {
  const desk = await openDesk()
  await desk.store.write(async (writer) => {
    const declined = { article: 'article1', delivery: null, was: null, became: notRoutedTo('x-world'), who: 'crier' }
    await note(writer, { ...declined, at: NOON, why: 'except: x-world leaves out title bridge' })
  })
  const kept = async () => new Map([...(await desk.previewed())].map(([channel, post]) => [channel, post.kept]))
  expect(await kept()).toEqual(
    new Map([
      ['x-world', { is: 'not sent', why: 'except: x-world leaves out title bridge' }],
      ['telegram-world', { is: 'not sent', why: 'routed: it had gone its way before telegram-world was there' }],
    ]),
  )
  await desk.store.write(async (writer) => {
    const wish = { article: 'article1', channel: 'telegram-city', round: 0, who: 'olena', at: NOON, anyway: true }
    await place(writer, wish)
    const article = (await articleById(writer, 'article1'))!
    await moveArticle(writer, article, { to: 'read', why: 'post: asked for', at: NOON })
  })
  expect((await kept()).get('telegram-city')).toBeNull()
})

test('an article that waits for an answer waits in every channel', async () => {
  const desk = await openDesk()
  await desk.store.write(async (writer) => {
    const article = (await articleById(writer, 'article1'))!
    await moveArticle(writer, article, { to: 'seen', why: 'retry: asked for', at: NOON })
    await moveArticle(writer, (await articleById(writer, 'article1'))!, { to: 'waiting', why: 'burst: 9', at: NOON })
  })
  const kept = [...(await desk.previewed()).values()].map((post) => `${post.kept?.is} ${post.kept?.why}`)
  expect(kept).toEqual(['waits burst: 9', 'waits burst: 9'])
})

test(
  'what a preview shows of posts that staff wrote and gave up is what run sends then, and after that it says where',
  { timeout: 60 * SECOND },
  async () => {
    await using house = await openHouse()
    expect(await routedWhilePaused(house, { title: 'The bridge opens', path: '/bridge' })).toBe(0)
    const link = linkOf('/bridge')
    const explained = (await house.asked('explain', link)).out
    const deliveryIn = (channel: string) => new RegExp(`${channel}, delivery (\\S+)`).exec(explained)![1]!
    await house.asked('edit', deliveryIn('telegram-first'), '--text', `Edited by staff. ${link}`)
    await house.asked('drop', deliveryIn('telegram-second'))

    const shown = (await house.asked('preview', link)).out
    expect(shown).toContain(
      `│ Edited by staff. ${link}\n└\n  waits     paused: by anna; then: crier resume\n  text      as anna wrote it`,
    )
    expect(shown).toContain('  not sent  dropped: drop: given up')
    const previewed = JSON.parse((await house.asked('preview', link, '--json')).out) as PreviewedPost[]
    await house.asked('resume')
    const crier = house.start()
    await until(house, crier, () => house.x.posts().length === 1 && house.telegram.posts().length === 1)
    expect(await crier.end()).toBe(0)
    expect(house.telegram.posts()[0]!.text).toBe((JSON.parse(previewed[1]!.bytes[0]!) as { text: string }).text)
    // X shows links without their scheme.
    expect(previewed[0]!.text.replace('https://', '')).toBe(house.x.posts()[0]!.text)
    expect((await house.asked('preview', link)).out.match(/not sent {2}(?:already posted at https|dropped)/g)).toEqual([
      'not sent  already posted at https',
      'not sent  already posted at https',
      'not sent  dropped',
    ])
  },
)
