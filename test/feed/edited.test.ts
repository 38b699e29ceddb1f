import { describe, expect, test } from 'vitest'
import { DAY, HOUR } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { openQuestions } from '#src/store/questions.ts'
import { gated, type Gated } from './taken.ts'

const at = (path: string): string => `https://news.example.com/${path}`
const BODY =
  'The council met all night and agreed to build a second bridge. Its cost has doubled since spring, and who pays is open. Boats will carry cars until then, twice an hour, as the harbour master said before sunrise on Monday.'
const MORE = 'The mayor resigned soon after, and thanked all who had come.'
const REWRITTEN =
  'Nobody had expected what growers found this morning: frost on every branch, and hardly a bud alive. They lit fires at four, in vain, and now ask the government for help as they did nine years ago when the harvest failed too.'

const OTHERS = ['Ash', 'Elm', 'Oak'].map((name) => ({
  link: at(name),
  title: `${name} falls`,
  summary: `<p>It stood there for ${name.length} hundred years.</p>`,
}))

async function shown(first: Partial<Entry>): Promise<Gated & { readonly first: Partial<Entry> }> {
  const gate = await gated()
  const others = OTHERS.map((each, index) => ({ ...each, published: gate.now() - HOUR - index - 7 }))
  await gate.look(others)
  const article = { title: 'Council agrees on bridge', summary: `<p>${BODY}</p>`, published: gate.now() - 7, ...first }
  expect(await gate.look([article, ...others])).toMatchObject({ news: 1 })
  return { ...gate, first: article, look: (entries, options) => gate.look([...entries, ...others], options) }
}

describe.each([
  ['without guids', null, null],
  ['with a new guid', 'a', 'b'],
])('under the same headline, %s, with another address, date and text', (_, guid, other) => {
  const edit = ({ first, now }: Awaited<ReturnType<typeof shown>>, change: Partial<Entry> = {}): Partial<Entry> => ({
    ...first,
    guid: other,
    link: at('edited'),
    summary: `<p>UPDATE: ${BODY.slice(0, 150)} ${MORE}</p>`,
    published: now() + 9,
    ...change,
  })

  test.each([
    ['in the place of the article', false],
    ['beside it', true],
  ])('an edit %s is asked about, whatever was answered before', async (_place, stays) => {
    const gate = await shown({ guid, link: at('first') })
    const rest = stays ? [gate.first] : []
    for (const [round, given] of (['none', 'drop', 'none'] as const).entries()) {
      const entry = edit(gate, { link: at(`edited-${round}`), ...(other && { guid: `${other}-${round}` }) })
      expect(await gate.look([entry, ...rest])).toMatchObject({ news: 0, held: 1 })
      if (given !== 'none') await gate.answer({ is: given })
    }
    expect(await gate.titles('seen')).toEqual([gate.first.title])
  })

  test.each<[string, Partial<Entry>, number]>([
    ['a text of its own', { summary: `<p>${REWRITTEN}</p>` }, 0],
    ['another headline', { title: 'Council agrees on bridge 2' }, 0],
    ['a short text', { summary: `<p>${BODY.slice(0, 110)}</p>` }, 0],
    ['no text', { summary: null }, 0],
    ['a date half a day later', {}, DAY / 2],
  ])('a story with %s is news', async (_what, change, after) => {
    const gate = await shown({ guid, link: at('first') })
    const entry = edit(gate, { published: gate.now() + after + 9, ...change })
    expect(await gate.look([entry, gate.first], { after: HOUR + after })).toMatchObject({ news: 1, held: 0 })
  })

  test('an alert beside the one before is news: the notice under both is the same', async () => {
    const gate = await shown({ guid, link: at('first') })
    const again = edit(gate, { summary: gate.first.summary! })
    expect(await gate.look([again, gate.first])).toMatchObject({ news: 1, held: 0 })
  })

  test('what recurs by right is asked about once: its template is no story', async () => {
    const gate = await shown({ guid, link: at('first') })
    const next = (round: number) =>
      edit(gate, {
        link: at(`${round}`),
        ...(other && { guid: `${other}-${round}` }),
        summary: `<p>${BODY} ${round}</p>`,
      })
    expect(await gate.look([next(1), gate.first])).toMatchObject({ news: 0, held: 1 })
    await gate.answer({ is: 'post' })
    for (const round of [2, 3]) expect(await gate.look([next(round), gate.first])).toMatchObject({ news: 1, held: 0 })
  })
})

