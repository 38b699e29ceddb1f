import { expect, test } from 'vitest'
import type { Page } from '#src/article/page/page.ts'
import { HOUR, type Millis } from '#src/base/clock.ts'
import { CallerMistake } from '#src/base/errors.ts'
import { answer } from '#src/desk/answer.ts'
import { explain, showExplanation } from '#src/desk/explain.ts'
import { post, postAgain } from '#src/desk/post.ts'
import { composeAnew } from '#src/post/anew.ts'
import type { PostedChannel } from '#src/post/route.ts'
import { addSighting, articleById, moveArticle } from '#src/store/articles.ts'
import { deliveriesOf, partsOf } from '#src/store/deliveries.ts'
import { historyOf } from '#src/store/history.ts'
import { untold } from '#src/store/notices.ts'
import type { Store } from '#src/store/open.ts'
import { refusalOf } from '#src/store/placements.ts'
import { concludeCall, logCall, logOutcome } from '#src/store/sends.ts'
import type { FakeClock } from '#test/fake-clock.ts'
import { askedAbout } from '#test/fixtures/asked.ts'
import { errorOf } from '#test/fixtures/error-of.ts'
import { meetChannels, beside, composedBy, page, someChannel, URL } from '#test/fixtures/stages.ts'
import { NOON, addedArticle } from '#test/fixtures/stored.ts'

/** The posts of the channel are composed by other words from now on. */
async function changed(store: Store, now: Millis): Promise<number> {
  await composeAnew(store, composedBy('these words'), now)
  return composeAnew(store, composedBy('other words'), now)
}

test('an article outside every feed is read from its page, and goes through the rules and formats of the channels', async () => {
  const { desk, store, channels, pass, made } = await beside([
    someChannel(),
    someChannel({ id: 'x', approve: 'always' }),
  ])
  const { article, placements } = await post(desk, `${URL}?utm_source=chat`, channels, false)
  expect(placements.map(({ channel }) => channel)).toEqual(['telegram-world', 'x'])
  await pass()
  expect(await made(article)).toEqual([
    `telegram-world 0 ready: post: asked for by olena: Flood closes the bridge ${URL}`,
    `x 0 held: approve: every post of x waits for a person: Flood closes the bridge ${URL}`,
  ])
  expect(showExplanation((await explain(store.read, URL))!, 'UTC')).toContain(
    'article: seen → wanted in telegram-world, x, post: asked for (olena)',
  )
})

test('only the channels that were named get it', async () => {
  const { desk, channels, pass, made } = await beside([someChannel(), someChannel({ id: 'x' })])
  const { article } = await post(desk, URL, channels.slice(1), false)
  await pass()
  expect((await made(article)).map((line) => line.split(' ')[0])).toEqual(['x'])
})

test('a channel that has left an article out is not asked again by a wish for another, nor by a change of another', async () => {
  const leaves = { id: 'x', except: { title: ['flood'] } }
  const { desk, store, channels, pass, made } = await beside([
    someChannel({ only: { title: ['sun'] } }),
    someChannel(leaves),
  ])
  const told = { title: 'Flood closes the bridge', summary: 'A sentence is here. Another is there.', url: URL }
  await meetChannels(store, channels, desk.clock)
  await addedArticle(store, { id: 'flood', ...told })
  await pass()
  expect(await made('flood')).toEqual([])
  // Its rule is gone by now.
  Object.assign(channels[1]!, { except: null })
  await post(desk, URL, channels.slice(0, 1), true)
  await pass()
  expect((await made('flood')).map((line) => line.split(' ')[0])).toEqual(['telegram-world'])
  expect(await changed(store, desk.clock.now())).toBe(1)
  await pass()
  expect((await made('flood')).map((line) => line.split(' ')[0])).toEqual(['telegram-world'])
  // News of another feed is news for every channel.
  await store.write(async (writer) => {
    await addSighting(writer, { article: 'flood', feed: 'city', seen: NOON, baseline: false })
    const why = 'new: also seen in city'
    await moveArticle(writer, (await articleById(writer, 'flood'))!, { to: 'read', why, at: desk.clock.now() })
  })
  await pass()
  expect((await made('flood')).map((line) => line.split(' ')[0])).toEqual(['telegram-world', 'x'])
})

