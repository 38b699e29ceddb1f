/** Who may be asked now; the others wait in line. */
export interface Turns {
  /** Does `work` when it is the turn of `host`. What has `failed` of late waits in a line of its own. */
  take<T>(host: string, failed: boolean, work: () => Promise<T>): Promise<T>
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
      const own = hosts.get(host) ?? openLine(perHost)
      hosts.set(host, own)
      return own.inTurn(async () => {
        try {
          return await (failed ? failing : well).inTurn(work)
        } finally {
          if (own.isLast()) hosts.delete(host)
        }
      })
    },
  }
}

interface Line {
  inTurn<T>(work: () => Promise<T>): Promise<T>
  /** Whether nobody else is at it, or waits. */
  isLast(): boolean
}

/**
 * Lets `most` run at once. Knows no clock: bottleneck counts by the wall clock even without a minimum time, and one that
 * was set back would stop every feed, and the end of Crier, for as long.
 */
function openLine(most: number): Line {
  let free = most
  const line: (() => void)[] = []
  return {
    async inTurn(work) {
      if (free > 0) free -= 1
      else await new Promise<void>((resolve) => line.push(resolve))
      try {
        return await work()
      } finally {
        const next = line.shift()
        if (next) next()
        else free += 1
      }
    },
    isLast: () => line.length === 0 && free === most - 1,
  }
}
