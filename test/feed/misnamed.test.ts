import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, type Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { openQuestions } from '#src/store/questions.ts'
import { NOON } from '#test/fixtures/stored.ts'
import { gated, type Gated } from './taken.ts'

/** Stories that have nothing in common. */
const WORDS: readonly (readonly [string, string])[] = [
  ['Bridge over the harbour opens after nine years', 'Ferries stop on Monday, and the toll will pay for repairs.'],
  ['Theatre wins prize for its winter season', 'A jury of critics praised three new plays by young authors.'],
  ['Hospital finds cause of night-time outage', 'Engineers say a worn cable in the cellar had overheated.'],
  ['Orchard growers expect late frost', 'Meteorologists warned of minus four degrees before sunrise.'],
  ['Council elects its youngest mayor yet', 'At twenty-six she takes over from a teacher who retires.'],
  ['Library moves into former railway station', 'Volunteers carried forty thousand volumes across the square.'],
  ['Museum returns carved door to island', 'Divers had brought it up from a wreck a century ago.'],
]
const NUMBERS = [0, 1, 2, 3, 4, 5, 6]

/** What the software leaves out beside its guids. */
const KINDS: readonly (readonly [string, Partial<Entry>])[] = [
  ['with address, text and date', {}],
  ['without dates', { published: null }],
  ['without texts', { summary: null }],
  ['without addresses', { link: null }],
  ['that all link to the front page', { link: 'https://news.example.com/' }],
  ['without texts and dates', { summary: null, published: null }],
  ['without addresses and texts', { link: null, summary: null }],
]

const story = (gate: Gated, number: number, change: Partial<Entry> = {}): Partial<Entry> => ({
  link: `https://news.example.com/${number}/${WORDS[number]![0].split(' ')[0]!.toLowerCase()}`,
  title: WORDS[number]![0],
  summary: `<p>${WORDS[number]![1]}</p>`,
  published: gate.now() - HOUR + number * MINUTE + 7,
  ...change,
})

describe.each(KINDS)('stories %s', (_, change) => {
  test.each([
    ['the first at the top', (index: number) => `item-${index}`],
    ['the last at the end', (index: number, count: number) => `${count - index}`],
    ['of a document of five', (index: number) => `https://news.example.com/feed#${index}`],
  ])('whose guids are their places, %s: each is news once', async (_way, guid) => {
    const gate = await gated()
    const all = NUMBERS.map((number) => story(gate, number, change))
    const shown = (count: number, most = 5) =>
      all
        .slice(0, count)
        .toReversed()
        .slice(0, most)
        .map((each, index) => ({ ...each, guid: guid(index, 5) }))
    await gate.look(shown(3))
    expect(await gate.look(shown(4))).toMatchObject({ news: 1, held: 0 })
    expect(await gate.look(shown(5))).toMatchObject({ news: 1, held: 0 })
    expect(await gate.look(shown(5))).toMatchObject({ news: 0, held: 0 })
    expect(await gate.look(shown(7))).toMatchObject({ news: 2, held: 0 })
    expect(await gate.look(shown(7))).toMatchObject({ news: 0, held: 0 })
    expect(await gate.titles('seen')).toEqual(
      WORDS.slice(3)
        .map(([title]) => title)
        .toSorted(),
    )
  })
})

