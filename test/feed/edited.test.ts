import { describe, expect, test } from 'vitest'
import { DAY, HOUR } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
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
