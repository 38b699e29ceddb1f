import { MINUTE, showSpan, type Millis } from '#src/base/clock.ts'
import type { Outcome } from '#src/records.ts'
import { LONGEST_WAIT } from '../longest-wait.ts'
import type { XAnswer } from './call.ts'
import { readProblem, type Problem } from './problem.ts'
import { onOurClock, platformNow, retryAfter, waitEnd } from './wait.ts'

type Rejected = Extract<XAnswer, { readonly is: 'rejected' }>

/** Every outcome but the good one. */
export type No = Exclude<Outcome, { readonly is: 'sent' }>

/** What is known when a rule looks at a rejection. */
interface Case {
  readonly problem: Problem
  readonly status: number
  readonly headers: Rejected['headers']
  readonly now: Millis
  /** How far the machine's clock was ahead of X's; null where X does not tell its own. */
  readonly ahead: Millis | null
  readonly account: string
}

interface Rule {
  readonly when: (found: Case) => boolean
  readonly means: (found: Case) => No
}

/**
 * What X's answer to a request means for the post that it carried. Only a complete answer in X's own form decides;
 * everything of 500 and above may have been taken, and a 429 in another form may come from a proxy that has passed the
 * post on before. What such an answer asks to wait is handed on. `now` is the time of the answer.
 */
export function rejection(answer: Rejected, now: Millis, account: string): No {
  const problem = readProblem(answer.body)
  const { status, headers } = answer
  const again = status === 429 ? waitEnd(headers, now) : retryAfter(headers, now)
  if (problem === null || status >= 500) {
    return { is: 'unknown', why: `X answered ${status} and not in a form that says what became of the post`, again }
  }
  const theirs = platformNow(headers)
  const found = { problem, status, headers, now, ahead: theirs === null ? null : answer.signed - theirs, account }
  return (
    RULES.find((rule) => rule.when(found))?.means(found) ?? {
      is: 'unknown',
      why: `X answered ${status}: ${problem.words}`,
      again,
    }
  )
}

// "User is over daily status update limit", and as X's own pages are answered: "You have reached your daily limit for
// sending Tweets and messages". Both come also where the account's day has room, and only its half-hour has none.
const OVER_LIMIT: ReadonlySet<number> = new Set([185, 344])

/**
 * The first that applies decides; the body goes before the status, as X uses 403 for ten different things. Bodies as
 * recorded from the live API in 2026; codes of v1.1 from X's "Response codes and errors" page.
 */
const RULES: readonly Rule[] = [
  {
    when: ({ problem }) => problem.title === 'SpendCapReached' || (problem.kind === 'credits' && hasReset(problem)),
    means: ({ problem, headers, now, account }) => ({
      is: 'later',
      at: resetOf(problem, headers, now),
      holds: 'account',
      why: `the spending cap of the X account is reached: raise it at console.x.com → Billing, then: crier resume ${account}`,
    }),
  },
  {
    when: ({ problem, status }) => problem.kind === 'credits' || problem.title === 'CreditsDepleted' || status === 402,
    means: held('X has no credits left for this account: buy some at console.x.com → Billing'),
  },
  {
    when: ({ problem }) => problem.kind === 'usage-capped',
    means: held("the X account's usage cap is reached: raise it at console.x.com → Billing"),
  },
  {
    when: ({ status }) => status === 429,
    means: ({ headers, now }) => ({
      is: 'later',
      at: waitEnd(headers, now),
      holds: 'account',
      why: 'X takes no more posts from this account for now (429)',
      firm: true,
    }),
  },
  {
    when: ({ problem }) => /^(user|app)-suspended$/.test(problem.kind) || problem.codes.includes(64),
    means: held('X has suspended this account or its app: log in at x.com and see what X asks for'),
  },
  {
    when: ({ problem }) => problem.codes.includes(326),
    means: held('X has locked this account: log in at x.com and unlock it'),
  },
  {
    when: ({ problem }) => problem.codes.some((code) => OVER_LIMIT.has(code)),
    means: ({ now }) => ({
      is: 'later',
      at: now + 30 * MINUTE,
      holds: 'account',
      why: "the X account's own limit of posts is reached, which X lifts by the half-hour",
      reached: 'perHalfHour',
    }),
  },
  {
    when: ({ problem }) => problem.kind === 'oauth1-permissions' || problem.codes.includes(261),
    means: held(
      'the tokens may only read: set the app to Read and write at console.x.com, make new access tokens and put them in',
    ),
  },
  {
    when: ({ problem }) => problem.kind === 'client-forbidden',
    means: held('X does not let this app post: at console.x.com, put the app into a project with credits'),
  },
  {
    when: ({ status, problem, ahead }) => status === 401 && (problem.codes.includes(135) || isOff(ahead)),
    means: ({ now, ahead, account }) => ({
      is: 'later',
      at: now + MINUTE,
      holds: 'account',
      why: `this machine's clock is wrong: X refuses what it signs (401)${howFar(ahead)}. Set it right, and ${account} goes on by itself`,
      clockOff: true,
    }),
  },
  {
    when: ({ status }) => status === 401,
    means: held('the tokens were refused: make new ones at console.x.com → your app → Keys and tokens'),
  },
  {
    when: ({ problem }) => problem.codes.includes(187) || /duplicate content/i.test(problem.words),
    // A hint that an earlier attempt went through, never a proof: X names no twin.
    means: () => ({ is: 'unknown', why: 'X says that this account has posted the same text already' }),
  },
  {
    when: ({ status }) => status === 404,
    means: held('there is no X API at this address: check apiRoot'),
  },
  {
    when: ({ status }) => status === 400 || status === 403 || status === 413 || status === 422,
    means: ({ problem }) => ({ is: 'refused', why: `X refused the post: ${problem.words}` }),
  },
]

// X refuses a timestamp that is "out of bounds" (code 135 of v1.1) as it refuses wrong tokens, and tells nobody where the
// bounds are. Its Date is some seconds old; a clock that is kept right is not a minute off.
const IN_BOUNDS: Millis = MINUTE

function isOff(ahead: Millis | null): boolean {
  return ahead !== null && Math.abs(ahead) > IN_BOUNDS
}

function howFar(ahead: Millis | null): string {
  if (ahead === null || !isOff(ahead)) return ''
  const span = showSpan(Math.round(Math.abs(ahead) / MINUTE) * MINUTE)
  return `, as it is ${span} ${ahead > 0 ? 'ahead of' : 'behind'} X's`
}

function held(what: string): Rule['means'] {
  return ({ problem, account }) => ({
    is: 'later',
    at: null,
    holds: 'account',
    why: `${what}, then: crier resume ${account} (X: ${problem.words})`,
  })
}

function hasReset(problem: Problem): boolean {
  return problem.resetDate !== null
}

function resetOf(problem: Problem, headers: Rejected['headers'], now: Millis): Millis | null {
  const at = onOurClock(Date.parse(problem.resetDate ?? ''), headers, now)
  return at > now && at - now <= LONGEST_WAIT ? at : null
}
