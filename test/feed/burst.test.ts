import { expect, test } from 'vitest'
import { HOUR } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { NOON } from '#test/fixtures/stored.ts'
import { gated, type Gated } from './taken.ts'

const at = (path: string): string => `https://news.example.com/${path}`
const stories = (from: number, count: number): readonly Partial<Entry>[] =>
  Array.from({ length: count }, (_, index) => ({
    guid: `id-${from + index}`,
    link: at(`${from + index}`),
    title: `Story ${from + index}`,
    summary: `<p>What happened in ${from + index} was new to all, and nobody had expected it so soon.</p>`,
    published: NOON + 1_000,
  }))
const OLD = stories(0, 10)

async function opened(change: Parameters<typeof gated>[0]): Promise<Gated> {
  const gate = await gated(change)
  await gate.look(OLD)
  return gate
}

test.each([
  [3, 2, 3],
  [20, 19, 20],
])('a burst is what staff say: from %i on they are asked', async (burst, few, many) => {
  for (const rest of [OLD, []]) {
    const gate = await opened({ burst })
    expect(await gate.look([...stories(10, few), ...rest])).toMatchObject({ news: few, held: 0 })
    expect(await gate.look([...stories(50, many), ...rest])).toMatchObject({ news: 0, held: many })
  }
})

test('a burst is never asked about where staff say so; an archive that is issued again still is', async () => {
  const gate = await opened({ burst: 'never' })
  expect(await gate.look([...stories(10, 200), ...OLD])).toMatchObject({ news: 200, held: 0 })
  const again = OLD.map((each, index) => ({
    ...each,
    guid: `${index}`,
    link: at(`again/${index}`),
    published: NOON + HOUR,
  }))
  expect(await gate.look(again)).toMatchObject({ news: 0, held: 10 })
})
