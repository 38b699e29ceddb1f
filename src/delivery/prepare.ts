import { createHash } from 'node:crypto'
import { HOUR, MINUTE, SECOND, withDeadline, type Millis } from '#src/base/clock.ts'
import { describeError } from '#src/base/errors.ts'
import type { Picture } from '#src/records.ts'
import type { Part } from '#src/store/deliveries.ts'
import { keepMedia, pictureOf, type KeptMedia } from '#src/store/media.ts'
import { pauseAsTold, pausesOn, uploadScope, type Pause } from '#src/store/pauses.ts'
import { isThumbnail, type Reason } from '#src/store/reasons.ts'
import { aboutPart } from './about.ts'
import type { LaneParts, SendingAccount } from './account.ts'
import { uploadPicture } from './describe.ts'
import type { Leave } from './pace.ts'

// For everything: fetching takes 15 s at most, and each of two calls of a platform 30 s.
const DEADLINE: Millis = 75 * SECOND
// A picture is worth a short wait: it is most of what a post shows. News is not worth less without it.
const PATIENCE: Millis = 2 * MINUTE
// What was not asked for so long says nothing about now.
const FORGOTTEN: Millis = HOUR
// An upload that expires sooner is made anew: between the look at it and the post stand waits and a call.
const MARGIN: Millis = 2 * MINUTE

/** Whether the picture of a part must be prepared before the part may go. */
export function lacksPicture(part: Part, now: Millis): boolean {
  if (part.picture === null) return false
  return part.media === null || (part.media_until !== null && part.media_until - MARGIN <= now)
}

/**
 * Since when the uploads of an account are told to wait, and when they last were, by time that never steps; null where
 * the last one was taken. One for all its lanes: what waited for one post has been waited for by all.
 */
export interface UploadWait {
  now: { readonly since: Millis; readonly last: Millis } | null
}

/** That a part waits for its picture: for so long, and what is told of it. */
export interface PictureWait {
  readonly ms: Millis
  readonly leave: Extract<Leave, { is: 'wait' }>
}

/**
 * Prepares the picture of a ready part: fetches it, uploads it where its platform wants that, and keeps in the store
 * what came of it. Nobody sees anything yet, so it may be done again. A part whose picture fails goes without. Where the
 * platform takes no uploads for now, a part that is not urgent waits, but none once that has lasted for two minutes.
 * Answers null where it may go.
 * @throws the reason of `signal`, and what the store throws.
 */
export async function preparePicture(
  part: Part,
  account: SendingAccount,
  parts: LaneParts,
  signal: AbortSignal,
  uploads: UploadWait,
): Promise<PictureWait | null> {
  const picture = pictureOf(part)
  if (picture === null) return null
  const { store, clock, log } = parts
  const scope = uploadScope(account.id)
  const told = account.connection.prepare && (await pausesOn(store.read, [scope], clock.now()))[0]
  const made = told ? notNow(told) : await make(picture, account, parts, signal)
  if (made.is === 'without' && made.again !== undefined) {
    const { again } = made
    const at = clock.now()
    if (!told) {
      const wait = { until: again, why: made.kept.media.why }
      await store.write((writer) => pauseAsTold(writer, scope, wait, at))
    }
    const left = patienceLeft(uploads, clock.monotonic())
    if (part.rank > 0 && again - at <= left) {
      log.info({ ...aboutPart(part), until: new Date(again).toISOString() }, 'a post waits for its picture')
      const reason: Reason = `picture: ${made.kept.media.why}; it goes without if that lasts`
      return { ms: Math.max(again - at, 1), leave: { is: 'wait', at: Math.round(at + left), why: reason } }
    }
  } else if (made.is === 'ready') uploads.now = null
  const why: Reason = `picture: ${made.is === 'ready' ? made.what : `it goes without, ${made.kept.media.why}`}`
  const kept = await store.write((writer) => keepMedia(writer, part, made.kept, { why, at: clock.now() }))
  if (!kept) return null
  const about = { ...aboutPart(part), picture: picture.url }
  if (made.is === 'ready') log.info({ ...about, what: made.what }, 'a picture is ready')
  else log.warn({ ...about, why: made.kept.media.why }, 'a picture cannot go: the post goes without')
  return null
}

/** Notes that the uploads are told to wait. Answers for how long posts still wait for them. */
function patienceLeft(uploads: UploadWait, now: Millis): Millis {
  const before = uploads.now
  const since = before === null || now - before.last > FORGOTTEN ? now : before.since
  uploads.now = { since, last: now }
  return Math.max(since + PATIENCE - now, 0)
}

type Made = { readonly is: 'ready'; readonly what: string; readonly kept: KeptMedia } | Without

interface Without {
  readonly is: 'without'
  readonly kept: KeptMedia & { readonly media: { readonly why: string } }
  /** Nothing is to be uploaded before. */
  readonly again?: Millis
}

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
  { id: account, connection, refusesPicture }: SendingAccount,
  parts: LaneParts,
  signal: AbortSignal,
): Promise<Made> {
  const found = await parts.fetchPicture(url)
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
  const upload = await uploadPicture(account, connection.prepare, { file, alt }, parts, signal)
  // Another time the platform may take it: what keeps the post waiting keeps its picture waiting too.
  if (upload.is === 'failed') {
    const { why, again } = upload
    return { ...without(why, false), ...(again !== undefined && { again }) }
  }
  const { id, until, lacks } = upload
  return {
    is: 'ready',
    what: lacks === null ? what : `${what}; ${lacks}`,
    kept: { media: { is: 'uploaded', id }, until, file: null },
  }
}

/** What a wait for uploads makes of a picture; one that has no end ends when staff say so. */
function notNow({ why, until }: Pause): Without {
  return { ...without(why, false), ...(until !== null && { again: until }) }
}

function without(why: string, forGood: boolean): Without {
  return { is: 'without', kept: { media: { is: 'without', why, forGood }, until: null, file: null } }
}
