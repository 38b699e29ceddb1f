import type { AccountConfig, ChannelConfig, Config } from '#src/config/config.ts'
import type { Composition } from '#src/post/anew.ts'
import { fingerprint } from '#src/text/fingerprint.ts'
import { recordedRoot } from './members.ts'

/**
 * For every channel what its posts are composed by: where their articles are from, its rules, its words and its account.
 * Its rhythm is not in it.
 */
export function compositionsOf(config: Config): ReadonlyMap<string, Composition> {
  return new Map(config.channels.map((channel) => [channel.id, composition(channel, config)]))
}

function composition(channel: ChannelConfig, { accounts, rehearsal }: Config): Composition {
  const { atMost: _, spacing: __, quiet: ___, first: ____, maxAge: _____, cooling: ______, ...composing } = channel
  const account = accounts.find(({ id }) => id === channel.account)!
  return {
    of: fingerprint(JSON.stringify([composing, account.apiRoot, account.settings])),
    account: account.id,
    apiRoot: recordedRoot(account, rehearsal !== 'off'),
  }
}

/** The accounts that are proven for the one config, and so for the other: with the same credentials and channels. */
export function sameAccounts(before: Config, after: Config): ReadonlySet<string> {
  const same = after.accounts.filter((account) => {
    const old = before.accounts.find(({ id }) => id === account.id)
    if (old === undefined || outsideOf(old, before) !== outsideOf(account, after)) return false
    const names = Object.keys({ ...old.secrets, ...account.secrets })
    return names.every((name) => account.secrets[name]?.equals(old.secrets[name]))
  })
  return new Set(same.map(({ id }) => id))
}

function outsideOf({ id, platform, apiRoot, settings }: AccountConfig, { channels }: Config): string {
  const own = channels.filter(({ account }) => account === id).map((channel) => [channel.id, channel.settings])
  return JSON.stringify([platform.id, apiRoot, settings, own])
}

/** Whether a rehearsal of the one config is one of the other too, with all that stands in its timelines. */
export function sameScene(before: Config, after: Config): boolean {
  return sceneOf(before) === sceneOf(after)
}

function sceneOf({ accounts, channels, feeds, console, timezone }: Config): string {
  return JSON.stringify([
    accounts.map(({ id, platform, settings, limits }) => [id, platform.id, settings, limits]),
    channels.map(({ id, account, settings }) => [id, account, settings]),
    feeds,
    console,
    timezone,
  ])
}
