/** Chance that replays: the same seed gives the same numbers for ever. */
export interface Chance {
  /** In [0, 1). */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  /** True in `share` of the cases. */
  odds(share: number): boolean
  pick<T>(from: readonly T[]): T
  /** A name, as often as its weight says. */
  weighted<T extends string>(weights: Readonly<Record<T, number>>): T
}

/** `stream` keeps independent uses of one seed apart: who draws more often in one disturbs no other. */
export function openChance(seed: number, stream: number): Chance {
  // sfc32 (PractRand), filled by splitmix32.
  let fill = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)) >>> 0
  const word = (): number => {
    fill = (fill + 0x9e3779b9) | 0
    let mixed = Math.imul(fill ^ (fill >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) | 0
  }
  let [a, b, c, counter] = [word(), word(), word(), 1]
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let spin = 0; spin < 12; spin++) next()
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    between,
    odds: (share) => next() < share,
    pick: (from) => from[between(0, from.length - 1)]!,
    weighted(weights) {
      const names = Object.keys(weights) as (keyof typeof weights)[]
      let left = next() * names.reduce((sum, name) => sum + weights[name], 0)
      for (const name of names) {
        left -= weights[name]
        if (left < 0) return name
      }
      return names.at(-1)!
    },
  }
}
