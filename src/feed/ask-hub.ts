import type { Fetch } from '#src/net/fetch.ts'
import type { Subscription } from '#src/store/subscriptions.ts'
import { SECOND } from '#src/base/clock.ts'
import { WISHED_LEASE } from './subscribing.ts'

/**
 * Asks a hub to push, or, where that is to end, to push no more (WebSub, 5.1). Answers why it would not, or null where it
 * took the request. The secret goes to hubs without TLS too: who listens there hears the callback as well, and nobody else
 * could then be told from the hub.
 * @throws the signal's reason when that aborts.
 */
export async function askHub(
  { hub, topic, callback, secret, state }: Subscription,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<string | null> {
  const isEnd = state === 'ending'
  const form = {
    'hub.mode': isEnd ? 'unsubscribe' : 'subscribe',
    'hub.topic': topic,
    'hub.callback': callback,
    ...(!isEnd && { 'hub.lease_seconds': String(WISHED_LEASE / SECOND), 'hub.secret': secret }),
  }
  // A hub is named by a feed: it may be anything.
  const answer = await fetch(hub, { trust: 'content', form, maxBytes: ANSWER_BYTES, signal })
  if (answer.is === 'failed') return answer.why
  return answer.status >= 200 && answer.status < 300 ? null : `the hub answered ${answer.status}`
}

const ANSWER_BYTES = 64 * 1024