describe('a guid that is given to one story after another', () => {
  const slot = (gate: Gated, number: number, change: Partial<Entry> = {}) =>
    story(gate, number, { guid: 'breaking', ...change })

  // Without text and date nothing but headline and address tells them from an edit.
  test.each(KINDS.filter(([, { summary, published }]) => summary !== null || published !== null))(
    '%s: the first is asked about, then each is news once',
    async (_, change) => {
      const gate = await gated()
      const rest = [story(gate, 0, { guid: 'a' }), story(gate, 1, { guid: 'b' })]
      await gate.look([slot(gate, 2, change), ...rest])
      const third = slot(gate, 3, change)
      expect(await gate.look([third, ...rest])).toMatchObject({ news: 0, held: 1 })
      expect(await gate.look([third, ...rest])).toMatchObject({ news: 0, held: 0 })
      await gate.answer({ is: 'post' })
      expect(await gate.look([third, ...rest])).toMatchObject({ news: 0, held: 0 })
      const edited = { ...third, title: `${third.title!} again`, ...(third.link && { link: `${third.link}-again` }) }
      expect(await gate.look([edited, ...rest])).toMatchObject({ news: 0, held: 0 })
      expect(await gate.look([slot(gate, 4, change), ...rest])).toMatchObject({ news: 1, held: 0 })
      expect(await gate.titles('seen')).toEqual([WORDS[4]![0], WORDS[3]![0]])
    },
  )

  test('goes back to a story that stood there before', async () => {
    const gate = await gated()
    const rest = [story(gate, 0, { guid: 'a' })]
    const [one, two] = [slot(gate, 2), slot(gate, 3)]
    await gate.look([one, ...rest])
    expect(await gate.look([two, ...rest])).toMatchObject({ held: 1 })
    await gate.answer({ is: 'post' })
    for (const each of [one, two, one]) expect(await gate.look([each, ...rest])).toMatchObject({ news: 0, held: 0 })
  })

  test('is known for what stood there when that stands in the list below', async () => {
    const gate = await gated()
    const rest = [story(gate, 0, { guid: 'a' })]
    const first = slot(gate, 2)
    await gate.look([first, ...rest])
    const next = [slot(gate, 3), { ...first, guid: 'c' }, ...rest]
    expect(await gate.look(next)).toMatchObject({ news: 1, held: 0 })
    expect(await gate.titles('seen')).toEqual([WORDS[3]![0]])
  })

  test('changed hands also where what staff let go is gone by then', async () => {
    const gate = await gated()
    const rest = [story(gate, 0, { guid: 'a' })]
    await gate.look([slot(gate, 2), ...rest])
    expect(await gate.look([slot(gate, 3), ...rest])).toMatchObject({ held: 1 })
    await gate.answer({ is: 'post' })
    const reworded = { ...slot(gate, 3), link: 'https://news.example.com/new', title: 'Frost: orchard growers worry' }
    expect(await gate.look([reworded, ...rest])).toMatchObject({ news: 0, held: 0 })
    expect(await gate.look([slot(gate, 4), ...rest])).toMatchObject({ news: 1, held: 0 })
    expect(await gate.look([slot(gate, 5), ...rest])).toMatchObject({ news: 1, held: 0 })
  })

  test('has the next day of what is numbered, after one answer', async () => {
    const gate = await gated()
    const first = gate.now()
    const day = (number: number) => ({
      guid: 'siege',
      link: `https://news.example.com/day-${number}`,
      title: `Day ${number} of the siege`,
      summary: null,
      published: first + (number - 139) * DAY + 7,
    })
    const rest = [story(gate, 0, { guid: 'a' })]
    await gate.look([day(139), ...rest])
    expect(await gate.look([day(140), ...rest], { after: DAY })).toMatchObject({ held: 1 })
    await gate.answer({ is: 'post' })
    expect(await gate.look([day(141), ...rest], { after: DAY })).toMatchObject({ news: 1, held: 0 })
  })
})

