import { HOUR, MINUTE, type Clock, type Millis } from '#src/base/clock.ts'
import { articleOf } from './article.ts'
import type { Published } from './rss.ts'

/** How many articles a feed and the front page show. */
export const LATEST = 20
/** How many older articles stand there when the newsroom opens. */
export const OLDER = 8

const OLDER_EVERY = 40 * MINUTE
// A feed whose reader is away stops growing while everything new in it is still in sight: nothing is ever missed.
const AHEAD_AT_MOST = LATEST / 2

/** What the newsroom has published, and in which feed. */
export interface Desk {
  /** Publishes the next article in the next feed that is being read. False where none is. */
  publish(): boolean
  /** The latest of `feed`, newest first; of all feeds where it is null. */
  latest(feed: string | null): readonly Published[]
  /** The article with `number`, once it is published. */
  find(number: number): Published | null
  /** When `feed` last changed. */
  changed(feed: string): Millis
  /** Notes that `feed` has just been read. */
  read(feed: string): void
  /** How many articles have been published since the newsroom opened. */
  published(): number
}

/** Opens the desk before article `first`. Older ones, down to number 1, are dated back from now. */
export function openDesk(clock: Clock, feeds: readonly string[], first: number): Desk {
  const opened = clock.now()
  const dates: Millis[] = []
  const unread = new Map<string, number>(feeds.map((feed) => [feed, Number.POSITIVE_INFINITY]))
  const shelves = new Map<string, readonly Published[]>(feeds.map((feed) => [feed, []]))
  for (let number = first - OLDER; number < first; number++) shelve(feeds[number % feeds.length]!, number)

  function dateOf(number: number): Millis {
    return number < first ? opened - (first - number) * OLDER_EVERY + HOUR / 4 : dates[number - first]!
  }

  function shelve(feed: string, number: number): void {
    const shelf = [{ article: articleOf(number), at: dateOf(number) }, ...shelves.get(feed)!]
    shelves.set(feed, shelf.slice(0, LATEST))
  }

  return {
    publish() {
      const number = first + dates.length
      const turn = feeds.map((_, index) => feeds[(number + index) % feeds.length]!)
      const feed = turn.find((name) => unread.get(name)! < AHEAD_AT_MOST)
      if (feed === undefined) return false
      dates.push(clock.now())
      unread.set(feed, unread.get(feed)! + 1)
      shelve(feed, number)
      return true
    },
    latest(feed) {
      if (feed !== null) return shelves.get(feed) ?? []
      const all = [...shelves.values()].flat()
      return all.toSorted((a, b) => b.article.number - a.article.number).slice(0, LATEST)
    },
    find: (number) =>
      number >= 1 && number < first + dates.length ? { article: articleOf(number), at: dateOf(number) } : null,
    changed: (feed) => shelves.get(feed)?.[0]?.at ?? opened,
    read: (feed) => unread.set(feed, 0),
    published: () => dates.length,
  }
}
