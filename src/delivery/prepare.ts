import { createHash } from 'node:crypto'
import { MINUTE, SECOND, withDeadline, type Millis } from '#src/base/clock.ts'
import { describeError } from '#src/base/errors.ts'
import type { Picture } from '#src/records.ts'
import type { Part } from '#src/store/deliveries.ts'
import { keepMedia, pictureOf, type KeptMedia } from '#src/store/media.ts'
import { isThumbnail } from '#src/store/reasons.ts'
import { aboutPart } from './about.ts'
import type { LaneParts, SendingAccount } from './account.ts'

// For everything: fetching takes 15 s at most, and each of two calls of a platform 30 s.
const DEADLINE: Millis = 75 * SECOND
// An upload that expires sooner is made anew: between the look at it and the post stand waits and a call.
const MARGIN: Millis = 2 * MINUTE

/** Whether the picture of a part must be prepared before the part may go. */
export function lacksPicture(part: Part, now: Millis): boolean {
  if (part.picture === null) return false
  return part.media === null || (part.media_until !== null && part.media_until - MARGIN <= now)
}

/**
 * Prepares the picture of a ready part: fetches it, uploads it where its platform wants that, and keeps in the store
 * what came of it. Nobody sees anything yet, so it may be done again. A part whose picture fails goes without.
 * @throws the reason of `signal`, and what the store throws.
 */
export async function preparePicture(
  part: Part,
  account: SendingAccount,
  parts: LaneParts,
  signal: AbortSignal,
): Promise<void> {
  const picture = pictureOf(part)
  if (picture === null) return
  const { store, clock, log } = parts
  const made = await make(picture, account, parts, signal)
  const told = made.is === 'ready' ? made.what : `it goes without, ${made.kept.media.why}`
  const why = `picture: ${told}` as const
  const kept = await store.write((writer) => keepMedia(writer, part, made.kept, { why, at: clock.now() }))
  if (!kept) return
  const about = { ...aboutPart(part), picture: picture.url }
  if (made.is === 'ready') log.info({ ...about, what: made.what }, 'a picture is ready')
  else log.warn({ ...about, why: made.kept.media.why }, 'a picture cannot go: the post goes without')
}

type Made =
  | { readonly is: 'ready'; readonly what: string; readonly kept: KeptMedia }
  | { readonly is: 'without'; readonly kept: KeptMedia & { readonly media: { readonly why: string } } }

async function make(picture: Picture, account: SendingAccount, parts: LaneParts, signal: AbortSignal): Promise<Made> {
  try {
    return await withDeadline(parts.clock, 'preparing the picture', DEADLINE, signal, (until) =>
      makeFrom(picture, account, parts, until),
    )
  } catch (error) {
    signal.throwIfAborted()
    return without(describeError(error), false)
  }
}

async function makeFrom(
  { url, alt }: Picture,
  { connection, refusesPicture }: SendingAccount,
  { fetchPicture }: LaneParts,
  signal: AbortSignal,
): Promise<Made> {
  const found = await fetchPicture(url)
  if (found.is === 'no-picture') return without(found.why, true)
  const { file } = found
  const what = `${file.type.slice(6).toUpperCase()}, ${file.width}×${file.height}, ${Math.ceil(file.bytes.length / 1024)} KiB`
  if (isThumbnail(file)) return without(`it is a thumbnail of ${file.width}×${file.height} pixels`, true)
  const refusal = refusesPicture(file)
  if (refusal !== null) return without(refusal, true)
  signal.throwIfAborted()
  if (connection.prepare === undefined) {
    const digest = createHash('sha256').update(file.bytes).digest('hex')
    return { is: 'ready', what, kept: { media: { is: 'file', digest }, until: null, file } }
  }
  const upload = await connection.prepare(file, alt, signal)
  // Another time the platform may take it: what keeps the post waiting keeps its picture waiting too.
  if (upload.is === 'failed') return without(upload.why, false)
  const { id, until, lacks } = upload
  return {
    is: 'ready',
    what: lacks === null ? what : `${what}; ${lacks}`,
    kept: { media: { is: 'uploaded', id }, until, file: null },
  }
}

function without(why: string, forGood: boolean): Made {
  return { is: 'without', kept: { media: { is: 'without', why, forGood }, until: null, file: null } }
}
