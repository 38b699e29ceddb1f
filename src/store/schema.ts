/**
 * The tables, as Kysely knows them. Written so that PostgreSQL can hold them too: ids are text, times are integer
 * milliseconds, yes and no are 1 and 0, lists are JSON text.
 */
import type { ArticleState, PartState, PictureType } from '#src/records.ts'
import type { Millis } from '#src/base/clock.ts'
import type { LookTable, SendLogTable } from './call-tables.ts'

export interface Schema {
  readonly meta: MetaTable
  readonly lease: LeaseTable
  readonly feed: FeedTable
  readonly subscription: SubscriptionTable
  readonly article: ArticleTable
  readonly revision: RevisionTable
  readonly outdated: OutdatedTable
  readonly identity: IdentityTable
  readonly likeness: LikenessTable
  readonly question: QuestionTable
  readonly questioned: QuestionedTable
  readonly page: PageTable
  readonly site_line: SiteLineTable
  readonly sighting: SightingTable
  readonly channel: ChannelTable
  readonly account: AccountTable
  readonly delivery: DeliveryTable
  readonly made_for: MadeForTable
  readonly placement: PlacementTable
  readonly part: PartTable
  readonly picture_file: PictureFileTable
  readonly send_log: SendLogTable
  readonly look: LookTable
  readonly notice: NoticeTable
  readonly pause: PauseTable
  readonly history: HistoryTable
}

/** Facts about the store itself: `schema` (the number of its newest migration) and `use` (live or rehearsal). */
interface MetaTable {
  key: string
  value: string
}

/** One row: who may change states. Every holder has a higher `fence` than all before it. */
interface LeaseTable {
  id: string
  fence: number
  holder: string
  until: Millis
  /** When its holder last renewed it; a wall clock before this has been set back. */
  seen: Millis
  /** When it was taken again after nobody had held it for long; null where it never was. */
  back_at: Millis | null
}

interface FeedTable {
  id: string
  url: string
  /** Validators of the newest whole answer, verbatim, and the URL that gave it. */
  etag: string | null
  last_modified: string | null
  validates: string | null
  body_hash: string | null
  /** When its baseline was taken; null before. */
  baseline: Millis | null
  /** How many answers in a row were cut off. */
  cut_off: number
  next_at: Millis
  failures: number
  error: string | null
  ok_at: Millis | null
  /** Where it is polled, since its own URL has led there for good for days; null: at its own. */
  polled_at: string | null
  /** Where permanent redirects lead now, since when, and how often that was seen. */
  moved_to: string | null
  moved_since: Millis | null
  moved_seen: number
  /** When its server said that it is gone for good; null: it has not. */
  gone_at: Millis | null
  /** For how long its newest answer asked to be taken for fresh. */
  fresh_for: Millis
  /** RSS: how long it may be cached. */
  ttl: Millis | null
  /** RSS: when it is not to be read. JSON. */
  skips: string | null
  /** How often it brings something. JSON. */
  rhythm: string | null
  /** The hub that pushes it, and the address that the hub knows it by; null: it names none. */
  hub: string | null
  topic: string | null
  /** Since when every look has failed, and when staff were told; null: it does not, or they were not. */
  failing_since: Millis | null
  told_failing: Millis | null
  /** When staff were told that it is unusually quiet; null once something has come. */
  told_quiet: Millis | null
  /** When staff were told that its dates are off by hours; null once they are right. */
  told_clock: Millis | null
  /** 1 where the next look must be at the whole feed: a push, or words that could not be taken yet, have to be confirmed. */
  doubted: number
}

/** What a hub was asked to push: one row for each way that it was given, a feed may have two while one is renewed. */
interface SubscriptionTable {
  /** The last part of its callback, which nobody can guess. */
  path: string
  feed: string
  hub: string
  topic: string
  callback: string
  /** By which the hub signs. */
  secret: string
  state: 'wanted' | 'asked' | 'active' | 'ending'
  /** When the hub was last asked for it; null: not yet. */
  asked: Millis | null
  /** How often in a row it was asked in vain. */
  tries: number
  /** When the hub is asked the next time: for it, for its end, or for the one that takes its place. */
  next_at: Millis
  /** When the hub's lease ends; null before there is one. */
  until: Millis | null
}

export interface ArticleTable {
  id: string
  state: ArticleState
  reason: string
  feed: string
  url: string
  title: string
  summary: string | null
  content: string | null
  language: string | null
  authors: string
  categories: string
  pictures: string
  section: string | null
  tags: string
  flags: string
  published: Millis
  seen: Millis
  /** Order among articles of the same time of publication. */
  queued: number
  sentences: string
  origins: string
  failures: number
  /** When its page was last looked at again, before a post of it went. */
  looked: Millis | null
  /** Why it seems to be withdrawn, as that look found; null where it stands. */
  gone: string | null
  /** By number, the revision that its words are of: what is composed, is composed from this. */
  revision: number
  /** 1 while what it says is kept. */
  kept: number
  /** When a feed showed it last, not older than that by more than a month. */
  shown: Millis
  /** When its newest words were written, as its feed says; null where it does not. */
  updated: Millis | null
}

/** The revisions of an article that was edited since it was routed, this and later ones, in the words of its feed. */
interface RevisionTable {
  article: string
  revision: number
  at: Millis
  title: string
  summary: string | null
  content: string | null
}

/**
 * What feeds have said of an article and replaced since: `title:`, `summary:` or `content:` with a fingerprint, or
 * `date:`.
 */
interface OutdatedTable {
  article: string
  said: string
  /** When it was replaced. */
  at: Millis
}

