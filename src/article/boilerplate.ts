import { createHash } from 'node:crypto'
import type { Page } from './page/page.ts'
import { bare } from './same.ts'

/** By what a line is known again: its letters and digits, whatever stands around them. */
export function fingerprint(line: string): string {
  return createHash('sha256').update(bare(line)).digest('base64url').slice(0, 16)
}

/** The fingerprints of a page's lines: of its paragraphs, and of what may be its standfirst. */
export function linesOf(page: Page): readonly string[] {
  const lines = [...page.paragraphs, ...page.standfirsts.map(({ text }) => text)]
  return [...new Set(lines.filter((line) => bare(line) !== '').map(fingerprint))]
}

/** In so many other articles of its site a line stands before it is none of the story. */
export const RECURS = 2

/**
 * The page without the lines that recur over its site: invitations to subscribe, read also, the site's words about
 * itself. Learnt, not listed, so that it holds in any language.
 */
export function withoutRecurring(page: Page, recurring: ReadonlySet<string>): Page {
  if (recurring.size === 0) return page
  return {
    ...page,
    paragraphs: page.paragraphs.filter((line) => !recurring.has(fingerprint(line))),
    standfirsts: page.standfirsts.filter(({ text }) => !recurring.has(fingerprint(text))),
  }
}
