import { HOUR, type Millis } from '#src/base/clock.ts'

/** A reason as it stands in the store: the name of the rule, then words for staff. */
export type Reason = `${string}: ${string}`

/** The name of the rule in a reason. */
export function ruleOf(reason: string): string {
  return reason.slice(0, Math.max(reason.indexOf(':'), 0))
}

/** Why an article is too old for a channel; null where it is not. Tested when it is routed, and again at sending. */
export function tooOld(published: Millis, maxAge: Millis, now: Millis): Reason | null {
  if (now - published <= maxAge) return null
  return `max-age: published ${new Date(published).toISOString()}, and the channel posts nothing older than ${maxAge / HOUR} h`
}
