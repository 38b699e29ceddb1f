import { createHash } from 'node:crypto'
import { badRequest } from './failure.ts'
import { checkLink } from './links.ts'
import { measure } from './image-size.ts'
import type { Parameters, Upload } from './parameters.ts'

/** A photo of a message. */
export interface Photo {
  readonly fileId: string
  /** The address it was given by; null for an upload. */
  readonly url: string | null
  readonly width: number
  readonly height: number
  readonly size: number
  /** An upload's own bytes, so that a page can show it. */
  readonly upload: { readonly type: string; readonly bytes: Buffer } | null
}

const MOST_BYTES = 10 * 1024 * 1024

/**
 * The `photo` of a request: an http(s) address (which nobody fetches), an upload, or the id of a photo in `known`
 * (Bot API, "Sending files": at most 10 MB, width and height together at most 10,000, their ratio at most 20).
 * @throws Failure (400)
 */
export function readPhoto({ values, files }: Parameters, known: ReadonlyMap<string, Photo>): Photo {
  const written = values.get('photo')
  const upload = files.get(written?.startsWith('attach://') === true ? written.slice('attach://'.length) : 'photo')
  if (upload !== undefined) return readUpload(upload)
  if (written === undefined || written === '') throw badRequest('There is no photo in the request')
  const photo = known.get(written)
  if (photo !== undefined) return photo
  if (!/^https?:\/\//i.test(written)) throw badRequest('Wrong file identifier/HTTP URL specified')
  const link = checkLink(written)
  if (link.is === 'bad') throw badRequest('Wrong HTTP URL specified')
  return { fileId: fileId(written), url: link.url, width: 1280, height: 720, size: 100_000, upload: null }
}

// A rehearsal may run for days.
const BYTES_KEPT = 200

/** Keeps a photo by its `file_id`, for ever; of uploads the bytes only until many newer ones have come. */
export function keepPhoto(known: Map<string, Photo>, photo: Photo): void {
  known.set(photo.fileId, photo)
  const old = [...known.values()].at(-BYTES_KEPT - 1)
  if (old !== undefined) known.set(old.fileId, { ...old, upload: null })
}

function readUpload({ name, bytes }: Upload): Photo {
  if (bytes.length === 0) throw badRequest('File must be non-empty')
  if (bytes.length > MOST_BYTES) {
    throw badRequest(`File "${name}" of size ${bytes.length} bytes is too big for a photo`)
  }
  const size = measure(bytes)
  if (size === null) throw badRequest('IMAGE_PROCESS_FAILED')
  const { type, width, height } = size
  const ratio = Math.max(width, height) / Math.min(width, height)
  if (width === 0 || height === 0 || width + height > 10_000 || ratio > 20) {
    throw badRequest('PHOTO_INVALID_DIMENSIONS')
  }
  return { fileId: fileId(bytes), url: null, width, height, size: bytes.length, upload: { type, bytes } }
}

function fileId(of: string | Buffer): string {
  return `AgACAgQAAx${createHash('sha256').update(of).digest('base64url')}`
}
