import { Parser } from 'htmlparser2'
import { readDate } from '#src/text/dates.ts'
import type { ExpectedItem, FeedCase } from './feed-cases.ts'
import type { FoundFeed, FoundItem } from './feed-readers.ts'

/** One value that was expected, and whether it was found. */
export interface Check {
  readonly field: string
  readonly right: boolean
  readonly expected: string
  readonly found: string
}

/** Every value that a case expects. A text counts without tags, entities and spaces; a date as an instant. */
export function checksOf({ expect, url }: FeedCase, found: FoundFeed | null): readonly Check[] {
  const { itemCount, feed, items } = expect
  const checks: Check[] = []
  const check = (field: string, right: boolean, expected: unknown, got: unknown): void => {
    checks.push({ field, right, expected: show(expected), found: show(got) })
  }
  if (itemCount != null) check('item count', found?.items.length === itemCount, itemCount, found?.items.length)
  if (feed?.title != null) check('feed title', sameText(feed.title, found?.title), feed.title, found?.title)
  if (feed?.link != null) check('feed link', sameUrl(feed.link, found?.link, url), feed.link, found?.link)
  if (feed?.language != null) {
    const right = feed.language.toLowerCase().replace('_', '-') === found?.language?.toLowerCase().replace('_', '-')
    check('feed language', right, feed.language, found?.language)
  }
  for (const item of items ?? []) checks.push(...itemChecks(item, found?.items[item.index], url))
  return checks
}

function itemChecks(expected: ExpectedItem, item: FoundItem | undefined, url: string): readonly Check[] {
  const { title, link, id, date, summary, content, author, categories, enclosures, image } = expected
  const checks: Check[] = []
  const check = (field: string, right: boolean, wanted: unknown, got: unknown): void => {
    checks.push({ field, right, expected: show(wanted), found: show(got) })
  }
  if (title != null) {
    check('title', sameText(title, item?.title), title, item?.title)
    check('title is plain text', item?.title != null && spaced(item.title) === spaced(flat(title)), title, item?.title)
  }
  if (link != null)
    check(
      'link',
      (item?.links ?? []).some((each) => sameUrl(link, each, url)),
      link,
      item?.links,
    )
  if (id != null) check('id', item?.id?.trim() === id.trim(), id, item?.id)
  if (date != null) check('date', sameDate(date, item?.dates), date, item?.dates)
  for (const [field, text] of Object.entries({ summary, content })) {
    if (text != null)
      check(
        field,
        (item?.texts ?? []).some((each) => sameText(text, each)),
        text,
        item?.texts,
      )
  }
  if (author != null) check('author', sameAuthor(author, item?.authors ?? []), author, item?.authors)
  if (categories != null) {
    const got = new Set((item?.categories ?? []).map(bare))
    check(
      'categories',
      categories.every((each) => got.has(bare(each))),
      categories,
      item?.categories,
    )
  }
  if (enclosures != null) {
    const got = item?.enclosures ?? []
    const right = enclosures.every((each) => got.some((one) => sameUrl(each.url, one, url)))
    check(
      'enclosures',
      right,
      enclosures.map((each) => each.url),
      got,
    )
  }
  if (image != null) {
    check(
      'image',
      (item?.images ?? []).some((each) => sameUrl(image, each, url)),
      image,
      item?.images,
    )
  }
  return checks
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 300)
}

/** The text below all markup, however often it was escaped: on both sides, so that neither is favoured. */
function flat(text: string): string {
  let at = text
  for (let round = 0; round < 4; round++) {
    let next = ''
    const parser = new Parser({ ontext: (data) => (next += data) }, { decodeEntities: true })
    parser.end(at)
    if (next === at) break
    at = next
  }
  return at
}

function spaced(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim()
}

function bare(text: string): string {
  return flat(text).normalize('NFC').replace(/\s+/g, '')
}

function sameText(expected: string, found: string | null | undefined): boolean {
  return found != null && bare(expected) === bare(found)
}

function sameUrl(expected: string, found: string | null | undefined, base: string): boolean {
  if (found == null) return false
  const [a, b] = [expected, found].map((each) => URL.parse(each.trim(), base)?.href ?? each.trim())
  return a === b
}

function sameDate(expected: string, found: readonly (string | number)[] | undefined): boolean {
  const wanted = Date.parse(expected)
  return (found ?? []).some((each) => {
    // Sources give fractions of seconds or leave them out.
    const time = typeof each === 'number' ? each : (readDate(each) ?? Number.NaN)
    return Math.abs(time - wanted) < 1000
  })
}

/** A name alone, with its address, or several in one line. */
function sameAuthor(expected: string, found: readonly string[]): boolean {
  const wanted = [bare(expected), bare(expected.replace(/\s*[(<][^()<>]*@[^()<>]*[)>]/, ''))]
  return [...found, found.join(', ')].some((each) => wanted.includes(bare(each)))
}
