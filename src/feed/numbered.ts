import type { Entry } from '#src/records.ts'
import { pathOf } from './names.ts'

/** Tells whether an entry's guid has the number of a story that both addresses have: of the entry, and `url`. */
export type HasNumber = (entry: Entry, url: string) => boolean

// Shorter ones count places, days and sections.
const LONG_ENOUGH = 4
const YEAR_OR_DAY = /^(?:19|20)\d{2}(?:\d{2}){0,2}$/

/**
 * How the guids of one document are told to be the numbers of its stories: a long one stands in both addresses, or the
 * whole guid is what both addresses end in. What other entries have too is a number of the site or of a section.
 */
export function numberedBy(entries: readonly Entry[]): HasNumber {
  const bearers = new Map<string, Set<string | null>>()
  for (const { guid, link } of entries) {
    for (const number of [...numbersOf(guid ?? ''), ...numbersOf(link ?? '')]) {
      bearers.set(number, (bearers.get(number) ?? new Set()).add(guid))
    }
  }
  const isOwn = (number: string): boolean => bearers.get(number)?.size === 1
  return ({ guid, link }, url) => {
    if (guid === null || link === null) return false
    const paths = [pathOf(link), pathOf(url)]
    if (/^\d+$/.test(guid) && isOwn(guid) && paths.every((path) => isNumberOf(path, guid))) return true
    return numbersOf(guid)
      .filter((number) => isLong(number) && isOwn(number))
      .some((number) => paths.every((path) => numbersOf(path).includes(number)))
  }
}

/** How entries of one document are told to have a long number in their addresses that `url` has too, and no other has. */
export function sharingNumber(entries: readonly Entry[]): (entry: Entry, url: string) => boolean {
  const bearers = new Map<string, Set<string>>()
  for (const link of new Set(entries.flatMap((entry) => entry.link ?? []))) {
    for (const number of numbersOf(link)) bearers.set(number, (bearers.get(number) ?? new Set()).add(link))
  }
  // Every entry is compared with the same few addresses, which may be long.
  const read = new Map<string, ReadonlySet<string>>()
  const numbersAt = (url: string): ReadonlySet<string> => {
    const found = read.get(url) ?? new Set(numbersOf(pathOf(url)).filter(isLong))
    read.set(url, found)
    return found
  }
  return ({ link }, url) =>
    numbersAt(link ?? '')
      .intersection(numbersAt(url))
      .values()
      .some((number) => bearers.get(number)?.size === 1)
}

function isLong(number: string): boolean {
  return number.length >= LONG_ENOUGH && !YEAR_OR_DAY.test(number)
}

/** Whether the last part of a path is the number, or begins or ends with it, or a parameter is. */
function isNumberOf(path: string, number: string): boolean {
  const last = path.replace(/\?.*/s, '').split('/').findLast(Boolean) ?? ''
  const ends = [/^\d+/.exec(last)?.[0], /\d+(?=\.\w+$|$)/.exec(last)?.[0]]
  return (
    ends.includes(number) || new URLSearchParams(path.split('?')[1] ?? '').values().some((value) => value === number)
  )
}

function numbersOf(text: string): readonly string[] {
  return text.match(/\d+/g) ?? []
}
