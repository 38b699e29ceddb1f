import type { Pages } from '#src/article/fetch-page.ts'
import type { FeedPages } from '#src/article/tell.ts'
import type { Config } from '#src/config/config.ts'
import { asksForPage } from '#src/post/selection.ts'

/** The way to the pages of each feed's articles, as staff allow it and as the rules of its channels need it. */
export function pagesByFeed({ feeds, channels }: Config, pages: Pages): (feed: string) => FeedPages | null {
  const unread = new Set(feeds.filter((feed) => feed.read === 'never').map((feed) => feed.id))
  return (feed) => {
    if (unread.has(feed)) return null
    const selections = channels
      .filter((channel) => channel.feeds.includes(feed))
      .flatMap(({ only, except, urgent }) => [only, except, urgent].filter((each) => each !== null))
    return { pages, isAsked: (article) => selections.some((selection) => asksForPage(selection, article)) }
  }
}
