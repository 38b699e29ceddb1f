import type { Clock } from '#src/base/clock.ts'
import { SECOND } from '#src/base/clock.ts'
import { CallerMistake } from '#src/base/errors.ts'
import type { Config } from '#src/config/config.ts'
import { partsOf } from '#src/store/deliveries.ts'
import { openStore, type Store } from '#src/store/open.ts'
import { allPauses } from '#src/store/pauses.ts'
import { tooOld } from '#src/store/reasons.ts'
import {
  approve,
  drop,
  dropChannel,
  pauseScope,
  resumeScope,
  retry,
  reviveFeed,
  settle,
  type Desk,
  type Settlement,
} from './actions.ts'
import { answer, readAnswer } from './answer.ts'
import { explain, showExplanation } from './explain.ts'
import { held, listHeld, showHeld } from './held.ts'
import { isHealthy, showStatus, status, type StatusOf } from './status.ts'

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
    readonly channel?: string
  }
}

export interface CommandParts {
  readonly config: Config
  readonly clock: Clock
  /** The person who calls. */
  readonly who: string
  readonly print: (text: string) => void
}

// A person waits at the keyboard: a store that is being written is worth waiting for.
const PATIENCE = 5 * SECOND
const HEARTBEAT = 30 * SECOND

const COMMANDS: ReadonlySet<string> = new Set(
  'status held explain answer approve retry drop settle pause resume'.split(' '),
)

/**
 * Carries out a command that looks at the store or changes it, beside a running Crier or without one.
 * Answers the exit code.
 * @throws CallerMistake where the call cannot be carried out as it is.
 */
export async function carryOut(call: Call, parts: CommandParts): Promise<number> {
  const { config, clock, who, print } = parts
  if (!COMMANDS.has(call.command)) {
    throw new CallerMistake(`There is no command ${call.command}. \`crier --help\` lists them.`)
  }
  const use = config.rehearsal === 'off' ? 'live' : 'rehearsal'
  await using store = await openStore({ file: config.store, use, busyTimeout: PATIENCE })
  const desk: Desk = { store, clock, who }
  const [first] = call.words
  switch (call.command) {
    case 'status':
      return await tellStatus(call, store, parts)
    case 'held': {
      const waiting = await held(store.read)
      const label = (id: string) => config.accounts.find((account) => account.id === id)?.platform.label ?? id
      print(call.options.json ? listHeld(waiting) : showHeld(waiting, label, config.timezone))
      return 0
    }
    case 'explain': {
      const explanation = await explain(store.read, needed(first, 'the URL of an article'))
      if (!explanation) throw new CallerMistake(`Crier has never seen ${first} in a feed.`)
      print(call.options.json ? JSON.stringify(explanation, null, 2) : showExplanation(explanation, config.timezone))
      return 0
    }
    case 'answer': {
      const question = needed(first, 'a question')
      const { posted, dropped } = await answer(desk, question, readAnswer(question, call.words.slice(1)))
      print(`${question} is answered: ${posted} go as news, ${dropped} are dropped.`)
      return 0
    }
    case 'approve':
      await refuseTooOld(desk, needed(first, 'a delivery'), config)
      await approve(desk, needed(first, 'a delivery'))
      print(`${first} goes when it is its turn.`)
      return 0
    case 'retry':
      await refuseTooOld(desk, needed(first, 'a delivery'), config)
      await retry(desk, needed(first, 'a delivery'))
      print(`${first} is tried again when it is its turn.`)
      return 0
    case 'drop':
      if (call.options.channel !== undefined) {
        const dropped = await dropChannel(desk, call.options.channel)
        print(`${dropped} posts of ${call.options.channel} are given up.`)
        return 0
      }
      await drop(desk, needed(first, 'a delivery'))
      print(`${first} is given up.`)
      return 0
    case 'settle':
      if (call.options.again) await refuseTooOld(desk, needed(first, 'a delivery'), config)
      await settle(desk, needed(first, 'a delivery'), settlement(call))
      print(`${first} is settled.`)
      return 0
    case 'pause': {
      const scope = scopeOf(first, config)
      const inFlight = await pauseScope(desk, scope)
      print(`${scope} is paused until \`crier resume${first === undefined ? '' : ` ${first}`}\`.`)
      for (const part of inFlight) print(`In flight, and not called back: ${part.delivery} to ${part.channel}.`)
      return 0
    }
    case 'resume': {
      if (first !== undefined && (await reviveFeed(desk, first))) {
        print(`feed:${first} is polled again.`)
        return 0
      }
      const scope = (await pausedScope(desk, first)) ?? scopeOf(first, config)
      await resumeScope(desk, scope)
      print(`${scope} goes on.`)
      return 0
    }
    default:
      throw new CallerMistake(`There is no command ${call.command}. \`crier --help\` lists them.`)
  }
}