describe('the next of a series is asked about once, then each is news', () => {
  const FOOTER = 'This is a developing story, and it will be updated as we learn more. Follow us on all channels.'
  const numbered = (words: string) => (number: number) => ({
    title: `${words} ${100 + number}`,
    summary: 'What we know so far, day by day.',
  })
  const told = (label: string, footer: string) => (number: number) => ({
    title: label + WORDS[number]![0],
    summary: `<p>${WORDS[number]![1]} ${footer}</p>`,
  })
  const guid = { guid: 'kept' }
  const permanent = (number: number) => ({ guid: `new-${number}`, link: 'https://news.example.com/live' })

  test.each<[string, Millis, (number: number) => Partial<Entry>, (number: number) => Partial<Entry>]>([
    ['by its number at one address', DAY, permanent, numbered('Day')],
    ['by its words at one address', HOUR, permanent, told('', '')],
    ['by its number under one guid, above a standing sentence', DAY, () => guid, numbered('Day')],
    ['by its number a few hours later', 8 * HOUR, () => guid, numbered('Situation report')],
    ['by its words above a footer', HOUR, () => guid, told('', FOOTER)],
    ['by its words behind a label', HOUR, () => guid, told('Breaking news of the Harbour Times: ', '')],
    ['by its words behind many words', HOUR, () => guid, told('Latest from the newsroom of the Harbour Times ', '')],
  ])('%s', async (_, every, names, words) => {
    const gate = await gated()
    const rest = [story(gate, 5, { guid: 'a' }), story(gate, 6, { guid: 'b' })]
    await gate.look(rest)
    const next = (number: number) =>
      story(gate, number, { ...names(number), ...words(number), published: gate.now() + every - 7 })
    expect(await gate.look([next(0), ...rest], { after: every })).toMatchObject({ news: 1 })
    const second = next(1)
    expect(await gate.look([second, ...rest], { after: every })).toMatchObject({ news: 0, held: 1 })
    expect(await gate.look([second, ...rest])).toMatchObject({ news: 0, held: 0 })
    await gate.answer({ is: 'post' })
    for (const number of [2, 3, 4]) {
      const entry = next(number)
      expect(await gate.look([entry, ...rest], { after: every })).toMatchObject({ news: 1, held: 0 })
      expect(await gate.look([entry, ...rest])).toMatchObject({ news: 0, held: 0 })
    }
  })

  test('and while staff have not answered, each edit of what is asked about is that', async () => {
    const gate = await gated()
    const rest = [story(gate, 5, { guid: 'a' })]
    await gate.look([story(gate, 0, permanent(0)), ...rest])
    const asked = story(gate, 1, permanent(1))
    expect(await gate.look([asked, ...rest])).toMatchObject({ held: 1 })
    const edited = { ...asked, guid: 'edited', title: `${asked.title!}, say critics` }
    expect(await gate.look([edited, ...rest])).toMatchObject({ news: 0, held: 0 })
    expect(await gate.look([story(gate, 2, permanent(2)), ...rest])).toMatchObject({ news: 0, held: 1 })
  })

  test.each<[string, Partial<Entry>]>([
    ['the same time', { title: WORDS[1]![0], summary: WORDS[1]![1], published: NOON + 7 }],
    ['a part of the headline', { title: `${WORDS[0]![0]}, at last`, summary: WORDS[1]![1] }],
    ['most of the text', { title: WORDS[1]![0], summary: `New: ${WORDS[0]![1]} More soon.` }],
  ])('but what has a new guid at its address and %s is an edit', async (_, change) => {
    const gate = await gated()
    const rest = [story(gate, 5, { guid: 'a' })]
    await gate.look(rest)
    await gate.look([story(gate, 0, { ...permanent(0), published: NOON + 7 }), ...rest])
    const edit = story(gate, 0, { ...permanent(1), published: NOON + HOUR, ...change })
    expect(await gate.look([edit, ...rest])).toMatchObject({ news: 0, held: 0 })
  })
})

test.each<[string, Partial<Entry>, number]>([
  ['at the same time is that', { published: NOON + 7 }, 0],
  ['without dates is asked about', { published: null }, 1],
])(
  'what stands beside its article under a new guid and the same address, in other words, %s',
  async (_, date, held) => {
    const gate = await gated({ undated: 'post' })
    const rest = [story(gate, 5, { guid: 'a' })]
    const at = (guid: string) => ({ guid, link: 'https://news.example.com/live', ...date })
    await gate.look(rest)
    const first = story(gate, 0, at('first'))
    expect(await gate.look([first, ...rest])).toMatchObject({ news: 1 })
    expect(await gate.look([story(gate, 1, at('second')), first, ...rest])).toMatchObject({ news: 0, held })
  },
)

