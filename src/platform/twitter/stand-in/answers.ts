/** An answer of X before it goes onto the wire. */
export interface Answer {
  readonly status: number
  readonly body: string
  readonly type: 'json' | 'html' | 'text'
  readonly headers?: Readonly<Record<string, string>>
}

const PROBLEMS = 'https://api.twitter.com/2/problems'

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, body: JSON.stringify(value), type: 'json', headers }
}

function blank(status: number, title: string, detail: string): Answer {
  return json(status, { title, detail, type: 'about:blank', status })
}

/** 403 with the sentence that X gives as its reason. */
export function forbidden(detail: string): Answer {
  return json(403, { detail, type: 'about:blank', title: 'Forbidden', status: 403 })
}

/** 400 for parameters and bodies that do not match X's OpenAPI document. */
export function invalidRequest(message: string, parameters: Readonly<Record<string, readonly string[]>> = {}): Answer {
  return json(400, {
    errors: [{ parameters, message }],
    title: 'Invalid Request',
    detail: 'One or more parameters to your request was invalid.',
    type: `${PROBLEMS}/invalid-request`,
  })
}

/** A resource that is not there, named as X names it. */
export function resourceNotFound(status: number, parameter: string, resource: string, id: string): Answer {
  return json(status, {
    errors: [
      {
        value: id,
        detail: `Could not find ${resource} with ${parameter}: [${id}].`,
        title: 'Not Found Error',
        resource_type: resource,
        parameter,
        resource_id: id,
        type: `${PROBLEMS}/resource-not-found`,
      },
    ],
  })
}

export const UNAUTHORIZED: Answer = blank(401, 'Unauthorized', 'Unauthorized')
export const NOT_FOUND: Answer = blank(404, 'Not Found', 'Not Found')
export const METHOD_NOT_ALLOWED: Answer = blank(405, 'Method Not Allowed', 'Method Not Allowed')
export const TOO_LARGE: Answer = blank(413, 'Payload Too Large', 'Payload Too Large')
export const TOO_MANY_REQUESTS: Answer = blank(429, 'Too Many Requests', 'Too Many Requests')
export const UNAVAILABLE: Answer = blank(503, 'Service Unavailable', 'Service Unavailable')

export const DUPLICATE: Answer = forbidden('You are not allowed to create a Tweet with duplicate content.')
/** A text that is too long among other things: X does not say which. */
export const NOT_PERMITTED: Answer = forbidden('You are not permitted to perform this action.')
export const NO_ACCESS: Answer = forbidden('Your account is not permitted to access this feature.')
export const TWO_CASHTAGS: Answer = forbidden('Posts are limited to a maximum of one cashtag')
export const REPLY_TO_NOTHING: Answer = forbidden(
  'You attempted to reply to a Tweet that is deleted or not visible to you.',
)
export const REPLY_TO_STRANGER: Answer = forbidden(
  'Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.',
)

export const CREDITS_DEPLETED: Answer = json(402, {
  title: 'CreditsDepleted',
  detail: 'Your enrolled account [1402] does not have any credits to fulfill this request.',
  type: `${PROBLEMS}/credits`,
})

export const OVER_LIMIT: Answer = json(403, {
  errors: [{ code: 185, message: 'User is over daily status update limit.' }],
})

export const SUSPENDED: Answer = json(403, {
  title: 'Forbidden',
  detail: 'The user used for authentication is suspended',
  type: `${PROBLEMS}/user-suspended`,
  status: 403,
})

export const USAGE_CAP: Answer = json(429, {
  title: 'UsageCapExceeded',
  period: 'Monthly',
  scope: 'Product',
  detail: 'Usage cap exceeded: Monthly product cap',
  type: `${PROBLEMS}/usage-capped`,
})

/** @param resetDate the first day of the next billing cycle, as YYYY-MM-DD */
export function spendCapReached(resetDate: string): Answer {
  return json(403, {
    title: 'SpendCapReached',
    detail: 'Your enrolled account has reached its billing cycle spend cap.',
    reset_date: resetDate,
    type: `${PROBLEMS}/credits`,
  })
}

/** A page of the proxy before X, as it answers for a server that does not. */
export function proxyPage(status: number, title: string): Answer {
  return {
    status,
    type: 'html',
    body: `<!DOCTYPE html>
<html lang="en-US">
<head><title>api.x.com | ${status}: ${title}</title></head>
<body><h1>Error ${status}</h1><p>${title}</p><p>Cloudflare Ray ID: 9a2b5c7d8e9f0a1b</p></body>
</html>
`,
  }
}
