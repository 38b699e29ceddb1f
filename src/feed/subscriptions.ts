import type { Store } from '#src/store/open.ts'
import {
  allSubscriptions,
  putSubscription,
  removeSubscription,
  subscriptionAt,
  type Subscription,
} from '#src/store/subscriptions.ts'
import type { Plan } from './subscribing.ts'

/**
 * The subscriptions of the store, with what callbacks go by at hand: floods must not reach the disk. Disposing waits for
 * what is being written, and lets nothing else be: those who keep them next read them then.
 */
export interface Kept extends AsyncDisposable {
  /** What stands at a path. Its times are those of the store, and not to be had here. */
  at(path: string): Pick<Subscription, 'feed' | 'secret' | 'state'> | undefined
  /**
   * Whether what comes at a path is awaited: where a hub has agreed, and, while that is to end as another lease of the same
   * hub has taken its place, until it has. A hub may not have heard of both yet.
   */
  isAwaited(path: string): boolean
  /** Whether a hub has agreed to push a feed. */
  isActive(feed: string): boolean
  /** Carries out what `plan` answers of all that stand. */
  change(plan: (held: readonly Subscription[]) => Plan): Promise<void>
  /**
   * Changes what stands at `path` by now: `to` answers it anew, or null where it stays, or a list of what takes its
   * place. Answers what stands there then; null where nothing stood there, or stays as it was.
   */
  changeAt(
    path: string,
    to: (each: Subscription) => Subscription | readonly Subscription[] | null,
  ): Promise<Subscription | null>
}

/** Reads what stands in the store. Nobody else may change it from then on. */
export async function keepSubscriptions(store: Store): Promise<Kept> {
  const known = new Map<string, Subscription>()
  const active = new Map<string, number>()
  const count = (path: string, by: number): void => {
    const each = known.get(path)
    if (each?.state === 'active') active.set(each.feed, (active.get(each.feed) ?? 0) + by)
  }
  const note = (path: string, each: Subscription | null): void => {
    count(path, -1)
    if (each === null) known.delete(path)
    else known.set(path, each)
    count(path, 1)
  }
  for (const each of await allSubscriptions(store.read)) note(each.path, each)
  let isEnded = false
  const writing = new Set<Promise<unknown>>()
  const write: Store['write'] = (work) => {
    if (isEnded) return Promise.reject(new Error('the subscriptions are kept no more'))
    const written = store.write(work)
    writing.add(written)
    return written.finally(() => writing.delete(written))
  }
  return {
    at: (path) => known.get(path),
    isAwaited(path) {
      const each = known.get(path)
      if (each?.state !== 'ending') return each?.state === 'active'
      const { feed, hub, topic } = each
      return known
        .values()
        .some((one) => one.state === 'active' && one.feed === feed && one.hub === hub && one.topic === topic)
    },
    isActive: (feed) => (active.get(feed) ?? 0) > 0,
    async change(plan) {
      const first = plan(await allSubscriptions(store.read))
      if (first.put.length === 0 && first.remove.length === 0) return
      const { put, remove } = await write(async (writer) => {
        const now = plan(await allSubscriptions(writer))
        for (const each of now.put) await putSubscription(writer, each)
        for (const path of now.remove) await removeSubscription(writer, path)
        return now
      })
      for (const each of put) note(each.path, each)
      for (const path of remove) note(path, null)
    },
    async changeAt(path, to) {
      const changed = await write(async (writer) => {
        const each = await subscriptionAt(writer, path)
        const became = each === undefined ? null : to(each)
        if (became === null) return null
        const now = 'path' in became ? [became] : became
        if (!now.some((one) => one.path === path)) await removeSubscription(writer, path)
        for (const one of now) await putSubscription(writer, one)
        return now
      })
      if (changed === null) return null
      if (!changed.some((one) => one.path === path)) note(path, null)
      for (const one of changed) note(one.path, one)
      return changed.find((one) => one.path === path) ?? null
    },
    async [Symbol.asyncDispose]() {
      isEnded = true
      await Promise.allSettled(writing)
    },
  }
}