describe('a page that reports anew under one headline, with a new guid', () => {
  const FIGURES = ['39.10, and buyers were few', '41.75 after a loud day', '40.20; nobody sold', '44.00, as in spring']
  const rates = (gate: Gated, day: number, change: Partial<Entry> = {}): Partial<Entry> => ({
    guid: `rates-${day}`,
    link: 'https://news.example.com/rates/usd/',
    title: 'What the dollar costs today at the banks',
    summary: `<p>On day ${day} the banks sell it for ${FIGURES[day]}.</p>`,
    published: gate.now() - 7,
    ...change,
  })
  const others = (gate: Gated): Partial<Entry>[] => [1, 2, 3].map((number) => story(gate, number, { published: NOON }))

  test('is asked about on the next day, then each is news', async () => {
    const gate = await gated()
    await gate.look(others(gate))
    const next = (day: number): Promise<unknown> =>
      gate.look([rates(gate, day, { published: gate.now() + DAY - 7 }), ...others(gate)], { after: DAY })
    expect(await next(0)).toMatchObject({ news: 1, held: 0 })
    expect(await next(1)).toMatchObject({ news: 0, held: 1 })
    await gate.answer({ is: 'post' })
    for (const day of [2, 3]) expect(await next(day)).toMatchObject({ news: 1, held: 0 })
  })

  test.each<[string, Millis, (day: number) => Partial<Entry>]>([
    ['the hours after', HOUR, () => ({})],
    ['the same words', DAY, () => ({ summary: '<p>The banks sell it for what it was.</p>' })],
    ['no text', DAY, () => ({ summary: null })],
    ['its guid', DAY, () => ({ guid: 'rates' })],
  ])('is the article itself with %s', async (_, after, change) => {
    const gate = await gated()
    await gate.look(others(gate))
    expect(await gate.look([rates(gate, 0, change(0)), ...others(gate)])).toMatchObject({ news: 1 })
    const again = rates(gate, 1, { published: gate.now() + after - 7, ...change(1) })
    expect(await gate.look([again, ...others(gate)], { after })).toMatchObject({ news: 0, held: 0 })
  })
})

describe('what has nothing of its article but the guid', () => {
  const rewritten = (gate: Gated, number: number, guid: string, link: string | null) =>
    story(gate, number, { guid, link, published: gate.now() - number })
  const at = (path: string): string => `https://news.example.com/${path}`

  test.each([
    ['a word', 'gas-main', at('bang'), at('burst')],
    ['the number of the story', 'tag:example.com,2026:48213', at('bang'), at('burst')],
    ['a year that both addresses have', 'tag:example.com,2026:9', at('2026/bang'), at('2026/burst')],
    ['a short number within addresses', '9', at('9/bang'), at('9/burst')],
    ['a word, without addresses', 'live', null, null],
  ])('is asked about once and never posts by itself: the guid is %s', async (_, guid, before, after) => {
    const gate = await gated()
    const rest = [story(gate, 0, { guid: 'a' }), story(gate, 1, { guid: 'b' })]
    await gate.look(rest)
    await gate.look([rewritten(gate, 2, guid, before), ...rest])
    const edited = rewritten(gate, 3, guid, after)
    expect(await gate.look([edited, ...rest])).toMatchObject({ news: 0, held: 1 })
    expect(await openQuestions(gate.store.read)).toMatchObject([{ kind: 'edit' }])
    expect(await gate.look([edited, ...rest])).toMatchObject({ news: 0, held: 0 })
    await gate.answer({ is: 'drop' })
    const again = { ...edited, title: `${edited.title!} again`, ...(edited.link && { link: at('again') }) }
    expect(await gate.look([again, ...rest])).toMatchObject({ news: 0, held: 0 })
    for (const each of [rewritten(gate, 2, guid, before), edited, again])
      expect(await gate.look([each, ...rest])).toMatchObject({ news: 0, held: 0 })
    expect(await gate.look([rewritten(gate, 4, guid, after && at('more')), ...rest])).toMatchObject({
      news: 0,
      held: 1,
    })
    expect(await gate.titles('seen')).toEqual([WORDS[2]![0]])
  })

  test.each([
    ['a long number that both addresses have', 'tag:example.com,2026:48213', 'bang-48213', 'burst-48213'],
    ['the number that both addresses begin with', '991', '991-bang', '991-burst'],
    ['the number that both addresses end with', '77', '2026/bang-77.html', '2026/burst-77.html'],
    ['the number in a parameter', '77', 'bang?id=77', 'burst?id=77'],
  ])('is an edit, and no news: the guid is %s', async (_, guid, before, after) => {
    const gate = await gated()
    const rest = [story(gate, 0, { guid: 'a' })]
    await gate.look(rest)
    await gate.look([rewritten(gate, 2, guid, at(before)), ...rest])
    expect(await gate.look([rewritten(gate, 3, guid, at(after)), ...rest])).toMatchObject({ news: 0, held: 0 })
    expect(await gate.titles('seen')).toEqual([WORDS[2]![0]])
  })

  test('is asked about beside another such: neither shows that guids count places', async () => {
    const gate = await gated()
    const rest = [story(gate, 0, { guid: 'a' })]
    await gate.look([rewritten(gate, 2, 'c', at('c')), rewritten(gate, 3, 'd', at('d')), ...rest])
    const both = [rewritten(gate, 4, 'c', at('e')), rewritten(gate, 5, 'd', at('f'))]
    expect(await gate.look([...both, ...rest])).toMatchObject({ news: 0, held: 2 })
    expect(await gate.look([...both, ...rest])).toMatchObject({ news: 0, held: 0 })
  })

  test('is old where its date is', async () => {
    const gate = await gated()
    const rest = [story(gate, 0, { guid: 'a' })]
    await gate.look([story(gate, 2, { guid: 'c' }), ...rest])
    const old = story(gate, 3, { guid: 'c', published: gate.now() - DAY + 7 })
    expect(await gate.look([old, ...rest])).toMatchObject({ news: 0, held: 0, old: 1 })
    expect(await gate.look([story(gate, 4, { guid: 'c' }), ...rest])).toMatchObject({ news: 0, held: 1 })
  })
})

