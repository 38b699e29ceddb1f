import { MINUTE, SECOND, type Millis } from '#src/base/clock.ts'
import type { Outcome } from '#src/records.ts'
import { LONGEST_WAIT } from '../longest-wait.ts'
import type { BotAnswer } from './call.ts'

type Rejected = Extract<BotAnswer, { readonly is: 'rejected' }>

/** Every outcome but the good one. */
export type No = Exclude<Outcome, { readonly is: 'sent' }>

interface Case {
  readonly answer: Rejected
  readonly now: Millis
  readonly account: string
}

interface Rule {
  readonly when: (answer: Rejected) => boolean
  readonly means: (found: Case) => No
}

/**
 * What Telegram's "no" means for the message that was to be posted: a complete answer below 500 comes before anything
 * is posted (tdlib/telegram-bot-api), so what nobody promised is a refusal too. `now` is the time of the answer.
 */
export function rejection(answer: Rejected, now: Millis, account: string): No {
  const found = { answer, now, account }
  return (RULES.find((rule) => rule.when(answer))?.means ?? refused)(found)
}

// Where Telegram does not say how long: going on too soon makes a ban longer.
const UNTOLD: Millis = 5 * MINUTE

// Nothing at all would be asked again at once, and again.
const SHORTEST_WAIT: Millis = SECOND

/**
 * Whether Telegram asks to wait: with a 429, or as the platform behind the Bot API puts it
 * (core.telegram.org/api/errors).
 */
export function asksToWait({ code }: Rejected): boolean {
  return code === 429 || code === 420
}

/** How long Telegram asks to wait: in its field for that, or in its words. */
export function waitOf({ retryAfter, description }: Rejected): Millis {
  const told = [retryAfter, /(?:retry after |FLOOD_(?:PREMIUM_)?WAIT_)(\d+)/i.exec(description)?.[1]]
  for (const seconds of told) {
    const wait = Math.ceil(Number(seconds ?? Number.NaN) * SECOND)
    if (wait >= 0 && wait <= LONGEST_WAIT) return Math.max(wait, SHORTEST_WAIT)
  }
  return UNTOLD
}

const RIGHTS = 'make the bot an administrator of the chat who may post messages'

/** The first that applies decides. Descriptions as the Bot API server spells them. */
const RULES: readonly Rule[] = [
  {
    when: asksToWait,
    means: ({ answer, now }) => ({
      is: 'later',
      at: now + waitOf(answer),
      holds: 'place',
      why: `Telegram takes no more posts for this chat for now (${answer.description})`,
      firm: true,
    }),
  },
  {
    when: ({ code }) => code === 401,
    means: heldAccount('Telegram refused the bot token: get it anew from @BotFather (/token) and put it in'),
  },
  {
    when: ({ code }) => code === 404,
    means: heldAccount('there is no such bot at this address: check the bot token and apiRoot'),
  },
  {
    when: ({ movedTo }) => movedTo !== null,
    means: heldPlace(({ answer }) => `the group has become a supergroup: write ${answer.movedTo} as its chat`),
  },
  { when: ({ code }) => code === 403, means: heldPlace(() => `the bot was put out of the chat: ${RIGHTS}`) },
  {
    when: said(/chat not found|PEER_ID_INVALID|CHANNEL_PRIVATE|CHANNEL_INVALID|chat_id is empty/i),
    means: heldPlace(() => `the bot does not know this chat: check the name or id, and ${RIGHTS}`),
  },
  // The chat may still take text.
  { when: said(/not enough rights to send photos/i), means: refused },
  {
    when: said(/not enough rights|have no rights|need administrator rights|CHAT_WRITE_FORBIDDEN|CHAT_ADMIN_REQUIRED/i),
    means: heldPlace(() => `the bot may not post in this chat: ${RIGHTS}`),
  },
  {
    when: said(/CHAT_RESTRICTED|TOPIC_CLOSED|message thread not found/i),
    means: heldPlace(() => 'the chat takes no messages: open it again'),
  },
]

function said(words: RegExp): Rule['when'] {
  return ({ code, description }) => code === 400 && words.test(description)
}

function refused({ answer }: Case): No {
  return { is: 'refused', why: `Telegram refused the message: ${answer.description}` }
}

function heldAccount(what: string): Rule['means'] {
  return ({ answer, account }) => ({
    is: 'later',
    at: null,
    holds: 'account',
    why: `${what}, then: crier resume ${account} (Telegram: ${answer.description})`,
  })
}

function heldPlace(what: (found: Case) => string): Rule['means'] {
  return (found) => ({
    is: 'later',
    at: null,
    holds: 'place',
    why: `${what(found)}, then resume the channel (Telegram: ${found.answer.description})`,
  })
}
