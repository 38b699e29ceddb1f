/** What an account's budget makes of a post before it goes, as far as that is known beforehand. */
import type { Millis } from '#src/base/clock.ts'
import type { SendingAccount } from '#src/delivery/account.ts'
import { askBudget, type BudgetLeave, type Spent } from '#src/delivery/budget.ts'
import { whyWithoutLink } from '#src/delivery/without-link.ts'
import type { Draft, DraftPart, Piece } from '#src/records.ts'
import type { Kept } from './standing.ts'

/** The messages of a post that are left to go. */
export interface Going {
  readonly draft: Draft
  /** What each message costs, in US dollars. */
  readonly usd: readonly number[]
  /** The place of the first of them in the post: 1 where only the reply is left. */
  readonly ordinal: number
}

/** What a post is without its link, and what it costs in US dollars. */
export interface WithoutLink {
  readonly draft: DraftPart
  readonly pieces: readonly Piece[]
  readonly usd: number
}

interface Purse {
  readonly account: Pick<SendingAccount, 'id' | 'budget'>
  readonly spent: Spent
  readonly now: Millis
  /** Null where a person has let it go or written it, and where none can stand. */
  readonly withoutLink: () => WithoutLink | null
}

/** What would go of a post by the budget of its account, and why it would wait or be given up; each as if it were next. */
export function atBudget(going: Going, purse: Purse): { readonly kept: Kept; readonly going: Going } {
  const { account, now, withoutLink } = purse
  const { draft, usd, ordinal } = going
  let spent = purse.spent
  for (const [at, part] of draft.parts.entries()) {
    const message = { usd: usd[at]!, link: part.link, ordinal: ordinal + at }
    const leave = askBudget(message, account, spent, now)
    if (leave.is === 'go') {
      spent = { day: spent.day + message.usd, month: spent.month + message.usd }
      continue
    }
    const made = leave.is === 'without-link' ? withoutLink() : null
    const why = leave.is === 'without-link' ? whyWithoutLink(message.usd, made, leave.why) : null
    if (made !== null && why !== null) {
      const link: Piece = { of: 'link', from: null, stands: null, why }
      const pieces = [...made.pieces.filter(({ of }) => of !== 'link'), link]
      return atBudget({ draft: { parts: [made.draft], pieces }, usd: [made.usd], ordinal: 0 }, purse)
    }
    if (at === 0) return { kept: keptBy(leave), going }
    const reply: Piece = { of: 'reply', from: null, stands: leave.is === 'drop' ? null : 'waits', why: wordsOf(leave) }
    const [first, ...behind] = draft.parts
    const parts: Draft['parts'] = leave.is === 'drop' ? [first, ...behind.slice(0, at - 1)] : draft.parts
    const left = leave.is === 'drop' ? usd.slice(0, at) : usd
    return { kept: null, going: { draft: { parts, pieces: [...draft.pieces, reply] }, usd: left, ordinal } }
  }
  return { kept: null, going }
}

type Denied = Exclude<BudgetLeave, { readonly is: 'go' }>

function keptBy(leave: Denied): Kept {
  return { is: leave.is === 'drop' ? 'not sent' : 'waits', why: wordsOf(leave) }
}

/** What costs more than the whole budget is held: no day would come on which it goes. */
function wordsOf(leave: Denied): string {
  const isHeld = leave.is === 'hold' || (leave.is === 'without-link' && leave.at === null)
  return isHeld ? `held: ${leave.why}` : leave.why
}
