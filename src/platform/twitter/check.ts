import { z } from 'zod'
import type { Millis } from '#src/base/clock.ts'
import { unreachable } from '#src/base/errors.ts'
import type { Check, NamedChannel } from '../platform.ts'
import type { XAnswer } from './call.ts'
import { rejection } from './outcome.ts'

const me = z.object({ data: z.object({ id: z.string().regex(/^\d+$/), username: z.string().min(1) }) })

/** What the answer to `GET /2/users/me` proves about an account. */
export function readCheck(
  answer: XAnswer,
  channels: readonly NamedChannel<unknown>[],
  now: Millis,
  account: string,
): Check {
  switch (answer.is) {
    case 'never-sent':
    case 'lost':
      return { is: 'unreachable', why: answer.why }
    case 'rejected': {
      const outcome = rejection(answer, now, account)
      if (outcome.is === 'later' && outcome.clockOff) return { is: 'unreachable', why: outcome.why, clockOff: true }
      if (outcome.is === 'refused' || (outcome.is === 'later' && outcome.at === null)) {
        return { is: 'refused', why: outcome.why }
      }
      const again =
        outcome.is === 'unknown' ? outcome.again : outcome.is === 'later' && outcome.firm ? outcome.at : null
      return {
        is: 'unreachable',
        ...(again != null && { again }),
        why: `X answered ${answer.status} when it was asked who this is${DOUBTS[answer.status] ?? ';'} try again in some minutes`,
      }
    }
    case 'answered':
      return proven(answer, channels)
    default:
      return unreachable(answer)
  }
}

/** What may be wrong where something answers so that is not X, or does not speak as X does. */
const DOUBTS: Readonly<Record<number, string>> = {
  401: ': are the keys and tokens right? If they are,',
  403: ': is apiRoot right, and is nothing in front of X that refuses? If so,',
  404: ': is apiRoot right? If it is,',
}

function proven(
  answer: Extract<XAnswer, { readonly is: 'answered' }>,
  channels: readonly NamedChannel<unknown>[],
): Check {
  const user = me.safeParse(answer.body).data?.data
  if (user === undefined) return { is: 'unreachable', why: 'X gave no user for these tokens: is apiRoot right?' }
  const access = answer.headers['x-access-level']
  const missing =
    access === 'read'
      ? `@${user.username}: the tokens may only read. At console.x.com set the app to Read and write, then make new access tokens.`
      : null
  const unproven =
    access === undefined
      ? { unproven: 'X does not say whether these tokens may post, only the first post proves it' }
      : {}
  return {
    is: 'proven',
    id: user.id,
    name: `@${user.username}`,
    notes: [LABEL],
    channels: channels.map(({ id }) => ({
      channel: id,
      place: missing === null ? user.id : null,
      missing,
      ...unproven,
    })),
  }
}

/** X's developer guidelines ask every automated account for these. */
const LABEL =
  'X wants the automated label on this account (Settings → Your account → Automation) and a bio that says who runs it.'
