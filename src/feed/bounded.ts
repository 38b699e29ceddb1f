import type { Entry } from '#src/records.ts'
import { fingerprint } from '#src/text/fingerprint.ts'
import { streamSafe } from '#src/text/normal-form.ts'
import type { Feed } from './parsed.ts'

// Far beyond what any feed shows, and so little that no document of them stops the main thread.
const LONGEST_GUID = 2_000
const LONGEST_TITLE = 2_000
// Of markup. Each is looked through for staff's words, and parted into sentences, in one piece.
const LONGEST_TEXT = 250_000
const LONGEST_NAME = 200
const MOST_NAMES = 100
const MOST_FILES = 100
const MOST_HUBS = 10

/**
 * `feed` with no more of anything than the main thread may be asked to look at: a guid that is longer is known by its
 * fingerprint, a title and a text are cut, and of many names and files the first are kept.
 */
export function bounded(feed: Feed): Feed {
  const { title, hubs, entries } = feed
  return {
    ...feed,
    title: cutTo(LONGEST_TITLE, title),
    hubs: hubs.slice(0, MOST_HUBS),
    entries: entries.map(boundedEntry),
  }
}

function boundedEntry(entry: Entry): Entry {
  const { guid, title, summary, content, authors, categories, pictures, enclosures } = entry
  return {
    ...entry,
    guid: guid !== null && guid.length > LONGEST_GUID ? fingerprint(guid) : guid,
    title: cutTo(LONGEST_TITLE, title),
    summary: summary === null ? null : cutTo(LONGEST_TEXT, summary),
    content: content === null ? null : cutTo(LONGEST_TEXT, content),
    authors: boundedNames(authors),
    categories: boundedNames(categories),
    pictures: pictures.slice(0, MOST_FILES).map((each) => ({ ...each, type: kindOf(each.type), alt: altOf(each.alt) })),
    enclosures: enclosures.slice(0, MOST_FILES).map((each) => ({ ...each, type: kindOf(each.type) })),
  }
}

function boundedNames(names: readonly string[]): readonly string[] {
  return names
    .filter(({ length }) => length <= LONGEST_NAME)
    .slice(0, MOST_NAMES)
    .map(streamSafe)
}

function kindOf(type: string | null): string | null {
  return type === null || type.length > LONGEST_NAME ? null : type
}

function altOf(alt: string | null): string | null {
  return alt === null ? null : cutTo(LONGEST_TITLE, alt)
}

function cutTo(longest: number, whole: string): string {
  const text = streamSafe(whole)
  return text.length <= longest
    ? text
    : text
        .slice(0, longest)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd()
}
