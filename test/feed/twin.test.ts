import { describe, expect, test } from 'vitest'
import { DAY, HOUR } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { sightingsOf } from '#src/store/articles.ts'
import { NOON } from '#test/fixtures/stored.ts'
import { gated, type Gated } from './taken.ts'

const STORY = {
  title: 'Ferry goes again from Monday',
  summary: '<p>It crosses twice an hour until midnight, say its owners.</p>',
}
const OTHER = {
  title: 'Frost expected in orchards',
  summary: '<p>Growers light fires before sunrise to save buds.</p>',
}
const at = (host: string, query = ''): string => `https://${host}.com/news/ferry${query}`

/** The same story in feed `world`, and `twin` in feed `city` an hour later. */
async function shown(first: string, twin: Partial<Entry>): Promise<Gated> {
  const gate = await gated()
  await gate.look([{ title: 'Old', link: 'https://example.com/old' }])
  await gate.look([{ title: 'Older', link: 'https://example.com/older' }], { feed: 'city' })
  await gate.look([{ ...STORY, link: first, published: gate.now() - 7 }])
  await gate.look([{ ...STORY, published: gate.now() + HOUR - 9, ...twin }], { feed: 'city', after: HOUR })
  return gate
}

const isOne = async ({ store }: Gated): Promise<boolean> =>
  (await store.read.selectFrom('article').select('id').where('url', 'like', '%/ferry%').execute()).length === 1

test.each<[string, string, Partial<Entry>]>([
  ['with www. and without', at('example'), { link: at('www.example') }],
  ['for telephones', at('www.example'), { link: at('m.example') }],
  ['for telephones, spelled out', at('mobile.example'), { link: at('example') }],
  ['as AMP, by its host', at('amp.example'), { link: at('www.example') }],
  ['as AMP, by its path', at('example'), { link: `${at('example')}/amp/` }],
  ['as AMP, before its path', at('example'), { link: 'https://example.com/amp/news/ferry' }],
  ['as AMP, by the end of its name', at('example'), { link: `${at('example')}.amp.html` }],
  ['as AMP, by a parameter', at('example'), { link: at('example', '?outputType=amp') }],
  ['to readers of feeds', at('example'), { link: at('example', '?rss=1') }],
  ['from two places', at('example', '?ref=rss-world'), { link: at('example', '?ref=city') }],
  ['from one place', at('example'), { link: at('www.example', '?source=rss') }],
  ['under a headline of its own', at('example'), { link: at('m.example'), title: OTHER.title }],
  ['in words of its own', at('example'), { link: at('m.example'), summary: OTHER.summary }],
  ['without a text', at('example'), { link: at('m.example'), summary: null }],
])('a story that two feeds show %s is one article', async (_, first, twin) => {
  const gate = await shown(first, twin)
  expect(await isOne(gate)).toBe(true)
  const { id } = await gate.store.read
    .selectFrom('article')
    .select('id')
    .where('url', '=', first)
    .executeTakeFirstOrThrow()
  expect((await sightingsOf(gate.store.read, id)).newsIn).toEqual(['world', 'city'])
})

test.each<[string, string, Partial<Entry>]>([
  ['have neither headline nor text in common', at('example'), { link: at('m.example'), ...OTHER }],
  ['come a day apart', at('example'), { link: at('m.example'), published: NOON - DAY - HOUR }],
  ['stand on other sites', at('example'), { link: at('sport.example') }],
  ['have other numbers', at('example', '?ref=17'), { link: at('example', '?ref=18') }],
  ['have other parameters', at('example', '?story=kyiv'), { link: at('example', '?story=lviv') }],
])('stories of two feeds that %s are two', async (_, first, twin) => {
  expect(await isOne(await shown(first, twin))).toBe(false)
})

test('stories of one feed stay two: its own software tells its places apart', async () => {
  const gate = await gated()
  const alert = (place: string) => ({ ...STORY, link: at('example', `?from=${place}`), published: gate.now() - 7 })
  await gate.look([{ title: 'Old', link: 'https://example.com/old' }])
  const first = alert('kyiv')
  expect(await gate.look([first])).toMatchObject({ news: 1 })
  expect(await gate.look([alert('lviv'), first])).toMatchObject({ news: 1 })
})

