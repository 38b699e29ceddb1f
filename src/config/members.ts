import type { z } from 'zod'
import type { Environment } from '#src/base/environment.ts'
import type { Limit, Platform } from '#src/platform/platform.ts'
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

/** A channel as it is written: what it leaves to the rest of the file is null. */
export type WrittenChannel = Omit<ChannelConfig, 'timezone'> & { readonly timezone: string | null }

/** Checks the channel that stands under `path`; `platform` is that of its account, where it is known. */
export function readChannel(
  value: unknown,
  path: Path,
  platforms: readonly Platform[],
  platform: Platform | null,
): Checked<WrittenChannel> {
  const own = platform?.channel ?? null
  const { shared, settings, findings } = split(
    channelKeys,
    own,
    value,
    path,
    platforms.map((each) => each.channel),
  )
  if (platform === null || shared === null || findings.length > 0) return { value: null, findings }
  const { template = platform.template, only = null, except = null, urgent = null, quiet = null } = shared
  const { timezone = null } = shared
  return { value: { ...shared, template, only, except, urgent, quiet, timezone, settings }, findings }
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
