import { expect, test } from 'vitest'
import { SECOND } from '#src/base/clock.ts'
import { openHouse, until } from '#test/fixtures/house.ts'

test(
  'whoever reads what is printed may go: the sender goes on, says so once, and ends cleanly',
  { timeout: 60 * SECOND },
  async () => {
    await using house = await openHouse()
    const report = (number: number) => ({
      title: `Report ${number}`,
      path: `/report-${number}`,
      published: Date.now() - SECOND * (10 - number),
    })
    house.feeds.publish('world', report(1))
    const crier = house.start()
    await crier.logged('feed seen for the first time')
    crier.child.stdout!.destroy()
    house.feeds.publish('world', report(2), report(3))
    await until(house, crier, () => house.x.posts().length === 2 && house.telegram.posts().length === 4)
    expect(await crier.end()).toBe(0)
    expect(crier.said.err.match(/nobody reads what is printed/g)).toHaveLength(1)
  },
)
