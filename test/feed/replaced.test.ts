import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { openQuestions } from '#src/store/questions.ts'
import { gated, type Gated } from './taken.ts'

const at = (path: string): string => `https://news.example.com/${path}`
const slugOf = (title: string): string => title.toLowerCase().replaceAll(' ', '-')

const TEXT =
  'The city council voted on Monday to close the old harbour bridge to lorries from next spring, after engineers found cracks in two of its pillars. Drivers will have to take the tunnel instead, which adds twenty minutes to the trip. Hauliers protested, and said that a toll would have been the fairer way to raise money.'
const TITLE = 'Council closes harbour bridge to lorries'
const OTHERS = [
  ['Theatre wins prize for its winter season', 'A jury of critics praised three new plays by young authors.'],
  ['Hospital finds cause of its outage', 'Engineers say a worn cable in the cellar had overheated.'],
  ['Growers expect late frost', 'Meteorologists warned of minus four degrees before sunrise.'],
  ['Council elects its youngest mayor', 'At twenty-six she takes over from a teacher who retires.'],
] as const

/** How a site makes addresses of headlines, with a number that stays or without. */
const SITES: Readonly<Record<string, (title: string, number: number) => Partial<Entry>>> = {
  'number-slug.html': (title, number) => named(at(`39${number}-${slugOf(title)}.html`)),
  'slug-a48213': (title, number) => named(at(`${slugOf(title)}-a${number}`)),
  'slug/48213/': (title, number) => named(at(`${slugOf(title)}/${number}/`)),
  '48213/slug': (title, number) => named(at(`${number}/${slugOf(title)}`)),
  'date/slug': (title) => named(at(`2026/05/20/${slugOf(title)}`)),
  'number-slug.html without a guid': (title, number) => ({ link: at(`39${number}-${slugOf(title)}.html`) }),
  'slug-48213.html, under a guid of the headline': (title, number) => ({
    guid: `post:${slugOf(title)}`,
    link: at(`${slugOf(title)}-${number}.html`),
  }),
  'slug-48213.html, under a guid of the version': (title, number) => ({
    guid: `urn:${number}:${title.length}`,
    link: at(`${slugOf(title)}-${number}.html`),
  }),
}

/** A guid that follows the headline too, and nothing that stays. */
const OWN_GUID = (title: string): Partial<Entry> => ({
  guid: `post:${slugOf(title)}`,
  link: at(`2026/05/20/${slugOf(title)}`),
})

function named(url: string): Partial<Entry> {
  return { guid: url, link: url }
}

interface Told {
  readonly title: string
  readonly text: string | null
}

/** A feed that has just shown a story beside others; `dated` is whether it gives dates. */
async function shown(
  site: string,
  first: Told,
  dated: boolean,
): Promise<
  Gated & { readonly entry: (told: Told, after?: number) => Partial<Entry>; readonly rest: Partial<Entry>[] }
> {
  const gate = await gated()
  const of = ({ title, text }: Told, number: number, published: number): Partial<Entry> => ({
    ...(SITES[site] ?? OWN_GUID)(title, number),
    title,
    summary: text === null ? null : `<p>${text}</p>`,
    published: dated ? published : null,
  })
  const rest = OTHERS.map(([title, text], index) =>
    of({ title, text }, 47_100 + index, gate.now() - 4 * HOUR - index * 17 * MINUTE - 7),
  )
  await gate.look(rest)
  const entry = (told: Told, after = 0): Partial<Entry> => of(told, 48_213, gate.now() + after + 7)
  expect(await gate.look([entry(first), ...rest])).toMatchObject({ news: 1 })
  return { ...gate, entry, rest }
}

const EDITS: readonly (readonly [string, Told, Told])[] = [
  [
    'a word of headline and text',
    { title: TITLE, text: TEXT },
    { title: TITLE.replace('closes', 'to close'), text: TEXT.replace('two', 'three') },
  ],
  [
    'the whole headline, and a word of the text',
    { title: TITLE, text: TEXT },
    { title: 'No more lorries on cracked crossing', text: TEXT.replace('two', 'three') },
  ],
  [
    'the whole headline, and the beginning of the text',
    { title: TITLE, text: TEXT },
    {
      title: 'No more lorries on cracked crossing',
      text: `Repairs will take two years, it was said today. ${TEXT.slice(150)}`,
    },
  ],
  [
    'a word of the headline above a short text',
    { title: TITLE, text: TEXT.slice(0, 150) },
    { title: TITLE.replace('closes', 'to close'), text: TEXT.slice(0, 150) },
  ],
  [
    'a word of the headline without a text',
    { title: TITLE, text: null },
    { title: TITLE.replace('closes', 'to close'), text: null },
  ],
]

