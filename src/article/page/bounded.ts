import type { Page } from './page.ts'

// Far beyond any story, and so little that looking through it for words does not stop the main thread.
const LONGEST_STORY = 250_000
const LONGEST_LINE = 10_000

/** `page` with no more of its texts than the main thread may be asked to look at: the beginnings. */
export function boundedPage(page: Page): Page {
  const { headline, standfirsts, paragraphs } = page
  return {
    ...page,
    headline: headline === null ? null : beginningOf(headline, LONGEST_LINE),
    standfirsts: firstOf(
      standfirsts.map((each) => ({ ...each, text: beginningOf(each.text, LONGEST_LINE) })),
      ({ text }) => text.length,
    ),
    paragraphs: firstOf(
      paragraphs.map((each) => beginningOf(each, LONGEST_STORY)),
      ({ length }) => length,
    ),
  }
}

function firstOf<Each>(all: readonly Each[], lengthOf: (each: Each) => number): readonly Each[] {
  let left = LONGEST_STORY
  const end = all.findIndex((each) => (left -= lengthOf(each)) < 0)
  return end === -1 ? all : all.slice(0, end)
}

function beginningOf(text: string, longest: number): string {
  return text.length <= longest ? text : text.slice(0, longest).toWellFormed()
}
