import { DAY, HOUR, MINUTE, SECOND, type Millis } from '#src/base/clock.ts'
import { jitter, randomHex } from '#src/base/random.ts'
import type { Subscription } from '#src/store/subscriptions.ts'
import type { Topic } from './hubs.ts'

/** For how long hubs are asked to push; they decide themselves. Ten days are what WebSub suggests. */
export const WISHED_LEASE: Millis = 10 * DAY
// A hub that grants no end, or years, has to prove now and then that it is still there.
const LONGEST_LEASE: Millis = 30 * DAY
/** Renewing what ends sooner would be all that Crier does. */
const SHORTEST_LEASE: Millis = 5 * MINUTE
// So early is what takes its place asked for: two nights and a weekend of a hub that is down.
const LONGEST_OVERLAP: Millis = 3 * DAY
/** How long a hub may take to ask whether it was meant. */
const PENDING: Millis = HOUR
const MOST_TRIES_TO_END = 5

/** What is to become of the subscriptions that stand. */
export interface Plan {
  readonly put: readonly Subscription[]
  readonly remove: readonly string[]
}

/**
 * What is to change so that every feed of `offered` is subscribed to by what it names, under `publicUrl`, and nothing else
 * is. What takes the place of another stands beside it until its hub has agreed.
 */
export function planOf(
  held: readonly Subscription[],
  offered: ReadonlyMap<string, Topic>,
  publicUrl: string,
  now: Millis,
): Plan {
  const put: Subscription[] = []
  const remove: string[] = []
  const wanted = new Map<string, Subscription[]>()
  for (const each of held) {
    const topic = offered.get(each.feed)
    const fits = topic?.hub === each.hub && topic.topic === each.topic && each.callback === `${publicUrl}/${each.path}`
    if (each.until !== null && each.until <= now) remove.push(each.path)
    else if (each.state === 'ending') {
      if (each.tries >= MOST_TRIES_TO_END && each.nextAt <= now) remove.push(each.path)
    } else if (fits) wanted.set(each.feed, [...(wanted.get(each.feed) ?? []), each])
    else if (each.asked === null) remove.push(each.path)
    else put.push(ending(each, now))
  }
  for (const [feed, topic] of offered) {
    const own = wanted.get(feed) ?? []
    const active = own.filter(({ state }) => state === 'active').toSorted((a, b) => (b.asked ?? 0) - (a.asked ?? 0))
    for (const older of active.slice(1)) put.push(ending(older, now))
    const [newest] = active
    const isPending = own.length > active.length
    if (!isPending && (newest === undefined || newest.nextAt <= now))
      put.push(subscription(feed, topic, publicUrl, now))
  }
  return { put, remove }
}

/** One that nobody was asked for yet, under a path and a secret of its own. */
export function subscription(feed: string, { hub, topic }: Topic, publicUrl: string, nextAt: Millis): Subscription {
  const path = randomHex(20)
  const callback = `${publicUrl}/${path}`
  const fresh = { state: 'wanted', asked: null, tries: 0, nextAt, until: null } as const
  return { path, feed, hub, topic, callback, secret: randomHex(32), ...fresh }
}

function ending(each: Subscription, now: Millis): Subscription {
  return { ...each, state: 'ending', tries: 0, nextAt: now }
}

/** Whether its hub is to be asked now: for it, or for its end. */
export function isDue({ state, nextAt }: Subscription, now: Millis): boolean {
  return state !== 'active' && nextAt <= now
}

/** What is to stand in the store before the hub is asked, as it may answer by asking back. */
export function beingAsked(each: Subscription, now: Millis): Subscription {
  const tries = each.tries + 1
  const nextAt = now + pause(tries)
  if (each.state === 'ending') return { ...each, tries, nextAt }
  return { ...each, state: 'asked', asked: now, tries, nextAt: Math.max(nextAt, now + PENDING) }
}

/** After a hub that would not: it is asked again after pauses that grow to a day. */
export function refused(each: Subscription, now: Millis): Subscription {
  return each.state === 'asked' ? { ...each, state: 'wanted', nextAt: now + pause(each.tries) } : each
}

function pause(tries: number): Millis {
  return Math.ceil(jitter(Math.min(MINUTE * 5 ** Math.min(tries - 1, 10), DAY)))
}

/**
 * The subscription once its hub has proven that it is meant, for a lease of `seconds` (null: it says none). Null where it
 * was not asked for lately, or the lease is none: then nothing is to be agreed to.
 */
export function agreed(each: Subscription, seconds: string | null, now: Millis): Subscription | null {
  if (each.asked === null || each.state === 'ending' || now - each.asked > PENDING) return null
  // A hub that missed the answer asks again; a lease that is agreed on stays as it is.
  if (each.state === 'active') return each
  // Some languages write whole numbers with a point.
  const whole = seconds === null ? null : (/^(\d{1,12})(?:\.0*)?$/.exec(seconds)?.[1] ?? '0')
  const lease = whole === null ? WISHED_LEASE : Number(whole) * SECOND
  if (lease < SHORTEST_LEASE) return null
  const span = Math.min(lease, LONGEST_LEASE)
  const overlap = Math.min(span / 4, LONGEST_OVERLAP)
  const renewal = Math.ceil(jitter(span - overlap, 0.05))
  return { ...each, state: 'active', tries: 0, nextAt: now + Math.min(renewal, span), until: now + span }
}