describe.each(Object.keys(SITES))('at addresses like %s, which follow the headline', (site) => {
  test.each(EDITS)('an edit of %s is one question, with a new date or none, and again', async (_, first, second) => {
    for (const dated of [true, false]) {
      const { look, entry, rest, store, titles } = await shown(site, first, dated)
      expect(await look([entry(second, 1_000), ...rest])).toMatchObject({ news: 0, held: 1 })
      expect(await look([entry(second, 1_000), ...rest])).toMatchObject({ news: 0, held: 0 })
      expect(await openQuestions(store.read)).toHaveLength(1)
      expect(await titles('seen')).toEqual([first.title])
    }
  })
})

describe('under a guid that is made of the headline, as the address is', () => {
  test.each(EDITS.slice(0, 4))('an edit of %s is one question, and again', async (_, first, second) => {
    const { look, entry, rest, titles } = await shown('', first, true)
    expect(await look([entry(second, 1_000), ...rest])).toMatchObject({ news: 0, held: 1 })
    expect(await look([entry(second, 1_000), ...rest])).toMatchObject({ news: 0, held: 0 })
    expect(await titles('seen')).toEqual([first.title])
  })

  test('what has a headline like one that is gone is news without a text: its guid says that it is another', async () => {
    const { look, entry, rest } = await shown('', EDITS[4]![1], true)
    expect(await look([entry(EDITS[4]![2], 1_000), ...rest])).toMatchObject({ news: 1, held: 0 })
  })

  test.each<[string, readonly string[], number]>([
    ['several stories of late, as of a section, is news', ['Ferry is late', 'Choir sings'], 0],
    ['one story that is gone is asked about', ['Ferry is late'], 1],
  ])('what has the number of %s', async (_, before, held) => {
    const { look, entry, rest } = await shown('', { title: TITLE, text: null }, true)
    const of = (title: string, after: number): Partial<Entry> => ({
      ...entry({ title, text: null }, after),
      link: at(`sea/4711/${slugOf(title)}`),
    })
    await look([...before.map(of), ...rest])
    expect(await look([of('Growers pray for rain', 60_000), ...rest])).toMatchObject({ news: 1 - held, held })
  })

  test('a page with a number that goes from story to story is asked about once', async () => {
    const { look, entry, rest, answer } = await shown('', { title: TITLE, text: null }, true)
    const of = (title: string, after: number): Partial<Entry> => ({
      ...entry({ title, text: null }, after),
      link: at('sea/4711'),
    })
    const next = (title: string): Promise<unknown> => look([of(title, 7 * HOUR), ...rest], { after: 7 * HOUR })
    expect(await next('Ferry is late')).toMatchObject({ news: 1, held: 0 })
    expect(await next('Choir sings in the rain')).toMatchObject({ news: 0, held: 1 })
    await answer({ is: 'post' })
    expect(await next('Growers pray')).toMatchObject({ news: 1, held: 0 })
  })
})

