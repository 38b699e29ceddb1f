import type { TextRules } from '#src/article/look-again.ts'
import type { Config } from '#src/config/config.ts'
import { foundIn, holdWordIn } from '#src/post/selection.ts'

/** What the channels' rules say to the text of a page that was read only after its article was routed. */
export function textRules({ channels }: Pick<Config, 'channels'>): TextRules {
  return {
    judge(id, article, page) {
      const channel = channels.find((each) => each.id === id)
      if (channel === undefined) return null
      const left = channel.except?.text && foundIn({ text: channel.except.text }, { article, feeds: [], page })
      if (left) return { to: 'dropped', why: `except: ${id} leaves out ${left}, on its page` }
      const word = holdWordIn(channel.holdWords, article, page)
      return word === null ? null : { to: 'held', why: `page-words: "${word}" stands on its page, and is a hold word` }
    },
  }
}
