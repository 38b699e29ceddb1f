/**
 * The seam for platforms. A platform is a folder beside this file and one line in `registry.ts`; everything that Crier
 * knows of it is said through {@link PlatformParts}. One suite (`test/platform/conformance.ts`) runs for every line.
 */
import type { z } from 'zod'
import type { Clock, Millis } from '#src/base/clock.ts'
import type { Log } from '#src/base/log.ts'
import type { Secret } from '#src/base/secret.ts'
import type { Draft, DraftPart, Media, Outcome, PictureFile, Post, Ref } from '#src/records.ts'

/** A secret of an account: `<ACCOUNT_ID>_<name>` in the environment. */
export interface SecretName {
  /** For example `BOT_TOKEN`. */
  readonly name: string
  /** What it is and where to get it, for a person who lacks it. */
  readonly where: string
}

/** At most `max` messages within any `within` milliseconds, for the whole account or for each place posted to. */
export interface Limit {
  readonly of: 'account' | 'place'
  readonly max: number
  readonly within: Millis
}

/** Nothing the platform allows can hold this post, not even its template with everything elastic left out. */
export interface Refusal {
  readonly is: 'refusal'
  readonly why: string
}

/** An account of the config with its secrets, and where its platform is to be reached. */
export interface OpenAccount<Settings> {
  readonly id: string
  readonly settings: Settings
  /** Origin and path prefix of the platform's API, without a trailing slash. */
  readonly apiRoot: string
  /** By the names of {@link PlatformParts.secrets}. */
  readonly secrets: Readonly<Record<string, Secret>>
}

export interface ConnectionParts {
  readonly clock: Clock
  readonly log: Log
  /**
   * False where this process may no longer send: what waits for its turn here was asked for before, and another process
   * may have done it by now. Absent: it always may.
   */
  readonly maySend?: () => boolean
}

export interface NamedChannel<Settings> {
  readonly id: string
  readonly settings: Settings
}

/** What `check` found. A finding is one line for staff: what is missing, and where to get it. */
export type Check =
  | {
      readonly is: 'proven'
      /** The platform's own id of the account, and its name as readers know it. */
      readonly id: string
      readonly name: string
      /** Remarks that stop nothing (what only the first post can prove, a label to set). */
      readonly notes: readonly string[]
      /** For every channel asked about: the platform's own id of the place, or what is missing there. */
      readonly channels: readonly ChannelCheck[]
      /** The account's chat of staff; absent where it has none. */
      readonly staff?: StaffChat
    }
  /** The platform answered, and the answer is no: nothing goes until staff act. */
  | { readonly is: 'refused'; readonly why: string }
  /**
   * No usable answer: worth asking again. `clockOff`: it refuses all that the machine's clock signs, which staff must set.
   * `again`: where the platform asked to wait, not to be asked before.
   */
  | { readonly is: 'unreachable'; readonly why: string; readonly clockOff?: true; readonly again?: Millis }

/** A chat of staff, as a check found it. */
export interface StaffChat {
  /** All that it may be called where a channel names its place, as {@link PlatformParts.placeOf} spells it. */
  readonly places: readonly string[]
  /** Why it cannot be known, for staff; null when all is well. */
  readonly missing: string | null
  /** True where the platform did not say: worth asking again soon. */
  readonly unsure?: true
  /** Where the platform asked to wait, not to be asked before. */
  readonly again?: Millis
}

export interface ChannelCheck {
  readonly channel: string
  /** Limits "of the place" count by this id; null where the place cannot be posted to. */
  readonly place: string | null
  /** Null when all is well. */
  readonly missing: string | null
  /** What the platform leaves unsaid and only the first post proves. */
  readonly unproven?: string
}

/** An account in use. Every call takes a signal and ends by itself within its deadline. */
export interface Connection<ChannelSettings> {
  /** Proves credentials and rights without posting. */
  check(channels: readonly NamedChannel<ChannelSettings>[], signal: AbortSignal): Promise<Check>
  /** Looks at the account's chat of staff alone, where it has one, as {@link check} does. Never throws. */
  staff?(signal: AbortSignal): Promise<StaffChat>
  /**
   * Uploads a picture that {@link PlatformParts.refusesPicture} lets through: repeatable, and nobody sees it before a
   * message names it. `alt` says in words what it shows. Where this is missing, pictures go along with {@link send}.
   * Never throws.
   */
  prepare?(picture: PictureFile, alt: string | null, signal: AbortSignal): Promise<Upload>
  /**
   * Posts `bytes` (the JSON of {@link DraftPart.body}), once: never retries, never throws for anything the platform or
   * the network does. `key` is the same for every attempt of the same part. `picture` is the file that `bytes` name.
   */
  send(bytes: string, key: string, signal: AbortSignal, picture?: KeptPicture | null): Promise<Outcome>
  /** Looks whether a message of unknown fate stands. Reads only, or undoes what it did. Never throws. */
  find?(wanted: Wanted, signal: AbortSignal): Promise<Found>
  /** Tells staff, where the account has a chat of theirs. Never throws. */
  tell?(text: string, signal: AbortSignal): Promise<Told>
  /** Tries on a test channel whether {@link find} tells present from absent. Answers one line for staff. */
  probe?(channel: NamedChannel<ChannelSettings>, signal: AbortSignal): Promise<Probe>
}

