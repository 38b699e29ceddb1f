import type { Millis } from '#src/base/clock.ts'
import { movePart, type Part } from '#src/store/deliveries.ts'
import { addNotice } from '#src/store/notices.ts'
import type { Writer } from '#src/store/open.ts'
import { ruleOf, type Reason } from '#src/store/reasons.ts'

/** Drops or holds a post that was ready, and tells staff: what nobody decided, nobody would miss. */
export async function end(
  writer: Writer,
  part: Part,
  { to, why, at }: { readonly to: 'dropped' | 'held'; readonly why: Reason; readonly at: Millis },
): Promise<Part> {
  const ended = await movePart(writer, part, { to, why, at })
  const { channel, account, text } = part
  const way = to === 'held' ? '\n\nSee: crier held' : ''
  const alike = `${to} ${channel} ${ruleOf(why)}`
  await addNotice(writer, `A post for ${channel} is ${to} (${ended.reason}):\n\n${text}${way}`, at, { account, alike })
  return ended
}
