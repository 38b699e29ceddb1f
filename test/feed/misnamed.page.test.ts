import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { gated, type Gated } from './taken.ts'

/** What a page tells, one after another. */
const TOLD: readonly (readonly [string, string])[] = [
  [
    'Water off in Mill Lane',
    'A main burst before dawn and crews are digging; taps should run by noon, says the company.',
  ],
  [
    'Dog rescued from quarry',
    'Firefighters abseiled forty metres to fetch Bella, a spaniel that chased a hare over the edge.',
  ],
  [
    'Snow closes the A66',
    'Lorries queue at both ends; gritters wait until winds drop, which may be on Friday evening.',
  ],
  ['Choir wins gold in Riga', 'Forty singers aged nine to twelve beat rivals from six countries with a lullaby.'],
]

const PAGE = 'https://news.example.com/latest'

const current = (gate: Gated, number: number, change: Partial<Entry> = {}): Partial<Entry> => ({
  link: PAGE,
  title: TOLD[number]![0],
  summary: `<p>${TOLD[number]![1]}</p>`,
  published: gate.now() - 7 * MINUTE - 3,
  ...change,
})

const KINDS: readonly (readonly [string, Partial<Entry>, boolean])[] = [
  ['alone, without a guid', {}, false],
  ['alone, under one guid', { guid: 'latest' }, false],
  ['alone, its guid the address', { guid: PAGE }, false],
  ['alone, in a few words', { summary: '<p>More soon.</p>' }, false],
  ['alone, in headlines', { summary: null }, false],
  ['at the top, without a guid', {}, true],
  ['at the top, under one guid', { guid: 'latest' }, true],
]

describe.each(KINDS)('a page that tells the current story %s', (_, change, hasMore) => {
  async function begun() {
    const gate = await gated({ maxAge: 2 * DAY })
    const about = { guid: 'about', link: 'https://news.example.com/about', title: 'What this page of the town is for' }
    const more = hasMore ? [{ ...about, published: gate.now() - HOUR }] : []
    const shows = (entry: Partial<Entry>, after = 5 * MINUTE) =>
      gate.look([{ ...entry, ...change }, ...more], { after })
    await shows(current(gate, 0))
    await gate.look([{ ...current(gate, 0), ...change }, ...more], { after: DAY })
    return { gate, shows }
  }

  test('is asked about on the next day, then each is news once', async () => {
    const { gate, shows } = await begun()
    const second = current(gate, 1)
    expect(await shows(second)).toMatchObject({ news: 0, held: 1 })
    expect(await shows(second)).toMatchObject({ news: 0, held: 0 })
    await gate.answer({ is: 'post' })
    expect(await shows(second)).toMatchObject({ news: 0, held: 0 })
    for (const [number, after] of [
      [2, DAY],
      // Sooner than a day now: staff have said what the page does.
      [3, 2 * HOUR],
    ] as const) {
      await gate.look([{ ...second, ...change }], { after })
      const next = current(gate, number)
      expect(await shows(next)).toMatchObject({ news: 1, held: 0 })
      expect(await shows(next)).toMatchObject({ news: 0, held: 0 })
      const { summary = null } = next
      expect(await shows({ ...next, title: 'What we know of it by now', summary })).toMatchObject({ news: 0, held: 0 })
      expect(await shows({ ...next, ...current(gate, 0, { published: next.published! }) })).toMatchObject({ news: 0 })
      await gate.look([{ ...next, ...change }])
    }
    expect(await gate.titles('seen')).toEqual([TOLD[3]![0], TOLD[1]![0], TOLD[2]![0]])
  })

  test.each<[string, (gate: Gated) => Partial<Entry>]>([
    ['its headline and text', (gate) => current(gate, 1, { published: gate.now() - DAY })],
    ['its text, and is brought up', (gate) => ({ ...current(gate, 1), title: TOLD[0]![0] })],
    ['a word of its headline, and is brought up', (gate) => ({ ...current(gate, 1), title: `${TOLD[0]![0]} still` })],
    ['headline and text, and has no date', (gate) => current(gate, 1, { published: null })],
  ])('and changes %s tells no other', async (_how, edited) => {
    const { gate, shows } = await begun()
    expect(await shows(edited(gate))).toMatchObject({ news: 0, held: 0 })
  })

  test('goes on for hours with what staff dropped', async () => {
    const { gate, shows } = await begun()
    expect(await shows(current(gate, 1))).toMatchObject({ held: 1 })
    await gate.answer({ is: 'drop' })
    expect(await shows(current(gate, 1, { published: gate.now() - HOUR }))).toMatchObject({ news: 0, held: 0 })
    expect(await shows(current(gate, 2), HOUR)).toMatchObject({ news: 0, held: 0, old: 1 })
    expect(await shows(current(gate, 3, { published: gate.now() + DAY }), DAY)).toMatchObject({ news: 0, held: 1 })
  })
})

test('a page whose headline changes and that is brought up, with its text, tells no other', async () => {
  const gate = await gated({ maxAge: 2 * DAY })
  await gate.look([current(gate, 0)])
  const edited = { ...current(gate, 0, { published: gate.now() + DAY }), title: TOLD[1]![0] }
  expect(await gate.look([edited], { after: DAY })).toMatchObject({ news: 0, held: 0 })
})

test('another feed that has the address in words of its own, of another day, shows the same article', async () => {
  const gate = await gated({ maxAge: 2 * DAY })
  await gate.look([current(gate, 0)])
  await gate.look([current(gate, 3, { link: 'https://news.example.com/3' })], { feed: 'city' })
  const shown = [
    current(gate, 1, { published: gate.now() + DAY }),
    current(gate, 3, { link: 'https://news.example.com/3' }),
  ]
  expect(await gate.look(shown, { feed: 'city', after: DAY })).toMatchObject({ held: 0 })
})