/** What came of an upload. */
export type Upload =
  /**
   * Messages may name it as `id` until `until`. `lacks`: what of it could not be done, for staff. `again`: where the
   * platform asked to wait with that, no picture is to be described before.
   */
  | {
      readonly is: 'uploaded'
      readonly id: string
      readonly until: Millis
      readonly lacks: string | null
      readonly again?: Millis
    }
  /** `again`: where the platform asked to wait, no picture of the account is to be uploaded before. */
  | { readonly is: 'failed'; readonly why: string; readonly again?: Millis }

/** A picture as it is kept for a message that it goes along with. */
export type KeptPicture = Pick<PictureFile, 'type' | 'bytes'>

/** A message of unknown fate. */
export interface Wanted {
  /** What was sent. */
  readonly bytes: string
  /** The platform's own id of the place it was sent to. */
  readonly place: string
  /** The newest message that was known to stand there before; what is wanted is newer. */
  readonly after: string | null
  /** A message that stands there and was sent well after this one's call had ended: what is wanted is older. */
  readonly before: string | null
  /** The link that marks it; null where nothing but its text does. */
  readonly link: string | null
  /** When it was sent, by the clock that the connection has. */
  readonly at: Millis
}

export type Found = Finding & {
  /** What the platform bills for the look, in US dollars; absent: nothing. */
  readonly usd?: number
}

type Finding =
  /**
   * The messages that match, the likeliest first. One of them may be another that Crier knows of; `missed` says why a
   * further one may have been missed, null where everything was seen among which it can stand; of `doubts` each may be
   * it, and may not.
   */
  | {
      readonly is: 'present'
      readonly refs: readonly Ref[]
      readonly missed: string | null
      readonly doubts?: readonly Doubt[]
    }
  /** Everything was seen among which it can stand, and it is not there. */
  | { readonly is: 'absent' }
  /**
   * `again`: where the platform asked to wait, not to be looked for before. `doubts`: where nothing but these makes it
   * unclear; it is absent where each of them is known to be another.
   */
  | { readonly is: 'unclear'; readonly why: string; readonly again?: Millis; readonly doubts?: readonly Doubt[] }

/** A message that may be the one that is looked for. */
export interface Doubt {
  readonly ref: Ref
  readonly why: string
}

/** Whether staff were told. */
export type Told =
  | { readonly is: 'told' }
  /** The platform asked to wait: nothing is to be told before `at`. */
  | { readonly is: 'later'; readonly at: Millis; readonly why: string }
  /** The platform refuses this text, and would again; another one may be told. */
  | { readonly is: 'refused'; readonly why: string }
  | { readonly is: 'failed'; readonly why: string }

export interface Probe {
  readonly works: boolean
  readonly says: string
}

/** What a platform says of itself. `Account` and `Channel` are its settings as its own schemas parse them. */
export interface PlatformParts<Account, Channel> {
  readonly id: string
  /** The name staff and readers know. */
  readonly label: string
  readonly secrets: readonly SecretName[]
  /** The keys that an account (a channel) of this platform has beyond those that every one has. */
  readonly account: z.ZodObject & z.ZodType<Account>
  readonly channel: z.ZodObject & z.ZodType<Channel>
  /** By name; staff may set the number of each under `limits` of an account. */
  readonly limits: Readonly<Record<string, Limit>>
  /**
   * What is done about a message whose fate is unknown: it is looked for ({@link Connection.find}) and sent once more
   * if it is proven absent, or it is held until a person has looked.
   */
  afterUnknown(account: Account): 'verified' | 'held'
  /** Where an account tells staff, and under which of its keys that stands: never a place that a channel posts to. */
  staffPlace?(account: Account): { readonly key: string; readonly place: string } | null
  /** Where a channel posts to, in the same spelling. */
  placeOf?(channel: Channel): string
  /** The real platform. */
  readonly apiRoot: string
  /** The template of a channel that gives none. */
  readonly template: string
  /** True where a template may hold tags, such as <b>; elsewhere readers see them as they are written. */
  readonly markup: boolean
  /** What a person's name on the platform looks like; without it, channels have no `handles`. */
  readonly handle?: { readonly form: RegExp; readonly example: string }
  /** True where every message costs money: a live account then needs a `budget`. */
  readonly billed: boolean
  /** True where a wait that a post is told holds for posts alone: looks and notices are counted, and told to wait, apart. */
  readonly postsWaitAlone: boolean
  /** True where the platform forbids the same news on two of its accounts. */
  readonly oneAccountPerFeed: boolean
  /** Measures and fills `post`. Pure. The only place that counts lengths. */
  format(post: Post, channel: Channel): Draft | Refusal
  /** Why the platform takes no such picture, by its own limits; null where it takes it. */
  refusesPicture(picture: PictureFile): string | null
  /** A body with a picture in it; with null, the body as it was before. */
  attach(body: DraftPart['body'], media: Media | null): DraftPart['body']
  /** The body of a part that follows `previous` (a reply to it), once that stands. */
  follow?(body: DraftPart['body'], previous: Ref): DraftPart['body']
  /** The body as it goes to the place of `channel`, where a body names its place: that may be another by now. */
  address?(body: DraftPart['body'], channel: Channel): DraftPart['body']
  /** The body of a post that makes no sound on its readers' devices, where the platform knows that. */
  silence?(body: DraftPart['body']): DraftPart['body']
  /** US dollars that the platform charges for this message. */
  price(part: DraftPart): number
  /** The same channel set otherwise, where that has another price; named as staff would write it. */
  alternatives?(channel: Channel): readonly { readonly name: string; readonly channel: Channel }[]
  /**
   * The message that a link names, as people copy links there; null where it names none of this channel's. `name`: the
   * account's as readers see it; a channel that is no longer known is null, as is a name that has not been proven yet.
   */
  refIn(link: string, place: { readonly name: string | null; readonly channel: Channel | null }): Ref | null
  /** The message as a reader sees it, for a terminal. */
  show(part: DraftPart): string
  /** The words of a message as staff would write them for {@link rewrite}: with the platform's markup, where it has one. */
  editable(part: DraftPart): string
  /**
   * A message in words of staff, measured as {@link format} measures. Its link, picture and buttons stay: what has lost
   * its link is refused, and what is too long, with its count. Pure.
   */
  rewrite(part: DraftPart, words: string): DraftPart | Refusal
  connect(account: OpenAccount<Account>, parts: ConnectionParts): Connection<Channel>
  /** Starts the strict local server that takes the platform's place. */
  standIn(options: StandInOptions): Promise<StandIn<Channel>>
}

