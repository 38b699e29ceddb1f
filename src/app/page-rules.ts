import type { Pages } from '#src/article/fetch-page.ts'
import type { FeedPages } from '#src/article/tell.ts'
import type { ChannelConfig, Config } from '#src/config/config.ts'
import { asksForPage, foundIn, goesByText } from '#src/post/selection.ts'
import type { Article } from '#src/records.ts'

/** The way to the pages of each feed's articles, as staff allow it and as the rules of its channels need it. */
export function pagesByFeed({ feeds, channels }: Config, pages: Pages): (feed: string) => FeedPages | null {
  const unread = new Set(feeds.filter((feed) => feed.read === 'never').map((feed) => feed.id))
  return (feed) => {
    if (unread.has(feed)) return null
    const takers = channels.filter((channel) => channel.feeds.includes(feed))
    const selections = takers.flatMap(({ only, except, urgent }) =>
      [only, except, urgent].filter((each) => each !== null),
    )
    return {
      pages,
      isAsked: (article) =>
        selections.some((selection) => asksForPage(selection, article)) ||
        takers.some((channel) => goesUnlooked(channel, article)),
    }
  }
}

/** Whether an article goes without a second look in a channel that keeps articles back by words of their pages. */
function goesUnlooked({ urgent, holdWords, except }: ChannelConfig, article: Article): boolean {
  const byWords = holdWords.length > 0 || goesByText(except)
  return byWords && urgent !== null && foundIn(urgent, { article, feeds: [article.feed] }) !== null
}