test('the same article twice is one post in a channel, also where a feed brings it meanwhile', async () => {
  const { desk, store, channels, pass, made } = await beside()
  const { article } = await post(desk, URL, channels, false)
  await post(desk, URL, channels, false)
  await pass()
  expect(await post(desk, `${URL}/`, channels, true)).toMatchObject({
    article,
    placements: [],
    already: [{ delivery: { channel: 'telegram-world' }, part: { state: 'ready' } }],
  })
  await store.write(async (writer) => {
    await addSighting(writer, { article, feed: 'world', seen: NOON, baseline: false })
    await moveArticle(writer, (await articleById(writer, article))!, { to: 'read', why: 'new: also seen', at: NOON })
  })
  await pass()
  expect(await made(article)).toHaveLength(1)
})

test.each<[string, Partial<PostedChannel>, Partial<Page>, string]>([
  ['only', { only: { categories: ['Sport'] } }, {}, 'only: telegram-world takes categories Sport only'],
  ['except', { except: { title: ['flood'] } }, {}, 'except: telegram-world leaves out title flood'],
  ['max-age', {}, { published: NOON - 9 * HOUR }, 'max-age: published 2026-05-20T03:00:00.000Z'],
])(
  'what the rule %s refuses is refused with its name, told, and goes anyway if a person says so',
  async (_, change, of, why) => {
    const { desk, store, channels, pass, made } = await beside([someChannel(change)], { [URL]: page(of) })
    const { article, placements } = await post(desk, URL, channels, false)
    await pass()
    expect(await made(article)).toEqual([])
    expect(await refusalOf(store.read, placements[0]!)).toContain(why)
    expect((await historyOf(store.read, article)).map((each) => each.why)).toContainEqual(expect.stringContaining(why))
    expect((await untold(store.read, 9))[0]?.text).toContain(
      `What olena asked for is not posted in telegram-world (${why}`,
    )

    await post(desk, URL, channels, true)
    await pass()
    expect(await made(article)).toEqual([
      `telegram-world 0 ready: post: asked for by olena: Flood closes the bridge ${URL}`,
    ])
    const [delivery] = await deliveriesOf(store.read, article)
    const [part] = await partsOf(store.read, delivery!.id)
    // As old as the wish: the lane, which looks at the age again, lets it go.
    if (of.published !== undefined) expect(part!.published).toBeGreaterThan(NOON)
  },
)

test('a hold word holds what a person posts too, and a yes lets it go', async () => {
  const { desk, channels, pass, made } = await beside([someChannel({ holdWords: ['flood'] })])
  const { article } = await post(desk, URL, channels, true)
  await pass()
  expect((await made(article))[0]).toContain('held: hold-words: "flood" stands in the article')
})

test('rules go by all that the page says, where it was read, and not by its summary alone', async () => {
  const [before, after] = [page().paragraphs, ['It is under embargo until tomorrow, the office said.']]
  const { desk, channels, pass, made } = await beside(
    [
      someChannel({ holdWords: ['embargo'] }),
      someChannel({ id: 'x', except: { text: ['embargo'] } }),
      someChannel({ id: 'y', only: { text: ['office'] } }),
    ],
    { [URL]: page({ paragraphs: [...before, ...after] }) },
  )
  const { article } = await post(desk, URL, channels, false)
  await pass()
  expect((await made(article)).map((line) => line.split(': Flood')[0])).toEqual([
    'telegram-world 0 held: hold-words: "embargo" stands in the article',
    'y 0 ready: post: asked for by olena',
  ])
})

test('what only its page dates in the future waits and is told; a wish that says so goes past it', async () => {
  const at = NOON + 9 * HOUR
  const { desk, store, channels, pass, made } = await beside(undefined, {
    [URL]: page({ published: at, earliest: at, zone: 0 }),
  })
  const { article } = await post(desk, URL, channels, false)
  await pass()
  expect(await articleById(store.read, article)).toMatchObject({ state: 'waiting', published: at })
  expect((await untold(store.read, 9))[0]?.text).toContain('An article waits (embargo: dated ')
  await post(desk, URL, channels, true)
  await pass()
  expect(await made(article)).toHaveLength(1)
})

test('an article that a feed held at first sight, or the gate keeps back, goes when a person says so', async () => {
  const { desk, store, channels, pass, made } = await beside()
  await addedArticle(store, {
    id: 'old',
    url: URL,
    state: 'old',
    reason: 'baseline: x',
    summary: 'A sentence is here. Another is there.',
  })
  const kept = 'https://news.example.com/kept'
  await addedArticle(store, { id: 'kept', url: kept, state: 'waiting', reason: 'burst: 9 at once' })
  for (const url of [URL, kept]) await post(desk, url, channels, false)
  await pass()
  expect(await made('old')).toHaveLength(1)
  expect(await made('kept')).toHaveLength(1)
})

