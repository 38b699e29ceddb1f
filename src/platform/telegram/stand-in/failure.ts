/** An answer that is not ok. Thrown by whatever finds the fault; the server turns it into the literal JSON. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly code: number
  /** Whole seconds, on 429 only. */
  readonly retryAfter: number | null
  constructor(code: number, description: string, retryAfter: number | null = null) {
    super(description)
    this.code = code
    this.retryAfter = retryAfter
  }
}

/**
 * 400 with Telegram's own words: the first letter becomes small unless the second is a capital or an underscore
 * (telegram-bot-api, `Client::fail_query_with_error`).
 */
export function badRequest(message: string): Failure {
  const kept = /^.[A-Z_]/.test(message)
  return new Failure(400, `Bad Request: ${kept ? message : message.charAt(0).toLowerCase() + message.slice(1)}`)
}

/** 403 with Telegram's own words. */
export function forbidden(message: string): Failure {
  return new Failure(403, `Forbidden: ${message}`)
}

/** 429; `seconds` is a whole number. */
export function tooManyRequests(seconds: number): Failure {
  return new Failure(429, `Too Many Requests: retry after ${seconds}`, seconds)
}

/** The JSON body of an answer that is not ok (Bot API, "Making requests"). */
export function failureBody(failure: Failure): string {
  return JSON.stringify({
    ok: false,
    error_code: failure.code,
    description: failure.message,
    ...(failure.retryAfter === null ? {} : { parameters: { retry_after: failure.retryAfter } }),
  })
}

/** 400 as the parser of markup words it. */
export function unparsable(message: string): Failure {
  return badRequest(`Can't parse entities: ${message}`)
}

/** Telegram tells places in the UTF-8 bytes of what it was sent. */
export function byteOffset(text: string, at: number): string {
  return `at byte offset ${Buffer.byteLength(text.slice(0, at))}`
}
