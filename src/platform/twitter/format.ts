import type { Draft, DraftPart, Piece, Post } from '#src/records.ts'
import { nfc } from '#src/text/normal-form.ts'
import { reword, withLead, withoutLinks, withRoom } from '../fit.ts'
import { nothingLeft } from '../nothing-left.ts'
import { pieceOfPicture } from '../picture.ts'
import type { Refusal } from '../platform.ts'
import { fitSaying } from '../saying.ts'
import { shapeOf } from '../shape.ts'
import { ALLOWED, weightedLength } from './length.ts'
import { harmless, linkable } from './words.ts'

/** What a channel on X has beyond what every channel has. */
export interface TwitterChannel {
  readonly link: 'inline' | 'reply' | 'none'
}

/** A timeline is read in passing: after two sentences, readers scroll on. */
const MAX_SENTENCES = 2

/**
 * The post as X takes it: plain text within 280 weighted characters, its link spelled so that all of it is linked,
 * standing in the post, in a reply to it, or nowhere.
 */
export function formatPost(post: Post, channel: TwitterChannel): Draft | Refusal {
  return withLead(post, (each) => withRoom(each, isLong, (one) => formatOne(one, channel)))
}

/** X counts most links 23; not one of thousands of letters. */
function isLong(link: string): boolean {
  return weightedLength(linkable(link), linkable(link)) > ALLOWED
}

function formatOne(post: Post, { link }: TwitterChannel): Draft | Refusal {
  const worded = reword(link === 'inline' ? post : withoutLinks(post), harmless, linkable)
  const measured = new Map<string, number>()
  const measure = (text: string): number => {
    const known = measured.get(text) ?? weightedLength(text, worded.link)
    measured.set(text, known)
    return known
  }
  const shape = shapeOf(worded.segments)
  const filled = fitSaying(worded, { shape, fits: (text) => measure(text) <= ALLOWED, maxSentences: MAX_SENTENCES })
  if (filled === null || (link === 'reply' && isLong(worded.link))) {
    return {
      is: 'refusal',
      why: `the template's own words and the link do not fit into X's ${ALLOWED} characters: shorten the template`,
    }
  }
  const text = nfc(filled.units.join(''))
  if (text === '') return nothingLeft(filled.pieces)
  const part = (words: string, picture: DraftPart['picture'] = null): DraftPart => ({
    body: { text: words },
    text: words,
    length: { used: measure(words), allowed: ALLOWED },
    link: worded.link !== '' && words.includes(worded.link) ? worded.link : null,
    picture,
  })
  // Media weigh nothing (docs.x.com, "Counting characters").
  const first = part(text, post.picture)
  const seen = pieceOfPicture(post.picture, null)
  if (worded.link === '') return { parts: [first], pieces: [...filled.pieces, ...seen] }
  return {
    parts: link === 'reply' ? [first, part(worded.link)] : [first],
    pieces: [...filled.pieces, ...(ELSEWHERE[link] ?? []), ...seen],
  }
}

const ELSEWHERE: Readonly<Partial<Record<TwitterChannel['link'], readonly Piece[]>>> = {
  reply: [{ of: 'link', from: null, stands: 'in a reply', why: null }],
  none: [{ of: 'link', from: null, stands: null, why: 'the channel says link: none' }],
}
