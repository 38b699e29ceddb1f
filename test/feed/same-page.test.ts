import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { gated, type Gated } from './taken.ts'

const at = (path: string): string => `https://news.example.com/${path}`

const TOLD: readonly (readonly [string, string])[] = [
  ['Bridge over the harbour opens', 'Ferries stop on Monday, and the toll will pay for repairs.'],
  ['Theatre wins prize for its season', 'A jury of critics praised three new plays by young authors.'],
  ['Hospital finds cause of outage', 'Engineers say a worn cable in the cellar had overheated.'],
  ['Growers expect late frost', 'Meteorologists warned of minus four degrees before sunrise.'],
  ['Council elects its youngest mayor', 'At twenty-six she takes over from a teacher who retires.'],
  ['Library moves into railway station', 'Volunteers carried forty thousand volumes across the square.'],
]
const OTHER_WORDS = ['Crossing is late', 'Nobody had told the mayor, who heard of it on the wireless.'] as const

type Names = Pick<Partial<Entry>, 'guid' | 'link'>

const both = (path: string): Names => ({ guid: at(path), link: at(path) })
const linked = (path: string): Names => ({ guid: null, link: at(path) })

const told = ([title, text]: readonly [string, string], names: Names, published: number): Partial<Entry> => ({
  ...names,
  title,
  summary: `<p>${text}</p>`,
  published,
})

/** A feed that has just shown a story under `names`, beside four others that have been there for hours. */
async function shown(
  names: Names,
  others: (number: number) => Names = (number) => both(`a/${number}`),
): Promise<Gated & { readonly first: Partial<Entry>; readonly rest: readonly Partial<Entry>[] }> {
  const gate = await gated()
  const rest = TOLD.slice(1, 5).map((each, index) =>
    told(each, others(index + 1), gate.now() - HOUR - index * 17 * MINUTE - 7),
  )
  await gate.look(rest)
  const first = told(TOLD[0]!, names, gate.now() - 7)
  expect(await gate.look([first, ...rest])).toMatchObject({ news: 1, held: 0 })
  return { ...gate, first, rest }
}

describe('where only the query of an address changed, in which stories are not told apart', () => {
  test.each<[string, Names, Names]>([
    ['a version', both('a/123?v=1'), both('a/123?v=2')],
    ['a time', both('a/bridge?t=1779278400&rss=x'), both('a/bridge?t=1779282000&rss=x')],
    ['a version, without guids', linked('a/123?rev=4'), linked('a/123?rev=5')],
    ['a version where there was none', both('a/123'), both('a/123?rev=5')],
    ['none where there was a version', both('a/123?rev=5'), both('a/123')],
    ['another name', both('a/123?utm=feed'), both('a/123?v=2')],
    ['two at once', both('a/123?t=1&v=1&x=1'), both('a/123?t=2&v=2&x=1')],
    [
      'a version of guid and link',
      { guid: at('get?item=9&v=1'), link: at('a/123?v=1') },
      { guid: at('get?item=9&v=2'), link: at('a/123?v=2') },
    ],
    [
      'a version of the guid, and the whole link',
      { guid: at('a/123?v=1'), link: at('bridge-opens') },
      { guid: at('a/123?v=2'), link: at('crossing-is-late') },
    ],
  ])(
    'an edit is asked about, in whatever words, and the answer holds for the next ones: %s',
    async (_, names, changed) => {
      for (const words of [TOLD[0]!, OTHER_WORDS]) {
        for (const after of [5 * MINUTE, 2 * DAY]) {
          const { look, rest, now, answer, titles } = await shown(names)
          const edit = told(words, changed, now() + after - 7)
          expect(await look([edit, ...rest], { after })).toMatchObject({ news: 0, held: 1 })
          expect(await look([edit, ...rest])).toMatchObject({ news: 0, held: 0 })
          await answer({ is: 'drop' })
          const page = (changed.guid ?? changed.link!).slice(at('').length)
          const again = { ...edit, ...both(`${page}${page.includes('?') ? '&' : '?'}again=1`) }
          expect(await look([again, ...rest])).toMatchObject({ news: 0, held: 0, old: 1 })
          expect(await titles('seen')).toEqual([TOLD[0]![0]])
        }
      }
    },
  )

  test('an edit is asked about again where one is shown alone: its parameter may tell stories apart', async () => {
    const { look, first, now, answer } = await shown(both('a/123?v=1'))
    await look([first])
    for (const version of [2, 3]) {
      const edit = told(TOLD[version]!, both(`a/123?v=${version}`), now() - 7)
      expect(await look([edit])).toMatchObject({ news: 0, held: 1 })
      await answer({ is: 'drop' })
    }
  })

  test('it is news once staff let one go there', async () => {
    const { look, rest, now, answer } = await shown(both('live?match=7'))
    const next = (index: number, path: string): Promise<unknown> =>
      look([told(TOLD[index]!, both(path), now() - 7), ...rest.slice(0, 2)])
    expect(await next(4, 'live?match=8')).toMatchObject({ news: 0, held: 1 })
    await answer({ is: 'post' })
    expect(await next(5, 'live?match=9')).toMatchObject({ news: 1, held: 0 })
  })

  test('in other words it is part of an archive that is issued again word for word', async () => {
    const gate = await gated()
    const stories = (version: number): Partial<Entry>[] =>
      TOLD.slice(0, 4).map((each, index) => told(each, both(`a/${index}?v=${version}`), gate.now() - HOUR - index))
    await gate.look([...stories(1), told(TOLD[5]!, both('a/9'), gate.now() - HOUR)])
    const [first, ...rest] = stories(2)
    const [title, summary] = OTHER_WORDS
    const again = [{ ...first, title, summary }, ...rest.map((each) => ({ ...each, published: each.published! + DAY }))]
    expect(await gate.look(again, { after: DAY })).toMatchObject({ news: 0, held: 4 })
  })

  test('an archive of one headline is asked about too', async () => {
    const gate = await gated()
    const alerts = (version: number): Partial<Entry>[] =>
      [1, 2].map((number) =>
        told(['Air alert', 'Go to the shelters.'], both(`a/${number}?v=${version}`), gate.now() - number),
      )
    const rest = told(TOLD[1]!, both('a/9'), gate.now() - HOUR)
    await gate.look([...alerts(1), rest])
    expect(await gate.look([...alerts(2), rest])).toMatchObject({ news: 0, held: 2 })
  })
})

