import type { Millis } from '#src/base/clock.ts'

/** A platform's stand-in, as far as a follower sees it. */
export interface TimelineSource {
  /** The platform's name, as readers know it. */
  readonly label: string
  /** Everything ever posted, oldest first; the list only grows. */
  posts(): readonly TimelinePost[]
  /** Calls `listener` for every message posted from now on. Answers how to stop. */
  onPost(listener: () => void): () => void
}

export interface TimelinePost {
  readonly account: string
  readonly place: string
  readonly placeName: string
  readonly id: string
  readonly text: string
  readonly html: string
  readonly length: { readonly used: number; readonly allowed: number }
  readonly card: string | null
  readonly buttons?: readonly { readonly text: string; readonly url: string }[]
  readonly picture: string | null
  /** What the picture shows, in words; null where nobody said. */
  readonly alt: string | null
  readonly at: Millis
  readonly deleted: Millis | null
}

/** What stands below a post that links to a page. */
export interface TimelineCard {
  readonly title: string
  readonly description: string
  readonly picture: string
}

/** What a post needs of the world around it to be shown. */
export interface Surroundings {
  /** Where a link really leads. */
  readonly pageOf: (url: string) => string
  readonly cardOf: (url: string) => TimelineCard | null
  /** An IANA name, for times of day. */
  readonly timezone: string
  /** True where the page may load this picture. */
  readonly mayShow: (picture: string) => boolean
}