describe('a story in two sections of a site', () => {
  const TOLD = { title: 'Ferry sinks', summary: '<p>All are safe.</p>' }
  const inSection = (name: string, change: Partial<Entry> = {}): Partial<Entry> => ({
    ...TOLD,
    link: `https://example.com/${name}/ferry-sinks`,
    published: NOON + 7,
    ...change,
  })
  const opened = async (): Promise<Gated> => {
    const gate = await gated()
    await gate.look([{ title: 'Old', link: 'https://example.com/old' }])
    await gate.look([{ title: 'Older', link: 'https://example.com/older' }], { feed: 'city' })
    return gate
  }

  test.each<[string, Partial<Entry>, number]>([
    ['is one article', {}, 1],
    ['with another headline is two', { title: 'Ferry sinks again' }, 2],
    ['at another time is two', { published: NOON + 8 }, 2],
    ['without a date is two', { published: null }, 2],
    ['under another slug is two', { link: 'https://example.com/city/ferry-rises' }, 2],
    ['on another host is two', { link: 'https://example.org/city/ferry-sinks' }, 2],
  ])('that two feeds show %s', async (_, change, count) => {
    const gate = await opened()
    await gate.look([inSection('world', { published: change.published === null ? null : NOON + 7 })])
    await gate.look([inSection('city', change)], { feed: 'city' })
    expect(await gate.titles('seen')).toHaveLength(count)
  })

  test('that one feed shows without guids of their own is one, at once or one after the other', async () => {
    const gate = await opened()
    expect(await gate.look([inSection('world'), inSection('city')])).toMatchObject({ news: 1 })
    expect(await gate.look([inSection('sea'), inSection('world'), inSection('city')])).toMatchObject({
      news: 0,
      held: 0,
    })
    expect(await gate.look([inSection('city')])).toMatchObject({ news: 0, held: 0 })
  })

  test('that one feed shows under guids of their own is two', async () => {
    const gate = await opened()
    const both = ['world', 'city'].map((name) => inSection(name, { guid: name }))
    expect(await gate.look(both)).toMatchObject({ news: 2 })
    expect(await gate.look(both)).toMatchObject({ news: 0 })
  })

  const forecast = (town: string, summary: string): Partial<Entry> => ({
    title: 'Weather for Monday, 23 November',
    link: `https://example.com/${town}/weather-23-november`,
    summary: `<p>${summary}</p>`,
    published: Date.UTC(2026, 4, 20, 11, 45),
  })
  const RAIN = 'Leeds will see heavy rain until noon, and winds from the west; the river is expected to rise.'
  const SUN = 'A high of fourteen degrees in Exeter, and a clear, cold night to follow with frost in the valleys.'
  const alert = (town: string): Partial<Entry> => ({
    title: 'Air alert',
    link: `https://example.com/${town}/air-alert`,
    summary: `<p>Air alert in the region of ${town}: go to the shelters at once and stay there.</p>`,
    published: Date.UTC(2026, 4, 20, 11, 45),
  })

  test.each<[string, Partial<Entry>, Partial<Entry>]>([
    ['forecasts for two towns', forecast('leeds', RAIN), forecast('exeter', SUN)],
    ['alerts for two towns', alert('odesa'), alert('sumy')],
    ['alerts without a text', { ...alert('odesa'), summary: null }, { ...alert('sumy'), summary: null }],
  ])('%s that have headline, time and slug in common are two, in one feed and in two', async (_, one, other) => {
    const gate = await opened()
    expect(await gate.look([one, other])).toMatchObject({ news: 2 })
    expect(await gate.look([one, other])).toMatchObject({ news: 0, held: 0 })
    const apart = await opened()
    expect(await apart.look([one])).toMatchObject({ news: 1 })
    expect(await apart.look([other], { feed: 'city' })).toMatchObject({ news: 1 })
  })

  test('a headline that tells a story makes it one, at the full minute too', async () => {
    const gate = await opened()
    const told = { title: 'Ferry sinks off the coast with all hands safe', published: Date.UTC(2026, 4, 20, 11, 45) }
    expect(await gate.look([inSection('world', told), inSection('city', told)])).toMatchObject({ news: 1 })
  })

  test('what many sections say in words of their own under one headline is as many stories', async () => {
    const gate = await opened()
    const towns = ['leeds', 'exeter', 'hull', 'york', 'derby', 'luton']
    const six = towns.map((town) => forecast(town, `${town} `.repeat(20)))
    expect(await gate.look([...six, { title: 'Old', link: 'https://example.com/old' }])).toMatchObject({ held: 6 })
  })
})

