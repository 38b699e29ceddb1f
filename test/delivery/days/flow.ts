import { DAY, HOUR, MINUTE, type Millis } from '#src/base/clock.ts'

/** A news item as it comes. */
export interface Item {
  readonly id: string
  readonly feed: 'world' | 'sport'
  readonly urgent: boolean
  readonly at: Millis
}

// Of a hundred articles of a day so many come in each hour: a newsroom sleeps, and has its mornings and evenings.
const BY_HOUR = [1, 0, 0, 0, 1, 2, 4, 7, 8, 7, 6, 6, 6, 5, 5, 6, 6, 7, 7, 6, 4, 3, 2, 1]
const BURSTS = 2
const BURST = 15

/**
 * Days of a newsroom from `start`: about 200 articles a day, a fifth of them sport, some urgent; twice a day fifteen
 * within a minute, once while the newsroom sleeps.
 */
export function newsOf(start: Millis, days: number, seed: number): readonly Item[] {
  const chance = mulberry(seed)
  const items: Omit<Item, 'id'>[] = []
  const add = (at: Millis): void => {
    items.push({ at: Math.round(at), feed: chance() < 0.2 ? 'sport' : 'world', urgent: chance() < 0.03 })
  }
  for (let day = start; day < start + days * DAY; day += DAY) {
    for (const [hour, share] of BY_HOUR.entries()) {
      const articles = Math.round(share * (1.4 + chance() * 0.6))
      for (let article = 0; article < articles; article++) add(day + (hour + chance()) * HOUR)
    }
    for (let burst = 0; burst < BURSTS; burst++) {
      const at = day + (burst === 0 ? 2 : 10) * HOUR + chance() * 4 * HOUR
      for (let article = 0; article < BURST; article++) add(at + chance() * MINUTE)
    }
  }
  return items.toSorted((one, other) => one.at - other.at).map((item, index) => ({ ...item, id: `a${index}` }))
}

/** A small generator of numbers from 0 to 1: the same for one seed (mulberry32). */
function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