async function tellStatus(call: Call, store: Store, { config, clock, print }: CommandParts): Promise<number> {
  if (call.options.health) {
    const healthy = await isHealthy(store.read, clock, HEARTBEAT)
    print(healthy ? 'healthy' : 'no heartbeat of a sender within 30 s')
    return healthy ? 0 : 1
  }
  const of: StatusOf = {
    ...config,
    accounts: config.accounts.map(({ id, platform, budget }) => ({ id, label: platform.label, budget })),
  }
  const found = await status(store.read, clock, of)
  print(call.options.json ? JSON.stringify(found, null, 2) : showStatus(found, config.timezone))
  return 0
}

/** What is past its channel's age would be dropped as soon as it is let go: better said before. */
async function refuseTooOld({ store, clock }: Desk, id: string, config: Config): Promise<void> {
  const [part] = await partsOf(store.read, id)
  const channel = config.channels.find((each) => each.id === part?.channel)
  const old = part && channel ? tooOld(part.published, channel.maxAge, clock.now()) : null
  if (old === null) return
  throw new CallerMistake(
    `${id} would be dropped at once (${old}). Raise maxAge of ${channel?.id} and restart, or give it up: crier drop ${id}.`,
  )
}

function settlement({ words, options }: Call): Settlement {
  const given = [options.there !== undefined, options.again, options.drop].filter(Boolean).length
  if (given !== 1) {
    throw new CallerMistake(`Say what you found: crier settle ${words[0]} --there URL, or --again, or --drop.`)
  }
  if (options.there !== undefined) return { is: 'there', url: options.there }
  return options.again ? { is: 'again' } : { is: 'drop' }
}

/** A pause outlives its channel's place in the config: what is paused can be resumed by its own name. */
async function pausedScope({ store, clock }: Desk, name: string | undefined): Promise<string | undefined> {
  const pauses = await allPauses(store.read, clock.now())
  const found = new Set(
    pauses
      .map(({ scope }) => scope)
      .filter((scope) => scope === name || scope === `channel:${name}` || scope === `account:${name}`),
  )
  return found.size === 1 ? [...found][0] : undefined
}

function scopeOf(name: string | undefined, config: Config): string {
  if (name === undefined || name === 'all') return 'all'
  const scopes = [
    ...config.channels.map(({ id }) => `channel:${id}`),
    ...config.accounts.map(({ id }) => `account:${id}`),
  ]
  const found = scopes.filter((scope) => scope === name || scope.endsWith(`:${name}`))
  if (found.length === 1) return found[0]!
  throw new CallerMistake(
    found.length === 0
      ? `There is no channel or account ${name}. There are: ${scopes.map((scope) => scope.split(':')[1]).join(', ')}.`
      : `${name} is a channel and an account: write ${found.join(' or ')}.`,
  )
}

function needed(word: string | undefined, what: string): string {
  if (word === undefined) throw new CallerMistake(`This command needs ${what}. \`crier --help\` shows how to call it.`)
  return word
}