describe('a story that two feeds show at one time, at addresses that have nothing in common', () => {
  const TIME = NOON + 11 * 60_000 + 7_000
  const ALERT = { title: 'Air raid alert in Kyiv region', summary: '<p>Go to the shelters at once and stay there.</p>' }
  const TOLD = { title: 'Ferry runs aground off the northern cape', summary: '<p>All of its passengers are safe.</p>' }
  const both = async (one: Partial<Entry>, other: Partial<Entry>): Promise<number> => {
    const gate = await gated()
    await gate.look([{ title: 'Old', link: 'https://example.com/old' }])
    await gate.look([{ title: 'Older', link: 'https://example.org/older' }], { feed: 'city' })
    await gate.look([{ guid: 'a1', link: 'https://example.com/world/ab', published: TIME, ...one }], { after: 1_000 })
    const second = { guid: 'z9', link: 'https://city.example.org/?id=9', published: TIME, ...other }
    await gate.look([second], { feed: 'city', after: 1_000 })
    return (await gate.titles('seen')).length
  }
  const cut = (summary: string): string => `${summary.slice(0, 35)}…</p>`

  test.each<[string, Partial<Entry>, Partial<Entry>]>([
    ['with one short text', ALERT, ALERT],
    ['with a text that is cut in one', ALERT, { ...ALERT, summary: cut(ALERT.summary) }],
    ['with a text that one adds to', ALERT, { ...ALERT, summary: `${ALERT.summary}<p>More soon.</p>` }],
    ['with a headline that tells it, at a full hour', { ...TOLD, published: NOON }, { ...TOLD, published: NOON }],
    ['stamped for each feed', TOLD, { ...TOLD, published: TIME + 40_000 }],
  ])('is one article: %s', async (_, one, other) => {
    expect(await both(one, other)).toBe(1)
    expect(await both(other, one)).toBe(1)
  })

  test.each<[string, Partial<Entry>, Partial<Entry>]>([
    ['without a text', { ...ALERT, summary: null }, ALERT],
    ['without a text in either', { ...TOLD, summary: null }, { ...TOLD, summary: null }],
    ['with a text that says nothing', { ...ALERT, summary: 'More soon.' }, { ...ALERT, summary: 'More soon.' }],
    ['with other texts', ALERT, { ...ALERT, summary: '<p>The all-clear is given for the whole region.</p>' }],
    ['under another headline', ALERT, { ...ALERT, title: 'Air raid alert in Sumy region' }],
    ['minutes apart', ALERT, { ...ALERT, published: TIME + 120_000 }],
    ['a story minutes apart', TOLD, { ...TOLD, published: TIME + 120_000 }],
    ['a label, a little apart', ALERT, { ...ALERT, published: TIME + 40_000 }],
    ['a label at a scheduled time', { ...ALERT, published: NOON }, { ...ALERT, published: NOON }],
    ['of one day, without a time', { ...TOLD, published: NOON - 12 * HOUR }, { ...TOLD, published: NOON - 12 * HOUR }],
    ['undated', { ...TOLD, published: null }, { ...TOLD, published: null }],
  ])('is two: %s', async (_, one, other) => {
    expect(await both(one, other)).toBe(2)
  })

  test('is one each time that it recurs', async () => {
    const gate = await gated()
    await gate.look([{ title: 'Old', link: 'https://example.com/old' }])
    await gate.look([{ title: 'Older', link: 'https://example.org/older' }], { feed: 'city' })
    for (let time = 1; time <= 7; time++) {
      const published = gate.now() + HOUR - 43_000
      const one = { ...ALERT, guid: `a${time}`, link: `https://example.com/world/a${time}`, published }
      const other = { ...ALERT, guid: `z${time}`, link: `https://city.example.org/?id=${time}`, published }
      expect(await gate.look([one], { after: HOUR })).toMatchObject({ news: 1 })
      await gate.look([other], { feed: 'city', after: 1_000 })
      expect(await gate.titles('seen')).toHaveLength(time)
    }
  })
})

