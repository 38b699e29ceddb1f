import type { Draft, Post } from '#src/records.ts'
import { fit, reword } from '../fit.ts'
import type { Refusal } from '../platform.ts'
import { shapeOf } from '../shape.ts'
import { ALLOWED, weightedLength } from './length.ts'
import { harmless, linkable } from './words.ts'

/** The post as X takes it: plain text within 280 weighted characters, its link spelled so that all of it is linked. */
export function formatPost(post: Post): Draft | Refusal {
  const worded = reword(post, harmless, linkable)
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
  return { parts: [{ body: { text }, text, length: { used: measure(text), allowed: ALLOWED } }] }
}
