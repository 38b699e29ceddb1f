import type { Fetch } from '#src/net/fetch.ts'

/** Who may be asked now; the others wait in line. */
export interface Turns {
  /**
   * Does `work` when it is the turn of `host`. What has `failed` of late waits in a line of its own. Work that goes on to
   * another host gives its turn up, and waits for that one's.
   */
  take<T>(host: string, failed: boolean, work: (goOn: (host: string) => Promise<void>) => Promise<T>): Promise<T>
}

export interface TurnsOptions {
  /** How many at once of one host. */
  readonly perHost: number
  /** How many at once. */
  readonly atOnce: number
  /** How many at once of those that failed: servers that hang fill these, and hold up nobody else. */
  readonly failedAtOnce: number
}

/** Opens the lines. First at the host's, so that one that is slow takes no place that others could have. */
export function openTurns({ perHost, atOnce, failedAtOnce }: TurnsOptions): Turns {
  const hosts = new Map<string, Line>()
  const well = openLine(atOnce)
  const failing = openLine(failedAtOnce)
  return {
    async take(host, failed, work) {
      const all = failed ? failing : well
      const enter = async (next: string): Promise<() => void> => {
        const own = hosts.get(next) ?? openLine(perHost)
        hosts.set(next, own)
        await own.enter()
        await all.enter()
        return () => {
          all.leave()
          own.leave()
          if (own.isEmpty()) hosts.delete(next)
        }
      }
      let at = host
      let leave = await enter(at)
      try {
        return await work(async (next) => {
          if (next === at) return
          // Nothing is held while it waits: two that wait for each other's host would never end.
          leave()
          at = next
          leave = await enter(next)
        })
      } finally {
        leave()
      }
    },
  }
}

/**
 * Does `work` when it is the turn of the host of `url`, with a fetch that waits for the turn of those it is redirected
 * to.
 */
export function fetchInTurn<T>(
  turns: Turns,
  fetch: Fetch,
  { url, failed }: { readonly url: string; readonly failed: boolean },
  work: (fetch: Fetch) => Promise<T>,
): Promise<T> {
  return turns.take(hostOf(url), failed, (goOn) =>
    work((from, options) => fetch(from, { ...options, beforeRedirect: (to) => goOn(hostOf(to)) })),
  )
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? ''
}

interface Line {
  enter(): Promise<void>
  leave(): void
  /** Whether nobody is at it, or waits. */
  isEmpty(): boolean
}

/**
 * Lets `most` run at once. Knows no clock: bottleneck counts by the wall clock even without a minimum time, and one that
 * was set back would stop every feed, and the end of Crier, for as long.
 */
function openLine(most: number): Line {
  let free = most
  const line: (() => void)[] = []
  return {
    async enter() {
      if (free > 0) free -= 1
      else await new Promise<void>((resolve) => line.push(resolve))
    },
    leave() {
      const next = line.shift()
      if (next) next()
      else free += 1
    },
    isEmpty: () => line.length === 0 && free === most,
  }
}
