import { MINUTE, SECOND, type Clock, type Millis } from '#src/base/clock.ts'

/** The limits of the stand-in by name, as the FAQ for bots gives them; see {@link openWindows}. */
export const DEFAULT_LIMITS = {
  /** Messages a second of one bot. */
  perSecond: 30,
  /** Messages a second into one chat. */
  placePerSecond: 1,
  /** Messages a minute into one chat. */
  placePerMinute: 20,
} as const

/** The numbers in force. */
export type Limits = Readonly<Record<keyof typeof DEFAULT_LIMITS, number>>

/** Strict sliding windows: never more than a limit in any span of its length. */
export interface Windows {
  /** Whole seconds until a message may go, rounded up; 0 when it may go now. */
  wait(bot: number, chat: number): number
  /** Counts a message that was taken. */
  count(bot: number, chat: number): void
}

/** Windows that hold nothing yet. */
export function openWindows(clock: Clock, limits: Limits): Windows {
  const taken = new Map<string, Millis[]>()
  const rules = (bot: number, chat: number) => [
    { key: `bot ${bot}`, max: limits.perSecond, within: SECOND },
    { key: `chat ${chat}`, max: limits.placePerSecond, within: SECOND },
    { key: `chat ${chat}`, max: limits.placePerMinute, within: MINUTE },
  ]
  return {
    wait(bot, chat) {
      const now = clock.now()
      const waits = rules(bot, chat).map(({ key, max, within }) => {
        const recent = (taken.get(key) ?? []).filter((at) => now - at < within)
        if (recent.length < max) return 0
        return (recent[recent.length - max] ?? now) + within - now
      })
      return Math.ceil(Math.max(...waits) / SECOND)
    },
    count(bot, chat) {
      const now = clock.now()
      for (const key of [`bot ${bot}`, `chat ${chat}`]) {
        taken.set(key, [...(taken.get(key) ?? []).filter((at) => now - at < MINUTE), now])
      }
    },
  }
}
