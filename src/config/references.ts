import { DAY, MINUTE, SECOND } from '#src/base/clock.ts'
import type { Platform } from '#src/platform/platform.ts'
import type { Wording, WordingMistake } from '#src/records.ts'
import { authorityOf, isLoopback } from './authority.ts'
import { parseDuration, parsePace } from './duration.ts'
import { ID } from './fields.ts'
import { listAt, textAt, valueAt, type Finding } from './finding.ts'
import { platformNamed, platformOfAccount, wordingIn } from './members.ts'
import { nearest } from './nearest.ts'
import { quote, variableOf } from './secrets.ts'

/** Answers what is wrong with a channel's wording, or null. */
export type CheckWording = (wording: Wording, platform: Platform | null, settings: unknown) => WordingMistake | null

export interface Rules {
  readonly platforms: readonly Platform[]
  readonly live: boolean
  readonly checkWording: CheckWording
}

/** What is wrong between the parts of the file. Works on what the file says, so that other mistakes hide none of it. */
export function findContradictions(raw: unknown, rules: Rules): readonly Finding[] {
  return [
    ...['feeds', 'accounts', 'channels'].flatMap((list) => repeatedIds(raw, list)),
    ...unknownAccounts(raw),
    ...unknownFeeds(raw),
    ...hastyFeeds(raw),
    ...shortMemory(raw),
    ...sharedVariables(raw, rules.platforms),
    ...(rules.live ? missingBudgets(raw, rules.platforms) : []),
    ...badWordings(raw, rules),
    ...impossibleSilence(raw, rules.platforms),
    ...staffAmongReaders(raw, rules.platforms),
  ]
}

function repeatedIds(raw: unknown, list: string): readonly Finding[] {
  const ids = idsOf(raw, list)
  return ids.flatMap((id, at): readonly Finding[] => {
    const first = ids.indexOf(id)
    if (id === null || first === at) return []
    const what = `${quote(id)} is the id of ${list}.${first} too`
    return [{ path: [list, at, 'id'], at: 'value', what, remedy: 'give each an id of its own' }]
  })
}

function unknownAccounts(raw: unknown): readonly Finding[] {
  const known = idsOf(raw, 'accounts').filter((id) => id !== null)
  return listAt(raw, ['channels']).flatMap((channel, at) => {
    const account = textAt(channel, ['account'])
    return account === null || known.includes(account)
      ? []
      : [unknownId('account', account, known, ['channels', at, 'account'])]
  })
}

function unknownFeeds(raw: unknown): readonly Finding[] {
  const known = idsOf(raw, 'feeds').filter((id) => id !== null)
  return listAt(raw, ['channels']).flatMap((channel, at) => {
    const chosen = (['only', 'except'] as const).flatMap((key) =>
      listAt(channel, [key, 'feeds']).flatMap((feed, place) =>
        typeof feed !== 'string' || known.includes(feed)
          ? []
          : [unknownId('feed', feed, known, ['channels', at, key, 'feeds', place])],
      ),
    )
    const feeds = listAt(channel, ['feeds'])
    const taken = feeds.flatMap((feed, place): readonly Finding[] => {
      const path = ['channels', at, 'feeds', place]
      if (typeof feed !== 'string') return []
      if (!known.includes(feed)) return [unknownId('feed', feed, known, path)]
      if (feeds.indexOf(feed) === place) return []
      return [{ path, at: 'value', what: `${quote(feed)} stands twice in this list`, remedy: 'remove one of the two' }]
    })
    return [...chosen, ...taken]
  })
}

function impossibleSilence(raw: unknown, platforms: readonly Platform[]): readonly Finding[] {
  return listAt(raw, ['channels']).flatMap((channel, at): readonly Finding[] => {
    const platform = platformOfAccount(raw, textAt(channel, ['account']), platforms)
    if (textAt(channel, ['quiet', 'posts']) !== 'silent' || platform === null || platform.silence) return []
    const what = `${platform.label} knows no posts without a sound`
    return [{ path: ['channels', at, 'quiet', 'posts'], at: 'value', what, remedy: 'write wait' }]
  })
}

/** What is told to staff names what is held and embargoed: it must not stand where readers are. */
function staffAmongReaders(raw: unknown, platforms: readonly Platform[]): readonly Finding[] {
  const channels = listAt(raw, ['channels']).map((channel) => {
    const platform = platformOfAccount(raw, textAt(channel, ['account']), platforms)
    const settings = platform?.channel.strip().safeParse(channel).data
    return { id: textAt(channel, ['id']), platform, place: settings && platform?.placeOf?.(settings) }
  })
  return listAt(raw, ['accounts']).flatMap((account, at): readonly Finding[] => {
    const platform = platformNamed(textAt(account, ['platform']), platforms)
    const settings = platform?.account.strip().safeParse(account).data
    const staff = settings && platform?.staffPlace?.(settings)
    const taken = channels.findIndex((channel) => channel.platform === platform && channel.place === staff?.place)
    if (!staff || taken === -1) return []
    const path = ['accounts', at, staff.key]
    const what = `${quote(String(valueAt(raw, path)))} is the chat of channels.${taken} (${quote(channels[taken]!.id)}) too: its readers would see what staff are told`
    return [{ path, at: 'value', what, remedy: 'write a chat that only staff see' }]
  })
}

