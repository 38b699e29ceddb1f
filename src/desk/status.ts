import { DAY, type Clock, type Millis } from '#src/base/clock.ts'
import { waitOf } from '#src/store/channels.ts'
import { isAtWork, LEASE } from '#src/store/lease.ts'
import type { Reader } from '#src/store/open.ts'
import { allPauses, type Pause } from '#src/store/pauses.ts'
import { openQuestions } from '#src/store/questions.ts'
import { EMBARGO } from '#src/store/reasons.ts'
import { spentSince } from '#src/store/sends.ts'
import { resumeCommand } from './actions.ts'
import { showTime } from './show.ts'

/** What `status` looks at, from the config. */
export interface StatusOf {
  readonly rehearsal: string
  readonly store: string
  /** How much room the store takes, in bytes. */
  readonly size: number
  readonly feeds: readonly { readonly id: string }[]
  readonly accounts: readonly {
    readonly id: string
    readonly label: string
    readonly budget: { readonly usdPerDay: number; readonly usdPerMonth: number } | null
  }[]
  readonly channels: readonly { readonly id: string; readonly account: string; readonly feeds: readonly string[] }[]
}

export interface Status {
  readonly rehearsal: string
  readonly store: string
  /** In bytes. */
  readonly size: number
  /** The sender's last heartbeat; null where none ever ran. */
  readonly heartbeat: Millis | null
  readonly holder: string | null
  /** Since when the holder has not renewed its lease, though its process is there; null where all is well. */
  readonly stalledSince: Millis | null
  readonly feeds: readonly {
    readonly id: string
    /** Whether any channel takes it: it is not read else. */
    readonly taken: boolean
    readonly lastOk: Millis | null
    readonly nextAt: Millis | null
    readonly failures: number
    readonly error: string | null
    /** When its server said that it is gone for good: it is polled no more. */
    readonly goneAt: Millis | null
    /** Where it is polled in the place of its URL, because it has moved. */
    readonly polledAt: string | null
  }[]
  readonly accounts: readonly {
    readonly id: string
    readonly label: string
    readonly name: string | null
    readonly sentToday: number
    readonly usdToday: number
    readonly usdThisMonth: number
    readonly usdPerDay: number | null
    readonly usdPerMonth: number | null
  }[]
  readonly channels: readonly {
    readonly id: string
    readonly counts: Readonly<Record<string, number>>
    /** Why its first ready post does not go now, and until when. */
    readonly waitsFor: string | null
    readonly waitsUntil: Millis | null
  }[]
  /** Channels that the config no longer has, and in which posts wait that nothing sends. */
  readonly removed: readonly { readonly id: string; readonly counts: Readonly<Record<string, number>> }[]
  /** Articles dated in the future, the next first. */
  readonly embargoed: readonly { readonly title: string; readonly url: string; readonly published: Millis }[]
  /** Questions of the gate that wait for an answer. */
  readonly questions: number
  /** Those of what the config has. */
  readonly pauses: readonly Pause[]
}

const MOST_SHOWN = 10

/** How Crier stands, from the store alone. */
export async function status(reader: Reader, clock: Clock, of: StatusOf): Promise<Status> {
  const now = clock.now()
  const lease = await reader.selectFrom('lease').selectAll().executeTakeFirst()
  const atWork = lease && isAtWork(lease, now) ? lease : null
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('UTC').startOfDay()
  return {
    rehearsal: of.rehearsal,
    store: of.store,
    size: of.size,
    heartbeat: lease && lease.until > 0 ? lease.until - LEASE : null,
    holder: atWork?.holder ?? null,
    stalledSince: atWork && atWork.until <= now ? atWork.until - LEASE : null,
    feeds: await Promise.all(
      of.feeds.map(({ id }) =>
        feedStatus(
          reader,
          id,
          of.channels.some(({ feeds }) => feeds.includes(id)),
        ),
      ),
    ),
    accounts: await Promise.all(
      of.accounts.map(async ({ id, label, budget }) => ({
        id,
        label,
        name: (await reader.selectFrom('account').select('name').where('id', '=', id).executeTakeFirst())?.name ?? null,
        sentToday: await sentSince(reader, id, now - DAY),
        usdToday: await spentSince(reader, id, today.epochMilliseconds),
        usdThisMonth: await spentSince(reader, id, today.with({ day: 1 }).epochMilliseconds),
        usdPerDay: budget?.usdPerDay ?? null,
        usdPerMonth: budget?.usdPerMonth ?? null,
      })),
    ),
    channels: await Promise.all(of.channels.map(({ id }) => channelStatus(reader, id))),
    removed: await removedChannels(
      reader,
      of.channels.map(({ id }) => id),
    ),
    embargoed: await embargoedArticles(reader),
    questions: (await openQuestions(reader)).length,
    pauses: (await allPauses(reader, now)).filter((pause) => isOn(pause, of)),
  }
}

