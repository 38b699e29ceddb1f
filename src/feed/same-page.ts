import type { Entry } from '#src/records.ts'
import { namesFrom, ownBy } from '#src/store/identity.ts'
import type { Reader } from '#src/store/open.ts'
import { bareText } from '#src/text/fingerprint.ts'
import { differingParameters, urlKey, withoutParameters } from '#src/text/urls.ts'
import { partKey } from './likeness.ts'
import { addressName, isAddress } from './names.ts'
import type { Sight } from './recognise.ts'
import { once } from './told.ts'

/** A story of a document, and what it is called. */
export type Addressed = Pick<Sight, 'entry' | 'names'>

// So many stories of a page, and so many pages of a document, show what tells stories apart.
const OF_A_PAGE = 5
const PAGES = 50
// Of an article that has been shown at one address after another.
const MOST_NAMES = 20

// So many beside it at other pages show that a feed tells stories apart by these.
const SEVERAL_PAGES = 2

const ADDRESS = addressName('')

/** The article at whose page an entry stands. */
export interface OnPage {
  readonly article: string
  /** Whether the feed has a page for each story: a parameter alone may count versions, or stories where one is shown. */
  readonly isSure: boolean
}

/**
 * Finds the one article of the feed whose address the guid of an entry is that no name is known of, but for parameters: a
 * version, a time. So is its link, where it has no guid. Where a parameter tells stories apart it is
 * another story's, which the feed shows: several of them at one page, differing in nothing else of the address.
 */
export function onSamePage(
  reader: Reader,
  feed: string,
  sights: readonly Addressed[],
): (sight: Addressed) => Promise<OnPage | null> {
  const keyed = once(() => sights.map((sight) => ({ entry: sight.entry, key: keyOf(sight) })).filter(hasKey))
  const telling = once(() => tellingParameters(keyed()))
  const isOf = async (article: string, key: string): Promise<boolean> => {
    const others = await namesFrom(reader, article, ADDRESS, MOST_NAMES)
    return others.some((other) => {
      const differ = differingParameters(key, other.slice(ADDRESS.length))
      return differ !== null && differ.size > 0 && !telling().some((names) => names.isSubsetOf(differ))
    })
  }
  const isSure = once(() => amongPages(keyed()))
  return async (sight) => {
    const key = keyOf(sight)
    if (key === null) return null
    for (const part of [key, ...withoutParameters(key)]) {
      const found = await ownBy(reader, feed, { likeness: partKey(part), name: ADDRESS + part, most: 2 })
      if (found.length === 1 && (await isOf(found[0]!, key))) return { article: found[0]!, isSure: isSure()(key) }
    }
    return null
  }
}

/**
 * Finds the entries of a document that link to the page of an address, but for parameters that tell none of its stories
 * apart, in a feed that has a page for each story.
 */
export function linkingToPage(entries: readonly Entry[]): (entry: Entry, url: string) => boolean {
  const keyed = once(() =>
    entries.map((entry) => ({ entry, key: entry.link === null ? null : urlKey(entry.link) })).filter(hasKey),
  )
  const telling = once(() => tellingParameters(keyed()))
  const isSure = once(() => amongPages(keyed()))
  return ({ link }, url) => {
    if (link === null) return false
    const key = urlKey(link)
    const differ = differingParameters(key, urlKey(url))
    return differ !== null && isSure()(key) && !telling().some((names) => names.isSubsetOf(differ))
  }
}

/** An entry by the address at which it is looked for. */
interface Keyed {
  readonly entry: Entry
  readonly key: string
}

function hasKey(one: { readonly entry: Entry; readonly key: string | null }): one is Keyed {
  return one.key !== null
}

/** How an address is told to stand beside others at pages of their own. */
function amongPages(keyed: readonly Keyed[]): (key: string) => boolean {
  const pages = new Set(keyed.map(({ key }) => pageOf(key)))
  return (key) => pages.size - Number(pages.has(pageOf(key))) >= SEVERAL_PAGES
}

/**
 * The address that is an entry's guid, or its link where it has none; null where another guid names it, or it shares
 * both.
 */
function keyOf({ entry: { guid }, names }: Addressed): string | null {
  if (guid !== null && !isAddress(guid)) return null
  // That of the guid is the first.
  return names.find(isName)?.slice(ADDRESS.length) ?? null
}

function isName(name: string): boolean {
  return name.startsWith(ADDRESS)
}

/** The sets of parameters in which alone stories of a document differ that have another headline or another date. */
function tellingParameters(keyed: readonly Keyed[]): readonly ReadonlySet<string>[] {
  const pages = Map.groupBy(keyed, ({ key }) => pageOf(key)).values()
  const found = new Map<string, ReadonlySet<string>>()
  for (const page of pages.filter(({ length }) => length > 1).take(PAGES)) {
    const some = page.slice(0, OF_A_PAGE)
    for (const [index, one] of some.entries()) {
      for (const other of some.slice(index + 1)) {
        const differ = areTwo(one.entry, other.entry) ? differingParameters(one.key, other.key) : null
        if (differ !== null && differ.size > 0) found.set([...differ].toSorted().join('&'), differ)
      }
    }
  }
  return [...found.values()]
}

function pageOf(key: string): string {
  return key.replace(/\?.*/s, '')
}

function areTwo(one: Entry, other: Entry): boolean {
  return one.published !== other.published || bareText(one.title) !== bareText(other.title)
}