describe('what one feed told word for word, and another tells hours later under names and a time of its own', () => {
  const PODCAST = 'Listen to our daily podcast, with the stories that matter and the people behind them. '
  const BLURB = { title: 'The Daily podcast', summary: `<p>${PODCAST}Subscribe wherever you get your podcasts.</p>` }
  const CUTS = {
    title: 'Power cuts: where there is no light today',
    summary: `<p>Our list of streets without power is updated every hour. Look up your street in the table, and tell us if
      it is not in it. Helpline: 104.</p>`,
  }
  const footer = (title: string): string =>
    `<p>The post <a href="x">${title}</a> appeared first on <a href="x">The Example</a>.</p>`
  const alert = (town: string) => ({
    title: `Air raid alert in ${town}`,
    summary: `<p>An air raid alert has been declared in ${town}. Go to the nearest shelter.</p>${footer(`Air raid alert in ${town}`)}`,
  })
  const STORY = {
    title: 'Ferry runs aground off the northern cape',
    summary: `<p>${'Its crew, who had sailed on Sunday from the islands, radioed for help at dawn. '.repeat(2)}The
      passengers were taken ashore by fishermen, and the owners promise to have it afloat again within days.</p>`,
  }
  const ORDERS =
    'Go to the nearest shelter at once, by the shortest way, and take water, papers and warm clothes along. '
  const STAY = 'Stay away from windows, help those who need it, and wait there for the all clear on the radio. '
  /** A notice of some length that stands under all alerts. */
  const orders = (town: string) => ({
    title: `Air raid alert in ${town}`,
    summary: `<p>The alert is for ${town}. ${ORDERS}${STAY}</p>`,
  })
  const named = (feed: string, id: number, told: Partial<Entry>, published: number): Partial<Entry> => ({
    guid: `https://example.com/?p=${id}`,
    link: `https://example.com/${feed}/${id}/`,
    published,
    ...told,
  })
  const after = async (told: Partial<Entry>, time: number, beside: readonly Partial<Entry>[] = []) => {
    const gate = await gated()
    const at = gate.now()
    const known = beside.map((each, index) => named('world', index, each, at - index * 60_000))
    await gate.look([...known, { title: 'Old', link: 'https://example.com/old' }])
    await gate.look([{ title: 'Older', link: 'https://example.com/older' }], { feed: 'city' })
    await gate.look([named('city', 41, told, gate.now() - 30_000)], { feed: 'city', after: HOUR })
    const second = named('world', 97, told, gate.now() + time - 30_000)
    return gate.look([second, ...known], { after: time })
  }

  test.each<[string, Partial<Entry>, readonly Partial<Entry>[]]>([
    ['a podcast', BLURB, []],
    ['a list', CUTS, []],
    ['an alert with a footer', alert('Truro'), []],
    ['an alert with a long notice', orders('Truro'), ['Kendal', 'Selby', 'Ripon'].map(orders)],
  ])('is news where it recurs: %s', async (_, told, beside) => {
    for (const time of [2 * HOUR, 22 * HOUR, DAY]) {
      expect(await after(told, time, beside)).toMatchObject({ news: 1, held: 0 })
    }
  })

  test('is one article where its text is long and nobody else’s', async () => {
    expect(await after(STORY, 6 * HOUR, ['Kendal', 'Selby', 'Ripon'].map(orders))).toMatchObject({ news: 0, held: 0 })
  })
})
