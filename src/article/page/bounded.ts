import type { Page } from './page.ts'

// Far beyond any story, and so little that looking through it for words does not stop the main thread.
const LONGEST_STORY = 250_000
const LONGEST_LINE = 10_000

/** `page` with no more of its texts than the main thread may be asked to look at: the beginnings. */
export function boundedPage(page: Page): Page {
  const { headline, standfirsts, paragraphs } = page
  const told = firstLines(
    standfirsts.map(({ text }) => beginningOf(text, LONGEST_LINE)),
    LONGEST_STORY,
  )
  return {
    ...page,
    headline: headline === null ? null : beginningOf(headline, LONGEST_LINE),
    standfirsts: told.map((text, index) => ({ ...standfirsts[index]!, text })),
    paragraphs: firstLines(paragraphs, LONGEST_STORY),
  }
}

/** The first of `lines`, of `longest` UTF-16 units in all at most: the last of them may be cut. */
export function firstLines(lines: readonly string[], longest: number): readonly string[] {
  let left = longest
  const kept: string[] = []
  for (const line of lines) {
    if (left <= 0) break
    kept.push(beginningOf(line, left))
    left -= line.length
  }
  return kept
}

function beginningOf(text: string, longest: number): string {
  return text.length <= longest ? text : text.slice(0, longest).toWellFormed()
}
