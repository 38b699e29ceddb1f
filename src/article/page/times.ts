import type { Millis } from '#src/base/clock.ts'
import { isLocalTime, readDate } from '#src/text/dates.ts'
import type { PageDocument, PageElement } from './dom.ts'
import { dateIn, dayIn, type DayOfYear } from './line-dates.ts'
import { textOf, typesOf, type LinkedNode } from './linked-data.ts'
import type { MastheadLine } from './masthead.ts'
import type { MetaTags } from './meta.ts'

const PUBLISHED = (
  'article:published_time og:article:published_time og:published_time article:published article:publicationdate ' +
  'datepublished datecreated date pubdate publishdate publish-date publish_date publication_date date_published ' +
  'publicationdate originalpublicationdate published published_at article_date_original dc.date.issued ' +
  'dcterms.issued dcterms.created dc.date dcterms.date dc.date.created dc.date.published citation_publication_date ' +
  'parsely-pub-date sailthru.date cxenseparse:recs:publishtime cxenseparse:publishtime article.published ' +
  'article.created ptime displaydate news_date'
).split(' ')
const MODIFIED = (
  'article:modified_time og:article:modified_time og:updated_time article:modified datemodified dc.date.modified ' +
  'dcterms.modified last-modified lastmod article.updated cxenseparse:recs:updatedtime'
).split(' ')

/** When the article was published and changed, as the page says it. */
export interface Times {
  readonly published: Millis | null
  /** The earliest that what is declared as such may mean; null where nothing is. */
  readonly earliest: Millis | null
  /** The zone that all of it tells, in minutes east of Greenwich; null where one does not, or nothing is declared. */
  readonly zone: number | null
  /** Where the page says it without its year; only where it says no other. */
  readonly day: DayOfYear | null
  readonly modified: Millis | null
}

/**
 * The times of the article: by JSON-LD, meta tags, time elements, the lines around the headline, then its address. What
 * is told without a zone is in the page's own, where another time of the page tells it; else in UTC.
 */
export function timesOf(
  document: PageDocument,
  meta: MetaTags,
  node: LinkedNode | null,
  nodes: readonly LinkedNode[],
  masthead: readonly MastheadLine[],
  { url, language }: { readonly url: string; readonly language: string | null },
): Times {
  const linked = (key: string): readonly string[] =>
    [node, ...nodes.filter(isPage)].flatMap((each) => (each === null ? [] : (textOf(each[key]) ?? [])))
  const tags = (names: readonly string[]): readonly string[] => names.flatMap((name) => meta.all(name))
  const changed = [...linked('dateModified'), ...tags(MODIFIED)]
  const created = [...linked('datePublished'), ...linked('uploadDate'), ...tags(PUBLISHED)]
  const zone = zoneOf([...created, ...changed])
  const declared = [...created, ...shown(document, DECLARED, language)].filter(
    (text) => readDate(text, language) !== null,
  )
  const published = firstDate(
    [
      () => created,
      () => shown(document, STORY, language),
      () => labelled(masthead, language),
      () => shown(document, ANYWHERE, language),
      () => linked('dateCreated'),
      () => inAddress(url),
    ],
    zone,
    language,
  )
  return {
    published,
    earliest: earliestOf(declared, zone, language),
    zone: declared.length > 0 && declared.every(isMoment) ? (zoneOf([...declared, ...changed]) ?? 0) : null,
    day:
      published === null
        ? (masthead.map(({ text }) => dayIn(text, zone, language)).find((day) => day !== null) ?? null)
        : null,
    modified: firstDate([() => changed], zone, language),
  }
}

/** Of what describes the page rather than its article, and may hold its dates all the same. */
function isPage(node: LinkedNode): boolean {
  return typesOf(node).some((type) => /^(?:\w*WebPage|ItemPage|ClaimReview|CreativeWork|VideoObject)$/.test(type))
}