describe('where a parameter tells stories apart', () => {
  const SITES: readonly (readonly [string, (number: number) => Names])[] = [
    ['?p=', (number) => both(`?p=${number}`)],
    ['?id=', (number) => linked(`news/view.php?id=${number}`)],
    ['watch?v=', (number) => both(`watch?v=a${number}`)],
    ['?cat=7&id=', (number) => both(`view?cat=7&id=${number}`)],
    ['?id=…&title=', (number) => both(`view?id=${number}&title=story-${number}`)],
    ['?id=…&v=1', (number) => both(`view?id=${number}&v=1`)],
    ['guid ?p= beside the headline', (number) => ({ guid: at(`?p=${number}`), link: at(`slug-${number}/?x=rss`) })],
  ]

  test.each(SITES)('each story is news at %s, with as little as one beside it', async (_, names) => {
    for (const window of [2, 4]) {
      const gate = await gated()
      const all = TOLD.map((each, index) => told(each, names(900 + index), gate.now() - HOUR + index * 5 * MINUTE + 7))
      await gate.look(all.slice(0, window - 1).toReversed())
      for (let count = window; count <= all.length; count++) {
        const document = all.slice(count - window, count).toReversed()
        expect(await gate.look(document, { after: HOUR })).toMatchObject({ news: 1, held: 0 })
      }
    }
  })

  test.each(SITES)('each is after one answer where the feed shows one alone at %s', async (_, names) => {
    const gate = await gated()
    const held: number[] = []
    for (const [index, each] of TOLD.entries()) {
      const taken = await gate.look([told(each, names(900 + index), gate.now() + HOUR - 7)], { after: HOUR })
      held.push(taken.held)
      if (taken.held > 0) await gate.answer({ is: 'post' })
    }
    expect(held.reduce((sum, each) => sum + each)).toBeLessThanOrEqual(1)
  })

  test('alerts under one headline there are news, each of them', async () => {
    const gate = await gated()
    const alert = (number: number): Partial<Entry> =>
      told(['Air alert', 'Go to the shelters.'], both(`alert?id=${number}`), gate.now() - 7)
    const rest = [1, 2].map((number) => told(TOLD[number]!, both(`alert?id=${number}`), gate.now() - HOUR - number))
    await gate.look([alert(11), ...rest])
    for (const number of [12, 13, 14]) {
      expect(await gate.look([alert(number), ...rest], { after: HOUR })).toMatchObject({ news: 1, held: 0 })
    }
  })

  test('in one section, it does so in the next', async () => {
    const { look, rest, now } = await shown(both('sport/view?id=1'), (number) => both(`city/view?id=${number}`))
    expect(await look([told(TOLD[5]!, both('sport/view?id=2'), now() - 7), ...rest])).toMatchObject({
      news: 1,
      held: 0,
    })
  })

  test.each<[string, (story: number, version: number) => string]>([
    ['behind it', (story, version) => `view?id=${story}&v=${version}`],
    ['before it', (story, version) => `view?rev=${version}&story=${story}`],
  ])('a version %s is asked about', async (_, path) => {
    const { look, rest, now, titles } = await shown(both(path(50, 1)), (number) => both(path(number, 1)))
    expect(await look([told(OTHER_WORDS, both(path(50, 2)), now() - 7), ...rest])).toMatchObject({ news: 0, held: 1 })
    expect(await titles('seen')).toEqual([TOLD[0]![0]])
  })

  test('what has a guid of its own that is no address is another story', async () => {
    const names = (number: number): Names => ({ guid: `tag:${number}`, link: at(`live?match=${number}`) })
    const { look, rest, now } = await shown(names(50))
    expect(await look([told(TOLD[5]!, names(51), now() - 7), ...rest])).toMatchObject({ news: 1, held: 0 })
  })
})

