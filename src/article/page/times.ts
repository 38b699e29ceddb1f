import type { Millis } from '#src/base/clock.ts'
import { readDate } from '#src/text/dates.ts'
import type { PageDocument, PageElement } from './dom.ts'
import { textOf, type LinkedNode } from './linked-data.ts'
import type { MetaTags } from './meta.ts'

const PUBLISHED = (
  'article:published_time og:article:published_time og:published_time datepublished date pubdate publishdate publish-date ' +
  'publish_date publication_date dc.date.issued dcterms.created dc.date dcterms.date dc.date.created parsely-pub-date ' +
  'sailthru.date cxenseparse:recs:publishtime cxenseparse:publishtime article.published displaydate'
).split(' ')
const MODIFIED = ['article:modified_time', 'og:updated_time', 'datemodified', 'dc.date.modified', 'last-modified']

/**
 * When the article was published and changed, as the page says it with its year: by JSON-LD, meta tags, a time element,
 * then its address. Null where it says nothing that can be read.
 */
export function timesOf(
  document: PageDocument,
  meta: MetaTags,
  node: LinkedNode | null,
  url: string,
): { readonly published: Millis | null; readonly modified: Millis | null } {
  const linked = (key: string): string | null => (node === null ? null : textOf(node[key]))
  return {
    published: firstDate([
      linked('datePublished'),
      linked('uploadDate'),
      ...PUBLISHED.map((name) => meta.first(name)),
      ...shown(document),
      linked('dateCreated'),
      inAddress(url),
    ]),
    modified: firstDate([linked('dateModified'), ...MODIFIED.map((name) => meta.first(name))]),
  }
}

function firstDate(candidates: readonly (string | null)[]): Millis | null {
  for (const text of candidates) {
    const time = text === null ? null : readDate(text)
    if (time !== null) return time
  }
  return null
}

/** The time elements of the story before those beside it. */
function shown(document: PageDocument): readonly (string | null)[] {
  const written = (element: PageElement): readonly (string | null)[] => [
    element.getAttribute('datetime') ?? element.getAttribute('content'),
    // Words with a year only: a date without one may be of any year.
    /\b(?:19|20)\d\d\b/.test(element.textContent) ? element.textContent : null,
  ]
  const selectors = [
    '[itemprop~="datePublished"]',
    'time[pubdate]',
    'article time, main time',
    'time[datetime]',
    '[class*="publish" i], [class*="timestamp" i], [class~="date" i], [class*="article-date" i], [class*="post-date" i]',
  ]
  return selectors.flatMap((selector) => [...document.querySelectorAll(selector)].slice(0, 3).flatMap(written))
}

/** `/2026/05/20/` and `/2026-05-20-` in an address. */
function inAddress(url: string): string | null {
  const match = /[/-](20\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_-]|$)/.exec(new URL(url).pathname)
  return match === null ? null : `${match[1]}-${match[2]}-${match[3]}`
}
