import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { ordinaryStories } from './ordinary.ts'
import { gated, type Gated } from './taken.ts'

const at = (path: string): string => `https://news.example.com/${path}`
const PLACES = ['Kyiv', 'Odesa', 'Kharkiv', 'Sumy', 'Poltava']
const NOTICE =
  'Go to the nearest shelter at once and stay there until the all-clear is given by the authorities of the region.'
const MORE =
  'Follow our channel for the latest on alerts, attacks and power cuts, and share this page with all you know.'

const label = (place: string): string => `Air raid alert in ${place} region`
const line = (place: string): string => `Air raid alert declared in ${place} region, officials say`

type Text = (place: string, time: string) => string | null

const TEXTS: readonly (readonly [string, (place: string) => string, Text])[] = [
  ['no text below a line', line, () => null],
  ['one notice below a line', line, () => 'Go to the shelters and stay there.'],
  ['place and time below a line', line, (place, time) => `It was declared in ${place} region at ${time}.`],
  ['a notice with the place', label, (place) => `An alert is declared in ${place} region. ${NOTICE}`],
  ['a notice with place and time', label, (place, time) => `An alert is declared in ${place} at ${time}. ${NOTICE}`],
  ['a long notice with the place', label, (place) => `An alert is declared in ${place} region. ${NOTICE} ${MORE}`],
  ['a long notice with place and time', line, (place, time) => `At ${time} it began in ${place}. ${NOTICE} ${MORE}`],
]

function alertIn(place: string, number: number, published: number, [, title, text]: (typeof TEXTS)[number]) {
  const words = text(place, new Date(published).toISOString().slice(11, 16))
  return {
    guid: `alert-${number}`,
    link: at(`alerts/${number}`),
    title: title(place),
    summary: words === null ? null : `<p>${words}</p>`,
    published,
  }
}

describe.each(TEXTS)('alerts for five regions that recur every few hours, with %s', (...form) => {
  test.each([
    ['among other news', 30, true],
    ['among other news that soon slides out', 8, true],
    ['alone', 12, false],
  ])('are news, %s', async (_, window, isMixed) => {
    const gate = await gated()
    const [start, end] = [gate.now() - 4 * HOUR, gate.now() + 20 * HOUR]
    const news = ordinaryStories(isMixed ? 180 : 0, start, 20_260_520)
      .filter(({ title }) => !title.startsWith('Повітряна'))
      .map((story, index): Partial<Entry> => ({
        guid: `${index}`,
        link: at(`${index}`),
        title: story.title,
        summary: `<p>${story.text}</p>`,
        published: story.published,
      }))
    const alerts = PLACES.flatMap((place, index) =>
      Array.from({ length: 8 }, (__, round) =>
        alertIn(
          place,
          10 * index + round,
          start + index * 31 * MINUTE + round * (2 * HOUR + index * 17 * MINUTE) + 7,
          form,
        ),
      ),
    )
    const all = [...news, ...alerts].toSorted((one, other) => one.published! - other.published!)
    let [shown, held]: [number | null, number] = [null, 0]
    while (gate.now() < end) {
      const out = all.filter(({ published }) => published! <= gate.now() + 10 * MINUTE).length
      const taken = await gate.look(all.slice(Math.max(0, out - window), out).toReversed(), { after: 10 * MINUTE })
      if (shown !== null) expect(taken.news + taken.held).toBe(out - shown)
      held += taken.held
      shown = out
    }
    // Word for word after the first slid out, several a day may be an archive that is issued again one by one.
    expect(held).toBeLessThanOrEqual(window === 8 && isWordForWord(form) ? 4 : 0)
  })
})

function isWordForWord([, , text]: (typeof TEXTS)[number]): boolean {
  return text('Kyiv', '') !== text('Odesa', '') && text('Kyiv', '1') === text('Kyiv', '2')
}

/** A feed that has just shown an alert for the first of some places, beside those for the others. */
async function shown(
  places: number,
  form = TEXTS[3]!,
): Promise<
  Gated & { readonly rest: Partial<Entry>[]; readonly alert: (number: number, after: number) => Partial<Entry> }
> {
  const gate = await gated()
  const old = { guid: 'old', link: at('old'), title: 'Ferry is late', published: gate.now() - 5 * HOUR }
  const rest = [
    ...PLACES.slice(1, places).map((place, index) =>
      alertIn(place, 90 + index, gate.now() - (2 + index) * HOUR + 7, form),
    ),
    old,
  ]
  await gate.look(rest)
  const start = gate.now()
  const alert = (number: number, after: number): Partial<Entry> => alertIn(PLACES[0]!, number, start + after + 7, form)
  expect(await gate.look([alert(0, 0), ...rest])).toMatchObject({ news: 1, held: 0 })
  return { ...gate, rest, alert }
}

describe('what has the headline of an alert', () => {
  test('is news two hours later, beside it', async () => {
    const { look, alert, rest } = await shown(4)
    const next = [alert(1, 2 * HOUR), alert(0, 0), ...rest]
    expect(await look(next, { after: 2 * HOUR })).toMatchObject({ news: 1, held: 0 })
  })

  test.each<[string, number, number, boolean, Partial<Entry>]>([
    ['comes within the hour', 4, HOUR / 2, true, {}],
    ['is dated before it', 4, -HOUR, true, {}],
    ['stands in its place', 4, 2 * HOUR, false, {}],
    ['is alone with its headline', 1, 2 * HOUR, true, {}],
    ['has no guid', 4, 2 * HOUR, true, { guid: null }],
    ['has its address for a guid', 4, 2 * HOUR, true, { guid: at('alerts/1') }],
  ])('is asked about where it %s', async (_, places, apart, stays, change) => {
    const { look, alert, rest } = await shown(places, TEXTS[4])
    const entry = { ...alert(1, apart), ...change }
    const document = [entry, ...(stays ? [alert(0, 0)] : []), ...rest]
    expect(await look(document, { after: 2 * HOUR })).toMatchObject({ news: 0, held: 1 })
  })

  test('is asked about with a long text that is its own', async () => {
    const own =
      'Late at night a drone hit the roof of a large school in the north of the city, and fifteen people were led out of the cellar as it burnt.'
    const form = ['', label, (place: string) => (place === 'Kyiv' ? `${own} Nobody was hurt.` : NOTICE)] as const
    const { look, alert, rest } = await shown(4, form)
    const document = [alert(1, 2 * HOUR), alert(0, 0), ...rest]
    const edit = { ...document[0], summary: `<p>${own} One was hurt.</p>` }
    expect(await look([edit, ...document.slice(1)], { after: 2 * HOUR })).toMatchObject({ news: 0, held: 1 })
  })

  test('word for word with a long notice, and alone, is asked about until staff let one go', async () => {
    const { look, alert, rest, answer } = await shown(1, TEXTS[5])
    const [first, second, third, fourth] = [0, 1, 2, 3].map((number) => alert(number, number * 3 * HOUR))
    expect(await look([second!, ...rest], { after: 3 * HOUR })).toMatchObject({ news: 0, held: 1 })
    await answer({ is: 'post' })
    expect(await look([third!, second!, first!, ...rest], { after: 3 * HOUR })).toMatchObject({ news: 1, held: 0 })
    expect(await look([fourth!, third!, second!], { after: 3 * HOUR })).toMatchObject({ news: 1, held: 0 })
  })
})