describe('a live report that has a new guid or address for each update', () => {
  const PAGE = 'live/storm'
  const KINDS: readonly (readonly [string, (number: number) => Names])[] = [
    ['one address', (number) => ({ guid: `u${number}`, link: at(PAGE) })],
    ['a fragment', (number) => ({ guid: `u${number}`, link: at(`${PAGE}#post-${number}`) })],
    ['a version that is the guid too', (number) => both(`${PAGE}?version=${number}`)],
    ['a version without a guid', (number) => linked(`${PAGE}?version=${number}`)],
    ['a version, with a guid that stays', (number) => ({ guid: 'storm', link: at(`${PAGE}?pinned=${number}`) })],
    ['a version of the page that is its guid', (number) => ({ guid: at(PAGE), link: at(`${PAGE}?pinned=${number}`) })],
    [
      'a version of the page whose fragment is its guid',
      (number) => ({ guid: at(`${PAGE}#${number}`), link: at(`${PAGE}?pinned=${number}`) }),
    ],
  ]
  const HEADLINES: readonly (readonly [string, (index: number) => string])[] = [
    ['new headlines', (index) => TOLD[index]![0]],
    ['one label before them', (index) => `Storm live: ${TOLD[index]![0]}`],
  ]

  /** How many are held, of six updates that come so far apart. */
  async function updates(
    names: (number: number) => Names,
    headline: (index: number) => string,
    given: 'post' | 'drop',
    after = HOUR,
  ): Promise<{ readonly held: readonly number[]; readonly news: readonly number[] }> {
    const rest = TOLD.slice(1, 5)
    const gate = await gated()
    const others = rest.map(([, text], index) =>
      told([`Elsewhere ${'abcd'[index]}`, text], both(`a/${index}`), gate.now() - HOUR - index * 17 * MINUTE - 7),
    )
    await gate.look(others)
    const [held, news]: [number[], number[]] = [[], []]
    for (const [index, [, text]] of TOLD.entries()) {
      const update = told([headline(index), text], names(index), gate.now() + after - 7)
      const taken = await gate.look([update, ...others], { after })
      held.push(taken.held)
      news.push(taken.news)
      if (taken.held > 0) await gate.answer({ is: given })
    }
    return { held, news }
  }

  test.each(
    KINDS.flatMap(([kind, names]) => HEADLINES.map(([how, headline]) => [kind, how, names, headline] as const)),
  )('at %s with %s is asked about once, whatever is answered', async (_kind, _how, names, headline) => {
    const dropped = await updates(names, headline, 'drop')
    expect(dropped).toEqual({ held: [0, 1, 0, 0, 0, 0], news: [1, 0, 0, 0, 0, 0] })
    const posted = await updates(names, headline, 'post')
    expect(posted).toEqual({ held: [0, 1, 0, 0, 0, 0], news: [1, 0, 1, 1, 1, 1] })
  })

  test('is asked about again half a day later: its page may be another story by then', async () => {
    for (const [, names] of KINDS) {
      const { held } = await updates(names, HEADLINES[0]![1], 'drop', 13 * HOUR)
      expect(held).toEqual([0, 1, 1, 1, 1, 1])
    }
  })

  test('is asked about again where its guid stays, and its page is another or one of a feed that has no others', async () => {
    const moved = await updates(
      (number) => ({ guid: 'storm', link: at(`live/storm-${'x'.repeat(number)}`) }),
      HEADLINES[0]![1],
      'drop',
    )
    expect(moved.held).toEqual([0, 1, 1, 1, 1, 1])
    const { look, now, answer } = await gated()
    const entry = (guid: string, story: number, words: readonly [string, string]) =>
      told(words, { guid, link: at(`show?story=${story}`) }, now() + HOUR - 7)
    const rest = [entry('b', 2, TOLD[4]!), entry('c', 3, TOLD[5]!)]
    await look(rest)
    await look([entry('top', 10, TOLD[0]!), ...rest], { after: HOUR })
    for (const index of [1, 2, 3]) {
      expect(await look([entry('top', 10 + index, TOLD[index]!), ...rest], { after: HOUR })).toMatchObject({ held: 1 })
      await answer({ is: 'drop' })
    }
  })
})
