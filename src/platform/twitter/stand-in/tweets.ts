import type { Clock, Millis } from '#src/base/clock.ts'
import type { StandInPost } from '#src/platform/platform.ts'
import type { Member } from './members.ts'
import { followerHtml, followerText, showLinks, type ShownLink } from './shown.ts'

/** A post that was taken. */
export interface Tweet {
  readonly id: string
  readonly author: Member
  readonly text: string
  readonly links: readonly ShownLink[]
  readonly weight: number
  readonly repliesTo: Tweet | null
  readonly at: Millis
  readonly deleted: Millis | null
}

export interface Tweets {
  take(tweet: Pick<Tweet, 'author' | 'text' | 'weight' | 'repliesTo'>): Tweet
  delete(id: string): void
  /** Null for what never was and for what was deleted. */
  find(id: string): Tweet | null
  /** Every post ever taken, oldest first. */
  all(): readonly Tweet[]
}

const SNOWFLAKE_EPOCH: Millis = 1_288_834_974_657
const SNOWFLAKE_SHIFT = 22n

export function openTweets(clock: Clock): Tweets {
  const tweets = new Map<string, Tweet>()
  let lastId = 0n
  const nextId = () => {
    const fromTime = BigInt(Math.max(0, Math.floor(clock.now()) - SNOWFLAKE_EPOCH)) << SNOWFLAKE_SHIFT
    lastId = fromTime > lastId ? fromTime : lastId + 1n
    return String(lastId)
  }
  return {
    take(given) {
      const id = nextId()
      const tweet: Tweet = { ...given, id, links: showLinks(id, given.text), at: clock.now(), deleted: null }
      tweets.set(id, tweet)
      return tweet
    },
    delete(id) {
      const tweet = tweets.get(id)
      if (tweet !== undefined) tweets.set(id, { ...tweet, deleted: clock.now() })
    },
    find(id) {
      const tweet = tweets.get(id)
      return tweet === undefined || tweet.deleted !== null ? null : tweet
    },
    all: () => Array.from(tweets.values()),
  }
}

/** A post as the seam for stand-ins has it. */
export function asPost(tweet: Tweet, allowed: number): StandInPost {
  return {
    account: tweet.author.account,
    place: tweet.author.id,
    placeName: `@${tweet.author.username}`,
    id: tweet.id,
    text: followerText(tweet.text, tweet.links),
    html: followerHtml(tweet.text, tweet.links),
    length: { used: tweet.weight, allowed },
    card: tweet.links.at(-1)?.page ?? null,
    picture: null,
    at: tweet.at,
    deleted: tweet.deleted,
  }
}
