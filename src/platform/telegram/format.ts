import type { Draft, Post } from '#src/records.ts'
import { fit, reword } from '../fit.ts'
import type { Refusal } from '../platform.ts'
import { shapeOf } from '../shape.ts'
import { entitiesOf } from './entities.ts'
import { readMarkup } from './markup.ts'
import { harmless } from './words.ts'

/** What Telegram allows a message, in code points of its text (core.telegram.org/bots/api#sendmessage). */
const ALLOWED = 4096

/** A post in a chat is read in passing: more than this of summary, and readers scroll on. */
const MAX_SUMMARY = 600

/**
 * The post as Telegram takes it: text with entities. Markup is read in the template's own words only; what the article
 * says goes in as plain text afterwards, so that nothing it holds can break or bring formatting.
 */
export function formatPost(post: Post, channel: { readonly chat: string }): Draft | Refusal {
  const worded = reword(post, harmless, (url) => url)
  const markup = readMarkup(shapeOf(worded.segments))
  if (markup.is === 'mistake') return { is: 'refusal', why: `the template ${markup.why}` }
  const fits = (text: string) => text.length <= ALLOWED || codePoints(text) <= ALLOWED
  const parts = fit(worded, { shape: markup.shape, fits, maxSummary: MAX_SUMMARY })
  if (parts === null) {
    return {
      is: 'refusal',
      why: `the template's own words and the link do not fit into Telegram's ${ALLOWED} characters: shorten the template`,
    }
  }
  const text = parts.join('')
  if (text === '') return { is: 'refusal', why: 'nothing is left to say: every part of the template is empty' }
  const linked = worded.segments.some((segment) => segment.is === 'link')
  const body = {
    chat_id: channel.chat,
    text,
    entities: entitiesOf(markup.spans, parts, worded.segments),
    // The card shows the article, never a page that its words happen to mention.
    link_preview_options: linked ? { url: worded.link } : { is_disabled: true },
  }
  return {
    parts: [{ body, text, length: { used: codePoints(text), allowed: ALLOWED }, link: linked ? worded.link : null }],
  }
}

function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}
