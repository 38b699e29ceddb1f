import type { Draft, DraftPart, Post } from '#src/records.ts'
import { fit, reword } from '../fit.ts'
import type { Refusal } from '../platform.ts'
import { shapeOf } from '../shape.ts'
import { ALLOWED, weightedLength } from './length.ts'
import { harmless, linkable } from './words.ts'

/** What a channel on X has beyond what every channel has. */
export interface TwitterChannel {
  readonly link: 'inline' | 'reply' | 'none'
}

/**
 * The post as X takes it: plain text within 280 weighted characters, its link spelled so that all of it is linked,
 * standing in the post, in a reply to it, or nowhere.
 */
export function formatPost(post: Post, channel: TwitterChannel): Draft | Refusal {
  const worded = reword(channel.link === 'inline' ? post : withoutLinks(post), harmless, linkable)
  const measure = (text: string) => weightedLength(text, worded.link)
  const shape = shapeOf(worded.segments)
  const filled = fit(worded, { shape, fits: (text) => measure(text) <= ALLOWED })
  if (filled === null) {
    return {
      is: 'refusal',
      why: `the template's own words and the link do not fit into X's ${ALLOWED} characters: shorten the template`,
    }
  }
  const text = filled.join('').normalize('NFC')
  if (text === '') return { is: 'refusal', why: 'nothing is left to say: every part of the template is empty' }
  const part = (words: string): DraftPart => ({
    body: { text: words },
    text: words,
    length: { used: measure(words), allowed: ALLOWED },
    link: words.includes(worded.link) ? worded.link : null,
  })
  return { parts: channel.link === 'reply' ? [part(text), part(worded.link)] : [part(text)] }
}

function withoutLinks(post: Post): Post {
  return {
    ...post,
    segments: post.segments.map((segment) => (segment.is === 'link' ? { is: 'value', text: '' } : segment)),
  }
}
