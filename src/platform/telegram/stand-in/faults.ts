import { Failure, badRequest, failureBody, forbidden, tooManyRequests, unparsable } from './failure.ts'
import { jsonAnswer, type Answer } from './wire.ts'

/**
 * What a fault does. `instead` and `broken` come before anything is taken; `after` lets the call do its work first and
 * only spoils the answer.
 */
export type Fault =
  | { readonly is: 'instead'; readonly answer: (method: string) => Answer }
  | { readonly is: 'broken'; readonly how: 'reset' | 'drip' }
  | { readonly is: 'after'; readonly how: 'reset' | 'timeout' | 'cut' | 'deleted' | Answer }

/** Faults that wait to be played. */
export interface Faults {
  /** @throws Error where no fault has that name */
  play(name: string, times: number, on: 'post' | 'any'): void
  /** The fault whose turn it is at a request; it stays in line until `spend` is called. */
  next(isPost: boolean): { readonly name: string; readonly fault: Fault; spend(): void } | null
}

const HTML = { 'content-type': 'text/html' }

/** The pages that an nginx before the Bot API gives. */
function nginx(status: number, title: string): Answer {
  const heading = `${status} ${title}`
  const body = `<html>\r\n<head><title>${heading}</title></head>\r\n<body>\r\n<center><h1>${heading}</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n`
  return { status, headers: HTML, body }
}

const PORTAL =
  '<!DOCTYPE html><html><head><title>Welcome</title></head><body><form action="/login">Sign in to go online</form></body></html>'

function failing(failure: Failure): Fault {
  const answer = jsonAnswer(failure.code, failureBody(failure), failure.retryAfter)
  return { is: 'instead', answer: () => answer }
}

function answering(answer: Answer): Fault {
  return { is: 'instead', answer: () => answer }
}

const noRights: Fault = {
  is: 'instead',
  answer: (method) => {
    const what = method.toLowerCase() === 'sendphoto' ? 'photos' : 'text messages'
    return jsonAnswer(400, failureBody(badRequest(`Not enough rights to send ${what} to the chat`)))
  },
}

/** Every fault by name; bodies are the literal ones of the Bot API and of the proxies before it. */
export const FAULTS: ReadonlyMap<string, Fault> = new Map<string, Fault>([
  ['unauthorized', failing(new Failure(401, 'Unauthorized'))],
  ['kicked', failing(forbidden('bot was kicked from the channel chat'))],
  ['no-rights', noRights],
  ['chat-not-found', failing(badRequest('Chat not found'))],
  ['bad-entities', failing(unparsable('Unsupported start tag "p" at byte offset 0'))],
  ['too-long', failing(badRequest('Message is too long'))],
  ['rate-limit', failing(tooManyRequests(3))],
  ['long-rate-limit', failing(tooManyRequests(10_072))],
  ['restart', failing(new Failure(500, 'Internal Server Error: restart'))],
  ['bad-gateway-html', answering(nginx(502, 'Bad Gateway'))],
  ['gateway-timeout-html', answering(nginx(504, 'Gateway Time-out'))],
  ['not-json', answering({ status: 200, headers: HTML, body: PORTAL })],
  ['too-large-html', answering(nginx(413, 'Request Entity Too Large'))],
  [
    'bad-gzip',
    answering({
      status: 200,
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: Buffer.from('1f8b08000000000000ffdeadbeefdeadbeefdeadbeef', 'hex'),
    }),
  ],
  ['reset-before', { is: 'broken', how: 'reset' }],
  ['drip', { is: 'broken', how: 'drip' }],
  ['sent-and-deleted', { is: 'after', how: 'deleted' }],
  ['accept-then-reset', { is: 'after', how: 'reset' }],
  ['accept-then-timeout', { is: 'after', how: 'timeout' }],
  ['accept-then-504', { is: 'after', how: nginx(504, 'Gateway Time-out') }],
  ['accept-then-cut', { is: 'after', how: 'cut' }],
])

/** An empty line of faults. */
export function createFaults(): Faults {
  const line: { readonly name: string; readonly fault: Fault; readonly on: 'post' | 'any'; left: number }[] = []
  return {
    play(name, times, on) {
      const fault = FAULTS.get(name)
      if (fault === undefined) throw new Error(`this stand-in plays no fault ${JSON.stringify(name)}`)
      line.push({ name, fault, on, left: times })
    },
    next(isPost) {
      const turn = line.find(({ on, left }) => left > 0 && (isPost || on === 'any'))
      if (turn === undefined) return null
      return {
        name: turn.name,
        fault: turn.fault,
        spend() {
          turn.left -= 1
        },
      }
    },
  }
}
