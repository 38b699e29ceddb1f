import { describe, expect, test } from 'vitest'
import { HOUR } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { gated, type Gated } from './taken.ts'

const at = (path: string): string => `https://news.example.com/${path}`
const long = (name: string): string =>
  `<p>${`The council of ${name} met all night and agreed on nothing. `.repeat(6)}</p>`
const short = (name: string): string => `<p>What happened in ${name} was new to all.</p>`

function story(name: string, change: Partial<Entry> = {}): Partial<Entry> {
  return { guid: `id-${name}`, link: at(name), title: `Story ${name}`, summary: long(name), published: null, ...change }
}

const STORIES = Array.from({ length: 12 }, (_, index) => story(`${index}`))

/** A feed whose stories are dated two hours before its first sight. */
async function opened(
  entries: readonly Partial<Entry>[],
): Promise<Gated & { readonly old: readonly Partial<Entry>[] }> {
  const gate = await gated()
  const old = entries.map((each, index) => ({ ...each, published: gate.now() - 7_000_001 - index }))
  await gate.look(old)
  return { ...gate, old }
}

describe('stories that are issued again, and again', () => {
  /** The first `count` under new names and dates. */
  const again = ({ old, now }: Awaited<ReturnType<typeof opened>>, count: number, round: number) =>
    old.map((each, index) =>
      index < count ? { ...each, guid: `${round}-${index}`, link: at(`${round}/${index}`), published: now() } : each,
    )

  test.each([
    ['one long one of twelve', 1, long],
    ['two long ones of twelve', 2, long],
    ['twelve long ones', 12, long],
    ['four short ones of twelve', 4, short],
  ])('%s: asked about every time, unanswered and after any answer', async (_, count, text) => {
    const gate = await opened(STORIES.map((each) => ({ ...each, summary: text(each.title!) })))
    for (const [round, given] of (['none', 'none', 'post', 'none', 'drop', 'none'] as const).entries()) {
      expect(await gate.look(again(gate, count, round))).toMatchObject({ news: 0, held: count })
      if (given !== 'none') await gate.answer({ is: given })
    }
  })

  test('are asked about where the feed had them twice before, and where they come twice', async () => {
    const twin = { title: 'Twin', summary: long('twins') }
    const { look, now, old } = await opened([story('1', twin), story('2', twin), ...STORIES.slice(2)])
    const third = story('third', { ...twin, published: now() })
    expect(await look([third, ...old.slice(2)])).toMatchObject({ news: 0, held: 1 })
    const fourth = [story('fourth', { ...twin, published: now() }), story('fifth', { ...twin, published: now() })]
    expect(await look([...fourth, ...old.slice(2)])).toMatchObject({ news: 0, held: 2 })
  })
})

describe('an edit of headline, slug and date in a feed without guids', () => {
  const flood = (round: number, now: number) => ({
    ...story('flood', {
      guid: null,
      link: at(`flood-hits-${round}-towns`),
      title: `Flood hits ${'more '.repeat(round)}towns`,
    }),
    published: now,
  })
  const OTHERS = STORIES.map((each) => ({ ...each, guid: null }))

  test('is asked about where its long text stands at no other story', async () => {
    const { look, now, old, answer, titles } = await opened(OTHERS)
    expect(await look([flood(0, now()), ...old])).toMatchObject({ news: 1 })
    for (const [round, given] of (['none', 'drop', 'none', 'none'] as const).entries()) {
      expect(await look([flood(round + 1, now()), ...old])).toMatchObject({ news: 0, held: 1 })
      if (given !== 'none') await answer({ is: given })
    }
    expect(await titles('seen')).toEqual(['Flood hits towns'])
  })

  test('is none where the article still stands there, or the text is one that several have', async () => {
    const { look, now, old } = await opened(OTHERS)
    const first = flood(0, now())
    await look([first, ...old])
    const second = flood(1, now())
    expect(await look([second, first, ...old])).toMatchObject({ news: 1, held: 0 })
    expect(await look([flood(2, now()), ...old])).toMatchObject({ news: 1, held: 0 })
  })
})

