import type { Clock, Millis } from '#src/base/clock.ts'
import type { StandInPost } from '#src/platform/platform.ts'
import type { Member } from './members.ts'
import type { Medium } from './media.ts'
import { apiLinks, apiText, followerHtml, followerText, shortLink, showLinks, type ShownLink } from './shown.ts'

/** A post that was taken. */
export interface Tweet {
  readonly id: string
  readonly author: Member
  readonly text: string
  readonly links: readonly ShownLink[]
  readonly weight: number
  readonly repliesTo: Tweet | null
  readonly media: readonly Medium[]
  readonly at: Millis
  readonly deleted: Millis | null
}

export interface Tweets {
  take(tweet: Pick<Tweet, 'author' | 'text' | 'weight' | 'repliesTo' | 'media'>): Tweet
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

/** The text that X's API gives for a post: behind its words stands a link to its media. */
export function textOf({ id, text, links, media }: Tweet): string {
  const words = apiText(text, links)
  return media.length === 0 ? words : `${words} ${shortLink(id, links.length)}`.trim()
}

/** `entities.urls` of a post: the links in its words, then the one to its media. */
export function urlsOf(tweet: Tweet): readonly Readonly<Record<string, unknown>>[] {
  const { id, text, links, media, author } = tweet
  const urls = apiLinks(text, links)
  if (media.length === 0) return urls
  const url = shortLink(id, links.length)
  const end = Array.from(textOf(tweet)).length
  const pages = media.map((medium, index) => ({
    start: end - url.length,
    end,
    url,
    expanded_url: `https://x.com/${author.username}/status/${id}/photo/${index + 1}`,
    display_url: `pic.x.com/${url.slice(-10)}`,
    media_key: `3_${medium.id}`,
  }))
  return [...urls, ...pages]
}

/** A post as the seam for stand-ins has it; `origin` is where the stand-in serves uploads. */
export function asPost(tweet: Tweet, allowed: number, origin: string): StandInPost {
  const [shown] = tweet.media
  return {
    account: tweet.author.account,
    place: tweet.author.id,
    placeName: `@${tweet.author.username}`,
    id: tweet.id,
    text: followerText(tweet.text, tweet.links),
    html: followerHtml(tweet.text, tweet.links),
    length: { used: tweet.weight, allowed },
    card: shown === undefined ? (tweet.links.at(-1)?.page ?? null) : null,
    picture: shown === undefined ? null : `${origin}/media/${shown.id}`,
    alt: shown?.alt ?? null,
    at: tweet.at,
    deleted: tweet.deleted,
  }
}