function unknownId(kind: string, id: string, known: readonly string[], path: Finding['path']): Finding {
  const meant = nearest(id, known)
  const list =
    known.length === 0 ? `there is none; add it under ${kind}s` : `known: ${[...new Set(known)].map(quote).join(', ')}`
  const remedy = meant === null ? list : `write ${meant}, or add it under ${kind}s; ${list}`
  return { path, at: 'value', what: `no ${kind} has the id ${quote(id)}`, remedy }
}

/** A publisher's server is not to be asked more often than twice a minute; one's own may be. */
function hastyFeeds(raw: unknown): readonly Finding[] {
  const allowed = listAt(raw, ['network', 'allow'])
  return listAt(raw, ['feeds']).flatMap((feed, at): readonly Finding[] => {
    const every = parsePace(textAt(feed, ['every']) ?? '')?.atLeast ?? null
    const url = URL.parse(textAt(feed, ['url']) ?? '')
    if (every === null || url === null || every >= MINUTE / 2) return []
    if (every >= SECOND && (isLoopback(url.hostname) || allowed.includes(authorityOf(url)))) return []
    const what = `${quote(textAt(feed, ['every']))} is too often for a server that is not your own`
    return [{ path: ['feeds', at, 'every'], at: 'value', what, remedy: 'write 30s or more; 2m-15m is usual' }]
  })
}

/** What may still be posted must not be forgotten before. */
function shortMemory(raw: unknown): readonly Finding[] {
  const written = textAt(raw, ['keep'])
  const keep = parseDuration(written ?? '')
  if (keep === null) return []
  const older = listAt(raw, ['channels']).find(
    (channel) => (parseDuration(textAt(channel, ['maxAge']) ?? '') ?? 0) > keep,
  )
  if (keep >= DAY && older === undefined) return []
  const what =
    older === undefined
      ? `${quote(written)} is too short: nobody could look up yesterday`
      : `${quote(written)} is shorter than the maxAge of channel ${quote(textAt(older, ['id']))}`
  return [{ path: ['keep'], at: 'value', what, remedy: 'write 30d, or longer than any maxAge' }]
}

function sharedVariables(raw: unknown, platforms: readonly Platform[]): readonly Finding[] {
  const owners = new Map<string, string>()
  return listAt(raw, ['accounts']).flatMap((account, at): readonly Finding[] => {
    const id = textAt(account, ['id'])
    const platform = platformNamed(textAt(account, ['platform']), platforms)
    if (id === null || platform === null || !ID.test(id) || idsOf(raw, 'accounts').indexOf(id) !== at) return []
    const variables = platform.secrets.map(({ name }) => variableOf(id, name))
    const taken = variables.find((variable) => owners.has(variable))
    for (const variable of variables) if (!owners.has(variable)) owners.set(variable, id)
    if (taken === undefined) return []
    const what = `the accounts ${owners.get(taken)} and ${id} would share the variable ${taken}`
    return [{ path: ['accounts', at, 'id'], at: 'value', what, remedy: 'give one of them another id' }]
  })
}

function missingBudgets(raw: unknown, platforms: readonly Platform[]): readonly Finding[] {
  return listAt(raw, ['accounts']).flatMap((account, at): readonly Finding[] => {
    const platform = platformNamed(textAt(account, ['platform']), platforms)
    if (platform === null || !platform.billed || valueAt(account, ['budget']) !== undefined) return []
    const what = `posts on ${platform.label} cost money, and this account has no budget`
    return [{ path: ['accounts', at], at: 'value', what, remedy: 'add `budget: { usdPerDay: 5, usdPerMonth: 120 }`' }]
  })
}

function badWordings(raw: unknown, { platforms, checkWording }: Rules): readonly Finding[] {
  return listAt(raw, ['channels']).flatMap((channel, at): readonly Finding[] => {
    const platform = platformOfAccount(raw, textAt(channel, ['account']), platforms)
    const wording = wordingIn(channel, platform)
    if (wording === null) return []
    const settings = platform?.channel.strip().safeParse(channel).data
    const mistake = checkWording(wording, settings === undefined ? null : platform, settings)
    if (mistake === null) return platform === null ? [] : badHandles(wording, platform, at)
    const { key, what, at: within } = mistake
    // A template that stands nowhere in the file is the platform's own.
    const place = valueAt(channel, [key]) === undefined ? [] : [key]
    const finding = { path: ['channels', at, ...place], at: 'value', what, remedy: REMEDIES[key] ?? TEMPLATE } as const
    return [place.length === 0 || within === null ? finding : { ...finding, within }]
  })
}

const TEMPLATE = 'write for instance "{{ title }}\\n\\n{{ summary }}\\n\\n{{ link }}"'
const REMEDIES: Readonly<Partial<Record<keyof Wording, string>>> = {
  hashtags: 'add {{ hashtags }} to its template, or remove the key',
  handles: 'add {{ author | handles }} to its template, or remove the key',
  utm: 'let its posts have the link, or remove the key',
}

function badHandles({ handles }: Wording, { label, handle }: Platform, at: number): readonly Finding[] {
  return Object.entries(handles).flatMap(([name, written]): readonly Finding[] => {
    if (handle?.form.test(written)) return []
    const what =
      handle === undefined ? `people have no handles on ${label}` : `${quote(written)} is not a handle on ${label}`
    const remedy =
      handle === undefined ? 'remove the key' : `write it with its sign, in quotes, for instance "${handle.example}"`
    return [{ path: ['channels', at, 'handles', name], at: 'value', what, remedy }]
  })
}

function idsOf(raw: unknown, list: string): readonly (string | null)[] {
  return listAt(raw, [list]).map((member) => textAt(member, ['id']))
}
