import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, type Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { gated, type Gated } from './taken.ts'

const at = (path: string): string => `https://news.example.com/${path}`
const slugOf = (title: string): string => title.toLowerCase().replaceAll(' ', '-')

type Words = readonly [title: string, text: string | null]

const TITLE = 'Council closes harbour bridge to lorries'
const TEXT =
  'The city council voted on Monday to close the old harbour bridge to lorries from next spring, after engineers found cracks in two of its pillars.'
const FERRY: Words = ['Ferry is late', null]
const CHOIR: Words = ['Choir sings in the rain', null]
const GROWERS: Words = ['Growers pray', null]
const OTHERS: readonly Words[] = [
  ['Theatre wins prize for its winter season', 'A jury of critics praised three new plays by young authors.'],
  ['Hospital finds cause of its outage', 'Engineers say a worn cable in the cellar had overheated.'],
  ['Council elects its youngest mayor', 'At twenty-six she takes over from a teacher who retires.'],
]

/** How a site names its stories: by their headlines, and a number that stays. */
const SITES = {
  'without guids': (title: string) => ({ guid: null, link: at(`city/${slugOf(title)}-48213`) }),
  'whose guids are addresses': (title: string) => ({ guid: at(slugOf(title)), link: at(`${slugOf(title)}-a48213`) }),
  'whose guids count versions': (title: string) => ({
    guid: `urn:48213:${title.length}`,
    link: at(`${slugOf(title)}-48213`),
  }),
} as const

/** A feed that has just shown a story beside others. */
async function shown(site: keyof typeof SITES, first: Words) {
  const gate = await gated()
  const entry = ([title, text]: Words, after: Millis = 0): Partial<Entry> => ({
    ...SITES[site](title),
    title,
    summary: text === null ? null : `<p>${text}</p>`,
    published: gate.now() + after - 30_007,
  })
  const rest = OTHERS.map((words, index) => {
    const link = at(`city/${slugOf(words[0])}-${47_100 + index}`)
    return { ...entry(words, -4 * HOUR - index * 17 * MINUTE), guid: link, link }
  })
  await gate.look(rest)
  expect(await gate.look([entry(first), ...rest])).toMatchObject({ news: 1 })
  const next = (words: Words, after: Millis, beside = rest): ReturnType<Gated['look']> =>
    gate.look([entry(words, after), ...beside], { after })
  return { ...gate, entry, next, rest }
}

describe('under the number of one that is gone, half a day later or more', () => {
  test.each<[string, keyof typeof SITES, Words]>([
    ['a word more', 'without guids', [`${TITLE} today`, TEXT]],
    ['a headline of its own', 'without guids', ['No more lorries on cracked crossing', TEXT]],
    ['neither headline nor text in common', 'without guids', FERRY],
    ['a word more', 'whose guids are addresses', [`${TITLE} today`, TEXT]],
    ['a word more', 'whose guids count versions', [`${TITLE} today`, TEXT]],
  ])('%s is asked about, on a site %s', async (_, site, second) => {
    for (const time of [11 * HOUR, 13 * HOUR, DAY, 3 * DAY]) {
      const { next } = await shown(site, [TITLE, TEXT])
      expect(await next(second, time)).toMatchObject({ news: 0, held: 1 })
    }
  })

  test('an edit of an edit is asked about too, whatever is answered', async () => {
    const { next, answer } = await shown('without guids', [TITLE, TEXT])
    for (const [round, given] of (['drop', 'post', 'drop'] as const).entries()) {
      const title = `${TITLE}${' again'.repeat(round + 1)}`
      expect(await next([title, TEXT], 13 * HOUR)).toMatchObject({ news: 0, held: 1 })
      await answer({ is: given })
    }
  })

  test('the next story of a section is news where several had its number', async () => {
    const { look, next, entry, rest } = await shown('without guids', FERRY)
    await look([entry(CHOIR), entry(FERRY), ...rest])
    expect(await next(GROWERS, DAY)).toMatchObject({ news: 1, held: 0 })
  })

  test('a story is news where the one before it slid out', async () => {
    const { look, next, entry } = await shown('without guids', FERRY)
    const told = ['Mayor resigns', 'Snow falls on the pass', 'Trams stop for an hour']
    const newer = told.map((title, index) => ({
      ...entry([title, null], HOUR + index * 7_001),
      guid: `new-${index}`,
      link: at(`new/${index}`),
    }))
    expect(await look([...newer, entry(FERRY)], { after: HOUR })).toMatchObject({ news: 3 })
    expect(await next(GROWERS, DAY, newer)).toMatchObject({ news: 1, held: 0 })
  })
})
