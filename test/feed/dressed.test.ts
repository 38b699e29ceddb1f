import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE, type Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { ordinaryStories, type OrdinaryStory } from './ordinary.ts'
import { storyOf } from './reissued.ts'
import { gated, type Gated } from './taken.ts'

const slugOf = (title: string): string => encodeURIComponent(title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-'))

/** Stories at a quarter of an hour each, the last of them just now. */
function told(stories: readonly Pick<OrdinaryStory, 'title' | 'text'>[], now: Millis): readonly OrdinaryStory[] {
  return stories.map((story, index) => ({
    ...story,
    published: now - (stories.length - index) * 14 * MINUTE - 7_000 - index * 31,
  }))
}

function asBefore({ title, text, published }: OrdinaryStory): Partial<Entry> {
  const link = `http://old.example/2026/${slugOf(title)}/`
  return { guid: `of ${link}`, link, title, summary: `<p>${text}</p>`, published }
}

type Dress = (story: OrdinaryStory) => Pick<Partial<Entry>, 'title' | 'summary'>

const cut = (text: string): string => `${text.slice(0, 90)}…`
const DRESSES: Readonly<Record<string, Dress>> = {
  'the name of the house behind it, and the text cut': ({ title, text }) => ({
    title: `${title} - New Example`,
    summary: cut(text),
  }),
  'a label before it, and the text cut': ({ title, text }) => ({ title: `News: ${title}`, summary: cut(text) }),
  'the name of the house, between a byline and a notice': ({ title, text }) => ({
    title: `${title} - New Example`,
    summary: `<p>By our staff.</p><p>${text}</p><p>Copyright New Example 2026.</p>`,
  }),
}

const FEEDS: Readonly<Record<string, readonly Pick<OrdinaryStory, 'title' | 'text'>[]>> = {
  'ordinary stories': ordinaryStories(60, 1e12, 5),
  'stories with long headlines': Array.from({ length: 60 }, (_, number) => {
    const { title, text } = storyOf(number, 0)
    return { title: `${title} after a long evening`, text }
  }),
  'stories that are told alike': Array.from({ length: 60 }, (_, number) => storyOf(number, 0)),
}

/** A feed that showed forty stories at first sight, so that it is used to many a day, and `window` of them since. */
async function watched(kind: string, window: number): Promise<Gated & { readonly shown: readonly OrdinaryStory[] }> {
  const gate = await gated()
  const stories = told(FEEDS[kind]!, gate.now())
  await gate.look(stories.slice(0, 40).toReversed().map(asBefore))
  const shown = stories.slice(-window)
  await gate.look(shown.toReversed().map(asBefore))
  for (const _ of [1, 2]) if ((await gate.titles('waiting')).length > 0) await gate.answer({ is: 'drop' })
  return { ...gate, shown }
}

describe.each(Object.keys(FEEDS))('an archive of %s under other names posts nothing', (kind) => {
  describe.each(Object.entries(DRESSES))('with %s', (_, dress) => {
    test.each([
      [4, 'kept'],
      [4, 'renewed'],
      [20, 'kept'],
      [20, 'renewed'],
    ] as const)('%i stories, dates %s', async (window, dates) => {
      for (const after of [10 * MINUTE, 2 * HOUR, 5 * HOUR]) {
        for (const pinned of [[], [asBefore({ title: 'About us', text: 'A newspaper.', published: 1e12 })]]) {
          const { shown, ...gate } = await watched(kind, window)
          if (pinned.length > 0) await gate.look([...shown.toReversed().map(asBefore), ...pinned])
          const again = shown.toReversed().map((story, index): Partial<Entry> => {
            const link = `https://new.example/${slugOf(`${story.published}`)}`
            const published = dates === 'kept' ? story.published : gate.now() + after - MINUTE - index * 1_007
            return { guid: `n${story.published}`, link, published, ...dress(story) }
          })
          expect(await gate.look([...again, ...pinned], { after })).toMatchObject({ news: 0 })
        }
      }
    })
  })
})

const PARAGRAPHS = [
  'Growers found frost on every branch this morning and lit fires at four in vain. They ask the government for help, as they did when the harvest failed before.',
  'The hospital has found what made its machines stop for an hour last week: a mouse in the cellar, which had lived there for months on cables and cake.',
  'A ferry turned back in the fog after its captain heard a bell where none had been. Divers brought up a buoy that was lost in a storm decades ago.',
  'Students may sit in the library until midnight from next week on, says the rector. Guards will be paid by an alumnus who slept there for a year.',
]

test('an archive posts nothing that comes over in threes, each answered', async () => {
  const { shown, ...gate } = await watched('stories with long headlines', 18)
  const newest = shown.toReversed()
  for (let over = 3; over <= newest.length; over += 3) {
    const document = newest.map((story, index): Partial<Entry> => {
      if (index >= over) return asBefore(story)
      const { title, text, published } = story
      const names = { guid: `n${published}`, link: `https://new.example/${published}` }
      return {
        ...names,
        title: `${title} - New Example`,
        summary: cut(text),
        published: published + HOUR,
      }
    })
    const { news } = await gate.look(document, { after: 20 * MINUTE })
    expect(news).toBe(0)
    await gate.answer({ is: 'drop' })
  }
})

test('an archive posts nothing under other headlines, dates and names, with its texts framed', async () => {
  const gate = await gated()
  const old = told(
    PARAGRAPHS.map((text, index) => ({ title: `Headline ${'abcd'[index]} of the old house`, text })),
    gate.now(),
  )
  await gate.look(old.map(asBefore))
  const again = old.map(({ text }, index): Partial<Entry> => ({
    guid: `n${index}`,
    link: `https://new.example/${index}`,
    title: `What nobody had told before ${'wxyz'[index]}`,
    summary: `<p>By our staff.</p><p>${text}</p><p>Copyright 2026.</p>`,
    published: gate.now() + HOUR - index * 1_007,
  }))
  expect(await gate.look(again, { after: 2 * HOUR })).toMatchObject({ news: 0, held: 4 })
})

test('a feed that has moved on wholly between two looks is news, told in the same form', async () => {
  for (const stories of Object.values(FEEDS)) {
    const gate = await gated()
    const all = told(stories, gate.now() + 8 * HOUR)
    const upTo = (now: Millis): readonly Partial<Entry>[] =>
      all
        .filter(({ published }) => published <= now)
        .slice(-4)
        .toReversed()
        .map(asBefore)
    await gate.look(all.filter(({ published }) => published <= gate.now()).map(asBefore))
    for (let look = 0; look < 6; look++) {
      const document = upTo(gate.now() + HOUR)
      expect(await gate.look(document, { after: HOUR })).toMatchObject({ held: 0 })
    }
  }
})

test('three at once below one label of the feed are news, beyond headlines that have gone', async () => {
  const gate = await gated()
  const towns = [
    'Odesa and its district',
    'Sumy and its district',
    'Poltava and its district',
    'Lutsk and its district',
  ]
  const alerts = (label: string, from: number): readonly Partial<Entry>[] =>
    towns.slice(from, from + 3).map((town, index) => ({
      ...asBefore({ title: `Air raid alert in ${town}${label}`, text: '', published: gate.now() + 7 + index * 61_003 }),
      summary: null,
    }))
  const before = told(
    [1, 2, 3].map((n) => ({ title: `Alert of the night is over: all clear ${n}`, text: '' })),
    gate.now(),
  )
  const closed = towns.map((town, n) =>
    asBefore({ title: `Attack on ${town}: all clear`, text: '', published: gate.now() - HOUR - n * 61_003 }),
  )
  await gate.look([...before.map(asBefore), ...closed])
  expect(await gate.look([...alerts('', 0), ...closed])).toMatchObject({ news: 3 })
  expect(await gate.look([...alerts(': all clear', 0), ...closed])).toMatchObject({ news: 3 })
})

describe('an archive in another dress that comes one by one', () => {
  const again = ({ title, text, published }: OrdinaryStory, now: Millis): Partial<Entry> => ({
    guid: `n${published}`,
    link: `https://new.example/${published}`,
    title: `${title} - New Example`,
    summary: cut(text),
    published: now - 7_000,
  })

  test.each(Object.keys(FEEDS))('posts nothing of %s, whether what it was stays or goes', async (kind) => {
    const passed: string[] = []
    for (const stays of [true, false]) {
      const { shown, ...gate } = await watched(kind, 20)
      for (const [index, story] of shown.entries()) {
        const rest = shown.slice(stays ? 0 : index + 1).toReversed()
        const before = shown.slice(0, index).toReversed()
        const document = [
          again(story, gate.now() + HOUR),
          ...before.map((each) => again(each, 0)),
          ...rest.map(asBefore),
        ]
        // What an alert says, others have said by right.
        const recurs = FEEDS[kind]!.filter(({ title }) => title === story.title).length > 1
        const { news } = await gate.look(document, { after: HOUR })
        if (news > 0 && !recurs) passed.push(story.title)
        if (index % 3 === 0 && (await gate.titles('waiting')).length > 0) await gate.answer({ is: 'drop' })
      }
    }
    expect(passed).toEqual([])
  })

  const ALERT = 'Air raid alert in Odesa region'
  const NOTICE = 'Go to the shelters at once and stay there until the all-clear is given.'
  const FERRY = 'Ferry turns back in the fog'
  test.each<[string, readonly [string, string], readonly [string, string], number]>([
    ['a number beside the headline is news', [FERRY, PARAGRAPHS[2]!], [`${FERRY} - 2`, PARAGRAPHS[2]!], 0],
    [
      'another number in it is news',
      [`${FERRY} for day 3`, PARAGRAPHS[2]!],
      [`${FERRY} for day 4 - New`, PARAGRAPHS[2]!],
      0,
    ],
    ['another text is news', [FERRY, PARAGRAPHS[2]!], [`${FERRY} - New Example`, PARAGRAPHS[3]!], 0],
    [
      'few words are a label',
      ['Ferry news', PARAGRAPHS[2]!],
      ['Ferry news - all safe', `${PARAGRAPHS[2]!.slice(0, 60)}.`],
      0,
    ],
    [
      'a name on both sides is asked about',
      [FERRY, PARAGRAPHS[2]!],
      [`News | ${FERRY} | Example`, cut(PARAGRAPHS[2]!)],
      1,
    ],
    [
      'a text that was cut before is asked about',
      [FERRY, cut(PARAGRAPHS[2]!)],
      [`${FERRY} (New Example)`, PARAGRAPHS[2]!],
      1,
    ],
  ])('beside a known one: %s', async (_, [title, text], [next, nextText], held) => {
    const gate = await gated()
    const rest = told(
      PARAGRAPHS.slice(0, 2).map((each, n) => ({ title: `Story ${'ab'[n]} of late`, text: each })),
      gate.now(),
    )
    const first = asBefore({ title, text, published: gate.now() - HOUR - 7_000 })
    const old = [first, ...rest.map(asBefore)]
    await gate.look(old)
    const entry = {
      ...asBefore({ title: next, text: nextText, published: gate.now() - 7_000 }),
      guid: 'n1',
      link: 'https://new.example/1',
    }
    expect(await gate.look([entry, ...old])).toMatchObject({ news: 1 - held, held })
  })

  test('is no alert and its end, over a notice that stands below all', async () => {
    const gate = await gated()
    const of = (title: string, ago: Millis): Partial<Entry> =>
      asBefore({ title, text: NOTICE, published: gate.now() - ago })
    const old = [
      of(ALERT, HOUR + 7_000),
      of('Air raid alert in Sumy region', HOUR + 61_000),
      of('Artillery fire near Kherson', HOUR + 90_000),
    ]
    await gate.look(old)
    expect(await gate.look([of(`${ALERT}: all clear`, 7_000), ...old])).toMatchObject({ news: 1, held: 0 })
  })
})