describe('hourly alerts above a standing notice', () => {
  const notice = `<p>Attention! Go to the nearest shelter at once, and stay until you hear the all clear. Follow what officials say in their channels.</p>`
  const hourly = async (headlines: readonly string[], answered: number) => {
    const { look, now, old, answer, store } = await opened([story('other')])
    const held: number[] = []
    for (let hour = 0; hour < 24; hour++) {
      const title = headlines[hour % headlines.length]!
      const alert = story(`${hour}`, { title, summary: notice, published: now() })
      if ((await look([alert, ...old], { after: HOUR })).held > 0) held.push(hour)
      if (hour === answered && held.length > 0) await answer({ is: 'post' })
    }
    return { held, asked: (await store.read.selectFrom('question').selectAll().execute()).length }
  }

  test.each([
    ['at once', 1, [1]],
    ['hours later', 5, [1, 2, 3, 4, 5]],
  ])('recur from when staff let them go, %s: one question', async (_, answered, held) => {
    expect(await hourly(['Air alert'], answered)).toEqual({ held, asked: 1 })
  })

  test('are news where it stands under several headlines: no question', async () => {
    const places = ['Kyiv', 'Lviv', 'Odesa'].flatMap((place) => [`Air alert in ${place}`, `All clear in ${place}`])
    expect(await hourly(places, 0)).toEqual({ held: [], asked: 0 })
  })
})

describe('several that recur at once', () => {
  const REGIONS = ['Kyiv', 'Kharkiv', 'Sumy', 'Odesa', 'Poltava']
  const alerts = (count: number) =>
    REGIONS.slice(0, count).map((region): readonly [string, string] => [
      `Air raid alert in ${region}`,
      `An air raid alert has been declared in the region of ${region}. Go to the shelters!`,
    ])
  const forecasts = (day: number) =>
    ['Leeds', 'Hull', 'York'].map((town, index): readonly [string, string] => [
      `Weather forecast for ${town}`,
      `Highs of ${(day * 7 + index * 3) % 11} degrees in ${town}, and lows of ${(day * 3 + index) % 5}.`,
    ])
  const puzzles = () =>
    ['Quick crossword', 'Sudoku: medium', 'Word wheel'].map((title): readonly [string, string] => [
      title,
      `Solve today's puzzle online or print it out. ${title}.`,
    ])

  /** A feed of fifteen entries, with one story an hour and `told` twice a day; staff answer `post` at once. */
  const days = async (told: (time: number) => readonly (readonly [string, string])[], hasGuids: boolean) => {
    const { look, now, old, answer } = await opened(STORIES)
    const all = [...old]
    const add = (name: string, title: string, text: string): void => {
      const guid = hasGuids ? `id-${name}` : null
      all.unshift({ guid, link: at(name), title, summary: `<p>${text}</p>`, published: now() + HOUR - 30_001 })
    }
    const held: number[] = []
    for (let hour = 0; hour < 96; hour++) {
      if (hour % 24 === 6 || hour % 24 === 20)
        for (const [index, [title, text]] of told(hour).entries()) add(`${hour}/${index}`, title, text)
      else add(`news-${hour}`, `Story of hour ${hour}`, long(`hour ${hour}`))
      const taken = await look(all.slice(0, 15), { after: HOUR })
      if (taken.held > 0) {
        held.push(taken.held)
        await answer({ is: 'post' })
      }
    }
    return held
  }

  test.each<[string, (time: number) => readonly (readonly [string, string])[], number]>([
    ['alerts of three regions', () => alerts(3), 3],
    ['alerts of five regions', () => alerts(5), 5],
    ['three forecasts', forecasts, 3],
    ['three puzzles', puzzles, 3],
  ])('are asked about once, if staff let them go: %s', async (_, told, count) => {
    expect(await days(told, true)).toEqual([count])
    expect(await days(told, false)).toEqual([count])
  })
})