describe('an edit under its guid is never news', () => {
  test.each<[string, Partial<Entry>]>([
    ['its address stays', { title: WORDS[4]![0], summary: WORDS[4]![1] }],
    [
      'its path stays, on another host',
      { title: WORDS[4]![0], summary: WORDS[4]![1], link: 'https://m.example.org/2/hospital' },
    ],
    ['its headline stays', { summary: WORDS[4]![1], link: 'https://news.example.com/new' }],
    [
      'a part of its headline stays',
      { title: 'What caused the night-time outage', summary: WORDS[4]![1], link: 'https://news.example.com/new' },
    ],
    [
      'a part of its text stays',
      {
        title: WORDS[4]![0],
        summary: `New: ${WORDS[2]![1]} The minister comes tomorrow.`,
        link: 'https://news.example.com/new',
      },
    ],
  ])('%s', async (_, change) => {
    const gate = await gated()
    const rest = [story(gate, 0, { guid: 'a' })]
    await gate.look([story(gate, 2, { guid: 'b' }), ...rest])
    const edited = { ...story(gate, 2, { guid: 'b' }), published: gate.now() + MINUTE + 3, ...change }
    for (const _look of [1, 2]) expect(await gate.look([edited, ...rest])).toMatchObject({ news: 0, held: 0 })
  })

  test('its date stays', async () => {
    const gate = await gated()
    const rest = [story(gate, 0, { guid: 'a' })]
    const first = story(gate, 2, { guid: 'b' })
    await gate.look([first, ...rest])
    const { published } = first
    expect(await gate.look([story(gate, 4, { guid: 'b', ...(published && { published }) }), ...rest])).toMatchObject({
      news: 0,
    })
  })

  test('a count of the dead in its headline rises', async () => {
    const gate = await gated()
    const rest = [story(gate, 0, { guid: 'a' })]
    const toll = (dead: number) => ({
      guid: 'b',
      link: `https://news.example.com/strike-kills-${dead}`,
      title: `Strike on the port kills ${dead}`,
      summary: null,
      published: gate.now() + 7,
    })
    await gate.look([toll(3), ...rest])
    expect(await gate.look([toll(5), ...rest])).toMatchObject({ news: 0, held: 0 })
  })
})
