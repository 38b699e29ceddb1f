import { MINUTE, withDeadline, type Clock } from '#src/base/clock.ts'
import { CallerMistake, unreachable } from '#src/base/errors.ts'
import { silentLog } from '#src/base/log.ts'
import { noteAction } from '#src/desk/actions.ts'
import type { AccountConfig, Config, FeedConfig } from '#src/config/config.ts'
import { checkWait, noteCheckWait } from '#src/delivery/check-wait.ts'
import { whyNotToStaff } from '#src/delivery/staff-chat.ts'
import { twinsOf, whyNotTwice } from '#src/delivery/twins.ts'
import { usualFeed } from '#src/feed/discover.ts'
import { openParser, type Parsed, type Parser } from '#src/feed/parse.ts'
import { PAGE } from '#src/feed/what-else.ts'
import type { Fetch, Fetched } from '#src/net/fetch.ts'
import type { ChannelCheck, Check, Connection, StaffChat } from '#src/platform/platform.ts'
import type { Store } from '#src/store/open.ts'
import { openKnown, openOwn } from './previewed.ts'
import { openWayOut } from './way-out.ts'

export interface CheckParts {
  readonly config: Config
  readonly clock: Clock
  /** Whoever asks for the check: for the record of a probe. */
  readonly who: string
  readonly userAgent: string
  readonly print: (text: string) => void
  /** A test channel in which to try whether messages of unknown fate can be looked for; this posts, and deletes. */
  readonly probe: string | undefined
}

type Answer = Extract<Fetched, { is: 'answer' }>

/** One line for staff: what was seen to be right, what is missing, or what nobody can see from here. */
interface Finding {
  readonly is: 'good' | 'bad' | 'note'
  readonly text: string
}

const MARK: Readonly<Record<Finding['is'], string>> = { good: '✓', bad: '✗', note: '·' }
const good = (text: string): Finding => ({ is: 'good', text })
const bad = (text: string): Finding => ({ is: 'bad', text })
const note = (text: string): Finding => ({ is: 'note', text })

/**
 * Proves the real accounts and the feeds without posting, whatever is rehearsed; prints a line for each finding.
 * Answers the exit code: 1 where something is missing.
 */
export async function check({ config, clock, who, userAgent, print, probe }: CheckParts): Promise<number> {
  if (probe !== undefined) return probeChannel(probe, { config, clock, who, print })
  await using stack = new AsyncDisposableStack()
  const { fetch } = stack.use(openWayOut(config, { clock, userAgent }))
  const parser = stack.use(openParser({ clock, log: silentLog }))
  const { store, unusable } = await knownStore(config)
  stack.use(store)
  const found = await Promise.all([
    checkAccounts(config, { clock, store }),
    ...config.feeds.map((feed) => checkFeed(feed, fetch, parser)),
  ])
  const findings = [...unusable, ...found.flat()]
  for (const finding of findings) print(`${MARK[finding.is]} ${finding.text}`)
  return findings.some((finding) => finding.is === 'bad') ? 1 : 0
}

/** The store of a live `run`: what the accounts of a rehearsal are told to wait for says nothing of the real ones. */
async function knownStore(config: Config): Promise<{ readonly store: Store | null; readonly unusable: Finding[] }> {
  if (config.rehearsal !== 'off') return { store: null, unusable: [] }
  try {
    return { store: await openKnown(config), unusable: [] }
  } catch (error) {
    if (!(error instanceof CallerMistake)) throw error
    return { store: null, unusable: [bad(error.message)] }
  }
}

async function probeChannel(
  id: string,
  { config, clock, who, print }: Pick<CheckParts, 'config' | 'clock' | 'who' | 'print'>,
): Promise<number> {
  const channel = config.channels.find((each) => each.id === id)
  if (!channel) throw new CallerMistake(`There is no channel ${id} in ${config.file}.`)
  const account = config.accounts.find((each) => each.id === channel.account)!
  if (account.missingSecrets.length > 0) throw new CallerMistake(`${account.id} lacks secrets: see \`crier check\`.`)
  const connection = connectionOf(account, clock)
  if (connection.probe === undefined) {
    throw new CallerMistake(
      `${account.platform.label} needs no probe, or ${account.id} has no staffChat to forward to: give it one in crier.yaml.`,
    )
  }
  await using store = await openOwn(config)
  const found = await checked(connection, account, [channel], { clock, store })
  const why = found.is === 'proven' ? staffTrouble(account.id, found.staff, config) : found.why
  if (why !== null) throw new CallerMistake(`No probe was made: ${why}`)
  await store.write((writer) => {
    const change = { was: `${id} not probed`, became: `${id} probed with two messages` }
    return noteAction(writer, { ...change, why: 'probe: asked for', who, at: clock.now() })
  })
  const { works, says } = await connection.probe(channel, new AbortController().signal)
  print(`${works ? '✓' : '✗'} ${says}`)
  return works ? 0 : 1
}

function connectionOf({ id, platform, settings, apiRoot, secrets }: AccountConfig, clock: Clock): Connection<unknown> {
  return platform.connect({ id, settings, apiRoot, secrets }, { clock, log: silentLog })
}

/** What was found of an account, and which one it proved to be. */
interface Checked extends Pick<AccountConfig, 'id' | 'apiRoot'> {
  /** The name of its platform. */
  readonly label: string
  readonly remote: { readonly id: string; readonly name: string } | null
  readonly findings: readonly Finding[]
}

