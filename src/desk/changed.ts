import { difference } from '#src/text/difference.ts'
import { plainText } from '#src/text/html.ts'
import type { Words } from '#src/store/revisions.ts'

const SIGNS = { same: ' ', gone: '-', new: '+' } as const

/** How an article has changed, line by line, with what is different only: `-` is gone, `+` is new. */
export function showChange(before: Words, now: Words): string {
  const parts = [
    { name: 'headline', one: before.title, other: now.title },
    { name: 'summary', one: plainText(before.summary ?? ''), other: plainText(now.summary ?? '') },
    { name: 'text', one: plainText(before.content ?? ''), other: plainText(now.content ?? '') },
  ]
  return parts
    .filter(({ one, other }) => one !== other)
    .map(({ name, one, other }) => {
      const lines = difference(one, other).filter(({ is }) => is !== 'same')
      return [name, ...lines.map(({ is, text }) => `${SIGNS[is]} ${text}`)].join('\n')
    })
    .join('\n')
}
