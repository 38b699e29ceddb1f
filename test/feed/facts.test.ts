import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, type Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { gated } from './taken.ts'

/** Twelve stories, the newest first; a window shows ten of them. */
const storiesOf = (now: Millis): readonly Partial<Entry>[] =>
  Array.from({ length: 12 }, (_, index) => ({
    guid: `id-${index}`,
    link: `https://news.example.com/${index}`,
    title: `Story ${index}`,
    published: now - index * 20 * MINUTE - 1,
  }))
const fresh = (published: Millis | null): Partial<Entry> => ({ guid: 'new', title: 'New', published })

describe('what slides in from below, as two that stood above are taken out', () => {
  test('is old where it is dated before all that stood there at first sight', async () => {
    const gate = await gated()
    const all = storiesOf(gate.now())
    await gate.look(all.slice(0, 10))
    const left = [...all.slice(0, 3), ...all.slice(5)]
    expect(await gate.look([fresh(gate.now()), ...left])).toMatchObject({ news: 1, old: 2, held: 0 })
    expect(await gate.titles('seen')).toEqual(['New'])
    const onceMore = [...left.slice(0, 8), { ...fresh(gate.now() - 5 * HOUR), guid: 'lower' }]
    expect(await gate.look([fresh(null), ...onceMore])).toMatchObject({ news: 0, old: 1, held: 0 })
  })

  test('is news where it is dated so and stands above: it was long in writing', async () => {
    const gate = await gated()
    const all = storiesOf(gate.now())
    await gate.look(all.slice(0, 10))
    expect(await gate.look([fresh(gate.now() - 4 * HOUR), ...all.slice(0, 9)])).toMatchObject({ news: 1, old: 0 })
  })

  test('is news where it is dated so and stands above, beside what another feed held first', async () => {
    const gate = await gated()
    const all = storiesOf(gate.now())
    const elsewhere = {
      ...fresh(gate.now() - HOUR),
      guid: 'elsewhere',
      title: 'Elsewhere',
      link: 'https://x.example/e',
    }
    await gate.look([elsewhere], { feed: 'city' })
    await gate.look(all.slice(0, 2))
    const long = { ...fresh(gate.now() - 4 * HOUR), guid: 'long', title: 'Long in writing' }
    expect(await gate.look([fresh(gate.now()), long, elsewhere, ...all.slice(0, 2)])).toMatchObject({ news: 3, old: 0 })
  })

  test('is news where it is dated so and stands above, though the feed has shown since what another held first', async () => {
    const gate = await gated()
    const all = storiesOf(gate.now())
    const elsewhere = {
      ...fresh(gate.now() - HOUR),
      guid: 'elsewhere',
      title: 'Elsewhere',
      link: 'https://x.example/e',
    }
    await gate.look([elsewhere], { feed: 'city' })
    await gate.look(all.slice(0, 2))
    const shown = [elsewhere, ...all.slice(0, 2)]
    expect(await gate.look(shown)).toMatchObject({ news: 1, old: 0 })
    const long = { ...fresh(gate.now() - 4 * HOUR), guid: 'long', title: 'Long in writing' }
    expect(await gate.look([fresh(gate.now()), long, ...shown])).toMatchObject({ news: 2, old: 0 })
  })

  test('is news where it is dated among them, or they had no dates', async () => {
    const gate = await gated()
    const all = storiesOf(gate.now())
    await gate.look([...all.slice(0, 8), all[9]!])
    expect(await gate.look(all.slice(0, 10))).toMatchObject({ news: 1, old: 0 })
    const other = await gated()
    await other.look(all.slice(0, 10).map((each) => ({ ...each, published: null })))
    expect(await other.look([fresh(other.now() - HOUR), ...all.slice(0, 9)])).toMatchObject({ news: 1, old: 0 })
  })

  test('is old where the feed gives days alone, of a day before all of theirs', async () => {
    const gate = await gated({ maxAge: 3 * DAY })
    const today = gate.now() - (gate.now() % DAY)
    const all = storiesOf(0).map((each, index) => ({ ...each, published: index < 5 ? today : today - DAY }))
    await gate.look(all.slice(0, 10))
    const below = { ...fresh(today - 2 * DAY), guid: 'below', title: 'Below' }
    expect(await gate.look([fresh(today), ...all.slice(0, 11), below])).toMatchObject({ news: 2, old: 1 })
    expect(await gate.titles('seen')).toEqual(['New', 'Story 10'])
  })
})

describe('an entry without a date that appears alone', () => {
  const undated = storiesOf(0).map((each) => ({ ...each, published: null }))
  const passed = 'undated-news: first seen in world without a date'

  test.each([
    ['above known ones is news', [fresh(null), ...undated.slice(0, 9)], true],
    ['between known ones is news', [undated[0]!, fresh(null), ...undated.slice(1, 9)], true],
  ])('%s', async (_, document, news) => {
    const gate = await gated()
    await gate.look(undated.slice(0, 10))
    expect(await gate.look(document)).toMatchObject({ news: 1 })
    expect((await gate.reasons()).includes(passed)).toBe(news)
  })

  test('below all of them goes by its page in a feed that has grown at its top', async () => {
    const gate = await gated()
    await gate.look(undated.slice(1, 10))
    await gate.look(undated.slice(0, 10))
    expect(await gate.look(undated.slice(0, 11).toSpliced(3, 1))).toMatchObject({ news: 1 })
    expect(await gate.reasons()).toContain("undated: first seen in world without a date; goes by its page's")
  })

  test('below all of them is news where the feed has not shown which way it grows, and where it has grown there', async () => {
    const gate = await gated()
    const [one, two, three, four] = undated
    await gate.look([one!, two!])
    await gate.look([one!, two!, three!])
    expect(await gate.reasons()).toContain(passed)
    await gate.look([one!, two!, three!, four!])
    expect(await gate.reasons()).not.toContain("undated: first seen in world without a date; goes by its page's")
  })
})