test.each(['and guids that stay', 'that are its guids', 'without guids'])(
  'a feed whose addresses change at every look, %s, takes no more room each time, and posts what is new',
  async (guids) => {
    const gate = await gated()
    let looks = 0
    const shown = (name: string, published: number): Partial<Entry> => {
      const link = at(`${name}?session=${looks}`)
      const guid = guids === 'and guids that stay' ? name : guids === 'that are its guids' ? link : null
      return story(name, { guid, link, published })
    }
    const entries = Array.from({ length: 6 }, (_, index): readonly [string, number] => [
      `old-${index}`,
      gate.now() - (index + 1) * HOUR - 7_000,
    ])
    const look = async () => {
      looks += 1
      return gate.look(entries.map(([name, published]) => shown(name, published)))
    }
    const rows = async (table: 'identity' | 'history' | 'likeness') => {
      const { count } = await gate.store.read
        .selectFrom(table)
        .select((is) => is.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return count
    }
    const size = async () => Promise.all((['identity', 'history', 'likeness'] as const).map(rows))
    for (let at = 0; at < 30; at += 1) await look()
    const before = await size()
    for (let at = 0; at < 30; at += 1) expect(await look()).toMatchObject({ news: 0, held: 0 })
    expect(await size()).toEqual(before)
    entries.unshift(['new', gate.now()])
    expect(await look()).toMatchObject({ news: 1, held: 0 })
    expect(await look()).toMatchObject({ news: 0, held: 0 })
  },
)

describe('what staff have dropped', () => {
  const shared = Array.from({ length: 4 }, (_, index) => story(`shared-${index}`, { summary: long(`${index}`) }))

  test.each([1, 4])('is news in no other feed that shows it later: %i stories under new names', async (count) => {
    const gate = await opened(STORIES)
    const { old } = gate
    await gate.look(old.slice(0, 3), { feed: 'local' })
    const known = shared.slice(0, count).map((each) => ({ ...each, published: gate.now() }))
    await gate.look([...known, ...old], { feed: 'world' })
    await gate.look([...known, ...old.slice(0, 3)], { feed: 'local' })
    const renamed = known.map((each, index) => ({
      ...each,
      guid: `b${index}`,
      link: at(`new/${index}`),
      published: gate.now(),
    }))
    expect(await gate.look([...renamed, ...old], { feed: 'world' })).toMatchObject({ news: 0, held: count })
    await gate.answer({ is: 'drop' })
    expect(await gate.look([...renamed, ...old.slice(0, 3)], { feed: 'local' })).toMatchObject({ news: 0, held: 0 })
    expect((await gate.titles('seen')).length).toBe(count)
  })

  test('of a burst is no news in another feed, and what they let go is', async () => {
    const gate = await opened(STORIES)
    const { old } = gate
    await gate.look(old.slice(0, 3), { feed: 'local' })
    const burst = Array.from({ length: 14 }, (_, index) =>
      story(`burst-${index}`, { summary: long(`burst ${index}`), published: gate.now() + index }),
    )
    expect(await gate.look([...burst, ...old], { feed: 'world' })).toMatchObject({ news: 0, held: 14 })
    await gate.answer({ is: 'newest', count: 2 })
    expect(await gate.look([burst[0]!, burst[13]!, ...old.slice(0, 3)], { feed: 'local' })).toMatchObject({ held: 0 })
    expect(await gate.titles('seen')).toEqual(['Story burst-12', 'Story burst-13'])
  })

  test('of a burst is no news in a third feed, though one held it at first sight', async () => {
    const gate = await opened(STORIES)
    const { old } = gate
    const burst = Array.from({ length: 14 }, (_, index) =>
      story(`burst-${index}`, { summary: long(`burst ${index}`), published: gate.now() + index }),
    )
    await gate.look(old.slice(0, 3), { feed: 'third' })
    await gate.look([burst[3]!, ...old.slice(0, 3)], { feed: 'local' })
    expect(await gate.look([...burst, ...old])).toMatchObject({ news: 0, held: 14 })
    await gate.answer({ is: 'drop' })
    expect(await gate.look([burst[3]!, ...old.slice(0, 3)], { feed: 'third' })).toMatchObject({ news: 0, held: 0 })
  })

  test('may stand for another story half a day later, which is news', async () => {
    const gate = await gated({ maxAge: 24 * HOUR })
    const old = STORIES.map((each, index) => ({ ...each, published: gate.now() - HOUR - index }))
    await gate.look(old)
    await gate.look(old.slice(0, 3), { feed: 'local' })
    const burst = Array.from({ length: 14 }, (_, index) =>
      story(`burst-${index}`, { summary: long(`burst ${index}`), published: gate.now() + index }),
    )
    await gate.look([...burst, ...old])
    await gate.answer({ is: 'drop' })
    const later = gate.now() + 13 * HOUR
    const next = story('burst-3', { title: 'The mayor resigns', summary: long('the mayor'), published: later })
    expect(await gate.look([next, ...old.slice(0, 3)], { feed: 'local', after: 13 * HOUR })).toMatchObject({ news: 1 })
  })
})
