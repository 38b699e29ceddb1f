import { MINUTE, SECOND, type Millis } from '#src/base/clock.ts'
import { startLoop, type Loop } from '#src/base/loop.ts'
import type { Told } from '#src/platform/platform.ts'
import { markTold, untold, type Notice } from '#src/store/notices.ts'
import type { DeliveryParts, SendingAccount } from './account.ts'
import { noteWaitBesides, waitBesides } from './besides.ts'
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
      const [first, ...more] = await untold(store.read, AT_ONCE, clock.now())
      if (first === undefined) return MINUTE
      const notices = whole([first, ...more.filter(({ account }) => account === first.account)])
      const tellers = tellersOf(accounts, first.account)
      const text = notices
        .map((notice) => notice.text)
        .join(BREAK)
        .slice(0, LONGEST)
      const wait = await tell(tellers, text, parts, signal)
      if (wait !== null) return wait
      await store.write((writer) => markTold(writer, notices, clock.now()))
      return BETWEEN
    },
  })
}

/**
 * Tells staff through the first of `tellers` that can; those after it are not asked. Answers null where they were told,
 * or nobody can ever tell them, else how long to wait before it is tried again.
 */
async function tell(
  tellers: readonly SendingAccount[],
  text: string,
  parts: DeliveryParts,
  signal: AbortSignal,
): Promise<Millis | null> {
  let wait: Millis | null = null
  for (const teller of tellers) {
    const left = await tellThrough(teller, text, parts, signal)
    if (left === null) return null
    signal.throwIfAborted()
    wait = Math.min(wait ?? MINUTE, left)
  }
  return wait
}

async function tellThrough(
  { id, connection }: SendingAccount,
  text: string,
  { store, clock, log }: DeliveryParts,
  signal: AbortSignal,
): Promise<Millis | null> {
  const asked = await waitBesides(store.read, id, clock.now())
  if (asked !== null) return asked.until - clock.now()
  const told: Told = (await connection.tell?.(text, signal)) ?? { is: 'failed', why: 'it has no chat of staff' }
  if (told.is === 'told') return null
  log.warn({ account: id, why: told.why }, 'the staff chat could not be written to')
  if (told.is === 'failed') return 10 * BETWEEN
  const left = told.at - clock.now()
  await store.write((writer) => {
    const at = clock.now()
    return noteWaitBesides(writer, id, { until: Math.round(at + left), why: told.why }, at)
  })
  return left
}

/** As many of `notices` as one message holds whole: what is cut off would count as told. One alone may be cut. */
function whole(notices: readonly Notice[]): readonly Notice[] {
  let length = 0
  return notices.filter(({ text }, index) => (length += text.length + BREAK.length) <= LONGEST || index === 0)
}
