import { DAY, HOUR, MINUTE, showSpan, type Millis } from '#src/base/clock.ts'
import { unreachable } from '#src/base/errors.ts'
import { addNotice } from '#src/store/notices.ts'
import type { Writer } from '#src/store/open.ts'
import type { Trouble } from './look.ts'
import type { Quiet } from './rhythm.ts'

/** A feed, for staff. */
interface Named {
  readonly id: string
  readonly url: string
}

// A server that restarts, or a minute without a network, is nothing to get up for.
const TOLD_AFTER: Millis = 30 * MINUTE
const TOLD_AFTER_FAILURES = 3

/** Whether a feed that has failed so often, since then, is to be told to staff. */
export function isWorthTelling(failures: number, since: Millis, now: Millis): boolean {
  return failures >= TOLD_AFTER_FAILURES && now - since >= TOLD_AFTER
}

/** Tells staff that a feed keeps failing. Those that fail together are one notice. */
export async function tellTrouble(
  writer: Writer,
  { id, url }: Named,
  { trouble, why }: { readonly trouble: Trouble; readonly why: string },
  since: Millis,
  now: Millis,
): Promise<void> {
  const text = `The feed ${id} ${wordTrouble(trouble)}, for ${roughly(now - since)}: ${why}. Crier goes on trying, once an hour at last.\n\n${url}`
  await addNotice(writer, text, now, { alike: `feed-${trouble}` })
}

function wordTrouble(trouble: Trouble): string {
  switch (trouble) {
    case 'down':
      return 'cannot be fetched'
    case 'blocked':
      return 'shuts Crier out (ask those who run it to let Crier in)'
    case 'not-a-feed':
      return 'is not a feed any more (write its new address into crier.yaml)'
    default:
      return unreachable(trouble)
  }
}

/** Tells staff that a feed whose trouble they were told can be read again. */
export async function tellBack(writer: Writer, { id }: Named, since: Millis, now: Millis): Promise<void> {
  await addNotice(writer, `The feed ${id} is back after ${roughly(now - since)}.`, now, { alike: 'feed-back' })
}

/** Tells staff that nothing comes where much was due. */
export async function tellQuiet(writer: Writer, { id, url }: Named, quiet: Quiet, now: Millis): Promise<void> {
  const text = `The feed ${id} is unusually quiet: nothing new for ${roughly(now - quiet.since)}, in which about ${quiet.due} articles were due. It can be read without fault; is it still written?\n\n${url}`
  await addNotice(writer, text, now, { alike: 'feed-quiet' })
}

/** Tells staff that whatever a feed shows is dated by the same hours too early (`off` above 0) or too late. */
export async function tellZoneOff(
  writer: Writer,
  { id, url, maxAge }: Named & { readonly maxAge: Millis },
  off: Millis,
  now: Millis,
): Promise<void> {
  const hours = `${Math.abs(off) / HOUR} h`
  const what = off > 0 ? `was already ${hours} old when it appeared` : `was dated ${hours} ahead when it appeared`
  const old =
    off >= maxAge
      ? 'No channel posts what is so old, unless its `maxAge` is longer.'
      : 'Its articles grow too old for their channels that much sooner.'
  const text = `Everything that ${id} showed since yesterday ${what}: its clock may be a time zone off. ${off > 0 ? old : 'Its articles wait until then, as under an embargo.'} Crier takes dates as they are written, and has no setting for this: ask those who run the feed to mend it.\n\n${url}`
  await addNotice(writer, text, now, { alike: 'feed-clock' })
}

/** Tells staff that a feed is polled at another address. */
export async function tellMove(writer: Writer, { id }: Named, to: string, now: Millis): Promise<void> {
  const text = `The feed ${id} has moved for good, and is polled there from now on. Write its new address into crier.yaml:\n\n${to}`
  await addNotice(writer, text, now)
}

/** Tells staff that a feed is polled no more, by its server's own word. */
export async function tellGone(writer: Writer, { id, url }: Named, now: Millis): Promise<void> {
  const text = `The server says that the feed ${id} is gone for good (410). It is polled no more. Give it its new address in crier.yaml, or take it out; if it is back: crier resume ${id}\n\n${url}`
  await addNotice(writer, text, now)
}

function roughly(span: Millis): string {
  const unit = span < 2 * HOUR ? MINUTE : span < 2 * DAY ? HOUR : DAY
  return showSpan(Math.round(span / unit) * unit)
}
