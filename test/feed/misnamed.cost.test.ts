import { expect, test } from 'vitest'
import { HOUR, MINUTE, nextTurn, type Millis } from '#src/base/clock.ts'
import { gated } from './taken.ts'

/** The longest time of the processor that `work` takes on this thread before anything else has a turn on it. */
async function longestPiece(work: () => Promise<unknown>): Promise<Millis> {
  let [longest, isDone, before] = [0, false, process.threadCpuUsage()]
  const tick = (): void => {
    longest = Math.max(longest, process.threadCpuUsage(before).user / 1_000)
    before = process.threadCpuUsage()
    if (!isDone) setImmediate(tick)
  }
  setImmediate(tick)
  await nextTurn()
  await work()
  await nextTurn()
  isDone = true
  return longest
}

const words = (story: number): string =>
  Array.from({ length: 1_200 }, (_, index) => `word${(story * 7_919 + index * 31) % 4_001}`).join(' ')

test('a document of long texts whose guids have moved on stops nothing else', async () => {
  const gate = await gated()
  const stories = Array.from({ length: 200 }, (_, index) => ({
    guid: `${index}`,
    link: `https://news.example.com/story/${index}`,
    title: `Headline of column ${index % 50}`,
    summary: `<p>${words(index)}</p>`,
    published: gate.now() - HOUR - index * MINUTE - 7,
  }))
  await gate.look(stories)
  const moved = stories.map((story, index) => ({ ...story, guid: `${(index + 1) % stories.length}` }))
  expect(await longestPiece(() => gate.look(moved))).toBeLessThan(200)
  expect(await gate.titles('seen')).toEqual([])
})

test('a document of the longest addresses and guids stops nothing else', async () => {
  const gate = await gated()
  const long = (index: number): string =>
    `https://news.example.com/${index}/${'%d0%b0/'.repeat(280)}?${'b=%7e&'.repeat(3)}`
  const stories = Array.from({ length: 2_000 }, (_, index) => ({
    guid: `${long(index)}#1`,
    link: long(index),
    addresses: [`${long(index)}c`, `${long(index)}d`],
    title: `${'Headline '.repeat(20)}${index}`,
    summary: null,
    published: gate.now() - HOUR - index * MINUTE - 7,
  }))
  for (const round of [0, 1, 2]) {
    const shown = stories.map((story) => ({ ...story, guid: `${story.guid}${round}` }))
    expect(await longestPiece(() => gate.look(shown))).toBeLessThan(200)
  }
})

test('a document of addresses with a hundred parameters stops nothing else', async () => {
  const gate = await gated()
  const stories = (round: number) =>
    Array.from({ length: 1_000 }, (_, index) => ({
      guid: null,
      link: `https://news.example.com/${index >> 1}?${Array.from({ length: 99 }, (__, at) => `${at}=${index * round}`).join('&')}`,
      title: `Headline ${index}`,
      summary: null,
      published: gate.now() - HOUR - index * MINUTE - 7,
    }))
  await gate.look(stories(1))
  for (const round of [2, 3]) expect(await longestPiece(() => gate.look(stories(round)))).toBeLessThan(200)
})

test('a document of the longest texts stops nothing else, at first sight, when its words change, and when all is new', async () => {
  const gate = await gated()
  const text = (round: number): string => `Бюджет громади ухвалили після ${round} довгих суперечок. `.repeat(5_000)
  const stories = (first: number, round: number) =>
    Array.from({ length: 20 }, (_, index) => ({
      guid: `${first + index}`,
      link: `https://news.example.com/${first + index}`,
      title: `Headline ${first + index}, told ${round} times`,
      summary: `<p>${first + index}: ${text(round)}</p>`,
      content: `<p>${first + index} at length: ${text(round)}</p>`,
      published: gate.now() - HOUR - index * MINUTE - 7,
    }))
  for (const [first, round] of [
    [0, 1],
    [0, 2],
    [20, 3],
  ] as const) {
    const shown = stories(first, round)
    expect(await longestPiece(() => gate.look(shown))).toBeLessThan(200)
  }
})

test('a feed that has one headline above all it shows, and new names at each look, takes no longer each time', async () => {
  const gate = await gated()
  const stories = (round: number) =>
    Array.from({ length: 500 }, (_, index) => ({
      guid: `${round}-${index}`,
      link: `https://news.example.com/${round}/${index}`,
      title: 'The one and only headline that all of these stories have',
      summary: `<p>${words(index).slice(0, 800)}</p>`,
      published: gate.now() - HOUR - index * MINUTE + round,
    }))
  const took: Millis[] = []
  for (const round of Array.from({ length: 11 }).keys()) {
    const before = process.threadCpuUsage()
    await gate.look(stories(round))
    took.push(process.threadCpuUsage(before).user / 1_000)
  }
  // The third has a thousand behind it, the last five thousand. Of three beside each other the one in the middle: what
  // else goes on in the process is counted too.
  const middle = (three: readonly Millis[]): Millis => three.toSorted((one, other) => one - other)[1]!
  expect(middle(took.slice(-3)) / middle(took.slice(2, 5))).toBeLessThan(1.7)
})