/** A platform as the registry holds it: settings have passed its own schemas in `config` and come back as it knows them. */
export type Platform = PlatformParts<unknown, unknown>

/** Seals the types of a platform's settings, so that the registry can hold platforms of every kind. */
export function definePlatform<Account, Channel>(parts: PlatformParts<Account, Channel>): Platform {
  // `config` parses every account and channel with the schema of its own platform before anything else sees them.
  return parts
}

export interface StandInOptions {
  readonly clock: Clock
  /** Numbers of the stand-in's own limits, by the names of {@link StandIn.limits}; the rest are the platform's. */
  readonly limits?: Readonly<Record<string, number>>
}

/** A strict local server in a platform's place. It shares no rule with the platform's formatter or client. */
export interface StandIn<ChannelSettings> extends AsyncDisposable {
  /** What an account's `apiRoot` must be to reach it. */
  readonly apiRoot: string
  /** The limits in force, by name. */
  readonly limits: Readonly<Record<string, number>>
  /**
   * Opens an account that may post to the places of `channels`, and answers its secrets by the names of
   * {@link PlatformParts.secrets}; those in `secrets` are taken over. `staffPlace`: where it tells staff, as
   * {@link PlatformParts.staffPlace} says it.
   */
  admit(
    account: string,
    channels: readonly ChannelSettings[],
    secrets?: Readonly<Record<string, string>>,
    staffPlace?: string | null,
  ): Readonly<Record<string, string>>
  /** Everything ever posted, oldest first, deleted messages too. */
  posts(): readonly StandInPost[]
  /** Calls `listener` for every message taken from now on. Answers how to stop. */
  onPost(listener: (post: StandInPost) => void): () => void
  /** Every request that arrived, oldest first: what a strict platform would hold against its client. */
  requests(): readonly StandInRequest[]
  /** The faults it can play, by name. */
  readonly faults: readonly string[]
  /** Plays `fault` at the next `times` (default 1) requests; by default only those that post a message count. */
  play(fault: string, options?: { readonly times?: number; readonly on?: 'post' | 'any' }): void
}

export interface StandInPost {
  /** The account as it was admitted. */
  readonly account: string
  /** The platform's id of the timeline or chat, and its name as readers know it. */
  readonly place: string
  readonly placeName: string
  readonly id: string
  /** The text as followers see it. */
  readonly text: string
  /** The same as safe HTML: links, bold, line breaks. */
  readonly html: string
  readonly length: { readonly used: number; readonly allowed: number }
  /** The page whose preview card stands under the message, if any. */
  readonly card: string | null
  /** The buttons under it, where the platform has such. */
  readonly buttons?: readonly { readonly text: string; readonly url: string }[]
  /** Where the stand-in shows the picture of the message, if it has one; and what it shows in words, if that was said. */
  readonly picture: string | null
  readonly alt: string | null
  readonly at: Millis
  readonly deleted: Millis | null
}

export interface StandInRequest {
  readonly at: Millis
  readonly account: string | null
  readonly method: string
  readonly path: string
  readonly status: number
  /** The fault that was played, if one was. */
  readonly fault: string | null
}
