import { createHash } from 'node:crypto'
import { MINUTE } from '#src/base/clock.ts'
import { randomHex } from '#src/base/random.ts'
import type { Limits } from './limits.ts'
import type { Keys } from './oauth.ts'
import { openWindow, type Window } from './windows.ts'

/** A user of the stand-in: one account of Crier. */
export interface Member {
  readonly account: string
  readonly id: string
  readonly username: string
  readonly keys: Keys
  readonly windows: Readonly<
    Record<'post' | 'halfHour' | 'day' | 'delete' | 'read' | 'self' | 'upload' | 'metadata', Window>
  >
}

export interface Members {
  /** Opens or renews the account and answers its secrets by the names that the platform gives them. */
  admit(account: string, secrets: Readonly<Record<string, string>>): Readonly<Record<string, string>>
  byToken(accessToken: string): Member | undefined
  byId(id: string): Member | undefined
}

export function openMembers(limits: Limits): Members {
  const members = new Map<string, Member>()
  const find = (is: (member: Member) => boolean) => Array.from(members.values()).find(is)
  return {
    admit(account, secrets) {
      const before = members.get(account)
      const id = before?.id ?? userId(account)
      const keys: Keys = {
        appKey: secrets.APP_KEY ?? before?.keys.appKey ?? randomHex(12),
        appSecret: secrets.APP_SECRET ?? before?.keys.appSecret ?? randomHex(25),
        accessToken: secrets.ACCESS_TOKEN ?? before?.keys.accessToken ?? `${id}-${randomHex(20)}`,
        accessSecret: secrets.ACCESS_SECRET ?? before?.keys.accessSecret ?? randomHex(22),
      }
      const windows = before?.windows ?? openWindows(limits)
      members.set(account, { account, id, username: usernameOf(account), keys, windows })
      return {
        APP_KEY: keys.appKey,
        APP_SECRET: keys.appSecret,
        ACCESS_TOKEN: keys.accessToken,
        ACCESS_SECRET: keys.accessSecret,
      }
    },
    byToken: (accessToken) => find((member) => member.keys.accessToken === accessToken),
    byId: (id) => find((member) => member.id === id),
  }
}

/** The windows of one user; also what is shown to a caller whom nothing proves. */
export function openWindows(limits: Limits): Member['windows'] {
  return {
    post: openWindow(limits.per15Minutes, 15 * MINUTE),
    halfHour: openWindow(limits.perHalfHour, 30 * MINUTE),
    day: openWindow(limits.perDay, 24 * 60 * MINUTE),
    delete: openWindow(limits.deletesPer15Minutes, 15 * MINUTE),
    read: openWindow(limits.readsPer15Minutes, 15 * MINUTE),
    self: openWindow(limits.selfPer15Minutes, 15 * MINUTE),
    upload: openWindow(limits.uploadsPer15Minutes, 15 * MINUTE),
    metadata: openWindow(limits.metadataPer15Minutes, 15 * MINUTE),
  }
}

// The same over restarts: deliveries record the id and are sent to no other. 19 digits, beyond what a double holds.
function userId(account: string): string {
  return String(10n ** 18n + (hash(account).readBigUInt64BE() % 10n ** 17n))
}

/** X's names: letters, digits and underscores, at most 15. */
function usernameOf(account: string): string {
  const name = account.replace(/[^A-Za-z0-9_]/g, '_')
  return name.length <= 15 ? name : `${name.slice(0, 9)}_${hash(account).toString('hex').slice(0, 5)}`
}

function hash(account: string): Buffer {
  return createHash('sha256').update(account).digest()
}
