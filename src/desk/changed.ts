import { difference } from '#src/text/difference.ts'
import { plainText } from '#src/text/html.ts'
import type { Article } from '#src/records.ts'
import type { Words } from '#src/store/revisions.ts'

type Told = Pick<Article, 'title' | 'sentences'>

/** What an article was told as, and what its page says now. */
export interface PageChange {
  readonly before: Told
  readonly now: Told
}

/** How an article's page has changed, line by line. */
export function showPageChange({ before, now }: PageChange): string {
  return showParts([
    { name: 'headline', one: before.title, other: now.title },
    { name: 'page', one: before.sentences.join('\n'), other: now.sentences.join('\n') },
  ])
}

const SIGNS = { same: ' ', gone: '-', new: '+' } as const

/** How an article has changed, line by line, with what is different only: `-` is gone, `+` is new. */
export function showChange(before: Words, now: Words): string {
  return showParts([
    { name: 'headline', one: before.title, other: now.title },
    { name: 'summary', one: plainText(before.summary ?? ''), other: plainText(now.summary ?? '') },
    { name: 'text', one: plainText(before.content ?? ''), other: plainText(now.content ?? '') },
  ])
}

function showParts(parts: readonly { readonly name: string; readonly one: string; readonly other: string }[]): string {
  return parts
    .filter(({ one, other }) => one !== other)
    .map(({ name, one, other }) => {
      const lines = difference(one, other).filter(({ is }) => is !== 'same')
      return [name, ...lines.map(({ is, text }) => `${SIGNS[is]} ${text}`)].join('\n')
    })
    .join('\n')
}
