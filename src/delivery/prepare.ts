import { createHash } from 'node:crypto'
import { MINUTE, SECOND, withDeadline, type Millis } from '#src/base/clock.ts'
import { describeError } from '#src/base/errors.ts'
import type { Picture } from '#src/records.ts'
import type { Part } from '#src/store/deliveries.ts'
import { keepMedia, pictureOf, type KeptMedia } from '#src/store/media.ts'
import { pause, pausesOn, uploadScope, type Pause } from '#src/store/pauses.ts'
import { isThumbnail, type Reason } from '#src/store/reasons.ts'
import { aboutPart } from './about.ts'
import type { LaneParts, SendingAccount } from './account.ts'
import { uploadPicture } from './describe.ts'

// For everything: fetching takes 15 s at most, and each of two calls of a platform 30 s.
const DEADLINE: Millis = 75 * SECOND
// A picture is worth a short wait: it is most of what a post shows. News is not worth less without it.
const PATIENCE: Millis = 2 * MINUTE
// An upload that expires sooner is made anew: between the look at it and the post stand waits and a call.
const MARGIN: Millis = 2 * MINUTE

/** Whether the picture of a part must be prepared before the part may go. */
export function lacksPicture(part: Part, now: Millis): boolean {
  if (part.picture === null) return false
  return part.media === null || (part.media_until !== null && part.media_until - MARGIN <= now)
}

/** The part of a lane that waits for its picture, and until when it does at the latest. */
export interface Patience {
  part: string
  until: Millis
}

/**
 * Prepares the picture of a ready part: fetches it, uploads it where its platform wants that, and keeps in the store
 * what came of it. Nobody sees anything yet, so it may be done again. A part whose picture fails goes without. Where the
 * platform takes no uploads for now, a part that is not urgent waits two minutes at most. Answers how long from now it
 * waits; 0 where it may go.
 * @throws the reason of `signal`, and what the store throws.
 */
export async function preparePicture(
  part: Part,
  account: SendingAccount,
  parts: LaneParts,
  signal: AbortSignal,
  patience: Patience,
): Promise<Millis> {
  const picture = pictureOf(part)
  if (picture === null) return 0
  const { store, clock, log } = parts
  const scope = uploadScope(account.id)
  const told = account.connection.prepare && (await pausesOn(store.read, [scope], clock.now()))[0]
  const made = told ? notNow(told) : await make(picture, account, parts, signal)
  if (made.is === 'without' && made.again !== undefined) {
    const { again } = made
    const at = clock.now()
    if (!told) {
      const wait = { scope, askedBy: 'platform', until: again, why: made.kept.media.why, at, firm: true } as const
      await store.write((writer) => pause(writer, wait))
    }
    if (patience.part !== part.id) Object.assign(patience, { part: part.id, until: at + PATIENCE })
    if (part.rank > 0 && again <= patience.until) {
      log.info({ ...aboutPart(part), until: new Date(again).toISOString() }, 'a post waits for its picture')
      return Math.max(again - at, 1)
    }
  }
  const why: Reason = `picture: ${made.is === 'ready' ? made.what : `it goes without, ${made.kept.media.why}`}`
  const kept = await store.write((writer) => keepMedia(writer, part, made.kept, { why, at: clock.now() }))
  if (!kept) return 0
  const about = { ...aboutPart(part), picture: picture.url }
  if (made.is === 'ready') log.info({ ...about, what: made.what }, 'a picture is ready')
  else log.warn({ ...about, why: made.kept.media.why }, 'a picture cannot go: the post goes without')
  return 0
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
