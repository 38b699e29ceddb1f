import { MINUTE, SECOND, type Millis } from '#src/base/clock.ts'
import { startLoop, type Loop } from '#src/base/loop.ts'
import type { Told } from '#src/platform/platform.ts'
import { markTold, untold, type Notice } from '#src/store/notices.ts'
import { beginning } from '#src/text/graphemes.ts'
import type { DeliveryParts, SendingAccount } from './account.ts'
import { noteWaitBesides, waitBesides } from './besides.ts'
import type { Proofs } from './prove.ts'
import { tellersOf } from './teller.ts'

const AT_ONCE = 5
// One chat takes one message a second, and 20 a minute.
const BETWEEN = 3 * SECOND
const BREAK = '\n\n———\n\n'
// Below what any chat takes in one message.
const LONGEST = 4_000

// Of a text that is refused so often the next try would be too.
const REFUSALS = 3

/** The notice that was refused last, and how often in a row. */
interface Refused {
  readonly id: string
  readonly times: number
}

/** What came of telling: `wait` is how long until it is tried again. */
type Telling =
  | { readonly is: 'done' }
  | { readonly is: 'refused'; readonly why: string }
  | { readonly is: 'undone'; readonly wait: Millis }

/**
 * Tells staff what waits for them: in the staff chat of the account that it concerns, or else in the first of another
 * account that takes it, and never where readers may see it. What cannot be told is told later; a notice that is
 * refused by itself stands in the log, and the next is told.
 */
export function startTelling(accounts: readonly SendingAccount[], proofs: Proofs, parts: DeliveryParts): Loop {
  const { store, clock, log } = parts
  let refused: Refused | null = null
  return startLoop({
    name: 'staff chat',
    clock,
    log,
    async turn(signal) {
      const [first, ...more] = await untold(store.read, AT_ONCE, clock.now())
      if (first === undefined) return MINUTE
      const before: number = refused?.id === first.id ? refused.times : 0
      // Of several that were refused together one is at fault.
      const notices = before > 0 ? [first] : whole([first, ...more.filter(({ account }) => account === first.account)])
      const tellers = tellersOf(accounts, first.account)
      const text = notices.map((notice) => notice.text).join(BREAK)
      const telling = await tell(tellers, shortened(text), proofs, parts, signal)
      if (telling.is === 'undone') return telling.wait
      if (telling.is === 'refused') {
        refused = { id: first.id, times: before + 1 }
        if (refused.times < REFUSALS) return BETWEEN
        const about = { ...(first.account !== null && { account: first.account }), why: telling.why, notice: text }
        log.error(about, 'the staff chat refuses this notice: it is not told there')
      }
      await store.write((writer) => markTold(writer, notices, clock.now()))
      return BETWEEN
    },
  })
}

/**
 * Tells staff through the first of `tellers` that can; those after it are not asked. Done: they were told, or nobody can
 * ever tell them. Refused: one will never take this text, and no other has asked to wait for it.
 */
async function tell(
  tellers: readonly SendingAccount[],
  text: string,
  proofs: Proofs,
  parts: DeliveryParts,
  signal: AbortSignal,
): Promise<Telling> {
  let wait: Millis | null = null
  let refusal: Extract<Telling, { is: 'refused' }> | null = null
  let asked = false
  for (const teller of tellers) {
    if (proofs.whyNotToStaff(teller.id) !== null) {
      wait = Math.min(wait ?? MINUTE, MINUTE)
      continue
    }
    const told = await tellThrough(teller, text, parts, signal)
    if (told.is === 'told') return { is: 'done' }
    signal.throwIfAborted()
    if (told.is === 'refused') refusal ??= told
    asked ||= told.is === 'later'
    wait = Math.min(wait ?? MINUTE, told.is === 'later' ? told.at - parts.clock.now() : 10 * BETWEEN)
  }
  if (wait === null) return { is: 'done' }
  return refusal !== null && !asked ? refusal : { is: 'undone', wait }
}

async function tellThrough(
  teller: SendingAccount,
  text: string,
  { store, clock, log, maySend }: DeliveryParts,
  signal: AbortSignal,
): Promise<Told> {
  const { id, connection } = teller
  const asked = await waitBesides(store.read, teller, clock.now())
  if (asked !== null) return { is: 'later', at: asked.until, why: asked.why }
  // One that was frozen may have been overtaken, and what it read is told.
  if (!maySend()) return { is: 'later', at: clock.now() + SECOND, why: 'this process may send nothing for now' }
  const told: Told = (await connection.tell?.(text, signal)) ?? { is: 'failed', why: 'it has no chat of staff' }
  if (told.is === 'told') return told
  log.warn({ account: id, why: told.why }, 'the staff chat could not be written to')
  if (told.is !== 'later') return told
  const left = told.at - clock.now()
  return store.write(async (writer) => {
    const at = clock.now()
    const until = Math.round(at + left)
    await noteWaitBesides(writer, id, { until, why: told.why }, at)
    return { ...told, at: until }
  })
}

/** As many of `notices` as one message holds whole: what is cut off would count as told. One alone may be cut. */
function whole(notices: readonly Notice[]): readonly Notice[] {
  let length = 0
  return notices.filter(({ text }, index) => (length += text.length + BREAK.length) <= LONGEST || index === 0)
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${beginning(text, LONGEST - 1)}…` : text.toWellFormed()
}
