import { MINUTE, SECOND } from '#src/base/clock.ts'
import { startLoop, type Loop } from '#src/base/loop.ts'
import { markTold, untold, type Notice } from '#src/store/notices.ts'
import type { DeliveryParts, SendingAccount } from './account.ts'
import { tellersOf } from './teller.ts'

const AT_ONCE = 5
// One chat takes one message a second, and 20 a minute.
const BETWEEN = 3 * SECOND
const BREAK = '\n\n———\n\n'
// Below what any chat takes in one message.
const LONGEST = 4_000

/**
 * Tells staff what waits for them: in the staff chat of the account that it concerns, or else in the first of another
 * account that takes it. What cannot be told is told later.
 */
export function startTelling(accounts: readonly SendingAccount[], parts: DeliveryParts): Loop {
  const { store, clock, log } = parts
  return startLoop({
    name: 'staff chat',
    clock,
    log,
    async turn(signal) {
      const [first, ...more] = await untold(store.read, AT_ONCE)
      if (first === undefined) return MINUTE
      const notices = whole([first, ...more.filter(({ account }) => account === first.account)])
      const tellers = tellersOf(accounts, first.account)
      const text = notices.map((notice) => notice.text).join(BREAK)
      const told = tellers.length === 0 || (await tell(tellers, text.slice(0, LONGEST), log, signal))
      if (told) await store.write((writer) => markTold(writer, notices, clock.now()))
      return told ? BETWEEN : 10 * BETWEEN
    },
  })
}

/** Answers whether one of `tellers` has told staff; those after it are not asked. */
async function tell(
  tellers: readonly SendingAccount[],
  text: string,
  log: DeliveryParts['log'],
  signal: AbortSignal,
): Promise<boolean> {
  for (const { id, connection } of tellers) {
    if (await connection.tell?.(text, signal)) return true
    signal.throwIfAborted()
    log.warn({ account: id }, 'the staff chat could not be written to')
  }
  return false
}

/** As many of `notices` as one message holds whole: what is cut off would count as told. One alone may be cut. */
function whole(notices: readonly Notice[]): readonly Notice[] {
  let length = 0
  return notices.filter(({ text }, index) => (length += text.length + BREAK.length) <= LONGEST || index === 0)
}
