/** Pictures of the simulated newsroom, and X's shelf of uploads. */
import type { Fetched } from '#src/net/fetch.ts'
import type { XAnswer } from '#src/platform/twitter/call.ts'
import { pictureFile } from '#test/fixtures/pictures.ts'
import { row } from './platforms.ts'
import { trueTime, wallTime } from './time.ts'
import { blame, count, isQuiet, world } from './world.ts'

const FOLDER = 'https://news.example.com/pictures/'
/** What becomes of a picture is in its name. */
const KINDS = { good: 8, gone: 1, page: 1, thumbnail: 1, tall: 1, slow: 1 } as const
type Kind = keyof typeof KINDS

/** Shorter than on the real X, so that a post can wait for longer than its picture lives. */
const UPLOAD_LIVES = 420

interface Uploaded {
  readonly account: string
  readonly until: number
}

let uploads: Map<string, Uploaded> = new Map()

export function openPictures(): void {
  uploads = new Map()
}

/** The address of an article's picture; null where it has none. */
export function drawPicture(name: string): string | null {
  const { chance } = world
  return chance.odds(0.5) ? `${FOLDER}${chance.weighted<Kind>(KINDS)}/${name}.jpg` : null
}

export const isPictureUrl = (url: string): boolean => url.startsWith(FOLDER)

/** What the newsroom's server answers. */
export function readPictureOf(url: string): Fetched {
  const kind = url.slice(FOLDER.length).split('/')[0] as Kind
  const answer = (status: number, body: Uint8Array): Fetched => ({
    is: 'answer',
    status,
    headers: {},
    body,
    url,
    movedTo: null,
  })
  if (!isQuiet() && world.chance.odds(0.05)) {
    return { is: 'failed', failure: 'unreachable', why: 'the connection was refused' }
  }
  switch (kind) {
    case 'gone':
      return answer(404, new Uint8Array())
    case 'page':
      return answer(200, Buffer.from('<!doctype html><title>Not found</title>'))
    case 'thumbnail':
      return answer(200, pictureFile('image/png', 120, 80).bytes)
    case 'tall':
      return answer(200, pictureFile('image/png', 300, 9_000).bytes)
    case 'slow':
      return { is: 'failed', failure: 'timeout', why: 'it did not answer in full within 15 s' }
    case 'good':
      return answer(200, pictureFile('image/jpeg', 1_200, 675, url.length).bytes)
  }
}

const invalid = (message: string): XAnswer => ({
  is: 'rejected',
  signed: wallTime(),
  status: 400,
  headers: {},
  body: {
    errors: [{ parameters: {}, message }],
    title: 'Invalid Request',
    detail: 'One or more parameters to your request was invalid.',
    type: 'https://api.twitter.com/2/problems/invalid-request',
  },
})

/** POST /2/media/upload and /2/media/metadata. */
export function takeUpload(account: string, path: string, body: Readonly<Record<string, unknown>>): XAnswer {
  const answered = (data: unknown): XAnswer => ({ is: 'answered', headers: {}, body: { data } })
  if (path === 'media/metadata') {
    const { id } = body as { id?: string }
    if (uploads.get(id ?? '')?.account !== account) blame(`${account} describes ${String(id)}, which it never uploaded`)
    row('X media described')
    return answered({ id, associated_metadata: {} })
  }
  const id = String(880_000 + uploads.size)
  uploads.set(id, { account, until: trueTime() + UPLOAD_LIVES * 1_000 })
  row('X media uploaded')
  return answered({ id, media_key: `3_${id}`, expires_after_secs: UPLOAD_LIVES })
}

/** What X says to an upload when it takes none; half the time for minutes, to the second. */
export function refuseUpload(): XAnswer {
  row('X media refused')
  const { chance } = world
  if (chance.odds(0.3)) return invalid('media type unrecognized.')
  const reset = Math.ceil(trueTime() / 1_000 + chance.between(5, 600))
  return {
    is: 'rejected',
    signed: wallTime(),
    status: 429,
    headers: {
      date: new Date(trueTime()).toUTCString(),
      ...(chance.odds(0.7) && { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(reset) }),
    },
    body: { title: 'Too Many Requests', detail: 'Too Many Requests', type: 'about:blank', status: 429 },
  }
}

/** X's "no" to a post because of its media; null where it takes them. */
export function refuseMedia(account: string, body: Readonly<Record<string, unknown>>): XAnswer | null {
  const ids = (body['media'] as { media_ids?: readonly string[] } | undefined)?.media_ids
  if (ids === undefined) return null
  const found = ids.map((id) => uploads.get(id))
  if (found.length === 0 || found.some((one) => one?.account !== account)) {
    blame(`${account} posts media ${ids.join()}, which it never uploaded`)
    return invalid('Your media IDs are invalid.')
  }
  // It also happens to uploads that were taken, for no reason that X gives.
  if (found.some((one) => one!.until <= trueTime()) || (!isQuiet() && world.chance.odds(0.05))) {
    row('X 400 media')
    return invalid('Your media IDs are invalid.')
  }
  count('picture: shown on X')
  return null
}
