import { describe, expect, test } from 'vitest'
import { SECOND } from '#src/base/clock.ts'
import { EVERY_STEP, killAgainAndAgain } from './kills.ts'
import { median } from './median.ts'
import { stopAgainAndAgain } from './stops.ts'

// `npm run crash` takes each of them many times more.
const STOPS = 3
const CHANNELS = 3

// Side by side: each of them mostly waits for a process of its own.
describe.concurrent('ended again and again while articles flow,', { timeout: 240 * SECOND }, () => {
  test('by kill -9 at every step and at random, Crier loses nothing, posts nothing twice and holds only what was open on Telegram', async () => {
    const killed = await killAgainAndAgain('once', 3, () => {})
    expect(killed).toMatchObject({ lost: [], twice: [], damage: [], crowded: [] })
    expect(killed.held.length, 'at most one for each kill, over all').toBeLessThanOrEqual(
      [...killed.at.values()].reduce((sum, kills) => sum + kills, 0),
    )
    expect(killed.held.toSorted()).toEqual(killed.openAtKill.toSorted())
    expect(killed.mostOpen).toBeLessThanOrEqual(CHANNELS)
    expect([...killed.at.keys()]).toEqual(expect.arrayContaining([...EVERY_STEP]))
    // Beside other tests; `npm run crash` takes the figure by itself, and wants 2 s.
    expect(median(killed.starts), 'milliseconds until it was at work again').toBeLessThan(10 * SECOND)
  })

  test(`${STOPS} times by SIGTERM, at random and with calls on the wire, Crier ends with code 0 in time, leaves no post of unknown fate and loses nothing`, async () => {
    const stopped = await stopAgainAndAgain(STOPS, 5, () => {})
    expect(new Set(stopped.codes)).toEqual(new Set([0]))
    expect(Math.max(...stopped.times)).toBeLessThan(10 * SECOND)
    expect(stopped).toMatchObject({ lost: [], twice: [], held: [], unknown: [], damage: [], inFlight: STOPS / 3 })
  })
})
