import type { Clock, Millis } from '#src/base/clock.ts'
import type { Log } from '#src/base/log.ts'
import type { Connection } from '#src/platform/platform.ts'
import type { Article, DraftPart, Media, PictureFile, Ref } from '#src/records.ts'
import type { Part } from '#src/store/deliveries.ts'
import type { Store } from '#src/store/open.ts'
import type { Window } from '#src/store/sends.ts'
import type { First, Rhythm } from './rhythm.ts'

/** An account with the channels that post through it. */
export interface SendingAccount {
  readonly id: string
  /** The name of its platform, for staff. */
  readonly label: string
  /** Where its platform is reached, as deliveries record it. */
  readonly apiRoot: string
  readonly connection: Connection<unknown>
  /** What is done about a message of unknown fate (platform/platform, `afterUnknown`). */
  readonly afterUnknown: 'verified' | 'held'
  /** Whether a wait that a post is told holds for posts alone (platform/platform). */
  readonly postsWaitAlone: boolean
  /** Why the platform takes no such picture; null where it takes it. */
  readonly refusesPicture: (picture: PictureFile) => string | null
  /** A body with a picture in it; with null, as it was before. */
  readonly attach: (body: DraftPart['body'], media: Media | null) => DraftPart['body']
  /** The body of a part that replies to an earlier one, once that stands. */
  readonly follow: (body: DraftPart['body'], previous: Ref) => DraftPart['body']
  /** The body as it goes to the place that a channel's settings name now. */
  readonly address: (body: DraftPart['body'], settings: unknown) => DraftPart['body']
  /** The body of a post that makes no sound. */
  readonly silence: (body: DraftPart['body']) => DraftPart['body']
  readonly windows: readonly Window[]
  /** US dollars, by UTC days and months; what it has no room for waits unless it says otherwise. */
  readonly budget: {
    readonly usdPerDay: number
    readonly usdPerMonth: number
    readonly overBudget?: 'wait' | 'withoutLink' | 'drop'
  } | null
  readonly channels: readonly SendingChannel[]
}

export interface SendingChannel {
  readonly id: string
  readonly settings: unknown
  /** Where it posts to, as its platform spells that; null where it does not say. */
  readonly place: string | null
  readonly maxAge: Millis
  /** Whether its posts wait for a person; the first ones, until they stand. */
  readonly approve: 'never' | 'first' | 'always'
  readonly rhythm: Rhythm
  /** So long after its first sight an article is posted at the earliest, and then looked at once more; 0: neither. */
  readonly cooling: Millis
  /** Which of the ready posts goes first. */
  readonly first: First
  /** The post of an article without its link, and what it costs in US dollars; null where none can stand. */
  readonly withoutLink: (article: Article) => { readonly draft: DraftPart; readonly usd: number } | null
}

export interface DeliveryParts {
  readonly store: Store
  /** Steady: it steps only together with the times in the store. */
  readonly clock: Clock
  readonly log: Log
  /** False where this process may no longer send: its lease may have run out. */
  readonly maySend: () => boolean
  /** Told of every message that stands on its platform. */
  readonly onSent: (part: Part) => void
  /** Told when a message of unknown fate is to be looked for. */
  readonly onUnknown: () => void
  /** Aborts when a call in flight may no longer be waited for. */
  readonly abandon: AbortSignal
}

export interface LaneParts extends DeliveryParts {
  /** Looks at an article once more, and writes down what it finds. Throws only where the signal aborts. */
  readonly lookAgain: (article: string, signal: AbortSignal) => Promise<void>
  /** The file at a URL that a feed or a page gave for a picture, or why it cannot be had. Never throws. */
  readonly fetchPicture: (
    url: string,
  ) => Promise<
    { readonly is: 'picture'; readonly file: PictureFile } | { readonly is: 'no-picture'; readonly why: string }
  >
}
