import type { Entry } from '#src/records.ts'
import { plainText } from '#src/text/html.ts'
import { sentences } from '#src/text/sentences.ts'

const BEGINNING = 5_000
const LONGEST = 300

/**
 * `entry` with a headline: where the feed gives none, the first sentence of its text. RSS 2.0 asks for a title or a
 * description, JSON Feed for neither: short notes have none.
 */
export function titled(entry: Entry, language: string | null): Entry {
  if (entry.title !== '') return entry
  for (const html of [entry.summary, entry.content]) {
    const first = sentences(plainText((html ?? '').slice(0, BEGINNING)), language)[0]
    if (first !== undefined && first.length <= LONGEST) return { ...entry, title: first }
  }
  return entry
}
