/** What both simulated platforms share: the troubles that staff mend, and the ledger. */
import { trueTime } from './time.ts'
import { count, world, type Posted } from './world.ts'

/** An account of a platform, as the platform sees it. */
export interface Owner {
  readonly account: string
  remoteId: string
  /** What it refuses everything with until staff mend it, by the name of the row; null where all is well. */
  trouble: string | null
  /** True time; before it the platform takes nothing. */
  bannedUntil: number
  /** Whether every call before that makes it longer, by how much. */
  renewedBy: number
  /** How many of its next answers name a second, however long the wait is. */
  understates: number
  arrivals: number[]
  /** Whether staff have put in the credentials of another account, which nobody has asked for its name yet. */
  isSwapped: boolean
}

export function newOwner(account: string, remoteId: string): Owner {
  return {
    account,
    remoteId,
    trouble: null,
    bannedUntil: 0,
    renewedBy: 0,
    understates: 0,
    arrivals: [],
    isSwapped: false,
  }
}

/** Counts a row of the platform's list of answers as taken. */
export function row(name: string): void {
  count(`row ${name}`)
}

export function post(given: Omit<Posted, 'deleted' | 'at' | 'shownAt'>, shownAfter: number): Posted {
  const posted = { ...given, at: trueTime(), shownAt: trueTime() + shownAfter, deleted: false }
  world.posts.push(posted)
  if (given.part !== null) world.say(`${given.place} shows ${given.id} of ${given.part}`)
  return posted
}

/** How late a post becomes visible. */
export function showingTakes(): number {
  const { chance, plan } = world
  if (chance.odds(plan.lateShown))
    return chance.odds(0.5) ? chance.between(1_000, 60_000) : chance.between(60_000, 300_000)
  return chance.between(50, 900)
}