describe('what comes as another story goes', () => {
  const SITE = 'date/slug'
  const FIRST = { title: TITLE, text: TEXT }
  const EDIT = { title: TITLE.replace('closes', 'to close'), text: TEXT.replace('two', 'three') }

  test('is news in words of its own, under the next number of a series, or a label', async () => {
    const flood =
      'Rivers rose by a metre in one night, and a hundred people were led to safety from their roofs by boat.'
    const own = await shown(SITE, FIRST, true)
    expect(await own.look([own.entry({ title: 'Rivers flood the valley', text: flood }), ...own.rest])).toMatchObject({
      news: 1,
      held: 0,
    })
    const day = await shown(SITE, { title: 'Day 139 of the siege of the city', text: null }, true)
    expect(
      await day.look([day.entry({ title: 'Day 140 of the siege of the city', text: null }), ...day.rest]),
    ).toMatchObject({ news: 1 })
    const notice = 'Go to the shelters and stay there until the all-clear.'
    const alert = await shown(SITE, { title: 'Air alert in Odesa', text: `Odesa: ${notice}` }, true)
    expect(
      await alert.look([alert.entry({ title: 'Air alert in Sumy', text: `Sumy: ${notice}` }), ...alert.rest]),
    ).toMatchObject({ news: 1 })
  })

  test('is news where the story stays, slid out at the end, or went half a day ago', async () => {
    const stays = await shown(SITE, FIRST, true)
    expect(await stays.look([stays.entry(EDIT), stays.entry(FIRST), ...stays.rest])).toMatchObject({ news: 1 })

    const slid = await shown(SITE, FIRST, true)
    const newer = OTHERS.map(([title, text]) => slid.entry({ title: `${title} again`, text: `Again: ${text}` }, 60_000))
    await slid.look([...newer, slid.entry(FIRST)])
    expect(await slid.look([slid.entry(EDIT, 120_000), ...newer])).toMatchObject({ news: 1, held: 0 })

    const late = await shown(SITE, FIRST, true)
    expect(await late.look([late.entry(EDIT, DAY / 2), ...late.rest], { after: DAY / 2 })).toMatchObject({ news: 1 })
  })

  test('is news where a feed lets go of many, as one that shows the alerts that last', async () => {
    const { look, entry, rest } = await shown(SITE, FIRST, true)
    const alerts = ['rain', 'wind', 'snow', 'fog'].map((what, index) =>
      entry({ title: `Warning of ${what}`, text: null }, index + 1),
    )
    for (const alert of alerts) expect(await look([alert, ...rest])).toMatchObject({ news: 1, held: 0 })
    const next = { title: 'Council closes harbour bridge to cyclists', text: null }
    expect(await look([entry(next), ...rest])).toMatchObject({ news: 1, held: 0 })
    const crash = (town: string, hurt: number): Partial<Entry> =>
      entry({
        title: `${hurt} injured in crash near ${town}`,
        text: `${hurt} people were taken to hospital after a crash near ${town}. Police have appealed for witnesses, and anyone with footage is asked to call.`,
      })
    expect(await look([crash('Leeds', 4), ...rest])).toMatchObject({ news: 1, held: 0 })
    expect(await look([crash('Hull', 7), ...rest], { after: HOUR })).toMatchObject({ news: 1, held: 0 })
  })

  test('is asked about where it quotes a line that is the whole text of another, be that gone as well', async () => {
    const line = 'This is a breaking news story. More details to follow soon.'
    for (const site of [SITE, 'under a guid of the headline alone']) {
      for (const stays of [true, false]) {
        const { look, entry, rest } = await shown(site, FIRST, true)
        const stub = entry({ title: 'Explosion heard in the port of Odesa', text: line }, 1_000)
        expect(await look([stub, entry(FIRST), ...rest])).toMatchObject({ news: 1, held: 0 })
        const edit = entry({ title: 'Lorries lose a bridge, council decides', text: `${TEXT} ${line}` }, MINUTE)
        expect(await look([edit, ...(stays ? [stub] : []), ...rest])).toMatchObject({ news: 0, held: 1 })
      }
    }
  })

  test('is asked about a second time, after staff dropped what it was edited to before', async () => {
    for (const site of [SITE, 'under a guid of the headline alone']) {
      const { look, entry, rest, answer } = await shown(site, FIRST, true)
      for (const [index, title] of [
        'Lorries lose a bridge, council decides',
        'Tunnel it is for lorries from spring',
      ].entries()) {
        const edit = entry({ title, text: TEXT.replace('two', `${index + 3}`) }, MINUTE)
        expect(await look([edit, ...rest], { after: HOUR })).toMatchObject({ news: 0, held: 1 })
        await answer({ is: 'drop' })
      }
    }
  })

  test('is asked about where it keeps most of a text that only one had, however many have gone before', async () => {
    for (const site of [SITE, 'under a guid of the headline alone']) {
      const { look, entry, rest } = await shown(site, FIRST, true)
      const first = entry(FIRST)
      const alerts = ['rain', 'wind', 'snow', 'fog'].map((what, index) =>
        entry({ title: `Warning of ${what}`, text: null }, index + 1),
      )
      for (const alert of alerts) expect(await look([alert, first, ...rest])).toMatchObject({ news: 1, held: 0 })
      expect(await look([entry(EDIT, MINUTE), ...rest])).toMatchObject({ news: 0, held: 1 })
    }
  })

  test('is news where others of late read so too: it is a template', async () => {
    const { look, entry, rest } = await shown(SITE, FIRST, true)
    const twin = entry({ title: TITLE.replace('harbour', 'station'), text: TEXT.replace('harbour', 'station') }, 1_000)
    expect(await look([twin, entry(FIRST), ...rest])).toMatchObject({ news: 1 })
    expect(await look([entry(EDIT), twin, ...rest])).toMatchObject({ news: 1, held: 0 })
  })
})

