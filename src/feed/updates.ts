import type { Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { articlesById } from '#src/store/articles.ts'
import type { Reader } from '#src/store/open.ts'
import { isDropped, UPDATE } from '#src/store/reasons.ts'
import { WITHIN } from './edited.ts'
import type { Verdict } from './gate.ts'

/** What goes on with something that staff dropped, as a live report does. */
export const AS_BEFORE: Verdict = {
  state: 'old',
  reason: `${UPDATE}: staff dropped what came before it at its address, hours ago`,
}

/** Which of `articles` staff dropped, or went on with what they dropped; with their times. */
export async function droppedAmong(reader: Reader, articles: readonly string[]): Promise<ReadonlyMap<string, Millis>> {
  if (articles.length === 0) return new Map()
  const found = (await articlesById(reader, articles)).filter(isDropped)
  return new Map(found.map(({ id, published }) => [id, published]))
}

/**
 * Whether an entry goes on with what was dropped at its address, dated so: what staff answered holds as long as updates
 * come within hours. Later the address may have changed hands.
 */
export function goesOn({ published }: Pick<Entry, 'published'>, dropped: Millis | undefined, now: Millis): boolean {
  return dropped !== undefined && Math.abs((published ?? now) - dropped) < WITHIN
}
