import { z } from 'zod'
import { MINUTE, SECOND, type Clock, type Millis } from '#src/base/clock.ts'
import { shorten } from '#src/text/graphemes.ts'
import type { DraftPart, Media, PictureFile } from '#src/records.ts'
import type { Upload } from '../platform.ts'
import type { XAnswer, XRequest } from './call.ts'
import { readProblem } from './problem.ts'
import { retryAfter, waitEnd } from './wait.ts'

// docs.x.com, "Media best practices".
const MOST_BYTES = 5 * 2 ** 20
// docs.x.com, `POST /2/media/metadata`.
const LONGEST_ALT = 1_000
// An upload that expires sooner would be made anew again and again.
const SHORTEST_LIFE = 5 * MINUTE

/** Why X takes no such picture; null where it takes it. */
export function refusesPicture({ type, bytes }: PictureFile): string | null {
  if (type === 'image/gif') return 'X takes a GIF for an animation, not for a picture'
  if (bytes.length > MOST_BYTES) return `it has ${megabytes(bytes.length)}, and X takes 5 MB at most`
  return null
}

/** The body of a post that shows an upload; with null, without one. */
export function attachMedia(body: DraftPart['body'], media: Media | null): DraftPart['body'] {
  if (media?.is === 'uploaded') return { ...body, media: { media_ids: [media.id] } }
  const { media: _, ...rest } = body
  return rest
}

const uploaded = z.object({
  data: z.object({
    id: z.string().regex(/^\d+$/),
    expires_after_secs: z.number().positive().optional().catch(undefined),
  }),
})

// What X's documentation shows; where an answer says nothing, and at most: a later post has its picture uploaded anew.
const LONGEST_LIFE = 86_400

/**
 * Uploads a picture in one request (docs.x.com, `POST /2/media/upload`), and says in words what it shows
 * (`POST /2/media/metadata`). Without the words it goes all the same.
 */
export async function uploadPicture(
  ask: (request: XRequest) => Promise<XAnswer>,
  clock: Clock,
  picture: PictureFile,
  alt: string | null,
): Promise<Upload> {
  const media = Buffer.from(picture.bytes).toString('base64')
  const at = clock.now()
  const answer = await ask({
    method: 'POST',
    path: 'media/upload',
    body: { media, media_category: 'tweet_image', media_type: picture.type },
  })
  if (answer.is !== 'answered') {
    const again = askedToWait(answer, clock.now())
    return { is: 'failed', why: `X did not take the upload: ${whyNot(answer)}`, ...(again !== null && { again }) }
  }
  const data = uploaded.safeParse(answer.body).data?.data
  if (data === undefined) return { is: 'failed', why: "X's answer to the upload makes no sense" }
  const until = at + Math.floor(Math.min(data.expires_after_secs ?? LONGEST_LIFE, LONGEST_LIFE)) * SECOND
  if (until - at < SHORTEST_LIFE) return { is: 'failed', why: 'X keeps the upload for too short a time' }
  const words = alt === null ? null : shorten(alt, (text) => text.length <= LONGEST_ALT)
  if (words === null) return { is: 'uploaded', id: data.id, until, lacks: null }
  const told = await ask({
    method: 'POST',
    path: 'media/metadata',
    body: { id: data.id, metadata: { alt_text: { text: words } } },
  })
  if (told.is === 'answered') return { is: 'uploaded', id: data.id, until, lacks: null }
  const lacks = `X did not take its description: ${whyNot(told)}`
  const again = askedToWait(told, clock.now())
  return { is: 'uploaded', id: data.id, until, lacks, ...(again !== null && { again }) }
}

function whyNot(answer: Exclude<XAnswer, { readonly is: 'answered' }>): string {
  if (answer.is !== 'rejected') return answer.why
  const words = readProblem(answer.body)?.words
  return words === undefined ? `status ${answer.status}` : `${words} (${answer.status})`
}

/** Until when X takes no uploads, or no descriptions, by its own word: limits beside that of the posts. */
function askedToWait(answer: Exclude<XAnswer, { readonly is: 'answered' }>, now: Millis): Millis | null {
  if (answer.is !== 'rejected') return null
  return answer.status === 429 ? waitEnd(answer.headers, now) : retryAfter(answer.headers, now)
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`
}
