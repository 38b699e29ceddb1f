import { z } from 'zod'
import type { Clock } from '#src/base/clock.ts'
import { unreachable } from '#src/base/errors.ts'
import type { Outcome } from '#src/records.ts'
import type { Connection, OpenAccount } from '../platform.ts'
import { callX, type XAnswer } from './call.ts'
import { readCheck } from './check.ts'
import { findPost } from './find.ts'
import { uploadPicture } from './media.ts'
import { rejection } from './outcome.ts'
import { usedUpUntil } from './wait.ts'

/** An X account in use. */
export function connectTwitter(
  account: OpenAccount<unknown>,
  { clock }: { readonly clock: Clock },
): Connection<unknown> {
  return {
    async check(channels, signal) {
      const answer = await callX(account, clock, { method: 'GET', path: 'users/me' }, signal)
      return readCheck(answer, channels, clock.now(), account.id)
    },
    prepare: (picture, alt, signal) =>
      uploadPicture((request) => callX(account, clock, request, signal), clock, picture, alt),
    async send(bytes, _key, signal) {
      const body = JSON.parse(bytes) as Record<string, unknown>
      const answer = await callX(account, clock, { method: 'POST', path: 'tweets', body }, signal)
      return outcomeOf(answer, clock, account.id)
    },
    find: (wanted, signal) => findPost((request) => callX(account, clock, request, signal), clock, wanted),
  }
}

const created = z.object({ data: z.object({ id: z.string().regex(/^\d+$/) }) })

function outcomeOf(answer: XAnswer, clock: Clock, account: string): Outcome {
  switch (answer.is) {
    case 'never-sent':
      return { is: 'not-sent', why: answer.why }
    case 'lost':
      return { is: 'unknown', why: answer.why }
    case 'rejected':
      return rejection(answer, clock.now(), account)
    case 'answered': {
      // The library takes redirects and empty bodies for success: only an id proves a post. It does so also where the
      // connection broke before the length that was promised: what is cut off is not whole JSON.
      const id = created.safeParse(answer.body).data?.data.id
      if (id === undefined) return { is: 'unknown', why: "X's answer does not say whether it took the post" }
      const again = usedUpUntil(answer.headers, clock.now())
      return { is: 'sent', ref: { id, url: `https://x.com/i/status/${id}` }, ...(again !== null && { again }) }
    }
    default:
      return unreachable(answer)
  }
}