function firstDate(
  sources: readonly (() => readonly string[])[],
  zone: number | null,
  language: string | null,
): Millis | null {
  for (const source of sources) {
    for (const text of source()) {
      const time = readDate(text, language)
      if (time !== null) return isLocalTime(text, language) ? time - (zone ?? 0) * 60_000 : time
    }
  }
  return null
}

// Kiribati.
const EASTERNMOST = 14 * 60

function earliestOf(declared: readonly string[], zone: number | null, language: string | null): Millis | null {
  const times = declared.flatMap((text) => {
    const time = readDate(text, language)
    if (time === null) return []
    if (isMoment(text)) return [time]
    return [time - (isLocalTime(text, language) && zone !== null ? zone : EASTERNMOST) * 60_000]
  })
  return times.length === 0 ? null : Math.min(...times)
}

/** Whether a time of day is told with its zone, or seconds since 1970 are. */
function isMoment(text: string): boolean {
  return /:\d{2}(?:[.,]\d+)? ?(?:Z|(?:UTC|GMT)? ?[+-]\d{2}:?\d{2}|UTC|GMT)\s*$|^\s*\d{9,}\s*$/i.test(text)
}

/** Minutes east of Greenwich, as the first of these times tells it. UTC is what software writes, wherever it stands. */
function zoneOf(times: readonly string[]): number | null {
  for (const text of times) {
    const [, sign, hours, minutes] = /\d:\d{2}(?::\d{2}(?:[.,]\d+)?)? ?([+-])(\d{2}):?(\d{2})$/.exec(text.trim()) ?? []
    const zone = Number(hours) * 60 + Number(minutes)
    if (sign !== undefined && zone !== 0) return sign === '+' ? zone : -zone
  }
  return null
}

const DECLARED = ['[itemprop~="datePublished"]', 'time[pubdate]']
const STORY = [...DECLARED, 'article time, main time']
const ANYWHERE = [
  'time[datetime]',
  '[class*="publish" i], [class*="timestamp" i], [class~="date" i], [class*="article-date" i], [class*="post-date" i]',
]

/** What the first elements of each kind say, for machines before readers. */
function shown(document: PageDocument, selectors: readonly string[], language: string | null): readonly string[] {
  const written = (element: PageElement): readonly string[] => {
    const text = element.textContent
    const told = [element.getAttribute('datetime'), element.getAttribute('content'), element.getAttribute('title')]
    // Words with a year only: a date without one may be of any year.
    return [
      ...told.filter((each) => each !== null),
      ...(/\b(?:19|20)\d\d\b/.test(text) ? [dateIn(text.trim(), language)?.text ?? text] : []),
    ]
  }
  return selectors.flatMap((selector) => [...document.querySelectorAll(selector)].slice(0, 3).flatMap(written))
}

// In the languages of the words that stand before a time of change.
const CHANGED =
  /updat|modif|aktualis|geändert|mis à jour|actualiz|aggiornat|atualiz|обновл|оновл|змінено|zaktualiz|güncelle|bijgewerkt|uppdater|oppdater|opdater|päivitet|تحديث|עודכן|更新|수정/i

/** The dates in the lines around the headline: those that are not of a change first. */
function labelled(masthead: readonly MastheadLine[], language: string | null): readonly string[] {
  const found = masthead.flatMap(({ text }) => {
    const date = dateIn(text, language)
    return date === null ? [] : [{ text: date.text, changed: CHANGED.test(text) }]
  })
  return [...found.filter(({ changed }) => !changed), ...found.filter(({ changed }) => changed)].map(({ text }) => text)
}

/** `/2026/05/20/` and `/2026-05-20-` in an address. */
function inAddress(url: string): readonly string[] {
  const match = /[/_-](20\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?=[/_-]|$)/.exec(new URL(url).pathname)
  return match === null ? [] : [`${match[1]}-${match[2]}-${match[3]}`]
}
