import { expect, test } from 'vitest'
import { SECOND } from '#src/base/clock.ts'
import { ownStore } from '#test/fixtures/stored.ts'
import { liveThrough } from './days/house.ts'

// Over the end of a month, in which the clocks of New York change; `npm run days` lives through a fortnight.
const DAYS = { start: Date.UTC(2026, 9, 31), days: 2, seed: 7, usdPerMonth: 8 }

test(
  'days of a newsroom break no window, spacing or quiet hour; urgent posts wait for the platform only, nothing ends without a reason, and the money is what the ledger says',
  { timeout: 60 * SECOND },
  async () => {
    const { wrong, articles, sent, dropped, usd } = await liveThrough(await ownStore(), DAYS)
    expect(wrong).toEqual([])
    expect(articles).toBeGreaterThan(300)
    expect(sent).toBeGreaterThan(300)
    expect(dropped).toBeGreaterThan(0)
    // The month's money is used to the end.
    expect(usd).toBeCloseTo(DAYS.usdPerMonth, 6)
  },
)
