import type { Config } from '#src/config/config.ts'

/** Which secrets a live run lacks, with where to get them, in words for staff; null where it lacks none. */
export function missingSecrets(config: Config): string | null {
  if (config.rehearsal !== 'off') return null
  const missing = config.accounts.flatMap((account) => account.missingSecrets)
  if (missing.length === 0) return null
  const lines = missing.map(({ variable, where }) => `  ${variable}  (${where})`)
  return `These secrets are neither in the environment nor in .env:\n${lines.join('\n')}`
}
