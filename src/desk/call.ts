import { CallerMistake } from '#src/base/errors.ts'
import type { Clock } from '#src/base/clock.ts'
import type { Config } from '#src/config/config.ts'
import { CRIER } from '#src/store/history.ts'

/** A command as it was called: its name, its other words, its options. */
export interface Call {
  readonly command: string
  readonly words: readonly string[]
  readonly options: {
    readonly json?: boolean
    readonly health?: boolean
    readonly there?: string
    readonly again?: boolean
    readonly drop?: boolean
    readonly channel?: readonly string[]
    readonly anyway?: boolean
    readonly yes?: boolean
    readonly text?: string
    readonly 'as-it-is'?: boolean
    readonly anew?: boolean
  }
}

export interface CommandParts {
  readonly config: Config
  readonly clock: Clock
  /** The person who calls. */
  readonly who: string
  readonly print: (text: string) => void
  /** The text of a file; of what is typed or piped in where it is `-`. */
  readonly readText: (file: string) => Promise<string>
}

/** How many words each command takes at most. */
const WORDS: Readonly<Record<string, number>> = {
  run: 0,
  rehearse: 0,
  check: 0,
  preview: 1,
  status: 0,
  held: 0,
  explain: 1,
  answer: 3,
  approve: 1,
  edit: 2,
  settle: 1,
  retry: 1,
  drop: 1,
  post: 1,
  'post-again': 1,
  pause: 1,
  resume: 1,
}

/**
 * Refuses words that a command would not look at: whoever wrote them meant something by them.
 * @throws CallerMistake naming the first.
 */
export function refuseSurplus(command: string, words: readonly string[]): void {
  const most = WORDS[command]
  const surplus = most === undefined ? undefined : words[most]
  if (surplus === undefined) return
  throw new CallerMistake(
    `${surplus} is one word too many for \`crier ${command}\`. \`crier --help\` shows how to call it.`,
  )
}

/** Says that there is none, and where to look. */
export function noDelivery(id: string): string {
  return `There is no delivery ${id}. \`crier held\` lists what waits.`
}

/**
 * A word that a command cannot do without.
 * @throws CallerMistake where it is missing.
 */
export function needed(word: string | undefined, what: string): string {
  if (word === undefined) throw new CallerMistake(`This command needs ${what}. \`crier --help\` shows how to call it.`)
  return word
}

/**
 * Who acts: the name that was given, else the system's user. Never Crier's own: what it decides itself is told apart from
 * what people do by that.
 * @throws CallerMistake where the name given is none.
 */
export function whoActs(given: string | undefined, user: string): string {
  if (given === undefined) return user.toLowerCase() === CRIER ? `the user ${user}` : user
  const name = given.trim()
  if (name !== '' && name.length <= LONGEST_NAME && !/\p{Cc}/u.test(name) && name.toLowerCase() !== CRIER) return name
  throw new CallerMistake('Say who you are after --as, for instance --as "Olena Koval".')
}

const LONGEST_NAME = 80