describe('in a feed that shows one entry alone, without guids', () => {
  const TOLL = 'Drivers take the tunnel from next spring on.'
  const BOAT = 'Its captain waits for the fog to lift.'
  const of = (title: string, text: string, published: number | null): Partial<Entry> => ({
    link: at(slugOf(title)),
    title,
    summary: `<p>${text}</p>`,
    published,
  })

  /** What becomes of stories that come ten minutes apart, each in the place of the one before. */
  async function told(
    stories: readonly (readonly [string, string])[],
    given: 'post' | 'drop' | null = null,
    dated = true,
  ): Promise<string> {
    const gate = await gated()
    await gate.look([
      of('Theatre wins prize', 'A jury of critics praised three new plays.', dated ? gate.now() - 7 : null),
    ])
    let became = ''
    for (const [title, text] of stories) {
      const published = dated ? gate.now() + 4 * MINUTE + 7 : null
      const { news, held } = await gate.look([of(title, text, published)], { after: 10 * MINUTE })
      became += news > 0 ? 'n' : held > 0 ? 'h' : '-'
      if (held > 0 && given !== null) await gate.answer({ is: given })
    }
    return became
  }

  test.each<[string, readonly (readonly [string, string])[], string]>([
    [
      'a headline edited in part',
      [
        [TITLE, TOLL],
        [TITLE.replace('closes', 'to close'), TOLL],
      ],
      'nh',
    ],
    [
      'a wholly new headline',
      [
        [TITLE, TOLL],
        ['No more lorries on cracked crossing', TOLL],
      ],
      'nh',
    ],
    [
      'a short headline',
      [
        ['Ferry is late', BOAT],
        ['Boat waits in harbour', BOAT],
      ],
      'nh',
    ],
    [
      'after other stories',
      [
        ['Choir sings', 'It rained all night.'],
        ['Ferry is late', BOAT],
        ['Boat waits', BOAT],
      ],
      'nnh',
    ],
    [
      'edited twice',
      [
        ['Ferry is late', BOAT],
        ['Boat waits in harbour', BOAT],
        ['No crossing today', BOAT],
      ],
      'nhh',
    ],
  ])('what has the text of the one before is an edit, and asked about: %s', async (_, stories, became) => {
    for (const dated of [true, false]) {
      expect(await told(stories, null, dated)).toBe(became)
      expect(await told(stories, 'drop', dated)).toBe(became)
    }
  })

  test.each<[string, readonly (readonly [string, string])[], string]>([
    [
      'another text',
      [
        ['Ferry is late', BOAT],
        ['Boat waits in harbour', TOLL],
      ],
      'nn',
    ],
    [
      'the next number',
      [
        ['Day 139 of the strike', BOAT],
        ['Day 140 of the strike', BOAT],
      ],
      'nn',
    ],
    [
      'the text of an earlier one',
      [
        ['Ferry is late', BOAT],
        ['Choir sings', TOLL],
        ['Boat waits', BOAT],
      ],
      'nnn',
    ],
    [
      'a line below all',
      [
        ['Ferry is late', BOAT],
        ['Choir sings', BOAT],
        ['Frost is near', BOAT],
        ['Mayor elected', BOAT],
      ],
      'nhnn',
    ],
  ])('what has %s is news', async (_, stories, became) => {
    expect(await told(stories, 'post')).toBe(became)
  })
})
