import type { z } from 'zod'
import type { Environment } from '#src/base/environment.ts'
import type { Limit, Platform } from '#src/platform/platform.ts'
import type { Wording } from '#src/records.ts'
import { check, unknownKey, type Checked } from './check.ts'
import type { AccountConfig, ChannelConfig } from './config.ts'
import { listAt, textAt, type Finding, type Path } from './finding.ts'
import { accountKeys, channelKeys } from './schema.ts'
import { readSecrets } from './secrets.ts'

/** The platform of the account with this id, as the file has it; null where the file names none that is known. */
export function platformOfAccount(
  raw: unknown,
  account: string | null,
  platforms: readonly Platform[],
): Platform | null {
  const found = listAt(raw, ['accounts']).find((each) => account !== null && textAt(each, ['id']) === account)
  return platformNamed(textAt(found, ['platform']), platforms)
}

export function platformNamed(id: string | null, platforms: readonly Platform[]): Platform | null {
  return platforms.find((platform) => platform.id === id) ?? null
}

/** Checks the account that stands under `path`: the keys that all have, and those of its platform. */
export function readAccount(
  value: unknown,
  path: Path,
  platforms: readonly Platform[],
  environment: Environment,
): Checked<AccountConfig> {
  const platform = platformNamed(textAt(value, ['platform']), platforms)
  const keys = accountKeys(platforms, platform)
  const own = platform?.account ?? null
  const { shared, settings, findings } = split(
    keys,
    own,
    value,
    path,
    platforms.map((each) => each.account),
  )
  if (platform === null || shared === null || findings.length > 0) return { value: null, findings }
  return {
    value: {
      id: shared.id,
      platform,
      settings,
      apiRoot: shared.apiRoot ?? platform.apiRoot.replace(/\/+$/, ''),
      limits: withNumbers(platform.limits, shared.limits ?? {}),
      budget: shared.budget ?? null,
      ...readSecrets(shared.id, platform, environment),
    },
    findings,
  }
}

/**
 * Checks the channel that stands under `path`; `platform` is that of its account, where it is known, and `zone` the time
 * zone of the file.
 */
export function readChannel(
  value: unknown,
  path: Path,
  platforms: readonly Platform[],
  platform: Platform | null,
  zone: string,
): Checked<ChannelConfig> {
  const own = platform?.channel ?? null
  const { shared, settings, findings } = split(
    channelKeys,
    own,
    value,
    path,
    platforms.map((each) => each.channel),
  )
  if (platform === null || shared === null || findings.length > 0) return { value: null, findings }
  const { id, account, feeds, maxAge, only = null, except = null, urgent = null, quiet = null } = shared
  const { picture, holdWords, atMost, spacing, cooling, first, approve } = shared
  const wording = wordingOf(shared, platform.template, zone)
  return {
    value: {
      id,
      account,
      feeds,
      wording,
      picture,
      maxAge,
      only,
      except,
      holdWords,
      urgent,
      atMost,
      spacing,
      cooling,
      quiet,
      first,
      approve,
      settings,
    },
    findings,
  }
}

/**
 * How the channel words its posts, as far as that can be read; null where nothing says its template. Other mistakes in
 * it hide nothing.
 */
export function wordingIn(channel: unknown, platform: Platform | null): Wording | null {
  if (typeof channel !== 'object' || channel === null) return null
  const sound = { ...channel, id: 'a', account: 'a', feeds: ['a'] }
  const bad = new Set(
    channelKeys
      .strip()
      .safeParse(sound)
      .error?.issues.map(({ path: [key] }) => key),
  )
  const kept = Object.fromEntries(Object.entries(sound).filter(([key]) => !bad.has(key)))
  const written = channelKeys.strip().parse(kept)
  const template = written.template ?? (bad.has('template') ? undefined : platform?.template)
  return template === undefined ? null : wordingOf({ ...written, template }, template, 'UTC')
}

function wordingOf(written: z.output<typeof channelKeys>, usual: string, zone: string): Wording {
  const { template, lead, hashtags, maxHashtags, utm, handles, timezone } = written
  return {
    template: template ?? usual,
    lead,
    hashtags,
    maxHashtags,
    utm: Object.fromEntries(
      Object.entries(utm).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    handles,
    timezone: timezone ?? zone,
  }
}

interface Split<Shared> {
  readonly shared: Shared | null
  readonly settings: unknown
  readonly findings: readonly Finding[]
}

/**
 * Hands each key to the schema that knows it: `keys` first, the rest to the platform's `own`, which must know them all.
 * Where the platform is not known, a key passes that any of `possible` knows.
 */
function split<Shared>(
  keys: z.ZodObject & z.ZodType<Shared>,
  own: z.ZodObject | null,
  value: unknown,
  path: Path,
  possible: readonly z.ZodObject[],
): Split<Shared> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { shared: null, settings: null, findings: check(keys, value, path).findings }
  }
  const entries = Object.entries(value)
  const isShared = ([key]: [string, unknown]) => Object.hasOwn(keys.shape, key)
  const rest = entries.filter((entry) => !isShared(entry))
  const known = [keys, ...(own === null ? possible : [own])].flatMap((schema) => Object.keys(schema.shape))
  const shared = check<Shared>(keys, Object.fromEntries(entries.filter(isShared)), path)
  const settings =
    own === null
      ? {
          value: null,
          findings: rest.filter(([key]) => !known.includes(key)).map(([key]) => unknownKey([...path, key], known)),
        }
      : check<unknown>(own.strict(), Object.fromEntries(rest), path, known)
  return { shared: shared.value, settings: settings.value, findings: [...shared.findings, ...settings.findings] }
}

function withNumbers(
  limits: Readonly<Record<string, Limit>>,
  numbers: Readonly<Record<string, unknown>>,
): Readonly<Record<string, Limit>> {
  return Object.fromEntries(
    Object.entries(limits).map(([name, limit]) => {
      const max = numbers[name]
      return [name, typeof max === 'number' ? { ...limit, max } : limit]
    }),
  )
}
