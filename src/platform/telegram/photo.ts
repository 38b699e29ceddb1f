import { z } from 'zod'
import type { DraftPart, Media, PictureFile } from '#src/records.ts'

// core.telegram.org/bots/api#sendphoto: "at most 10 MB in size", width and height together, and their ratio.
const MOST_BYTES = 10_000_000
const MOST_SIDES = 10_000
const MOST_RATIO = 20

/** Why Telegram takes no such photo; null where it takes it. */
export function refusesPicture({ type, width, height, bytes }: PictureFile): string | null {
  if (type === 'image/gif') return 'Telegram takes a GIF for an animation, not for a photo'
  if (bytes.length > MOST_BYTES) return `it has ${bytes.length} bytes, and Telegram takes 10 MB at most`
  if (width + height > MOST_SIDES) {
    return `it has ${width}×${height} pixels, and Telegram takes ${MOST_SIDES} at most, width and height together`
  }
  if (Math.max(width, height) > MOST_RATIO * Math.min(width, height)) {
    return `it has ${width}×${height} pixels, and Telegram takes none that is ${MOST_RATIO} times as long as wide`
  }
  return null
}

const ATTACHED = 'attach://'

/**
 * The body of a message that shows a photo: its text becomes the caption. The preview of the link, which a photo leaves
 * no room for, stays in the body, so that the message can become one without a photo again.
 */
export function attachPhoto(body: DraftPart['body'], media: Media | null): DraftPart['body'] {
  if (media?.is !== 'file' && !showsPhoto(body)) return body
  const { text, caption, entities, caption_entities: captionEntities, photo: _, ...rest } = body
  const words = text ?? caption
  const formatting = entities ?? captionEntities
  if (media?.is !== 'file') return { ...rest, text: words, entities: formatting }
  return { ...rest, caption: words, caption_entities: formatting, photo: ATTACHED + media.digest }
}

const photo = z.object({ photo: z.string().startsWith(ATTACHED) })

/** Whether a body is that of a message with a photo. */
export function showsPhoto(body: Readonly<Record<string, unknown>>): boolean {
  return photo.safeParse(body).success
}

/** The words of a body, whichever kind of message it is of. */
export function wordsOf(body: Readonly<Record<string, unknown>>): string {
  const words = body['text'] ?? body['caption']
  return typeof words === 'string' ? words : ''
}
