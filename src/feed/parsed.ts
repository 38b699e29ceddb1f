import type { Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import type { Skips } from '#src/store/feeds.ts'

/** What a body is: a feed and all that could be read of it, or something else. */
export type Parsed =
  | {
      readonly is: 'feed'
      readonly kind: 'rss' | 'atom' | 'rdf' | 'json' | 'sitemap'
      readonly title: string
      /** The site that the feed is of. */
      readonly link: string | null
      /** What it says itself: a tag such as `en-GB`. */
      readonly language: string | null
      /** In the feed's own order. */
      readonly entries: readonly Entry[]
      /** False where the body was cut off or broken, and only part of it could be read. */
      readonly whole: boolean
      /** How long the feed asks not to be polled again. */
      readonly ttl: Millis | null
      /** When it asks not to be polled. */
      readonly skips: Skips | null
      /** Hubs that push it, and the address that they know it by, as it says itself (WebSub, 4). */
      readonly hubs: readonly string[]
      readonly self: string | null
      /** For staff: what is wrong with it, though it was read. */
      readonly warnings: readonly string[]
    }
  /** For staff, as the end of "the feed cannot be read: …". */
  | { readonly is: 'not-a-feed'; readonly why: string }

export type Feed = Extract<Parsed, { is: 'feed' }>

/** A body as it was fetched. */
export interface Body {
  readonly body: Uint8Array
  /** Of the answer's header. */
  readonly contentType: string | null
  /** Of the answer: relative links start there. */
  readonly url: string
  /** What staff say the feed is written in, for what does not say it itself; null where they do not. */
  readonly language: string | null
}
