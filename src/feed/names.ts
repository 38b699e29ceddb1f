import type { Entry } from '#src/records.ts'
import { bareText, fingerprint } from '#src/text/fingerprint.ts'
import { plainText } from '#src/text/html.ts'
import { urlKey } from '#src/text/urls.ts'
import { isInstant } from './dated.ts'
import { BEGINNING } from './likeness.ts'

/** By what an entry's article is known again, over all revisions of it. Either field may name it alone. */
export interface Names {
  /** The guid, within its feed; where it is an address, that address too. */
  readonly guid: readonly string[]
  /** The addresses of the story, over all feeds: without scheme, tracking parameters, last slash and fragment. */
  readonly link: readonly string[]
}

/** What `entry` is called. `home` is the address of the feed's site: a link to it, or to any front page, names no story. */
export function namesOf(feed: string, entry: Entry, home: string | null): Names {
  const front = home === null ? null : addressName(home)
  const urls = [...(entry.link === null ? [] : [entry.link]), ...entry.addresses]
  const guid = entry.guid
  const address = guid !== null && isAddress(guid) ? guid : null
  // Each once: a guid that is an address is as a rule among the others.
  const named = new Map<string, string>()
  for (const url of new Set([...urls, ...(address === null ? [] : [address])])) {
    named.set(url, isFrontPage(url) ? '' : addressName(url))
  }
  const namesAt = (all: readonly string[]): readonly string[] =>
    [...new Set(all.map((url) => named.get(url)!))].filter((name) => name !== '' && name !== front)
  const link = namesAt(urls)
  if (guid === null) return { guid: [], link }
  const permanent = address === null ? [] : namesAt([address])
  const own = link.filter((name) => !permanent.includes(name))
  return { guid: [guidName(feed, guid), ...permanent], link: own.length > 0 ? own : link }
}

/** Whether a guid is an address. */
export function isAddress(guid: string): boolean {
  return /^https?:/i.test(guid)
}

/** How a guid names a story, within its feed. */
export function guidName(feed: string, guid: string): string {
  return `guid:${feed}:${guid}`
}

/** What names the story that came last under a name of another one, and was kept back; none once that changed hands. */
export function heirName(feed: string, name: string): string {
  return `heir:${feed}:${name}`
}

/** How an address names a story. */
export function addressName(url: string): string {
  return `url:${urlKey(url)}`
}

/** Whether an entry has a guid that stays as it is when its address follows a new headline: not that address. */
export function hasOwnGuid({ guid, link }: Pick<Entry, 'guid' | 'link'>): boolean {
  return guid !== null && (link === null || addressName(guid) !== addressName(link))
}

/** Path and query of an address, in one spelling; empty for a host alone. */
export function pathOf(url: string): string {
  const key = urlKey(url)
  const end = key.search(/[/?]/)
  return end === -1 ? '' : key.slice(end)
}

function isFrontPage(url: string): boolean {
  const parsed = URL.parse(url)
  return parsed !== null && parsed.pathname === '/' && parsed.search === '' && !parsed.hash.startsWith('#!')
}

/**
 * What names an entry that has neither a guid nor an address of its own: its headline, and its time or else the beginning
 * of its text.
 */
export function lastName(feed: string, entry: Entry): string {
  const rest = isInstant(entry.published)
    ? String(entry.published)
    : bareText(plainText((entry.summary ?? entry.content ?? '').slice(0, BEGINNING)))
  return `entry:${feed}:${fingerprint(`${bareText(entry.title)}|${rest}`)}`
}

// An article and its edit may stand side by side under one address; three stories may not.
const SEVERAL = 3

/**
 * The names that stand on several entries of one document which are evidently different stories, and so name none: a
 * guid on entries with other headlines and other addresses, any name on three headlines, an address on entries with
 * other guids and other dates: a page that live reports or alerts link to. An edit has its article's guid or address,
 * and as a rule replaces it.
 */
export function sharedNames(entries: readonly { readonly entry: Entry; readonly names: Names }[]): ReadonlySet<string> {
  const titles = new Map<string, Set<string>>()
  const addresses = new Map<string, Set<string>>()
  const guids = new Map<string, Set<string>>()
  const dates = new Map<string, Set<number>>()
  for (const { entry, names } of entries) {
    const title = bareText(entry.title)
    for (const name of [...names.guid, ...names.link]) add(titles, name, title)
    for (const name of names.guid) add(addresses, name, names.link[0] ?? title)
    if (entry.guid === null || entry.published === null) continue
    // A guid that is the address itself says nothing beside it.
    for (const name of names.link.filter((each) => !names.guid.includes(each))) {
      add(guids, name, entry.guid)
      add(dates, name, entry.published)
    }
  }
  const several = (sets: ReadonlyMap<string, ReadonlySet<unknown>>, name: string) => (sets.get(name)?.size ?? 0) > 1
  const shared = [...titles].filter(
    ([name, { size }]) =>
      size >= SEVERAL || (size > 1 && several(addresses, name)) || (several(guids, name) && several(dates, name)),
  )
  return new Set(shared.map(([name]) => name))
}

function add<Value>(sets: Map<string, Set<Value>>, key: string, value: Value): void {
  const set = sets.get(key)
  if (set === undefined) sets.set(key, new Set([value]))
  else set.add(value)
}