/** Whether a pause keeps anything of the config; it is in force again, and shown, should what it is on come back. */
function isOn({ scope }: Pause, { accounts, channels }: StatusOf): boolean {
  if (scope === 'all') return true
  const [, kind, id] = /^(\w+):([^/]*)/.exec(scope) ?? []
  return (kind === 'channel' ? channels : accounts).some((each) => each.id === id)
}

/** Whether the sender's heartbeat is younger than `atMost` milliseconds. */
export async function isHealthy(reader: Reader, clock: Clock, atMost: Millis): Promise<boolean> {
  const lease = await reader.selectFrom('lease').select('until').executeTakeFirst()
  return lease !== undefined && clock.now() - (lease.until - LEASE) < atMost
}

async function feedStatus(reader: Reader, id: string, taken: boolean): Promise<Status['feeds'][number]> {
  const row = await reader.selectFrom('feed').selectAll().where('id', '=', id).executeTakeFirst()
  return {
    id,
    taken,
    lastOk: row?.ok_at ?? null,
    nextAt: row?.next_at ?? null,
    failures: row?.failures ?? 0,
    error: row?.error ?? null,
    goneAt: row?.gone_at ?? null,
    polledAt: row?.polled_at ?? null,
  }
}

async function sentSince(reader: Reader, account: string, since: Millis): Promise<number> {
  const row = await reader
    .selectFrom('send_log')
    .select((is) => is.fn.countAll<number>().as('count'))
    .where('account', '=', account)
    .where('counts_from', '>', since)
    // What a look or a person has found stands as well.
    .where('outcome', 'in', ['sent', 'found'])
    .executeTakeFirstOrThrow()
  return row.count
}

async function channelStatus(reader: Reader, id: string): Promise<Status['channels'][number]> {
  const wait = await waitOf(reader, id)
  return { id, counts: await countParts(reader, id), waitsFor: wait?.why ?? null, waitsUntil: wait?.until ?? null }
}

function embargoedArticles(reader: Reader): Promise<Status['embargoed']> {
  return reader
    .selectFrom('article')
    .select(['title', 'url', 'published'])
    .where('state', '=', 'waiting')
    .where('reason', 'like', `${EMBARGO}:%`)
    .orderBy('published')
    .execute()
}

async function removedChannels(reader: Reader, known: readonly string[]): Promise<Status['removed']> {
  const rows = await reader
    .selectFrom('part')
    .select(['channel', 'state', (is) => is.fn.countAll<number>().as('count')])
    .where('state', 'in', ['ready', 'unknown'])
    .where('channel', 'not in', ['', ...known])
    .groupBy(['channel', 'state'])
    .orderBy('channel')
    .execute()
  return [...Map.groupBy(rows, ({ channel }) => channel)].map(([id, those]) => ({
    id,
    counts: Object.fromEntries(those.map(({ state, count }) => [state, count])),
  }))
}

async function countParts(reader: Reader, channel: string): Promise<Record<string, number>> {
  const rows = await reader
    .selectFrom('part')
    .select((is) => ['state', is.fn.countAll<number>().as('count')])
    .where('channel', '=', channel)
    .groupBy('state')
    .execute()
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}

