import { expect, onTestFinished, test } from 'vitest'
import { HOUR, MINUTE } from '#src/base/clock.ts'
import { retry } from '#src/desk/actions.ts'
import { composeAnew } from '#src/post/anew.ts'
import { startRouting, type PostedChannel } from '#src/post/route.ts'
import type { Draft, Post } from '#src/records.ts'
import { addSighting, articleById, moveArticle } from '#src/store/articles.ts'
import { rememberAccount } from '#src/store/channels.ts'
import { deliveriesOf, movePart, partsOf, partsIn } from '#src/store/deliveries.ts'
import { nextReady } from '#src/store/next-ready.ts'
import { historyOf } from '#src/store/history.ts'
import type { Store } from '#src/store/open.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { keptLog, states } from '#test/fixtures/lanes.ts'
import { composedBy, meetChannels, someChannel as fixture } from '#test/fixtures/stages.ts'
import { someWording } from '#test/fixtures/wording.ts'
import { NOON, addedArticle, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

/** Every segment one after the other; one part for each paragraph. */
function format(post: Post): Draft {
  const text = post.segments
    .map((one) => (one.is === 'summary' ? post.sentences.join(' ') : one.is === 'link' ? one.url : one.text))
    .join('')
  const [first = '', ...rest] = text.split('\n\n')
  const part = (text: string) => ({
    body: { text },
    text,
    length: { used: text.length, allowed: 280 },
    link: null,
    picture: null,
  })
  return { parts: [part(first), ...rest.map(part)], pieces: [] }
}

const someChannel = (change: Partial<PostedChannel> = {}) => fixture({ format, price: () => 0.2, ...change })

async function routing(store: Store, channels: readonly PostedChannel[]) {
  const clock = fakeClock()
  const { log, lines } = keptLog()
  let told = 0
  await meetChannels(store, channels, clock)
  const loop = startRouting({ store, clock, log, channels, pageText: async () => null, onRouted: () => (told += 1) })
  onTestFinished(() => loop[Symbol.asyncDispose]())
  await clock.asleep(1)
  return { clock, lines, told: () => told }
}

test('an article becomes a delivery of every channel that wants it, with the exact bytes and the account it is for', async () => {
  const store = await ownStore()
  await store.write((writer) =>
    rememberAccount(
      writer,
      { id: 'news-telegram', apiRoot: 'https://api.example.com', remoteId: '42', name: '@n' },
      NOON,
    ),
  )
  await addedArticle(store, { state: 'read' })
  const { told } = await routing(store, [
    someChannel(),
    someChannel({ id: 'x-world', account: 'news-x', wording: someWording({ template: '{{ title }}\n\n{{ link }}' }) }),
    someChannel({ id: 'telegram-sport', feeds: ['sport'] }),
  ])
  expect(await articleById(store.read, 'article1')).toMatchObject({ state: 'routed', reason: 'route: 2 ready' })
  const made = await deliveriesOf(store.read, 'article1')
  expect(
    made
      .map(({ channel, account, api_root, remote_id }) => [channel, account, api_root, remote_id].join(' '))
      .toSorted(),
  ).toEqual(['telegram-world news-telegram https://api.example.com 42', 'x-world news-x https://api.example.com '])
  const texts = await store.read
    .selectFrom('part')
    .select(['bytes', 'usd', 'state'])
    .where('channel', '=', 'x-world')
    .orderBy('ordinal')
    .execute()
  expect(texts).toEqual([
    { bytes: '{"text":"The bridge opens on Friday"}', usd: 0.2, state: 'ready' },
    { bytes: '{"text":"https://news.example.com/article1"}', usd: 0.2, state: 'ready' },
  ])
  expect(told()).toBe(1)
})

test('a post without the markup of its template goes all the same; the log and the history say where that is wrong', async () => {
  const store = await ownStore()
  await addedArticle(store, { state: 'read' })
  const template = '<b>{{ title }}</b>\n{% if section %}<i>{% endif %}{{ link }}'
  const mistake = { why: 'the template opens <i> and does not close it', tag: '<i>', before: '', behind: '' }
  const flawed = (post: Post): Draft => ({ ...format(post), mistake })
  const { lines } = await routing(store, [someChannel({ format: flawed, wording: someWording({ template }) })])
  const why = 'the template opens <i> and does not close it (line 2, column 17 of the template)'
  expect(lines.find(({ level }) => level === 'warn')).toMatchObject({
    about: { channel: 'telegram-world', why },
    event: 'a post goes without the markup of its template',
  })
  expect(await states(store)).toEqual(['article1 ready'])
  const told = (await historyOf(store.read, 'article1')).map((change) => change.why)
  expect(told).toContain(`markup: it goes without that of its template, as ${why}`)
})

test('why a channel does not get an article stands in the history', async () => {
  const store = await ownStore()
  await addedArticle(store, { state: 'read', seen: NOON - 1 })
  await routing(store, [someChannel(), someChannel({ id: 'telegram-sport', feeds: ['sport'] })])
  const why = (await historyOf(store.read, 'article1')).map((change) => `${change.became}: ${change.why}`)
  expect(why.slice(1)).toEqual([
    'not routed to telegram-world: first-sight: telegram-world was added after the article was first seen',
    'not routed to telegram-sport: feeds: telegram-sport takes sport',
    'routed: route: no channel takes it',
  ])
})

test('a channel that is added later gets nothing of what was seen before', async () => {
  const store = await ownStore()
  await addedArticle(store, { id: 'before', state: 'read', seen: NOON - 1 })
  await addedArticle(store, { id: 'after', state: 'read', seen: NOON })
  await routing(store, [someChannel()])
  expect(await states(store)).toEqual(['after ready'])
})

test('an article that is news again in another feed goes only where it does not stand yet', async () => {
  const store = await ownStore()
  await addedArticle(store, { state: 'read' })
  const channels = [
    someChannel(),
    someChannel({ id: 'telegram-sport', feeds: ['sport', 'world'] }),
    someChannel({ id: 'x-sport', feeds: ['sport'] }),
  ]
  const { clock } = await routing(store, channels)
  await store.write(async (writer) => {
    await addSighting(writer, { article: 'article1', feed: 'sport', seen: NOON, baseline: false })
    await writer.updateTable('article').set({ state: 'read' }).execute()
  })
  await clock.advance(MINUTE, 1)
  const made = await deliveriesOf(store.read, 'article1')
  expect(made.map(({ channel }) => channel).toSorted()).toEqual(['telegram-sport', 'telegram-world', 'x-sport'])
})

test('articles without a difference in time go in the order of their feed', async () => {
  const store = await ownStore()
  const ids = Array.from({ length: 12 }, (_, index) => `article${(index * 5) % 12}`)
  for (const id of ids) await addedArticle(store, { id, title: id, state: 'read' })
  await routing(store, [someChannel({ wording: someWording({ template: '{{ title }}' }) })])
  const order: string[] = []
  for (
    let part = await nextReady(store.read, 'telegram-world');
    part;
    part = await nextReady(store.read, 'telegram-world')
  ) {
    const next = part
    order.push(next.text)
    await store.write((writer) => movePart(writer, next, { to: 'sending', why: 'sending: its turn', at: NOON }))
  }
  expect(order).toEqual(ids)
})

test('the first three posts of a channel wait for a yes; once three were let through, nobody is asked', async () => {
  const store = await ownStore()
  for (let index = 0; index < 4; index++) await addedArticle(store, { id: `early${index}`, state: 'read' })
  const { clock } = await routing(store, [someChannel({ approve: 'first' })])
  const waiting = await partsIn(store.read, 'held')
  expect(waiting).toHaveLength(4)
  for (const part of waiting.slice(0, 3)) {
    await store.write((writer) => movePart(writer, part, { to: 'ready', why: 'approve: approved', at: NOON }))
  }
  await addedArticle(store, { id: 'late', state: 'read', published: NOON + 1 })
  await clock.advance(MINUTE, 1)
  expect((await states(store)).at(-1)).toBe('late ready')
})

test('what makes a post urgent stands in the history', async () => {
  const store = await ownStore()
  await addedArticle(store, { title: 'Flash: the bridge opens', state: 'read' })
  await addedArticle(store, { id: 'article2', title: 'The bridge is open', state: 'read' })
  await routing(store, [someChannel({ urgent: { title: ['alert', 'flash'] } })])
  const noted = async (article: string) =>
    (await historyOf(store.read, article)).filter(({ delivery }) => delivery !== null).map(({ why }) => why)
  expect(await noted('article1')).toEqual(['route: from world', 'urgent: it goes first, by title flash'])
  expect(await noted('article2')).toEqual(['route: from world'])
})

test('an article without a link lies in no folder, and goes where no folder is asked for', async () => {
  const store = await ownStore()
  await addedArticle(store, { url: '', state: 'read' })
  const except = someChannel({ id: 'x-world', except: { paths: ['/sport'] } })
  await routing(store, [someChannel({ only: { paths: ['/world'] } }), except])
  const made = await deliveriesOf(store.read, 'article1')
  expect(made.map(({ channel }) => channel)).toEqual(['x-world'])
})

test('a post whose link stands in a reply is one of the first three, not two', async () => {
  const store = await ownStore()
  for (let index = 0; index < 2; index++) await addedArticle(store, { id: `early${index}`, state: 'read' })
  const wording = someWording({ template: '{{ title }}\n\n{{ link }}' })
  const { clock } = await routing(store, [someChannel({ approve: 'first', wording })])
  const waiting = await partsIn(store.read, 'held')
  expect(waiting).toHaveLength(4)
  for (const part of waiting) {
    await store.write((writer) => movePart(writer, part, { to: 'ready', why: 'approve: approved', at: NOON }))
  }
  await addedArticle(store, { id: 'third', state: 'read', published: NOON + 1 })
  await clock.advance(MINUTE, 1)
  expect((await states(store)).at(-1)).toBe('third held')
})

test('what is too old is dropped with that reason, not forgotten', async () => {
  const store = await ownStore()
  await addedArticle(store, { state: 'read', published: NOON - 7 * HOUR })
  await routing(store, [someChannel()])
  const [delivery] = await deliveriesOf(store.read, 'article1')
  const [part] = await partsOf(store.read, delivery!.id)
  expect(part).toMatchObject({ state: 'dropped', reason: expect.stringMatching(/^max-age: /) as string })
})

test('a post that nothing can make fit is held and shown, and other channels get theirs', async () => {
  const store = await ownStore()
  await addedArticle(store, { state: 'read' })
  const tight = someChannel({ id: 'x-world', format: () => ({ is: 'refusal', why: 'the template alone is too long' }) })
  await routing(store, [tight, someChannel()])
  expect((await partsIn(store.read, 'held')).map(({ channel, reason }) => `${channel} ${reason}`)).toEqual([
    'x-world format: the template alone is too long',
  ])
  expect(await partsIn(store.read, 'ready')).toHaveLength(1)
})

test('an article that breaks the stage twice is set aside whole and told; the others go on', async () => {
  const store = await ownStore()
  await addedArticle(store, { id: 'poison', title: 'poison', state: 'read', published: NOON - 1 })
  await addedArticle(store, { id: 'fine', state: 'read' })
  const broken = someChannel({
    id: 'x-world',
    format(post) {
      if (JSON.stringify(post).includes('poison')) throw new Error('it cannot be digested')
      return format(post)
    },
  })
  const { clock, lines } = await routing(store, [someChannel(), broken])
  expect(await articleById(store.read, 'poison')).toMatchObject({ state: 'read' })
  expect(await states(store)).toEqual(['fine ready', 'fine ready'])
  await clock.advance(5 * MINUTE, 1)
  expect(await articleById(store.read, 'poison')).toMatchObject({
    state: 'aside',
    reason: 'aside: it broke routing twice, it cannot be digested',
  })
  expect(await states(store)).toEqual(['fine ready', 'fine ready'])
  expect(lines.filter(({ level }) => level === 'error')).toHaveLength(3)
})

test('what is composed anew stays for the account that it was for, until a person wants it for the one of now', async () => {
  const store = await ownStore()
  const own = { id: 'news-telegram', apiRoot: 'https://api.example.com', name: '@n' }
  await composeAnew(store, composedBy('these words'), NOON)
  const [part] = await addedDelivery(store, { remoteId: '42' })
  expect(await composeAnew(store, composedBy('other words'), NOON)).toBe(1)
  // Other tokens were put in beside the other words, and they are proven before the article is routed.
  await store.write((writer) => rememberAccount(writer, { ...own, remoteId: '43' }, NOON))
  const { clock } = await routing(store, [someChannel()])
  const [anew] = await deliveriesOf(store.read, part.article)
  expect(anew).toMatchObject({ remote_id: '42', api_root: own.apiRoot })

  await store.write(async (writer) => {
    const [ready] = await partsOf(writer, anew!.id)
    await movePart(writer, ready!, { to: 'held', why: 'other-account: made for 42', at: NOON })
  })
  await retry({ store, clock, who: 'anna' }, anew!.id)
  const article = (await articleById(store.read, part.article))!
  await store.write((writer) => moveArticle(writer, article, { to: 'read', why: 'read: by hand', at: NOON }))
  await clock.advance(MINUTE, 1)
  expect(await deliveriesOf(store.read, part.article)).toMatchObject([{ remote_id: '43' }])
})
