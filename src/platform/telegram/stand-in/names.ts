import { createHash } from 'node:crypto'

/** What a bot and its token look like; the same account always gets the same ones. */
export interface BotName {
  readonly id: number
  readonly token: string
  readonly username: string
}

/** The bot of an account. A token that is given names the bot's id before its colon, as Telegram's do. */
export function botOf(account: string, token: string | undefined): BotName {
  const own = 100_000_000 + numberFrom(`bot ${account}`, 900_000_000)
  const secret = createHash('sha256').update(`token ${account}`).digest('base64url').slice(0, 33)
  const given = /^(\d{1,15}):/.exec(token ?? '')?.[1]
  return {
    id: given === undefined ? own : Number(given),
    token: token ?? `${own}:AA${secret}`,
    username: `${account.replace(/[^a-z0-9]+/gi, '_')}_bot`,
  }
}

/** The numeric id of a public channel: `-100` and ten digits, always the same for the same name. */
export function channelId(username: string): number {
  return -(1_001_000_000_000 + numberFrom(`channel ${username.toLowerCase()}`, 2_000_000_000))
}

function numberFrom(name: string, below: number): number {
  return createHash('sha256').update(name).digest().readUIntBE(0, 6) % below
}
