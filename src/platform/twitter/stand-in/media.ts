import type { Clock, Millis } from '#src/base/clock.ts'
import { SECOND } from '#src/base/clock.ts'
import * as answers from './answers.ts'
import type { Limits } from './limits.ts'
import { parseMetadata, parseUpload } from './media-request.ts'
import type { Member } from './members.ts'

/** A picture that was uploaded. */
export interface Medium {
  readonly id: string
  /** The id of the user who may post it. */
  readonly owner: string
  readonly type: string
  /** Null once many newer ones have come: a rehearsal may run for days. */
  readonly bytes: Buffer | null
  readonly alt: string | null
  readonly expires: Millis
}

export interface MediaShelf {
  put(medium: Medium): void
  /** Null for what never was. */
  find(id: string): Medium | null
  nextId(): string
}

/** What uploads work on. */
export interface MediaParts {
  readonly clock: Clock
  readonly limits: Limits
  readonly media: MediaShelf
  readonly author: Member
}

const BYTES_KEPT = 200
// X, "Media best practices".
const MOST_BYTES = 5 * 1024 * 1024

export function openShelf(clock: Clock): MediaShelf {
  const shelf = new Map<string, Medium>()
  let last = 0n
  return {
    put(medium) {
      shelf.set(medium.id, medium)
      const old = [...shelf.values()].at(-BYTES_KEPT - 1)
      if (old !== undefined) shelf.set(old.id, { ...old, bytes: null })
    },
    find: (id) => shelf.get(id) ?? null,
    nextId() {
      const fromTime = BigInt(Math.floor(clock.now())) * 1_000_000n
      last = fromTime > last ? fromTime : last + 1n
      return String(last)
    },
  }
}

/** `POST /2/media/upload` with everything in one request: pictures only. */
export function upload({ clock, limits, media, author }: MediaParts, type: string | undefined, body: Buffer) {
  const request = parseUpload(type, body)
  if ('status' in request) return request
  if (request.media_category !== 'tweet_image') return answers.invalidRequest('This media category takes no pictures.')
  const bytes = Buffer.from(request.media, 'base64')
  // Megabytes are too much for a regular expression.
  if (bytes.toString('base64') !== request.media) return answers.invalidRequest('$.media: is not base64')
  const kind = kindOf(bytes)
  if (kind === null || (request.media_type ?? kind) !== kind) {
    return answers.invalidRequest('media type unrecognized.', { media_type: [request.media_type ?? ''] })
  }
  if (bytes.length > MOST_BYTES) return answers.invalidRequest('Image file size must be <= 5242880 bytes')
  const id = media.nextId()
  const expires = clock.now() + limits.mediaForMs
  media.put({ id, owner: author.id, type: kind, bytes, alt: null, expires })
  return answers.json(200, {
    data: {
      id,
      media_key: `3_${id}`,
      size: bytes.length,
      expires_after_secs: Math.floor(limits.mediaForMs / SECOND),
    },
  })
}

/** `POST /2/media/metadata`: one's own uploads only. */
export function describe({ media, author }: MediaParts, type: string | undefined, body: Buffer): answers.Answer {
  const request = parseMetadata(type, body)
  if ('status' in request) return request
  const medium = media.find(request.id)
  if (medium === null || medium.owner !== author.id) {
    return answers.resourceNotFound(404, 'id', 'media', request.id)
  }
  const { alt_text: alt } = request.metadata
  media.put({ ...medium, alt: alt.text })
  return answers.json(200, { data: { id: medium.id, associated_metadata: { alt_text: alt } } })
}

/** The uploads of `ids`, or null where the author may not post one of them now. */
export function postable({ clock, media, author }: MediaParts, ids: readonly string[]): readonly Medium[] | null {
  const found = ids.flatMap((id) => media.find(id) ?? [])
  const may = found.every(({ owner, expires }) => owner === author.id && clock.now() < expires)
  return may && found.length === ids.length && new Set(ids).size === ids.length ? found : null
}

/** By the first bytes; null where it is none of the kinds that a post may show. */
function kindOf(bytes: Buffer): string | null {
  const head = bytes.toString('latin1', 0, 12)
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  return /^RIFF.{4}WEBP$/s.test(head) ? 'image/webp' : null
}
