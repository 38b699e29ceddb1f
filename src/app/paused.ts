import type { Millis } from '#src/base/clock.ts'
import { resumeCommand } from '#src/desk/actions.ts'
import { placeOf } from '#src/store/channels.ts'
import type { Reader } from '#src/store/open.ts'
import { pausesOn, scopesOf } from '#src/store/pauses.ts'

/** Why nothing goes to a channel for now, by a pause, until when, and how it goes on; null where nothing is paused. */
export async function pausedIn(
  reader: Reader,
  { id, account }: { readonly id: string; readonly account: string },
  now: Millis,
): Promise<string | null> {
  const [pause] = await pausesOn(reader, scopesOf(account, id, await placeOf(reader, id)), now)
  if (pause === undefined) return null
  const until = pause.until === null ? '' : ` until ${new Date(pause.until).toISOString()}`
  const kept = `paused${until}: ${pause.why.replace(/^paused /, '')}`
  // What a platform counts is waited out, and its own words may name the command.
  if (pause.firm || pause.why.includes('crier resume')) return kept
  // Staff know no place by the platform's id: a channel that posts there ends it.
  return `${kept}; then: ${resumeCommand(pause.scope.startsWith('place:') ? `channel:${id}` : pause.scope)}`
}
