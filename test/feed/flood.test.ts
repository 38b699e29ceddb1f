import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE, type Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { openQuestions } from '#src/store/questions.ts'
import { gated } from './taken.ts'

const words = (story: number, count: number): string =>
  Array.from({ length: count }, (_, index) => `word${(story * 7_919 + index * 31) % 4_001}`).join(' ')
const LONG = '%d0%b0/'.repeat(280)
const COMMON = words(1, 150)

/** What a feed can show thousands of; `round` makes them others. */
const FLOODS: Readonly<Record<string, (round: number, index: number, now: Millis) => Partial<Entry>>> = {
  'stories of one instant': (_, __, now) => ({ published: now - HOUR - 7 }),
  'stories of one headline': () => ({ title: 'The one and only headline that all of these stories have' }),
  'stories of one headline and one instant': (_, __, now) => ({
    title: 'The one and only headline that all of these stories have',
    published: now - HOUR - 7,
  }),
  'addresses of two thousand letters': (round, index) => ({
    guid: `https://news.example.com/${round}/${index}/${LONG}#guid`,
    link: `https://news.example.com/${round}/${index}/${LONG}`,
  }),
  'texts that share most words': (round, index) => ({ summary: `<p>${COMMON} ${round} ${index} end</p>` }),
}

const story = (round: number, index: number, now: Millis): Partial<Entry> => ({
  guid: `${round}-${index}`,
  link: `https://news.example.com/${round}/${index}`,
  title: `Story of the day ${words(round * 10_007 + index, 6)}`,
  summary: `<p>${words(round * 5_000 + index, 40)}</p>`,
  published: now - HOUR - index * MINUTE - 7,
})

describe('two thousand entries at once', () => {
  test.each(Object.entries(FLOODS))('%s take no more than twice what they take at first sight', async (_, make) => {
    const gate = await gated()
    const cost = async (round: number): Promise<Millis> => {
      const shown = Array.from({ length: 2_000 }, (__, index) => ({
        ...story(round, index, gate.now()),
        ...make(round, index, gate.now()),
      }))
      const before = process.threadCpuUsage()
      await gate.look(shown)
      return process.threadCpuUsage(before).user / 1_000
    }
    const first = await cost(0)
    // All new; all new beside what is known to be like them; and that once more.
    for (const round of [1, 2, 2]) expect(await cost(round)).toBeLessThan(2 * first + 100)
    expect(await gate.titles('seen')).toEqual([])
  })
})

describe('more stories at once than are compared', () => {
  const all = (round: number, now: Millis, count = 600): readonly Partial<Entry>[] =>
    Array.from({ length: count }, (_, index) => ({
      ...story(round, index, now),
      published: now - HOUR - index * 1_007,
    }))

  test('are one question, as other bursts are', async () => {
    const gate = await gated()
    const old = all(0, gate.now(), 20)
    await gate.look(old)
    expect(await gate.look([...all(1, gate.now()), ...old])).toMatchObject({ news: 0, held: 600 })
    expect(await openQuestions(gate.store.read)).toMatchObject([{ kind: 'burst' }])
  })

  test('pass where staff let any number pass', async () => {
    const gate = await gated({ burst: 'never' })
    const old = all(0, gate.now(), 20)
    await gate.look(old)
    expect(await gate.look([...all(1, gate.now()), ...old])).toMatchObject({ news: 600, held: 0 })
  })

  test.each([
    [
      'under new guids and addresses',
      (one: Partial<Entry>) => ({ ...one, guid: `${one.guid}x`, link: `${one.link}-x` }),
    ],
    [
      'on another host',
      (one: Partial<Entry>) => ({ ...one, guid: `${one.guid}x`, link: one.link!.replace('news.', 'www.') }),
    ],
  ])('are the archive that some of them are, %s, even where staff let any number pass', async (_, again) => {
    const gate = await gated({ burst: 'never' })
    const archive = all(0, gate.now())
    await gate.look(archive)
    expect(await gate.look(archive.map(again))).toMatchObject({ news: 0 })
    expect(await gate.titles('seen')).toEqual([])
  })
})
