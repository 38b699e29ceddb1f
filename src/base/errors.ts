import { scrub } from './secret.ts'

/** Something the caller got wrong: shown as it stands, without a stack, exit code 2. `remedy` says what to do. */
export class CallerMistake extends Error {
  override readonly name = 'CallerMistake'
}

/** An error as one line for a log, a row or a terminal: message and causes, without secrets, at most 500 characters. */
export function describeError(error: unknown): string {
  const parts: string[] = []
  for (let at: unknown = error, depth = 0; at !== undefined && at !== null && depth < 5; depth++) {
    if (at instanceof Error) {
      const code = 'code' in at && typeof at.code === 'string' ? ` (${at.code})` : ''
      parts.push(`${at.message}${at.message.includes(code.slice(2, -1)) ? '' : code}`)
      at = at.cause
    } else {
      parts.push(typeof at === 'string' ? at : 'a value that is not an error was thrown')
      break
    }
  }
  const line = scrub(parts.filter(Boolean).join(': ')).replace(/\s+/g, ' ').trim()
  return line.length > 500 ? `${line.slice(0, 499)}…` : line || 'unknown error'
}

/** For the end of an exhaustive switch: the type checker proves that it is never reached. */
export function unreachable(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`)
}
