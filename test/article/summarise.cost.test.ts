import { expect, test } from 'vitest'
import { BLANK_PAGE, type Page } from '#src/article/page/page.ts'
import { suffices, summarise, type Told } from '#src/article/summarise.ts'
import { tidy } from '#src/platform/fit.ts'

const LENGTH = 250_000
// Twice what nothing may block for: a busy machine takes as long over what takes a third of it alone.
const MOST = 400
const MARKS = [
  ')',
  '(',
  '"',
  '“',
  '”',
  '«',
  '.',
  '…',
  '-',
  '—',
  ' ',
  '\u00a0',
  '\u200d',
  '😀',
  '。',
  '」',
  'a',
  'A',
  '1',
  '中',
  'ا',
]
// In turn with each other; all of them would take a minute.
const IN_TURN = [')', '“', '.', '-', ' ', '😀', 'A']

const STANDFIRST = 'The bridge over the strait opens on Friday at noon today.'
const told: Told = { title: 'Bridge opens', summary: null, content: null, language: 'en', authors: ['Ann Roe'] }
const pageOf = (paragraph: string): Page => ({
  ...BLANK_PAGE,
  language: 'en',
  standfirsts: [{ text: STANDFIRST, shown: false, from: 'meta description' }],
  paragraphs: [paragraph],
})

/** CPU time of this thread in milliseconds, of three tries the shortest: the first pays for what is compiled. */
function costs(work: () => unknown): number {
  const took = [1, 2, 3].map(() => {
    const before = process.threadCpuUsage()
    work()
    return process.threadCpuUsage(before).user / 1_000
  })
  return Math.min(...took)
}

const RUNS = [
  ...MARKS,
  ...IN_TURN.flatMap((one) => IN_TURN.filter((other) => other !== one).map((other) => one + other)),
]

test.each(['中', 'a. ', '“'])('nor do thousands of short lines below a long headline, each of %j', (piece) => {
  const title = piece.repeat(900 / piece.length)
  for (const line of [`<p>${piece}</p>`, `<p><a>${piece}</a></p>`]) {
    expect(
      costs(() => summarise({ ...told, title, summary: line.repeat(5_000) })),
      line,
    ).toBeLessThan(MOST)
  }
})

// Told on the main thread, beside all other channels' work.
test.each(RUNS)('a quarter of a million characters of %j, within a sentence, cost next to nothing', (piece) => {
  const run = piece.repeat(LENGTH / piece.length)
  const start = STANDFIRST.slice(0, -' today.'.length)
  const ways = {
    page: () => summarise(told, pageOf(`${start}${run}today in town and more words.`)),
    feed: () => summarise({ ...told, summary: `${start}${run}it.`, content: `${start}${run}it.` }),
    suffices: () => suffices({ ...told, summary: `${start}${run}it.`, content: `${start}${run}it.` }),
    post: () => tidy(`${start}${run}it.`),
  }
  for (const [way, work] of Object.entries(ways)) expect(costs(work), way).toBeLessThan(MOST)
})

// What a page's standfirst may have at most.
const LONGEST_STANDFIRST = 10_000

// What a feed's title may have at most.
const LONGEST_TITLE = 2_000
test.each([
  ['U.S.’ ', 'U.S.’ '],
  ['A – b. ', 'A – b. '],
  ['कख, गघ। ', 'कख, गघ। '],
  ['Он не из тех людей ', 'Он не из тех. '],
  ['US to do it ', '<p>It is up to us.</p>'],
  ['가', '가나. '],
  ['Bridge opens ', '„A. „B. '],
  ['Bridge opens ', 'A b.<br>'],
])('nor do many sentences below a title of %j, each of %j', (piece, sentence) => {
  const title = piece.repeat(LONGEST_TITLE / piece.length)
  const text = sentence.repeat(LENGTH / sentence.length)
  const ways = {
    content: () => summarise({ ...told, title, content: text }),
    feed: () => summarise({ ...told, title, summary: text, content: text }),
    suffices: () => suffices({ ...told, title, summary: text, content: text }),
    page: () => summarise({ ...told, title }, pageOf(text)),
  }
  for (const [way, work] of Object.entries(ways)) expect(costs(work), way).toBeLessThan(MOST)
})

test.each([300, 900])('nor do thousands of pictures, each before a word, below a title of %d characters', (length) => {
  const title = Array.from({ length: length / 5 }, (_, index) => `a${index.toString(36).padStart(3, '0')}`).join(' ')
  const text = '<p><img>ab'.repeat(LENGTH / 10)
  for (const own of [title, 'Ab '.repeat(length / 3)]) {
    expect(costs(() => summarise({ ...told, title: own, summary: text, content: text }))).toBeLessThan(MOST)
    expect(costs(() => suffices({ ...told, title: own, summary: text, content: text }))).toBeLessThan(MOST)
  }
})

test.each(['1 2 3', 'This story is x', 'This story is edited x', 'Updated 1 May', 'Update: x'])(
  'nor do thousands of short lines that may be notes, each of %j, above long paragraphs',
  (line) => {
    const summary = `<p>${line}</p>`.repeat(LENGTH / (line.length + 7))
    const paragraphs = Array.from({ length: 100 }, () => STANDFIRST.repeat(40))
    const content = paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('')
    const text = `${line}\n`.repeat(LONGEST_STANDFIRST / line.length)
    const page: Page = { ...pageOf(''), standfirsts: [{ text, shown: true, from: 'element' }], paragraphs }
    const among = {
      ...page,
      paragraphs: paragraphs.flatMap((long) => [...Array.from({ length: 20 }, () => line), long]),
    }
    const ways = {
      feed: () => summarise({ ...told, summary, content }),
      content: () => summarise({ ...told, content: `${summary}${content}` }),
      suffices: () => suffices({ ...told, summary, content }),
      page: () => summarise({ ...told, summary }, page),
      among: () => summarise(told, among),
    }
    for (const [way, work] of Object.entries(ways)) expect(costs(work), way).toBeLessThan(MOST)
  },
)

test('nor do thousands of sentences of which no two are alike', () => {
  const text = Array.from({ length: LENGTH / 10 }, (_, index) => `Ox${index.toString(36)} ran. `).join('')
  expect(costs(() => summarise({ ...told, summary: text, content: text }))).toBeLessThan(MOST)
})
