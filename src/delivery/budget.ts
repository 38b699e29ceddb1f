import { DAY, type Millis } from '#src/base/clock.ts'
import type { Reader } from '#src/store/open.ts'
import type { Reason } from '#src/store/reasons.ts'
import { spentIn } from '#src/store/sends.ts'
import type { SendingAccount } from './account.ts'

/** What a message is to a budget. */
export interface Priced {
  readonly usd: number
  readonly link: string | null
  readonly ordinal: number
}

/** US dollars that an account has spent, in the UTC day and month of now. */
export interface Spent {
  readonly day: number
  readonly month: number
}

/** Whether a budget has room for a message. */
export type BudgetLeave =
  | { readonly is: 'go' }
  /** Not before `at`. */
  | { readonly is: 'wait'; readonly at: Millis; readonly why: Reason }
  | { readonly is: 'drop'; readonly why: Reason }
  | { readonly is: 'hold'; readonly why: Reason }
  /** It may go without its link, where that can be taken from it; else it waits, or is held where `at` is null. */
  | { readonly is: 'without-link'; readonly at: Millis | null; readonly why: Reason }

type Budgeted = Pick<SendingAccount, 'id' | 'budget'>

/** What an account has spent so far in the UTC day and month of `now`. */
export function spentBy(reader: Reader, account: string, now: Millis): Promise<Spent> {
  const { today, month } = startsOf(now)
  return spentIn(reader, account, { day: today, month })
}

/** Whether an account's budget has room for a message now, by what stands in the store. */
export async function withinBudget(
  reader: Reader,
  message: Priced,
  account: Budgeted,
  now: Millis,
): Promise<BudgetLeave> {
  if (account.budget === null || message.usd === 0) return { is: 'go' }
  return askBudget(message, account, await spentBy(reader, account.id, now), now)
}

/** Whether an account's budget has room for a message, after so much was spent. Pure. */
export function askBudget(message: Priced, { id, budget }: Budgeted, spent: Spent, now: Millis): BudgetLeave {
  if (budget === null || message.usd === 0) return { is: 'go' }
  const { today, nextMonth } = startsOf(now)
  const spans = [
    // UTC has no summer time: a day is always as long.
    { before: spent.day, to: today + DAY, usd: budget.usdPerDay, name: 'day' },
    { before: spent.month, to: nextMonth, usd: budget.usdPerMonth, name: 'month' },
  ]
  for (const { before, to, usd, name } of spans) {
    // A tenth of a cent of slack: sums of cents in binary are not exact.
    if (message.usd > usd + 0.001) {
      const key = `usdPer${name === 'day' ? 'Day' : 'Month'}`
      const why: Reason = `budget: this post costs $${message.usd}, more than all of budget.${key} ($${usd}) of ${id}`
      return overBudget(message, budget, null, why)
    }
    if (before + message.usd > usd + 0.001) {
      const why: Reason = `budget: $${before.toFixed(3)} of $${usd} per ${name} spent, and this post costs $${message.usd}`
      return overBudget(message, budget, to, why)
    }
  }
  return { is: 'go' }
}

function startsOf(now: Millis): { readonly today: Millis; readonly month: Millis; readonly nextMonth: Millis } {
  const date = new Date(now)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  return {
    today: Date.UTC(year, month, date.getUTCDate()),
    month: Date.UTC(year, month),
    nextMonth: Date.UTC(year, month + 1),
  }
}

function overBudget(
  { link, ordinal }: Priced,
  { overBudget }: NonNullable<SendingAccount['budget']>,
  at: Millis | null,
  why: Reason,
): BudgetLeave {
  const kept: BudgetLeave = at === null ? { is: 'hold', why } : { is: 'wait', at, why }
  switch (overBudget) {
    case 'drop':
      return { is: 'drop', why }
    case 'withoutLink':
      if (link === null) return kept
      // A reply that is there for the link: the post stands without.
      return ordinal > 0 ? { is: 'drop', why } : { is: 'without-link', at, why }
    default:
      return kept
  }
}
