/** X in the place of the function that calls its library. */
import type { Clock } from '#src/base/clock.ts'
import type { OpenAccount } from '#src/platform/platform.ts'
import type { XAnswer, XRequest } from '#src/platform/twitter/call.ts'
import { describeScope, uploadScope } from '#src/store/pauses.ts'
import { judgeBesides, toldBesides } from '../besides.ts'
import { refuseUpload, takeUpload } from '../pictures.ts'
import { row } from '../platforms.ts'
import { trueTime } from '../time.ts'
import { whoRuns, world } from '../world.ts'
import { createPost, gatewayX, readX, refuseTime, refuseX } from '../x.ts'
import { fly, partBeingSent } from './flight.ts'

export type { XAnswer, XRequest } from '#src/platform/twitter/call.ts'

export const TWITTER_API = 'https://api.x.com'

const whole = {
  never(why: string): XAnswer {
    row('X never sent')
    return { is: 'never-sent', why }
  },
  lost(why: string): XAnswer {
    row('X no answer')
    return { is: 'lost', why }
  },
  gateway: gatewayX,
  /** Half of it, or none: the library takes an empty 201 for success. */
  broken(answer: XAnswer): XAnswer {
    row('X broken answer')
    return answer.is === 'answered' && world.chance.odds(0.5)
      ? { ...answer, body: '' }
      : { is: 'lost', why: "X's answer broke off or made no sense (status 201)" }
  },
  isClear: (answer: XAnswer): boolean =>
    answer.is === 'never-sent' ||
    (answer.is === 'answered' && typeof answer.body === 'object') ||
    (answer.is === 'rejected' && answer.status < 500 && !JSON.stringify(answer.body).includes('duplicate')),
}

export async function callX(
  account: OpenAccount<unknown>,
  _clock: Clock,
  request: XRequest,
  signal: AbortSignal,
): Promise<XAnswer> {
  if (signal.aborted) return { is: 'never-sent', why: 'stopped before anything was sent' }
  const name = `${account.id} ${request.method} ${request.path}`
  if (request.method === 'GET') {
    return fly({ ...whole, name, arrive: () => refuseTime() ?? readX(account.id, request), refuse: null }, signal, null)
  }
  const { body, path } = request
  if (path.startsWith('media/')) {
    return askForMedia(account.id, name, path, body, signal)
  }
  const part = partBeingSent(account.id, body)
  return fly(
    {
      ...whole,
      name: `${name} ${JSON.stringify(body)}`,
      arrive: (flight, late) => refuseTime() ?? createPost(account.id, body, part, flight, late),
      refuse: refuseX,
    },
    signal,
    part,
  )
}

/** An upload, or what it shows: neither is asked for while X takes none. */
async function askForMedia(
  account: string,
  name: string,
  path: string,
  body: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<XAnswer> {
  const [life, started] = [whoRuns(), trueTime()]
  const scope = path === 'media/metadata' ? describeScope(account) : uploadScope(account)
  const arrive = (_: unknown, late: boolean): XAnswer => {
    if (!late) judgeBesides(scope, life, started)
    return refuseTime() ?? takeUpload(account, path, body)
  }
  const answer = await fly({ ...whole, name, arrive, refuse: refuseUpload }, signal, null)
  const reset = answer.is === 'rejected' ? Number(answer.headers['x-rate-limit-reset']) : Number.NaN
  if (reset > 0) toldBesides(scope, life, reset * 1_000)
  return answer
}
