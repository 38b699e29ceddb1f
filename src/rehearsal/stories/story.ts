/** One article of the rehearsal's newsroom as its desk wrote it: plain text throughout, but for `feedTitle`. */
export interface Story {
  readonly language: 'en' | 'uk' | 'pl' | 'pt'
  readonly section: Section
  /** Lower-case ASCII, for the address of the page. */
  readonly slug: string
  readonly author: string
  readonly title: string
  /** The title as a careless publishing system puts it into the feed, where that is not the plain one. */
  readonly feedTitle?: string
  /** Two or three whole sentences. */
  readonly standfirst: readonly string[]
  readonly paragraphs: readonly string[]
  /** What the picture shows. */
  readonly picture: string
}

export type Section =
  | 'harbour'
  | 'city'
  | 'transport'
  | 'schools'
  | 'weather'
  | 'sport'
  | 'culture'
  | 'council'
  | 'business'
  | 'nature'

/**
 * A story that goes on: told for the `turn`-th time (from 0) it is a new development with another headline. Pure.
 */
export type Telling = (turn: number) => Story
