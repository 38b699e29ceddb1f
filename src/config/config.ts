import type { Millis } from '#src/base/clock.ts'
import type { Secret } from '#src/base/secret.ts'
import type { Limit, Platform } from '#src/platform/platform.ts'
import type { Selection, Wording } from '#src/records.ts'

/**
 * Which parts of the outside a run replaces: `newsroom` the platforms and the feeds, `feeds` the platforms only, `off`
 * nothing (live).
 */
export type Rehearsal = 'newsroom' | 'feeds' | 'off'

/** What staff wrote, checked and filled with its defaults. */
export interface Config {
  /** The file it was read from, absolute. */
  readonly file: string
  /** Absolute; the paths in the file are relative to it. It holds `config/`. */
  readonly folder: string
  /** What the file said. */
  readonly text: string
  /** An IANA name. */
  readonly timezone: string
  readonly rehearsal: Rehearsal
  /** Absolute path of the store in use: a rehearsal has its own, beside the live one. */
  readonly store: string
  readonly console: { readonly host: string; readonly port: number }
  readonly network: {
    /** Where publishers reach the newsroom: an https address or a mail address, in ASCII. */
    readonly contact: string | null
    /** Exact `host:port` of private addresses that feeds and pages may be fetched from. */
    readonly allow: readonly string[]
  }
  /** Where hubs reach Crier with what they push, and where that is listened for; null: feeds are only polled. */
  readonly websub: {
    readonly publicUrl: string
    readonly listen: { readonly host: string; readonly port: number }
  } | null
  /** How long the texts of articles and posts are kept. */
  readonly keep: Millis
  readonly feeds: readonly FeedConfig[]
  readonly accounts: readonly AccountConfig[]
  readonly channels: readonly ChannelConfig[]
}

export interface FeedConfig {
  readonly id: string
  readonly url: string
  /** A BCP 47 tag; null where the feed itself is to tell. */
  readonly language: string | null
  /** Between two looks; by the feed's own rhythm where these differ. */
  readonly every: { readonly atLeast: Millis; readonly atMost: Millis }
  /** Whether the feed's own word on how long it stays fresh is waited out. */
  readonly freshness: 'wait' | 'ignore'
  /** Whether the pages of its articles may be fetched. */
  readonly read: 'when-needed' | 'never'
  /** What becomes of several entries at once without a date, if their pages have none either. */
  readonly undated: 'hold' | 'post'
  /** From how many new articles at once on staff are asked; null where it is not set. */
  readonly burst: number | 'never' | null
}

export interface AccountConfig {
  readonly id: string
  readonly platform: Platform
  /** As the platform's own schema parsed them. */
  readonly settings: unknown
  /** Without a trailing slash. */
  readonly apiRoot: string
  /** The platform's limits, with staff's numbers where they gave some. */
  readonly limits: Readonly<Record<string, Limit>>
  /** In US dollars, by UTC days and months; and what becomes of a post that it has no room for. */
  readonly budget: {
    readonly usdPerDay: number
    readonly usdPerMonth: number
    readonly overBudget: 'wait' | 'withoutLink' | 'drop'
  } | null
  /** Those that the environment holds, by the platform's names for them. */
  readonly secrets: Readonly<Record<string, Secret>>
  readonly missingSecrets: readonly MissingSecret[]
}

/** A secret that the environment lacks: the variable to set, and where to get its value. */
export interface MissingSecret {
  readonly variable: string
  readonly where: string
}

export interface ChannelConfig {
  readonly id: string
  /** Id of the account it posts with. */
  readonly account: string
  /** Ids of the feeds it takes articles from. */
  readonly feeds: readonly string[]
  readonly wording: Wording
  /** Whether the articles' pictures go with its posts. */
  readonly picture: boolean
  /** What is older, from publication, is not posted. */
  readonly maxAge: Millis
  /** It takes these articles only; null: any. */
  readonly only: Selection | null
  /** It leaves these out; null: none. */
  readonly except: Selection | null
  /** A post whose article holds one of these words waits for a person: the channel's, and those for all. */
  readonly holdWords: readonly string[]
  /** What matches goes first, past spacing and quiet hours; null: nothing. */
  readonly urgent: Selection | null
  /** How many posts followers are to bear; null: any number. */
  readonly atMost: { readonly perHour: number | null; readonly perDay: number | null }
  /** At least so long between two posts. */
  readonly spacing: Millis
  /** So long an article has to settle before it is looked at once more and posted; 0: it has not. */
  readonly cooling: Millis
  /** Hours without posts, or without their sound, by its timezone; null: none. */
  readonly quiet: { readonly from: string; readonly to: string; readonly posts: 'wait' | 'silent' } | null
  /** Which goes first where more waits than may go. */
  readonly first: 'oldest' | 'newest'
  /** Whether staff see posts before they go: none, the first, all. */
  readonly approve: 'never' | 'first' | 'always'
  /** As the platform's own schema parsed them. */
  readonly settings: unknown
}

/** Something in the file that cannot stand. */
export interface Mistake {
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
  /** Where in the file, by keys (`feeds.0.url`); empty for the file as a whole. */
  readonly path: string
  /** What is wrong. */
  readonly what: string
  /** What to write instead. */
  readonly remedy: string
}

export type Loaded =
  | { readonly is: 'config'; readonly config: Config; readonly warnings: readonly string[] }
  | { readonly is: 'mistakes'; readonly mistakes: readonly Mistake[] }
