/**
 * What moves through Crier, on one page. Stages meet only in the store: each takes rows in one state and leaves them
 * in another, in one transaction. Every change of state carries its reason (see `docs/architecture.md`).
 */
import type { Millis } from './base/clock.ts'

/** One item as a feed gave it, at one moment. Titles and names are plain text; summary and content may be HTML. */
export interface Entry {
  readonly guid: string | null
  /** Absolute http(s) URL of the story. */
  readonly link: string | null
  /** Other URLs that the feed gives for the same story: of who counts its readers, of its guid. */
  readonly addresses: readonly string[]
  readonly title: string
  readonly summary: string | null
  readonly content: string | null
  readonly authors: readonly string[]
  readonly categories: readonly string[]
  readonly published: Millis | null
  readonly updated: Millis | null
  readonly pictures: readonly Picture[]
  readonly enclosures: readonly Enclosure[]
}

/** A file that an entry brings along: sound, film, a document. */
export interface Enclosure {
  readonly url: string
  readonly type: string | null
}

export interface Picture {
  readonly url: string
  readonly type: string | null
  readonly width: number | null
  readonly height: number | null
  readonly alt: string | null
}

/** A picture's bytes, and what their header says of them. Width and height in pixels. */
export interface PictureFile {
  readonly type: PictureType
  readonly width: number
  readonly height: number
  readonly bytes: Uint8Array
}

export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp' | 'image/gif'

/**
 * `seen` → `old` (baseline) or `waiting` (a question of the gate, an embargo) → `read` → `routed`; failed twice →
 * `aside`.
 */
export type ArticleState = 'seen' | 'old' | 'waiting' | 'read' | 'routed' | 'aside'

/** What a page says its article is, beside news that everyone may read. */
export type Flag = 'paywalled' | 'live' | 'opinion' | 'video'

/** The story behind entries: one identity over feeds, URL variants and revisions. */
export interface Article {
  readonly id: string
  readonly state: ArticleState
  readonly reason: string
  readonly feed: string
  /** Where it stands; empty where the feed gives no address. */
  readonly url: string
  readonly title: string
  readonly summary: string | null
  readonly content: string | null
  readonly language: string | null
  readonly authors: readonly string[]
  readonly categories: readonly string[]
  readonly pictures: readonly Picture[]
  /** The newsroom's section, its own words for what the article is about, and what kind it is: of the page, where read. */
  readonly section: string | null
  readonly tags: readonly string[]
  readonly flags: readonly Flag[]
  /** The time of publication; where the feed gives none, the time of first sight. */
  readonly published: Millis
  readonly seen: Millis
  /** Whole sentences for a post, in order; filled when the article is read. */
  readonly sentences: readonly string[]
  /** Filled when the article is read. */
  readonly origins: Origins
}

/** Where the words of an article come from, for staff, by the part of a post: `{ title: 'the feed' }`. */
export type Origins = Readonly<Partial<Record<'title' | 'summary' | 'author' | 'section' | 'date', string>>>

/** How a channel words its posts, as staff configured it. */
export interface Wording {
  /** Liquid. */
  readonly template: string
  /** Whether the headline stands at the head of a post, or the lead sentence instead of it. */
  readonly lead: 'headline' | 'instead'
  /** By section, tag or category. */
  readonly hashtags: Readonly<Record<string, string>>
  readonly maxHashtags: number
  /** Parameters of the link that say where a reader came from, by their names without `utm_`. */
  readonly utm: Readonly<Record<string, string>>
  /** By the author's name. */
  readonly handles: Readonly<Record<string, string>>
  /** An IANA name. */
  readonly timezone: string
}

/** What is wrong with how a channel words its posts: with which of its keys, and where in its text (null: all of it). */
export interface WordingMistake {
  readonly key: keyof Wording
  readonly what: string
  /** In UTF-16 units. */
  readonly at: number | null
}

/** Articles by what is said of them: those that match every key that is given, by any of its values. */
export interface Selection {
  readonly feeds?: readonly string[] | undefined
  /** Of the feed's categories, the page's section and tags. */
  readonly categories?: readonly string[] | undefined
  readonly authors?: readonly string[] | undefined
  /** Whole words of the headline. */
  readonly title?: readonly string[] | undefined
  /** Whole words of the headline or the text. */
  readonly text?: readonly string[] | undefined
  /** Folders of the article's address. */
  readonly paths?: readonly string[] | undefined
  /** BCP 47 tags. */
  readonly languages?: readonly string[] | undefined
  readonly flags?: readonly Flag[] | undefined
}

/** A piece of a post: the template's own words, a value of the article, its link, or the elastic summary. */
export type Segment =
  /** The template's own words. A platform with markup reads it here, and only here. */
  | { readonly is: 'literal'; readonly text: string }
  /**
   * Words of the article: always plain text, never markup. May be shortened where nothing else makes room. `of` is the
   * template's variable that they come from, where it is one.
   */
  | { readonly is: 'value'; readonly text: string; readonly of?: string }
  /** A hashtag, or a handle that staff gave: it goes as it is, meant as a link to the platform's own, or not at all. */
  | { readonly is: 'sign'; readonly text: string; readonly of?: string }
  /** The article's link, unchangeable. */
  | { readonly is: 'link'; readonly url: string }
  /** Where the elastic part stands; at most so many sentences of it. */
  | { readonly is: 'summary'; readonly most?: number }

