import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { SECOND } from '#src/base/clock.ts'
import type { StandIn } from '#src/platform/platform.ts'
import { linkOf } from '../fixtures/feed-server.ts'
import { openHouse, until, type Crier, type House } from '../fixtures/house.ts'

const KILLS = 30
const ARTICLES = 40
const CHANNELS = 3

test(
  `${KILLS} kills -9 while ${ARTICLES} articles flow lose nothing and post nothing twice; only what was open on Telegram is held`,
  { timeout: 120 * SECOND },
  async () => {
    await using house = await openHouse()
    const published = Date.now() - 3_600_000
    let next = 0
    const publish = (count: number) => {
      for (let end = Math.min(next + count, ARTICLES); next < end; next++) {
        const path = `/world/report-${next}`
        house.feeds.publish('world', {
          title: `Report ${next} from the harbour`,
          path,
          published: published + next * 1_000,
        })
      }
    }
    house.feeds.publish('world', { title: 'Old', path: '/world/old', published })
    const first = house.start()
    await first.logged('feed seen for the first time')
    await first.end('SIGKILL')

    let openAtKill = 0
    for (let kill = 0; kill < KILLS; kill++) {
      // Every life has work to be killed in.
      publish(kill % 3 === 0 ? 2 : 1)
      const crier = house.start()
      if (kill % 2 === 0) {
        await killWhileOpen(house, crier, kill)
      } else {
        await crier.logged(['sent', 'new articles', 'article routed', 'account proven'][(kill >> 1) % 4]!)
        await crier.end('SIGKILL')
      }
      openAtKill += count(house, `state = 'sending' and account = 'news-telegram'`)
      integrity(house)
    }

    // What was open on X is looked for, and sent once more where it is proven absent ten minutes later.
    const last = house.start('test/fixtures/fast-crier.ts')
    await last.logged('Crier runs')
    const rest = () => count(house, `state in ('ready', 'sending', 'unknown')`)
    await until(house, last, () => rest() === 0 && count(house, '1 = 1') === ARTICLES * CHANNELS)
    expect(await last.end()).toBe(0)

    const wanted = Array.from({ length: ARTICLES }, (_, index) => linkOf(`/world/report-${index}`))
    const held = heldLinks(house)
    expect(held).toHaveLength(openAtKill)
    for (const [channel, links] of postedLinks(house)) {
      expect(new Set(links).size, `${channel} has a post twice`).toBe(links.length)
      const there = new Set([...links, ...held.filter((one) => one.channel === channel).map((one) => one.link)])
      expect([...there].toSorted()).toEqual(wanted.toSorted())
    }
    integrity(house)
  },
)

/** Kills while a post is on the wire: half of them taken by the platform, half not. */
async function killWhileOpen(house: House, crier: Crier, kill: number): Promise<void> {
  const standIn: StandIn<unknown> = kill % 4 === 0 ? house.telegram : house.x
  const taken = kill % 8 < 4
  const before = standIn.requests().length
  standIn.play(taken ? 'accept-then-timeout' : 'drip')
  await until(house, crier, () => standIn.requests().length > before && inFlight(house) > 0)
  await crier.end('SIGKILL')
}

function inFlight(house: House): number {
  return count(house, `state = 'sending'`)
}

function count(house: House, condition: string): number {
  return ask<{ count: number }>(house, `select count(*) as count from part where ${condition}`)[0]!.count
}

function heldLinks(house: House): readonly { channel: string; link: string }[] {
  return ask(
    house,
    `select part.channel, article.url as link from part join delivery on delivery.id = part.delivery
     join article on article.id = delivery.article where part.state = 'held'`,
  )
}

function postedLinks(house: House): ReadonlyMap<string, readonly string[]> {
  const channels = new Map([
    ['x-world', house.x.posts()],
    ['telegram-first', house.telegram.posts().filter((post) => post.placeName === '@first_news')],
    ['telegram-second', house.telegram.posts().filter((post) => post.placeName === '@second_news')],
  ])
  return new Map([...channels].map(([channel, posts]) => [channel, posts.map((post) => post.card ?? '')]))
}

function integrity(house: House): void {
  expect(ask<{ integrity_check: string }>(house, 'pragma integrity_check')).toMatchObject([{ integrity_check: 'ok' }])
}

function ask<Row>(house: House, sql: string): Row[] {
  const database = new DatabaseSync(house.store, { readOnly: true, timeout: 2_000 })
  try {
    return database.prepare(sql).all() as Row[]
  } finally {
    database.close()
  }
}