test('what the gate keeps back goes where a person wants it; why not elsewhere is told, until its question is answered', async () => {
  const { desk, store, channels, pass, made } = await beside([someChannel(), someChannel({ id: 'x' })])
  await meetChannels(store, channels, desk.clock)
  const { id: question } = await askedAbout(store, [{ id: 'kept', url: URL }])
  await post(desk, URL, channels.slice(0, 1), false)
  await pass()
  const told = showExplanation((await explain(store.read, URL))!, 'UTC')
  expect(told).toContain(`not routed to x, question: ${question}, on what world brought, is not answered (crier held)`)
  await answer(desk, question, { is: 'post' })
  await pass()
  expect((await made('kept')).map((line) => line.split(': The')[0])).toEqual([
    'telegram-world 0 ready: post: asked for by olena',
    'x 0 ready: route: from world',
  ])
})

test('what is dated in the future, or is known to be too old, is refused at once with the rule', async () => {
  const { desk, store, channels } = await beside()
  await addedArticle(store, {
    id: 'a',
    url: URL,
    state: 'waiting',
    reason: 'embargo: dated later',
    published: NOON + HOUR,
  })
  const old = 'https://news.example.com/old'
  await addedArticle(store, { id: 'b', url: old, state: 'old', published: NOON - 9 * HOUR })
  for (const [url, words] of [
    [URL, 'embargo: dated later'],
    [old, 'max-age: published'],
  ] as const) {
    const error = await errorOf(post(desk, url, channels, false))
    expect(error).toBeInstanceOf(CallerMistake)
    expect(error.message).toContain(words)
    expect(error.message).toContain('--anyway')
  }
  expect(await store.read.selectFrom('placement').selectAll().execute()).toEqual([])
  await post(desk, URL, channels, true)
  expect((await articleById(store.read, 'a'))?.state).toBe('seen')
})

test('what goes before its time by a wish goes there alone, and to the other channels when its time has come', async () => {
  const { desk, store, channels, pass, made } = await beside([
    someChannel(),
    someChannel({ id: 'x' }),
    someChannel({ id: 'sport', feeds: ['sport'] }),
  ])
  await meetChannels(store, channels, desk.clock)
  const dated = NOON + HOUR
  const embargo = { state: 'waiting', reason: 'embargo: dated later', published: dated } as const
  await addedArticle(store, { id: 'a', url: URL, ...embargo, summary: 'A sentence is here. Another is there.' })
  await post(desk, URL, channels.slice(0, 1), true)
  await pass()
  const lines = async () => (await made('a')).map((line) => line.split(': The')[0])
  expect(await lines()).toEqual(['telegram-world 0 ready: post: asked for by olena'])
  expect(await articleById(store.read, 'a')).toMatchObject({ state: 'waiting', published: dated })
  const told = showExplanation((await explain(store.read, URL))!, 'UTC')
  expect(told).toContain('article: kept for x, embargo: dated 2026-05-20T13:00:00.000Z, in the future')
  expect(told).toContain('article: not routed to sport, feeds: sport takes sport')
  // A wish without a word on the date is refused as before; what is composed anew goes before its time as before.
  expect((await errorOf(post(desk, URL, channels.slice(1), false))).message).toContain('embargo: dated')
  expect(await changed(store, desk.clock.now())).toBe(1)
  await pass()
  expect(await lines()).toEqual(['telegram-world 0 ready: post: asked for by olena'])
  await (desk.clock as FakeClock).advance(HOUR)
  await pass()
  expect(await lines()).toEqual(['telegram-world 0 ready: post: asked for by olena', 'x 0 ready: route: from world'])
  expect((await articleById(store.read, 'a'))?.state).toBe('routed')
})

test('a page that cannot be read, or has no headline, is told; asked for again, it is tried again', async () => {
  const pages: Record<string, Page> = {}
  const { desk, store, channels, pass, made } = await beside(undefined, pages)
  const { article } = await post(desk, URL, channels, false)
  await pass()
  const why = 'post: its page could not be read: its server answered 404'
  expect(await articleById(store.read, article)).toMatchObject({ state: 'aside', reason: why })
  expect((await untold(store.read, 9))[0]?.text).toContain(`What was asked for cannot be posted (${why})`)
  pages[URL] = page()
  await post(desk, URL, channels, false)
  await pass()
  expect(await made(article)).toHaveLength(1)
})

test('an address whose page gives that of a known article is that article, and no second post', async () => {
  const mobile = 'https://m.example.com/flood'
  const { desk, store, channels, pass, made } = await beside(undefined, { [mobile]: page({ canonical: URL }) })
  await addedArticle(store, {
    id: 'known',
    url: URL,
    state: 'old',
    reason: 'baseline: x',
    title: 'Flood closes the bridge',
    summary: 'A sentence is here. Another is there.',
  })
  for (let time = 0; time < 2; time++) {
    await post(desk, mobile, channels, false)
    await pass()
    expect(await made('known')).toHaveLength(1)
  }
})

