import { DatabaseSync } from 'node:sqlite'
import { DAY, MINUTE, type Millis } from '#src/base/clock.ts'
import { addDelivery, bindDelivery } from '#src/store/deliveries.ts'
import { nextReady } from '#src/store/next-ready.ts'
import { meetChannel, rememberPlace } from '#src/store/channels.ts'
import { openStore } from '#src/store/open.ts'
import { logCall, logOutcome } from '#src/store/sends.ts'

/** Where the deliveries of the bench go. */
export interface Lane {
  readonly channel: string
  readonly account: string
  readonly place: string
  /** How many of 1,000 deliveries go there. */
  readonly share: number
}

const lanesOf = (account: string, channels: number, share: number): readonly Lane[] =>
  Array.from({ length: channels }, (_, index) => ({
    channel: `${account}-${index}`,
    account,
    place: `${account} place ${index}`,
    share,
  }))

/** Two bots with 35 chats, and five X accounts with 300 posts a day each. */
export const LANES: readonly Lane[] = [
  ...lanesOf('bot-1', 25, 28),
  ...lanesOf('bot-2', 10, 25),
  ...['x-1', 'x-2', 'x-3', 'x-4', 'x-5'].flatMap((account) => lanesOf(account, 1, 10)),
]

export const API_ROOT = 'https://api.example.com'
export const REMOTE_ID = '42'
const SPAN: Millis = 30 * DAY
// The last that were sent went within minutes: every window is full.
const RUSH: Millis = 20 * MINUTE
const RUSH_SHARE = 0.01
const READY_SHARE = 0.004
const TEXT = 'The bridge opens on Friday. It took nine years, and is 900 m long. '.repeat(2)

// As long and as scattered as real ids, but known by their number; the factor is odd, so that no two are the same.
const idOf = (kind: string) => `printf('${kind}%08x000', (i * 2654435761) & 0xffffffff)`

/**
 * Makes a store at `file` with `count` deliveries over the 30 days before `now`. A tenth has a reply. Most are sent, a
 * few are held (with a reply that waits behind each), refused, dropped or of unknown fate, and {@link READY_SHARE} are
 * ready; for all others a call is logged. Rows are multiplied from such as the store itself wrote.
 */
export async function makeMillion(file: string, count: number, now: Millis): Promise<void> {
  await writeTemplates(file, now)
  const database = new DatabaseSync(file)
  try {
    database.exec('pragma synchronous = off; pragma cache_size = -600000; pragma temp_store = memory; begin')
    const indexes = database
      .prepare(`select name, sql from sqlite_master where type = 'index' and sql is not null`)
      .all() as { name: string; sql: string }[]
    for (const { name } of indexes) database.exec(`drop index ${name}`)
    fillNumbers(database, count)
    multiply(database, now, count)
    for (const { sql } of indexes) database.exec(sql)
    database.exec('commit; pragma wal_checkpoint(truncate)')
  } finally {
    database.close()
  }
}

/** One row of every kind, as the store writes it. */
async function writeTemplates(file: string, now: Millis): Promise<void> {
  await using store = await openStore({ file, use: 'rehearsal' })
  await store.write(async (writer) => {
    for (const { channel, place } of LANES) {
      await meetChannel(writer, channel, now - SPAN)
      await rememberPlace(writer, channel, place)
    }
    const draft = {
      body: { text: TEXT },
      text: TEXT,
      link: 'https://news.example.com/bridge',
      length: { used: TEXT.length, allowed: 4_096 },
      picture: null,
    }
    const template = {
      article: 'template',
      channel: 'template',
      account: 'template',
      apiRoot: API_ROOT,
      remoteId: null,
      published: 0,
      queued: 0,
      state: 'ready',
      reason: 'route: the bench wants it',
      parts: [{ draft, usd: 0.015 }],
    } as const
    const delivery = await addDelivery(writer, template, now)
    await bindDelivery(writer, delivery, REMOTE_ID)
    const part = await nextReady(writer, 'template')
    const call = await logCall(writer, { part: part!.id, account: 'template', place: '', at: 0, usd: 0.015 })
    await logOutcome(writer, call, { is: 'sent', ref: { id: '1', url: null } }, 0)
  })
}

/** `number`: every delivery with its lane and time. */
function fillNumbers(database: DatabaseSync, count: number): void {
  database.exec(`create temp table slot (slot integer primary key, channel text, account text, place text)`)
  const slot = database.prepare(`insert into slot values (?, ?, ?, ?)`)
  let next = 0
  for (const { channel, account, place, share } of LANES) {
    for (let index = 0; index < share; index++) slot.run(next++, channel, account, place)
  }
  database.exec(`
    create temp table number as
    with recursive counted (i) as (select 0 union all select i + 1 from counted where i < ${count - 1})
    select i, channel, account, place,
      case when i % 1000 = 0 then 'held' when i % 1000 in (1, 2) then 'refused' when i % 1000 in (3, 4) then 'dropped'
           when i % 50000 = 5 then 'unknown' when i >= ${count * (1 - READY_SHARE)} then 'ready' else 'sent' end as state
    from counted join slot on slot.slot = ((i * 2654435761) >> 9) % ${next}`)
}

function multiply(database: DatabaseSync, now: Millis, count: number): void {
  const ready = count * (1 - READY_SHARE)
  const rush = ready - count * RUSH_SHARE
  const time = `case when i < ${rush} then ${now - SPAN} + cast(i * ${(SPAN - RUSH) / rush} as integer)
    else ${now - RUSH} + cast(min(i - ${rush}, ${ready - rush}) * ${RUSH / (ready - rush)} as integer) end`
  const common = { channel: 'n.channel', account: 'n.account' }
  const part = {
    ...common,
    delivery: idOf('d'),
    key: idOf('k'),
    state: 'n.state',
    published: time,
    queued: 'i',
    changed: time,
  }
  const sent = (number: string) => `case when n.state = 'sent' then ${number} end`
  copyRows(database, 'delivery', { ...common, id: idOf('d'), article: `'a' || i`, created: time })
  copyRows(database, 'part', { ...part, id: idOf('p'), ordinal: '0', ref_id: sent('i') })
  // What follows a post that is not sent waits behind it.
  const behind = `case when n.state in ('held', 'unknown') then 'ready' else n.state end`
  const reply = { ...part, id: idOf('r'), ordinal: '1', state: behind, ref_id: sent(`i + ${count}`) }
  copyRows(database, 'part', reply, 'i % 10 = 0')
  const call = { ...common, place: 'n.place', part: idOf('p'), at: time, counts_from: time }
  copyRows(database, 'send_log', { ...call, id: idOf('c') }, `state <> 'ready'`)
  copyRows(database, 'history', { id: idOf('h'), at: time, article: `'a' || i`, delivery: idOf('d') })
}

/** A row for every number, as the template but for `columns`; the template goes when it has served. */
function copyRows(
  database: DatabaseSync,
  table: string,
  columns: Readonly<Record<string, string>>,
  where = 'true',
): void {
  const names = database.prepare(`select name from pragma_table_info('${table}')`).all() as { name: string }[]
  const values = names.map(({ name }) => columns[name] ?? `t.${name}`)
  const template = `(select * from ${table} order by rowid limit 1)`
  database.exec(
    `insert into ${table} (${names.map(({ name }) => name).join(', ')})
     select ${values.join(', ')} from number n cross join ${template} t where ${where}`,
  )
}
