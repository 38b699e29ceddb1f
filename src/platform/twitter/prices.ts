import type { DraftPart } from '#src/records.ts'
import { holdsUrl } from './length.ts'

/**
 * What X bills, in thousandths of a dollar, so that sums are exact: docs.x.com, pay-per-use since 2026-04-20. The list
 * names no price for an upload, only for its description. Crier deletes nothing there.
 */
const PRICES = { withUrl: 200, withoutUrl: 15, mediaMetadata: 5, ownedRead: 1 } as const

/** What a message costs, in US dollars. */
export function priceOf({ text, picture }: DraftPart): number {
  return ((holdsUrl(text) ? PRICES.withUrl : PRICES.withoutUrl) + (picture?.alt ? PRICES.mediaMetadata : 0)) / 1_000
}

/** What it costs to read `posts` of the account's own timeline, in US dollars. */
export function priceOfReading(posts: number): number {
  return (posts * PRICES.ownedRead) / 1_000
}
