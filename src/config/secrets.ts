import type { Environment } from '#src/base/environment.ts'
import { secret, type Secret } from '#src/base/secret.ts'
import type { Platform } from '#src/platform/platform.ts'
import type { MissingSecret } from './config.ts'

/** The variable that holds an account's secret: the id in capitals, dashes as underscores, then the secret's name. */
export function variableOf(account: string, name: string): string {
  return `${account.toUpperCase().replaceAll('-', '_')}_${name}`
}

/** The secrets of an account that `environment` holds, and those it lacks. Blank is lacking; white space is trimmed. */
export function readSecrets(
  account: string,
  platform: Platform,
  environment: Environment,
): { readonly secrets: Readonly<Record<string, Secret>>; readonly missingSecrets: readonly MissingSecret[] } {
  const secrets: Record<string, Secret> = {}
  const missingSecrets: MissingSecret[] = []
  for (const { name, where } of platform.secrets) {
    const variable = variableOf(account, name)
    const value = environment[variable]?.trim()
    if (value) secrets[name] = secret(value)
    else missingSecrets.push({ variable, where })
  }
  return { secrets, missingSecrets }
}

const SECRET_KEY =
  /(?:^key|tokens?|secrets?|password|passwd|passphrase|credentials?|(?:api|app|access|consumer|bearer|private)[-_]?keys?)$/i

/** Whether a key's name says that a secret stands under it. */
export function namesSecret(key: string): boolean {
  return SECRET_KEY.test(key)
}

const BOT_TOKEN = /\d{6,}(?::|%3A)[A-Za-z0-9_-]{30,}/i
const ACCESS_TOKEN = /^\d{5,}-[A-Za-z0-9]{30,}$/
const LONG_MIXED = /^(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])(?=\D*\d)[A-Za-z0-9+/=_-]{40,}$/

/** Whether a value has the shape of a secret: a bot's token anywhere in it, an access token, a long mixed run. */
export function looksSecret(value: string): boolean {
  return BOT_TOKEN.test(value) || ACCESS_TOKEN.test(value) || LONG_MIXED.test(value)
}

/** Where a bot's token begins in `text`, from 0; -1 where none stands. */
export function findBotToken(text: string): number {
  return text.search(BOT_TOKEN)
}

/** `value` as a mistake may repeat it: text in quotes, short, on one line, and never a secret. */
export function quote(value: unknown): string {
  if (typeof value !== 'string') return String(value)
  if (looksSecret(value.trim())) return '[secret]'
  const line = JSON.stringify(value)
  return line.length > 60 ? `${line.slice(0, 58)}…"` : line
}