describe('under the same headline, above a box that stands under every story', () => {
  const BOX =
    'Subscribe to our morning letter and never miss a story from the harbour, the hills and the towns between them. Share this page with friends, and write to us about what you have seen.'
  const TITLE = 'Council agrees on bridge'
  const boxed = (title: string, text: string): string =>
    `<p>${text}</p><p>${BOX}</p><p>The post ${title} appeared first on The Example.</p>`
  const opened = async (others: number) => {
    const gate = await gated()
    const rest = OTHERS.slice(0, others).map((each, index) => ({
      ...each,
      summary: boxed(each.title, each.summary),
      published: gate.now() - HOUR - index - 7,
    }))
    await gate.look(rest)
    const told = (number: number, text: string): Partial<Entry> => ({
      guid: `${number}`,
      link: at(`${number}`),
      title: TITLE,
      summary: boxed(TITLE, text),
      published: gate.now() + number,
    })
    const first = told(1, BODY.slice(0, 70))
    expect(await gate.look([first, ...rest])).toMatchObject({ news: 1 })
    return { ...gate, told, first, rest }
  }

  test.each([
    ['beside it in the document', 3, 3],
    ['shown before', 3, 0],
  ])('a story with a text of its own is news, others %s', async (_, before, beside) => {
    const { look, told, first, rest } = await opened(before)
    const next = told(2, REWRITTEN.slice(0, 70))
    expect(await look([next, first, ...rest.slice(0, beside)])).toMatchObject({ news: 1, held: 0 })
  })

  test('an edit of the text is asked about', async () => {
    const { look, told, first, rest, answer, titles } = await opened(3)
    for (const number of [2, 3]) {
      expect(await look([told(number, `Late: ${BODY.slice(0, 60 + number)}`), first, ...rest])).toMatchObject({
        news: 0,
        held: 1,
      })
      await answer({ is: 'drop' })
    }
    expect(await titles('seen')).toEqual([TITLE])
  })
})

describe('an edit with a short text that has its address for a guid, or none', () => {
  const opened = async (time: Partial<Entry> = {}) => {
    const gate = await gated()
    const others = OTHERS.map((each, index) => ({ ...each, published: gate.now() - HOUR - index - 7 }))
    await gate.look(others)
    const first = {
      guid: at('bridge'),
      link: at('bridge'),
      title: 'Bridge opens',
      summary: '<p>Took years.</p>',
      published: gate.now() + 61_000,
      ...time,
    }
    expect(await gate.look([first, ...others])).toMatchObject({ news: 1 })
    const edit = (path: string, change: Partial<Entry>): Partial<Entry> => ({
      ...first,
      guid: at(path),
      link: at(path),
      ...change,
    })
    return { ...gate, first, edit, others }
  }
  const OTHER_WORDS = { title: 'Crossing is late', summary: '<p>Took ten.</p>' }

  test.each([
    ['the address', {}],
    ['no guid', { guid: null }],
  ])('and keeps its time is asked about, with %s for a guid, whatever was answered before', async (_, guid) => {
    const { look, edit, others, answer, titles } = await opened(guid)
    for (const [round, given] of (['none', 'drop', 'none'] as const).entries()) {
      const change = { ...OTHER_WORDS, title: `Crossing is late ${round}`, ...guid }
      expect(await look([edit(`crossing-${round}`, change), ...others])).toMatchObject({ news: 0, held: 1 })
      if (given !== 'none') await answer({ is: given })
    }
    expect(await titles('seen')).toEqual(['Bridge opens'])
  })

  test('of the same quarter of an hour is asked about only where the words agree in part', async () => {
    const scheduled = { published: Date.UTC(2026, 4, 20, 11, 30) }
    const { look, edit, others } = await opened(scheduled)
    expect(await look([edit('crossing', OTHER_WORDS), ...others])).toMatchObject({ news: 1, held: 0 })
    const other = await opened(scheduled)
    expect(await other.look([other.edit('b', { title: 'Bridge opens late' }), ...other.others])).toMatchObject({
      news: 0,
      held: 1,
    })
  })

  test.each<[string, Partial<Entry>, Partial<Entry>]>([
    ['its headline in part', {}, { title: 'Bridge opens late', summary: '<p>Took ten.</p>' }],
    ['its headline in part, and no text', { summary: null }, { title: 'Bridge opens late' }],
    [
      'its text in part',
      { summary: `<p>${BODY}</p>` },
      { title: 'Crossing is late', summary: `<p>${MORE} ${BODY.slice(0, 100)}</p>` },
    ],
  ])('is asked about under a guid of its own too, where it keeps the second and %s', async (_, first, change) => {
    const { look, edit, others, titles } = await opened({ guid: 'post:bridge-opens', ...first })
    expect(await look([edit('late', { guid: 'post:late', ...first, ...change }), ...others])).toMatchObject({
      news: 0,
      held: 1,
    })
    expect(await titles('seen')).toEqual(['Bridge opens'])
  })

  test('is none beside the article, at a time that several have, or with no word of it under a guid of its own', async () => {
    const { look, first, edit, others, now } = await opened()
    const third = edit('third', { title: 'Third of the same second' })
    expect(await look([edit('crossing', OTHER_WORDS), first, ...others])).toMatchObject({ news: 1, held: 0 })
    expect(await look([third, ...others])).toMatchObject({ news: 1, held: 0 })
    const own = { ...first, published: now(), guid: 'tag:1', link: at('own') }
    await look([own, ...others])
    expect(await look([{ ...own, ...OTHER_WORDS, guid: 'tag:2', link: at('2') }, ...others])).toMatchObject({ news: 1 })
  })
})

