import { Telegram, TelegramError } from 'telegraf'
import { z } from 'zod'
import { MINUTE, SECOND, withDeadline, type Clock } from '#src/base/clock.ts'
import { describeError } from '#src/base/errors.ts'
import { scrub } from '#src/base/secret.ts'
import { neverSent } from '#src/net/failure.ts'
import { openWire, type Wire } from '#src/net/wire.ts'
import type { KeptPicture, OpenAccount } from '../platform.ts'
import { upload, type UploadAnswer } from './upload.ts'

/** The real Bot API. */
export const TELEGRAM_API = 'https://api.telegram.org'

const DEADLINE = 30 * SECOND
// Ten megabytes take longer.
const UPLOAD_DEADLINE = MINUTE

/** A method of the Bot API. */
export type Method =
  | 'getMe'
  | 'getChat'
  | 'getChatMember'
  | 'sendMessage'
  | 'sendPhoto'
  | 'forwardMessage'
  | 'deleteMessage'

/** What came of a call. Nothing in it holds a secret. */
export type BotAnswer =
  /** `{ "ok": true }`; what the result says is for the caller to judge. */
  | { readonly is: 'answered'; readonly result: unknown }
  /** `{ "ok": false }` with everything that belongs to it, below 500. */
  | {
      readonly is: 'rejected'
      readonly code: number
      readonly description: string
      readonly retryAfter: number | null
      readonly movedTo: string | null
    }
  | { readonly is: 'never-sent'; readonly why: string }
  | { readonly is: 'lost'; readonly why: string }

/** Calls a method of the Bot API once, within 30 s, or a minute where a photo goes along. Never throws. */
export async function callBot(
  account: OpenAccount<unknown>,
  clock: Clock,
  method: Method,
  payload: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
  photo: KeptPicture | null = null,
): Promise<BotAnswer> {
  if (signal.aborted) return { is: 'never-sent', why: 'stopped before anything was sent' }
  const wire = openWire(account.apiRoot, clock)
  try {
    const token = account.secrets['BOT_TOKEN']?.reveal() ?? ''
    if (photo !== null) {
      const url = `${account.apiRoot}/bot${token}/${method}`
      const answer = await withDeadline(clock, 'the upload to Telegram', UPLOAD_DEADLINE, signal, (until) =>
        upload(url, payload, photo, wire, until),
      )
      return read(answer)
    }
    // Without the slash the library loses a path prefix.
    const telegram = new Telegram(token, { apiRoot: `${account.apiRoot}/` })
    // Set behind the library's back: over http it would take none.
    telegram.options.agent = onlyOnce(wire) as never
    const result = await withDeadline(clock, 'the call to Telegram', DEADLINE, signal, (until) =>
      // The library's types end at Bot API 7.1, and know a signal of before Node's own.
      telegram.callApi(method, payload as never, { signal: until } as never),
    )
    return { is: 'answered', result }
  } catch (error) {
    return answerOf(error, wire.cut())
  } finally {
    wire.cut()
  }
}

/**
 * What node-fetch asks for the agent of each address of a call. It gets none for where it is redirected: who redirects may
 * have passed the message on, and would post it a second time.
 */
function onlyOnce({ agent }: Wire): (to: URL) => Wire['agent'] {
  let isAsked = false
  return ({ host }) => {
    if (isAsked) throw new Error(`what answers in its place redirects the call to ${host}`)
    isAsked = true
    return agent
  }
}

const chatId = z.union([z.int(), z.string().regex(/^-?\d{1,20}$/)])

// The code and the words are the "no". What may come with it must not make it unclear, whatever form it has. A 408 is
// none: whoever stands before Telegram may have passed the request on before its patience ended.
const rejected = z.object({
  ok: z.literal(false),
  error_code: z
    .int()
    .min(400)
    .max(499)
    .refine((code) => code !== 408),
  description: z.string().min(1),
  parameters: z
    .object({ retry_after: z.unknown().optional(), migrate_to_chat_id: chatId.optional().catch(undefined) })
    .optional()
    .catch(undefined),
})

/** `neverStood`: no connection came about. */
function answerOf(error: unknown, neverStood: boolean): BotAnswer {
  if (error instanceof TelegramError) {
    return (
      rejectionIn(error.response) ?? {
        is: 'lost',
        why: `Telegram, or what stands before it, failed (${statusOf(error)})`,
      }
    )
  }
  if (neverStood || neverSent(error))
    return { is: 'never-sent', why: `no connection to Telegram: ${describeError(error)}` }
  // The message of the first holds the address, and with it the token; the second is telegraf's of JSON that is null.
  if (isKind(error, 'invalid-json') || error instanceof TypeError)
    return { is: 'lost', why: 'what answered in the place of Telegram is not the Bot API' }
  return { is: 'lost', why: `no answer from Telegram: ${describeError(error)}` }
}

/** The "no" in an answer; null where it holds none that is whole. */
function rejectionIn(response: unknown): BotAnswer | null {
  const { data } = rejected.safeParse(response)
  if (data === undefined) return null
  const { error_code: code, description, parameters } = data
  const moved = parameters?.migrate_to_chat_id
  return {
    is: 'rejected',
    code,
    description: scrub(description).replace(/\s+/g, ' ').slice(0, 300),
    retryAfter: secondsOf(parameters?.retry_after),
    movedTo: moved === undefined ? null : String(moved),
  }
}

const taken = z.object({ ok: z.literal(true), result: z.unknown() })

function read({ status, json }: UploadAnswer): BotAnswer {
  const answered = status === 200 ? taken.safeParse(json).data : undefined
  if (answered !== undefined) return { is: 'answered', result: answered.result }
  const no = status < 500 ? rejectionIn(json) : null
  return no ?? { is: 'lost', why: `Telegram, or what stands before it, failed (status ${status})` }
}

/** What is no number of seconds tells nothing. */
function secondsOf(told: unknown): number | null {
  const seconds = typeof told === 'string' && /^\d{1,9}$/.test(told) ? Number(told) : told
  return typeof seconds === 'number' && seconds >= 0 && Number.isFinite(seconds) ? seconds : null
}

function statusOf(error: TelegramError): string {
  return Number.isInteger(error.code) ? `status ${error.code}` : 'no error code'
}

/** Whether node-fetch calls the error by this type. */
function isKind(error: unknown, type: string): boolean {
  return error instanceof Error && 'type' in error && error.type === type
}
