import { CallerMistake } from '#src/base/errors.ts'
import type { Clock } from '#src/base/clock.ts'
import type { Config } from '#src/config/config.ts'
import { CRIER } from '#src/store/history.ts'
import type { Store } from '#src/store/open.ts'
import type { PageChange } from './changed.ts'

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
  /** How the page of an article has changed since it was read, by a look at it; null where it has not. */
  readonly pageChange: (store: Store, article: string) => Promise<PageChange | null>
}

/** How many words each command takes at most, and the options beside those that every command takes. */
const TAKES: Readonly<Record<string, { readonly words: number; readonly options?: readonly string[] }>> = {
  run: { words: 0 },
  rehearse: { words: 0 },
  check: { words: 0, options: ['probe'] },
  preview: { words: 1, options: ['url', 'json'] },
  status: { words: 0, options: ['health', 'json'] },
  held: { words: 0, options: ['json'] },
  explain: { words: 1, options: ['json'] },
  answer: { words: 3 },
  approve: { words: 1, options: ['as-it-is', 'anew'] },
  edit: { words: 2, options: ['text'] },
  settle: { words: 1, options: ['there', 'again', 'drop'] },
  retry: { words: 1 },
  drop: { words: 1, options: ['channel'] },
  post: { words: 1, options: ['channel', 'anyway'] },
  'post-again': { words: 1, options: ['yes', 'anyway'] },
  pause: { words: 1 },
  resume: { words: 1 },
}

const OF_EVERY_CALL: readonly string[] = ['config', 'help', 'as']

/**
 * Refuses words and options that a command would not look at: whoever wrote them meant something by them. `given` are
 * the names of the options that were written.
 * @throws CallerMistake naming the first.
 */
export function refuseSurplus(command: string, words: readonly string[], given: readonly string[]): void {
  const takes = TAKES[command]
  if (takes === undefined) return
  const { words: most, options = [] } = takes
  const surplus = words[most]
  if (surplus !== undefined) {
    throw new CallerMistake(
      `${surplus} is one word too many for \`crier ${command}\`. \`crier --help\` shows how to call it.`,
    )
  }
  const unknown = given.find((option) => !OF_EVERY_CALL.includes(option) && !options.includes(option))
  if (unknown === undefined) return
  throw new CallerMistake(`\`crier ${command}\` takes no --${unknown}. \`crier --help\` shows how to call it.`)
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