describe('a short story told again under another address and date, its first telling gone', () => {
  const again = async (title: string, summary: string | null, other: string | null = summary) => {
    const gate = await gated()
    await gate.look(OTHERS)
    const of = (name: string, text: string | null, after = 0): Partial<Entry> => ({
      guid: name,
      link: at(name),
      title,
      summary: text,
      published: gate.now() + after,
    })
    await gate.look([of('first', summary), ...OTHERS])
    return gate.look([of('second', other, 2 * DAY), ...OTHERS], { after: 2 * DAY })
  }
  const HEADLINE = 'Council agrees on a second bridge over the harbour'

  test.each<[string, string, string | null, string | null]>([
    ['a headline that tells a story', HEADLINE, '<p>It opens in spring.</p>', '<p>It opens in May.</p>'],
    ['such a headline alone', HEADLINE, null, null],
    ['a label, and a line that tells', 'Bridge', `<p>${BODY.slice(0, 130)}</p>`, `<p>${BODY.slice(0, 130)}</p>`],
  ])('is asked about: %s', async (_, title, first, second) => {
    expect(await again(title, first, second)).toMatchObject({ news: 0, held: 1 })
  })

  test.each<[string, string, string | null, string | null]>([
    [
      'a label',
      'Air alert in the north',
      '<p>Go to a safe place, all of you.</p>',
      '<p>Go to a safe place, all of you.</p>',
    ],
    ['a text of its own', HEADLINE, `<p>${BODY}</p>`, `<p>${REWRITTEN}</p>`],
  ])('is news: %s', async (_, title, first, second) => {
    expect(await again(title, first, second)).toMatchObject({ news: 1, held: 0 })
  })

  /** Issues a story anew in each look; answers how many of them were held. */
  const oneByOne = async (
    titles: readonly string[],
    every: number,
  ): Promise<Gated & { readonly held: readonly number[] }> => {
    const gate = await gated()
    const stories = titles.map((title, index) => ({
      guid: `${index}`,
      link: at(`${index}`),
      title,
      summary: `<p>So it was in ${title}.</p>`,
      published: gate.now() - HOUR - index - 7,
    }))
    await gate.look(stories)
    const held: number[] = []
    for (const [index, story] of stories.entries()) {
      stories[index] = { ...story, guid: `new-${index}`, link: at(`new/${index}`), published: gate.now() + every }
      held.push((await gate.look(stories, { after: every })).held)
    }
    expect((await openQuestions(gate.store.read)).length).toBe(held.includes(1) ? 1 : 0)
    return { ...gate, held }
  }
  describe('that nobody answers for', () => {
    const days = async (
      every: number,
      text: (round: number) => string,
      beside: boolean,
    ): Promise<readonly number[]> => {
      const gate = await gated()
      await gate.look(OTHERS)
      const told: Partial<Entry>[] = []
      const held: number[] = []
      for (const round of [0, 1, 2, 3, 4]) {
        const published = gate.now() + every - 7
        told.unshift({ guid: `${round}`, link: at(`${round}`), title: HEADLINE, summary: text(round), published })
        const shown = told.slice(0, beside && round > 1 ? 2 : 1)
        held.push((await gate.look([...shown, ...OTHERS], { after: every })).held)
      }
      return held
    }
    const own = (round: number): string =>
      `<p>${['Storm', 'Strike', 'Frost', 'Drought', 'Flood'][round]} leads today.</p>`
    const notice = (): string => '<p>Go to the shelters and stay there until the all-clear.</p>'

    test.each<[string, number, (round: number) => string, boolean]>([
      ['every day, with a line of its own', DAY, own, false],
      ['every day, over one notice', DAY, notice, false],
      ['every hour, beside the one before', HOUR, notice, true],
    ])('is held once where it comes %s: then it recurs', async (_, every, text, beside) => {
      expect(await days(every, text, beside)).toEqual([0, 1, 0, 0, 0])
    })

    test.each<[string, number, (round: number) => string]>([
      ['in its place within hours', HOUR, own],
      ['with a long text', DAY, () => `<p>${BODY} ${MORE}</p>`],
    ])('is held every time where it comes %s', async (_, every, text) => {
      expect(await days(every, text, false)).toEqual([0, 1, 1, 1, 1])
    })

    test('is held again as part of an archive', async () => {
      const gate = await gated()
      const titles = [
        'Hospital finds cause of its outage at last',
        'Growers expect late frost this week again',
        HEADLINE,
      ]
      const archive = (round: number): Partial<Entry>[] =>
        titles.map((title, index) => ({
          guid: `${round}-${index}`,
          link: at(`${round}/${index}`),
          title,
          summary: own(index),
          published: gate.now() - index - 7,
        }))
      await gate.look([...archive(0), ...OTHERS])
      for (const round of [1, 2, 3]) {
        expect(await gate.look([...archive(round), ...OTHERS], { after: DAY })).toMatchObject({ news: 0, held: 3 })
      }
    })
  })

  const LABELS = ['Ash', 'Elm', 'Oak', 'Fir', 'Yew'].map((name) => `${name} in the park`)

  test('an archive that is issued again one by one is one question', async () => {
    const titles = [
      'Hospital finds cause of its outage at last',
      'Growers of fruit expect late frost this week',
      HEADLINE,
    ]
    expect((await oneByOne(titles, HOUR)).held).toEqual([1, 1, 1])
  })

  test('an archive of labels is one from the third on within a day', async () => {
    expect((await oneByOne(LABELS, HOUR)).held).toEqual([0, 0, 1, 1, 1])
    expect((await oneByOne(LABELS, 13 * HOUR)).held).toEqual([0, 0, 0, 0, 0])
  })

  test('labels that staff let go are news again, until as many more came', async () => {
    const gate = await oneByOne(LABELS.slice(0, 3), HOUR)
    expect(gate.held).toEqual([0, 0, 1])
    await gate.answer({ is: 'post' })
    const again = (name: string): Partial<Entry> => ({
      guid: name,
      link: at(name),
      title: `${name.slice(0, 3)} in the wood`,
      summary: `<p>It stood there for ${name.slice(0, 3)} years.</p>`,
      published: gate.now() + 1_000,
    })
    await gate.look(['Ash', 'Elm', 'Oak'].map(again))
    const held: number[] = []
    for (const name of ['Ash-2', 'Elm-2', 'Oak-2']) held.push((await gate.look([again(name)])).held)
    expect(held).toEqual([0, 0, 1])
  })
})
