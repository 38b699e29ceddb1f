import { DatabaseSync } from 'node:sqlite'
import { linkOf } from '../fixtures/feed-server.ts'
import type { House } from '../fixtures/house.ts'

/** Asks the store beside the process that uses it. */
export function ask<Row>(file: string, sql: string): Row[] {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 })
  try {
    return database.prepare(sql).all() as Row[]
  } finally {
    database.close()
  }
}

export function countParts(house: House, condition: string): number {
  return ask<{ count: number }>(house.store, `select count(*) as count from part where ${condition}`)[0]!.count
}

/** Addresses of the articles that wait for a person, since they seem to break a stage. */
export function articlesAside(house: House): readonly string[] {
  return ask<{ url: string }>(house.store, `select url from article where state = 'aside'`).map(({ url }) => url)
}

/** What SQLite finds wrong with a file; empty where it is whole. */
export function damageOf(file: string): readonly string[] {
  return ask<{ integrity_check: string }>(file, 'pragma integrity_check')
    .map((row) => row.integrity_check)
    .filter((line) => line !== 'ok')
}

/** A part whose call was open when its process was struck. */
export interface OpenPart {
  readonly id: string
  readonly account: string
  readonly channel: string
}

export function openParts(house: House): readonly OpenPart[] {
  return ask<OpenPart>(house.store, `select id, account, channel from part where state = 'sending'`)
}

/** How many requests that post a message have reached either platform. */
export function postingRequests(house: House): number {
  const requests = [...house.x.requests(), ...house.telegram.requests()]
  return requests.filter(({ method, path }) => method === 'POST' && /\/(?:tweets|sendMessage)$/i.test(path)).length
}

/** Every row of every table, as text, to see whether anything has changed. */
export function dump(file: string): string {
  const tables = ask<{ name: string }>(file, `select name from sqlite_master where type = 'table' order by name`)
  return tables.map(({ name }) => JSON.stringify([name, ask(file, `select * from "${name}" order by 1`)])).join('\n')
}

/** What the platforms' own ledgers hold against what was published. */
export interface Balance {
  /** `channel link`, where a channel neither has a published article nor holds it for staff. */
  readonly lost: readonly string[]
  readonly twice: readonly string[]
  /** The ids of the parts that wait for staff. */
  readonly held: readonly string[]
  readonly posted: number
}

/** Weighs both ledgers against the articles of `paths`, which every channel takes. */
export function balance(house: House, paths: readonly string[]): Balance {
  const held = ask<{ id: string; channel: string; link: string }>(
    house.store,
    `select part.id, part.channel, article.url as link from part join delivery on delivery.id = part.delivery
     join article on article.id = delivery.article where part.state = 'held'`,
  )
  const places = [...linksByChannel(house)]
  return {
    lost: places.flatMap(([channel, links]) => {
      const there = new Set([...links, ...held.filter((one) => one.channel === channel).map(({ link }) => link)])
      return paths.filter((path) => !there.has(linkOf(path))).map((path) => `${channel} ${path}`)
    }),
    twice: places.flatMap(([channel, links]) =>
      links.filter((link, index) => links.indexOf(link) !== index).map((link) => `${channel} ${link}`),
    ),
    held: held.map(({ id }) => id),
    posted: places.reduce((sum, [, links]) => sum + links.length, 0),
  }
}

function linksByChannel(house: House): ReadonlyMap<string, readonly string[]> {
  const channels = new Map([
    ['x-world', house.x.posts()],
    ['telegram-first', house.telegram.posts().filter((post) => post.placeName === '@first_news')],
    ['telegram-second', house.telegram.posts().filter((post) => post.placeName === '@second_news')],
  ])
  return new Map([...channels].map(([channel, posts]) => [channel, posts.map((post) => post.card ?? '')]))
}
