import { MINUTE, SECOND } from '#src/base/clock.ts'
import { startLoop, type Loop } from '#src/base/loop.ts'
import { markTold, untold, type Notice } from '#src/store/notices.ts'
import type { DeliveryParts, SendingAccount } from './account.ts'

const AT_ONCE = 5
// One chat takes one message a second, and 20 a minute.
const BETWEEN = 3 * SECOND
const BREAK = '\n\n———\n\n'
// Below what any chat takes in one message.
const LONGEST = 4_000

/** Tells staff what waits for them, in the first chat of theirs that an account has; what cannot be told is told later. */
export function startTelling(accounts: readonly SendingAccount[], parts: DeliveryParts): Loop {
  const { store, clock, log } = parts
  const teller = accounts.find((account) => account.connection.tell !== undefined)
  return startLoop({
    name: 'staff chat',
    clock,
    log,
    async turn(signal) {
      const notices = whole(await untold(store.read, AT_ONCE))
      if (notices.length === 0) return MINUTE
      const text = notices.map((notice) => notice.text).join(BREAK)
      const told = teller === undefined || (await teller.connection.tell?.(text.slice(0, LONGEST), signal))
      if (told) await store.write((writer) => markTold(writer, notices, clock.now()))
      else log.warn({ account: teller?.id ?? '', notices: notices.length }, 'the staff chat could not be written to')
      return told ? BETWEEN : 10 * BETWEEN
    },
  })
}

/** As many of `notices` as one message holds whole: what is cut off would count as told. One alone may be cut. */
function whole(notices: readonly Notice[]): readonly Notice[] {
  let length = 0
  return notices.filter(({ text }, index) => (length += text.length + BREAK.length) <= LONGEST || index === 0)
}