/** Where it stands what an account was told to wait for. */
interface Waiting {
  readonly clock: Clock
  /** Null where Crier has never run. */
  readonly store: Store | null
}

async function checkAccounts(config: Config, waiting: Waiting): Promise<readonly Finding[]> {
  const accounts = await Promise.all(config.accounts.map((account) => checkAccount(account, config, waiting)))
  const proven = new Map(accounts.flatMap(({ id, remote }) => (remote === null ? [] : [[id, remote] as const])))
  const inUse = accounts.filter(({ id }) => config.channels.some((channel) => channel.account === id))
  return accounts.flatMap((each) => {
    const { id, remote, findings } = each
    if (remote === null) return findings
    const { first, others } = twinsOf(each, remote.id, inUse, proven)
    if (first === null || !others.includes(each)) return findings
    return [...findings, bad(`${id}: ${whyNotTwice(first, remote.name)}`)]
  })
}

async function checkAccount(account: AccountConfig, config: Config, waiting: Waiting): Promise<Checked> {
  const { id, apiRoot, platform, missingSecrets } = account
  const common = { id, apiRoot, label: platform.label }
  const unproven = (findings: readonly Finding[]): Checked => ({ ...common, remote: null, findings })
  if (missingSecrets.length > 0) {
    return unproven(
      missingSecrets.map(({ variable, where }) =>
        bad(`${id}: ${variable} is neither in the environment nor in .env. Get it here: ${where}`),
      ),
    )
  }
  const channels = config.channels.filter((channel) => channel.account === id)
  const found = await checked(connectionOf(account, waiting.clock), account, channels, waiting)
  switch (found.is) {
    case 'refused':
      return unproven([bad(`${id}: ${platform.label} refuses it. ${found.why}`)])
    case 'unreachable':
      return unproven([bad(`${id}: ${platform.label} could not be asked. ${found.why}`)])
    case 'proven': {
      const trouble = staffTrouble(id, found.staff, config)
      const findings = [
        good(`${id}: ${platform.label} account ${found.name}`),
        ...found.channels.map(ofChannel),
        ...(trouble === null ? [] : [bad(`${id}: ${trouble}`)]),
        ...found.notes.map((text) => note(`${id}: ${text}`)),
      ]
      return { ...common, remote: found, findings }
    }
    default:
      return unreachable(found)
  }
}

function ofChannel({ channel, missing, unproven }: ChannelCheck): Finding {
  if (missing !== null) return bad(`${channel}: ${missing}`)
  return unproven === undefined ? good(`${channel}: may post`) : note(`${channel}: ${unproven}`)
}

/** Asks the platform, but not before it takes the question again: `run` and every check keep to that. */
async function checked(
  connection: Connection<unknown>,
  { id, platform }: AccountConfig,
  channels: Config['channels'],
  { clock, store }: Waiting,
): Promise<Check> {
  const wait = store && (await checkWait(store, id, clock.now()))
  if (wait !== null) {
    const until = new Date(wait.until).toISOString()
    return { is: 'unreachable', why: `${platform.label} asks to wait until ${until}: ${wait.why}` }
  }
  const found = await withDeadline(clock, `the check of ${id}`, MINUTE, undefined, (signal) =>
    connection.check(channels, signal),
  )
  if (store !== null && found.is === 'unreachable' && found.again !== undefined) {
    await noteCheckWait(store, id, { until: found.again, why: found.why }, clock.now())
  }
  return found
}

function staffTrouble(account: string, staff: StaffChat | undefined, { accounts, channels }: Config): string | null {
  const platformOf = (id: string) => accounts.find((each) => each.id === id)!.platform
  const { placeOf } = platformOf(account)
  const posting = channels
    .filter((channel) => platformOf(channel.account) === platformOf(account))
    .map(({ id, settings }) => ({ id, place: placeOf?.(settings) ?? null }))
  return whyNotToStaff(account, staff, posting)
}

async function checkFeed(feed: FeedConfig, fetch: Fetch, parser: Parser): Promise<readonly Finding[]> {
  const answer = await fetch(feed.url, { trust: 'configured' })
  if (answer.is === 'failed') return [bad(`${feed.id}: ${answer.why}`)]
  if (answer.status !== 200)
    return [bad(`${feed.id}: the server answered ${answer.status}. Is its "url" in crier.yaml the feed's?`)]
  const read = async ({ body, headers, url }: Answer): Promise<Parsed> =>
    parser.parse(
      { body, contentType: headers['content-type'] ?? null, url, language: feed.language },
      new AbortController().signal,
    )
  const parsed = await read(answer)
  if (parsed.is === 'not-a-feed') {
    const usual =
      parsed.why !== PAGE
        ? null
        : await usualFeed(answer.url, async (url) => {
            const other = await fetch(url, { trust: 'configured' })
            return other.is === 'answer' && other.status === 200 ? read(other) : null
          })
    return [bad(`${feed.id}: ${parsed.why}${usual === null ? '' : `; its feed seems to be ${usual}`}`)]
  }
  return [
    good(`${feed.id}: ${parsed.entries.length} entries, "${parsed.title}"`),
    ...parsed.warnings.map((text) => note(`${feed.id}: ${text}`)),
  ]
}