/** What Crier composed for one channel from one revision of an article. Pure data; nothing in it is measured yet. */
export interface Post {
  readonly segments: readonly Segment[]
  /** The headline: it stands in the summary's place where neither of them would stand otherwise. */
  readonly title: string
  /** The elastic part: whole sentences, in order, as many as fit from the first. */
  readonly sentences: readonly string[]
  /** Empty where the article has no address. */
  readonly link: string
  readonly language: string | null
  readonly origins: Origins
  /**
   * What the card that platforms make of the page would say beyond headline and summary: a picture, nothing, or nobody
   * knows.
   */
  readonly card: 'picture' | 'nothing' | 'unknown'
  /** The picture that is to go with it; null where there is none, or where the channel takes none. */
  readonly picture: Picture | null
  /** The same post with its lead sentence in the headline's place: it goes where that stands whole. */
  readonly instead: Post | null
}

/** What became of one part of a post, as those tell it who composed and measured it: for staff. */
export interface Piece {
  /** The template's name for it: title, summary, link, author… */
  readonly of: string
  /** Where its words come from; null where nothing says it. */
  readonly from: string | null
  /** How much of it stands in the post; null where nothing does. */
  readonly stands: string | null
  /** Why not all of it does; null where it does. */
  readonly why: string | null
}

/** One message of a draft, exactly as it goes to the platform but for what uploads add. */
export interface DraftPart {
  /** The body of the platform's request; JSON. */
  readonly body: Readonly<Record<string, unknown>>
  /** The text as it will stand, without markup. */
  readonly text: string
  /** In the platform's own count. */
  readonly length: { readonly used: number; readonly allowed: number }
  /** The link it holds, as readers follow it; null where it holds none. */
  readonly link: string | null
  /** The picture that is to go with it, if it can be had: `body` is without it. */
  readonly picture: Picture | null
}

/** What is wrong with the markup that a template comes to for a post. */
export interface MarkupMistake {
  /** "the template opens <b> and does not close it". */
  readonly why: string
  /** The markup, as the template has it, and the template's own words right before and behind it. */
  readonly tag: string
  readonly before: string
  readonly behind: string
}

/** A post measured and filled for its platform: the post itself, then replies to it. */
export interface Draft {
  readonly parts: readonly [DraftPart, ...DraftPart[]]
  /** Why the post goes without its template's markup; missing where it has all of it. */
  readonly mistake?: MarkupMistake
  /** What became of the parts of the post. */
  readonly pieces: readonly Piece[]
}

/** A picture that is ready to go with a message. */
export type Media =
  /** The platform has it under this id, until a time that is kept beside it. */
  | { readonly is: 'uploaded'; readonly id: string }
  /** It goes along with the message: the store keeps its file under this SHA-256 until then. */
  | { readonly is: 'file'; readonly digest: string }

/**
 * `ready` → `sending`, `held`, `dropped` · `sending` → `sent`, `ready` (later; not-sent), `refused`, `unknown` ·
 * `unknown` → `sent`, `ready` (only with proof of absence), `held`, `dropped` (staff) · `held` → `ready`, `sent` (staff
 * give the link), `dropped` · `refused` → `ready` (staff), `dropped` · `sent` → `removed`
 */
export type PartState = 'ready' | 'sending' | 'sent' | 'refused' | 'unknown' | 'held' | 'dropped' | 'removed'

/** Where a message stands on its platform. */
export interface Ref {
  readonly id: string
  readonly url: string | null
}

/**
 * What a platform's answer means. `not-sent` only where the failure proves it (DNS, connect, TLS); anything else
 * without a complete, well-formed answer is `unknown`.
 */
export type Outcome =
  /** The platform takes no other post before `again`, where its answer says so. */
  | { readonly is: 'sent'; readonly ref: Ref; readonly again?: Millis | null }
  /** This message will never be taken as it is. */
  | { readonly is: 'refused'; readonly why: string }
  /** Nothing was posted; nothing of `holds` goes before `at`, or before staff resume it where `at` is null. */
  | {
      readonly is: 'later'
      readonly at: Millis | null
      readonly holds: 'place' | 'account'
      readonly why: string
      /** True where the platform itself counts (429): going on earlier would be held against the account. */
      readonly firm?: true
      /**
       * True where the platform refused the call for its time, and could not tell whose it was: it fills no window, and
       * staff, who must set the machine's clock, are told once. Its words before a colon are the same every time.
       */
      readonly clockOff?: true
      /** The limit that the answer says is reached, by its name, where it is less than was thought. */
      readonly reached?: string
    }
  | { readonly is: 'not-sent'; readonly why: string }
  /** Nobody knows. The platform asks for no other call before `again`, where its answer says so. */
  | { readonly is: 'unknown'; readonly why: string; readonly again?: Millis | null }
