import { expect, test } from 'vitest'
import type { PreviewedPost } from '#src/app/preview.ts'
import { SECOND } from '#src/base/clock.ts'
import { movePart } from '#src/store/deliveries.ts'
import { note } from '#src/store/history.ts'
import { logCall, logOutcome } from '#src/store/sends.ts'
import { linkOf } from '#test/fixtures/feed-server.ts'
import { openHouse, routedWhilePaused, until } from '#test/fixtures/house.ts'
import { openDesk, unrouted, type PreviewDesk } from '#test/fixtures/preview-desk.ts'
import { addedDelivery, NOON } from '#test/fixtures/stored.ts'

const URL = 'https://news.example.com/article1'
const ON_X = { channel: 'x-world', account: 'news-x', apiRoot: 'https://x.example.com' } as const

/** A desk with a budget and a post on X whose link stands as `link` says. */
function deskWith(budget: string, link: 'inline' | 'reply' = 'inline'): Promise<PreviewDesk> {
  return openDesk((config) =>
    config
      .replace('{ usdPerDay: 1, usdPerMonth: 9 }', `{ usdPerMonth: 9, ${budget} }`)
      .replace('link: reply', `link: ${link}`),
  )
}

async function spend({ store }: PreviewDesk, usd: number): Promise<void> {
  await store.write(async (writer) => {
    const call = await logCall(writer, { part: 'other', account: 'news-x', place: '7', at: NOON, usd })
    await logOutcome(writer, call, { is: 'sent', ref: { id: '1', url: null } }, NOON)
  })
}

async function onX(desk: PreviewDesk): Promise<PreviewedPost> {
  return (await desk.previewed()).get('x-world')!
}

const TOO_DEAR = 'budget: this post costs $0.2, more than all of budget.usdPerDay ($0.1) of news-x'
const SPENT = 'budget: $0.900 of $1 per day spent, and this post costs $0.2'

test('a post that the budget has no room for is previewed without its link, as it would go', async () => {
  const desk = await deskWith('usdPerDay: 0.1, overBudget: withoutLink')
  await unrouted(desk)
  const text = 'The bridge opens on Friday\n\nIt took nine years.'
  const without = {
    kept: null,
    text,
    bytes: [JSON.stringify({ text })],
    usd: 0.015,
    alternatives: [],
    pieces: expect.arrayContaining([
      {
        of: 'link',
        from: null,
        stands: null,
        why: `over-budget: without its link it costs $0.015 instead of $0.2 (${TOO_DEAR})`,
      },
    ]) as unknown,
  }
  expect(await onX(desk)).toMatchObject(without)
  await addedDelivery(desk.store, { ...ON_X, texts: [`As it stands. ${URL}`], link: URL, usd: 0.2 })
  expect(await onX(desk)).toMatchObject(without)
})

test.each([
  ['usdPerDay: 0.1', { is: 'waits', why: `held: ${TOO_DEAR}` }],
  ['usdPerDay: 0.1, overBudget: drop', { is: 'not sent', why: TOO_DEAR }],
  ['usdPerDay: 1', { is: 'waits', why: SPENT }],
  ['usdPerDay: 1, overBudget: drop', { is: 'not sent', why: SPENT }],
  ['usdPerDay: 2', null],
] as const)('of a budget with %s a preview says %j', async (budget, kept) => {
  const desk = await deskWith(budget)
  await unrouted(desk)
  await spend(desk, 0.9)
  const expected = { kept, usd: 0.2, text: expect.stringContaining(URL) as string }
  expect(await onX(desk)).toMatchObject(expected)
  await addedDelivery(desk.store, { ...ON_X, texts: [`As it stands. ${URL}`], link: URL, usd: 0.2 })
  expect(await onX(desk)).toMatchObject(expected)
})

test('a post without its link waits too where there is no money even for that', async () => {
  const desk = await deskWith('usdPerDay: 1, overBudget: withoutLink')
  await unrouted(desk)
  await spend(desk, 1)
  const why = 'budget: $1.000 of $1 per day spent, and this post costs $0.015'
  expect(await onX(desk)).toMatchObject({
    kept: { is: 'waits', why },
    text: expect.not.stringContaining(URL) as string,
  })
})

test('a post keeps its link and waits where a person has let it go', async () => {
  const desk = await deskWith('usdPerDay: 0.1, overBudget: withoutLink')
  const [{ article, delivery }] = await addedDelivery(desk.store, { ...ON_X, texts: [URL], link: URL, usd: 0.2 })
  const change = {
    article,
    delivery,
    was: 'held',
    became: 'ready',
    who: 'olena',
    why: 'approve: let go',
    at: NOON,
  } as const
  await desk.store.write((writer) => note(writer, change))
  expect(await onX(desk)).toMatchObject({ kept: { is: 'waits', why: `held: ${TOO_DEAR}` }, text: URL })
})

test('of a reply that there is no money for, a preview says that the post goes without it', async () => {
  const desk = await deskWith('usdPerDay: 1, overBudget: withoutLink', 'reply')
  await unrouted(desk)
  await spend(desk, 0.8)
  const why = 'budget: $0.815 of $1 per day spent, and this post costs $0.2'
  expect(await onX(desk)).toMatchObject({
    kept: null,
    bytes: [{}],
    usd: 0.015,
    text: expect.not.stringContaining(URL) as string,
  })
  expect((await onX(desk)).pieces).toContainEqual({ of: 'reply', from: null, stands: null, why })

  const waits = await deskWith('usdPerDay: 1', 'reply')
  await unrouted(waits)
  await spend(waits, 0.8)
  expect(await onX(waits)).toMatchObject({ kept: null, bytes: [{}, {}] })
  expect((await onX(waits)).pieces).toContainEqual({ of: 'reply', from: null, stands: 'waits', why })
})

test('of a reply that is left alone, a preview says that it is not sent', async () => {
  const desk = await deskWith('usdPerDay: 0.1, overBudget: withoutLink', 'reply')
  const [post, reply] = await addedDelivery(desk.store, { ...ON_X, texts: ['The post.', URL] })
  await desk.store.write(async (writer) => {
    await writer.updateTable('part').set({ link: URL, usd: 0.2 }).where('id', '=', reply!.id).execute()
    const sending = await movePart(writer, post, { to: 'sending', why: 'sending: its turn', at: NOON })
    await movePart(writer, sending, { to: 'sent', why: 'sent: taken', at: NOON, ref: { id: '7', url: null } })
  })
  expect((await onX(desk)).kept).toEqual({ is: 'not sent', why: TOO_DEAR })
})

test(
  'what a preview shows of a post that the budget has no room for is what run sends',
  { timeout: 60 * SECOND },
  async () => {
    await using house = await openHouse()
    house.config.text = house.config.text.replace(
      /budget: \{[^}]*\}/,
      'budget: { usdPerDay: 0.1, usdPerMonth: 9, overBudget: withoutLink }',
    )
    expect(await routedWhilePaused(house, { title: 'The bridge opens', path: '/bridge' })).toBe(0)
    const [shown] = JSON.parse((await house.asked('preview', linkOf('/bridge'), '--json')).out) as PreviewedPost[]
    await house.asked('resume')
    const crier = house.start()
    await until(house, crier, () => house.x.posts().length === 1)
    expect(await crier.end()).toBe(0)
    expect(house.x.posts()[0]!.text).toBe((JSON.parse(shown!.bytes[0]!) as { text: string }).text)
    expect(shown!.text).not.toContain(linkOf('/bridge'))
  },
)
