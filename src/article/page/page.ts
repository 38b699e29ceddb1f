import type { Millis } from '#src/base/clock.ts'
import type { Flag, Picture } from '#src/records.ts'
import type { DayOfYear } from './line-dates.ts'
import type { Standfirst } from './standfirst.ts'

/** What a news page says of its article. Every text is plain. */
export interface Page {
  readonly headline: string | null
  /** What may be the newsroom's own standfirst, the likeliest first; each once. */
  readonly standfirsts: readonly Standfirst[]
  /** The body, in order, without what is not the story. */
  readonly paragraphs: readonly string[]
  readonly canonical: string | null
  readonly language: string | null
  readonly authors: readonly string[]
  readonly section: string | null
  readonly tags: readonly string[]
  readonly published: Millis | null
  /**
   * The earliest moment that everything on the page allows which is declared as the time of publication: one without a
   * zone, or without a time of day, may be that of the easternmost zone. Null where nothing is declared.
   */
  readonly earliest: Millis | null
  /**
   * Minutes east of Greenwich, where all that is declared as the time of publication tells its zone; 0 where the page
   * tells UTC only. Null where one tells none, or nothing is declared.
   */
  readonly zone: number | null
  /** When it was published, where the page leaves the year out; null where it says all of it, or nothing. */
  readonly day: DayOfYear | null
  readonly modified: Millis | null
  readonly picture: Picture | null
  readonly flags: readonly Flag[]
}

/** A page that says nothing. */
export const BLANK_PAGE: Page = {
  headline: null,
  standfirsts: [],
  paragraphs: [],
  canonical: null,
  language: null,
  authors: [],
  section: null,
  tags: [],
  published: null,
  earliest: null,
  zone: null,
  day: null,
  modified: null,
  picture: null,
  flags: [],
}

/** A page as it was fetched, for the thread that reads it. */
export interface PageBody {
  readonly body: Uint8Array
  /** Of the answer's header. */
  readonly contentType: string | null
  /** Of the answer: relative links start there. */
  readonly url: string
}

export type ReadPage = { readonly is: 'page'; readonly page: Page } | { readonly is: 'no-page'; readonly why: string }