test.each(['no address', 'ftp://a.example', '/path'])('%s is no address of an article', async (url) => {
  const { desk, channels } = await beside()
  expect((await errorOf(post(desk, url, channels, false))).message).toContain('is not a web address')
})

async function posted(state: 'sent' | 'dropped' | 'ready' | 'refused' | 'held') {
  const house = await beside()
  const { article } = await post(house.desk, URL, house.channels, false)
  await house.pass()
  const [delivery] = await deliveriesOf(house.store.read, article)
  const change = { state, ref_url: state === 'sent' ? 'https://t.example/1' : null }
  await house.store.write((writer) => writer.updateTable('part').set(change).execute())
  const again = (yes: boolean, anyway = false) =>
    postAgain(house.desk, delivery!.id, house.channels, { again: yes, anyway })
  return { ...house, article, delivery: delivery!.id, again }
}

test('what stood is posted once more only with a yes, as a delivery of its own; the first stays as it is', async () => {
  const { again, article, delivery, pass, made, store } = await posted('sent')
  const error = await errorOf(again(false))
  expect(error).toBeInstanceOf(CallerMistake)
  expect(error.message).toContain(
    `stands at https://t.example/1, or stood there. To post it once more: crier post-again ${delivery} --yes`,
  )
  await again(true)
  await pass()
  expect((await made(article)).map((line) => line.split(':')[0])).toEqual([
    'telegram-world 0 sent',
    'telegram-world 1 ready',
  ])
  const told = (await historyOf(store.read, article)).map(({ became, why, who }) => `${became}, ${why} (${who})`)
  expect(told).toContain('wanted in telegram-world, post-again: asked for (olena)')
  expect(told.at(-2)).toBe('ready, post: asked for by olena (crier)')
})

test('what was dropped needs no second yes, and twice in a row is once', async () => {
  const { again, article, pass, made } = await posted('dropped')
  await again(false)
  await again(false)
  await pass()
  expect(await made(article)).toHaveLength(2)
})

test('what stands since a second round is not posted a third time without a yes, whichever delivery is named', async () => {
  const { again, article, pass, store } = await posted('dropped')
  await again(false)
  await pass()
  await store.write((writer) =>
    writer.updateTable('part').set({ state: 'sent' }).where('state', '=', 'ready').execute(),
  )
  expect((await errorOf(again(false))).message).toContain('or stood there. To post it once more')
  await again(true)
  await pass()
  expect(await deliveriesOf(store.read, article)).toHaveLength(3)
})

test.each(['unknown', 'found', 'sent'] as const)(
  'what was given up after a call that ended as %s may stand, and is posted again only with a yes',
  async (outcome) => {
    const { again, delivery, store } = await posted('dropped')
    const [part] = await partsOf(store.read, delivery)
    const { id, account } = part!
    await store.write((writer) => logCall(writer, { part: id, account, place: 'p', at: NOON, usd: 0 }))
    await store.write((writer) => writer.updateTable('send_log').set({ outcome }).execute())
    expect((await errorOf(again(false))).message).toContain(`${delivery} may stand`)
    await again(true)
  },
)

test('what was given up after a call that made nothing needs no yes', async () => {
  const { again, delivery, store } = await posted('dropped')
  const [part] = await partsOf(store.read, delivery)
  const { id, account } = part!
  const call = await store.write((writer) => logCall(writer, { part: id, account, place: 'p', at: NOON, usd: 0 }))
  await store.write((writer) => logOutcome(writer, call, { is: 'unknown', why: 'the answer was lost' }, NOON))
  await store.write((writer) => concludeCall(writer, call, 'absent'))
  expect((await again(false)).placements).toHaveLength(1)
})

test.each(['ready', 'refused', 'held'] as const)('what is %s is not posted again beside itself', async (state) => {
  const { again } = await posted(state)
  expect((await errorOf(again(true, true))).message).toMatch(new RegExp(`is ${state} .*only what is at its end`))
})

test('what is too old by now is posted again only past its age', async () => {
  const { again, desk, article, pass, made } = await posted('sent')
  await (desk.clock as FakeClock).advance(7 * HOUR)
  expect((await errorOf(again(true))).message).toMatch(/max-age: .*--anyway/)
  await again(true, true)
  await pass()
  expect((await made(article))[1]).toContain('telegram-world 1 ready')
})