/**
 * By what an article is known again: `guid:<feed>:<guid>`, `url:<key>`, or `entry:<feed>:<fingerprint>` where it has
 * neither. What was seen once is never news again: only a guid that was given to another story changes hands. Of the many
 * addresses that an article may have had, those in the middle are forgotten.
 */
interface IdentityTable {
  key: string
  /** Empty where the name stands on several articles, and names none. */
  article: string
}

/** What an article is like: `title:`, `text:` and `page:`, each with a fingerprint. Several articles may be alike. */
interface LikenessTable {
  key: string
  article: string
}

/** What the gate asks staff about articles that wait. */
export interface QuestionTable {
  id: string
  /** Null where it is about all feeds. */
  feed: string | null
  /**
   * More at once than usual; an archive that seems to be issued again; what may be edits under the guids of articles;
   * entries whose age nobody knows; what came while Crier was away.
   */
  kind: 'burst' | 'reissue' | 'edit' | 'undated' | 'absence'
  asked: Millis
  usual: number
  answer: string | null
  answered: Millis | null
  who: string | null
}

interface QuestionedTable {
  question: string
  article: string
  /** In which it is to be news. */
  feed: string
}

/** What was read of an article's page, and by what the server knows it again. */
interface PageTable {
  article: string
  url: string
  at: Millis
  etag: string | null
  last_modified: string | null
  /** JSON. */
  read: string
}

/** In which articles of a site a line stood, by its fingerprint: what recurs is boilerplate. */
interface SiteLineTable {
  site: string
  line: string
  article: string
  at: Millis
}

/** Which feeds have shown an article. */
interface SightingTable {
  article: string
  feed: string
  seen: Millis
  /** 1 where it is no news from that feed: held at the feed's own first sight, or kept back by the gate. */
  baseline: number
}

interface ChannelTable {
  id: string
  first_seen: Millis
  /** The platform's own id of the place, once proven. */
  place: string | null
  /** Since when it posts as this account to this place; 0: from its beginning. */
  anew: Millis
  /** A fingerprint of what its posts are composed by; null: not noted yet. */
  composition: string | null
  /** Why its first ready part does not go for now, and until when; null where nothing keeps it. */
  waits_for: string | null
  waits_until: Millis | null
}

interface AccountTable {
  id: string
  api_root: string
  remote_id: string
  name: string
  proven: Millis
}

export interface DeliveryTable {
  id: string
  article: string
  channel: string
  account: string
  /** The platform and the account this was made for; it is never sent to another. */
  api_root: string
  remote_id: string | null
  created: Millis
  /** The revision of the article that it was composed from. */
  revision: number
  /** 0 but where a person asked for the article once more. */
  round: number
}

/** For which account the deliveries are that were taken back to be composed anew. */
type MadeForTable = Pick<DeliveryTable, 'article' | 'channel' | 'round' | 'api_root' | 'remote_id'>

/** Articles that a person wants in a channel, whether a feed brings them or not. */
interface PlacementTable {
  article: string
  channel: string
  /** Which delivery of the article to the channel is meant. */
  round: number
  who: string
  at: Millis
  /** 1 where it goes past what the channel chooses, and past its age. */
  anyway: number
  /** By what rule it does not go; null where none has refused it. */
  refused: string | null
}

export interface PartTable {
  id: string
  delivery: string
  ordinal: number
  article: string
  channel: string
  account: string
  state: PartState
  reason: string
  /** The same for every attempt. */
  key: string
  /** 0: what is urgent, 1: the rest. Lanes go by it first. */
  rank: number
  /** What goes onto the wire; set before the state becomes `sending`. */
  bytes: string
  text: string
  link: string | null
  /** The picture that is to go with it: JSON of {@link Picture}; null where there is none. */
  picture: string | null
  /** What became of that: JSON of {@link PartMedia}; null before it is prepared, and once the part is at its end. */
  media: string | null
  /** Until when an uploaded picture may be named. */
  media_until: Millis | null
  used: number
  allowed: number
  usd: number
  /** Lanes go by the time of publication, then in the order of routing. */
  published: Millis
  queued: number
  attempts: number
  /** How often it has broken its lane or ended the process; one more while it is made ready to go. */
  tries: number
  ref_id: string | null
  ref_url: string | null
  changed: Millis
}

/** Pictures that go along with messages which are on their way: each once, by the SHA-256 of its bytes. */
interface PictureFileTable {
  digest: string
  type: PictureType
  bytes: Uint8Array
}

/** What staff must hear of at once; kept until it has been told. */
export interface NoticeTable {
  id: string
  at: Millis
  /** Whom it concerns; null: the whole house. */
  account: string | null
  text: string
  /** What else is alike joins it while it is untold; null: nothing is. */
  alike: string | null
  /** Until when it may still change, and is not told; null: it is what it is. */
  settles: Millis | null
  /** How many have joined it. */
  more: number
  told: Millis | null
}

/**
 * What may not go: `all`, or `account:`, `channel:`, `place:`, `besides:`, `check:`, `upload:` or `describe:` with its
 * id.
 */
interface PauseTable {
  scope: string
  /** `staff`, or `platform` where a platform's answer asked for it. */
  asked_by: string
  /** Null: until staff resume it. */
  until: Millis | null
  /** 1 where the platform itself counts, and staff may not end it early. */
  firm: number
  why: string
  at: Millis
}

/** Every change of a state, and every human action, with its reason. */
interface HistoryTable {
  /** Sorts changes of one millisecond. */
  id: string
  at: Millis
  article: string | null
  delivery: string | null
  was: string | null
  became: string
  why: string
  /** `crier`, or the person. */
  who: string
  /** What stood there before, where that is more than a state: the text of a post. */
  earlier: string | null
}