function showTrouble(feed: Status['feeds'][number], time: (at: Millis | null) => string): string {
  if (feed.goneAt !== null) return `, gone for good since ${time(feed.goneAt)}; if it is back: crier resume ${feed.id}`
  const moved = feed.polledAt === null ? '' : `, moved to ${feed.polledAt}`
  if (feed.error === null) return moved
  return `${moved}, failed ${feed.failures} times: ${feed.error}; next look ${time(feed.nextAt)}`
}

function showHolder({ holder, stalledSince }: Status, time: (at: Millis | null) => string): string {
  if (holder === null) return 'not running'
  if (stalledSince === null) return `running: ${holder}`
  return `${holder} is there, and has written nothing since ${time(stalledSince)}: is the disk full or read-only, or the process stopped? Where its number is another process's by now, start Crier.`
}

export function showStatus(status: Status, timezone: string): string {
  const time = (at: Millis | null) => (at === null ? 'never' : showTime(at, timezone))
  const money = (usd: number) => `$${usd.toFixed(3)}`
  return [
    `store ${status.store} (${status.rehearsal === 'off' ? 'live' : `rehearsal: ${status.rehearsal}`}), ${(status.size / 2 ** 20).toFixed(1)} MB`,
    showHolder(status, time),
    '',
    'feeds',
    ...status.feeds.map((feed) =>
      feed.taken
        ? `  ${feed.id}  last read ${time(feed.lastOk)}${showTrouble(feed, time)}`
        : `  ${feed.id}  not read: no channel takes it`,
    ),
    'accounts',
    ...status.accounts.map((account) => {
      const budget = account.usdPerDay === null ? '' : ` of ${money(account.usdPerDay)}`
      const month = account.usdPerMonth === null ? '' : ` of ${money(account.usdPerMonth)}`
      const spent =
        account.usdThisMonth > 0 || budget
          ? `, ${money(account.usdToday)}${budget} today, ${money(account.usdThisMonth)}${month} this month`
          : ''
      return `  ${account.id}  ${account.label} ${account.name ?? '(not proven yet)'}, ${account.sentToday} sent in 24 h${spent}`
    }),
    'channels',
    ...status.channels.map(({ id, counts, waitsFor, waitsUntil }) => {
      const parts = Object.entries(counts).map(([state, count]) => `${count} ${state}`)
      const waits =
        waitsFor === null ? '' : `; waits${waitsUntil === null ? '' : ` until ${time(waitsUntil)}`}, ${waitsFor}`
      return `  ${id}  ${parts.join(', ') || 'nothing yet'}${waits}`
    }),
    ...status.removed.map(({ id, counts }) => {
      const parts = Object.entries(counts).map(([state, count]) => `${count} ${state}`)
      const ready = 'ready' in counts ? `put it back, or give them up: crier drop --channel ${id}` : null
      const sought = 'unknown' in counts ? 'what is unknown is looked for, see `crier held`' : null
      const ways = [ready, sought].filter((way) => way !== null).join('; ')
      return `  ${id}  ${parts.join(', ')}; no longer in crier.yaml: ${ways}`
    }),
    ...(status.embargoed.length === 0 ? [] : ['dated in the future, and wait for that time']),
    ...status.embargoed
      .slice(0, MOST_SHOWN)
      .map(({ title, url, published }) => `  ${time(published)}  ${title}${url === '' ? '' : `  ${url}`}`),
    ...(status.embargoed.length > MOST_SHOWN ? [`  and ${status.embargoed.length - MOST_SHOWN} more`] : []),
    ...(status.questions === 0 ? [] : [`${status.questions} questions wait for an answer: see \`crier held\``]),
    ...(status.pauses.length === 0 ? [] : ['paused']),
    ...status.pauses.map(
      (pause) =>
        `  ${pause.scope}  ${pause.until === null ? (pause.scope.startsWith('staffChat:') ? 'until mended' : 'until resumed') : `until ${time(pause.until)}`}: ${pause.why}${wayOn(pause)}`,
    ),
  ].join('\n')
}

/** What staff have paused names no command by itself; what a platform asks for does. */
function wayOn({ scope, askedBy }: Pause): string {
  if (askedBy !== 'staff') return ''
  return `, go on: ${resumeCommand(scope)}`
}
