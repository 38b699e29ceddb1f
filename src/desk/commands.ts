import { SECOND } from '#src/base/clock.ts'
import { CallerMistake, describeError } from '#src/base/errors.ts'
import type { Config } from '#src/config/config.ts'
import { partsOf } from '#src/store/deliveries.ts'
import { lastActions } from '#src/store/history.ts'
import { openStore, type Store } from '#src/store/open.ts'
import { provenAccount } from '#src/store/channels.ts'
import { allPauses } from '#src/store/pauses.ts'
import { tooOld } from '#src/store/reasons.ts'
import { isStoreFault } from '#src/store/sqlite.ts'
import { pauseScope, resumeScope, retry, reviveFeed, settle, type Desk, type Settlement } from './actions.ts'
import { answer, readAnswer } from './answer.ts'
import { needed, type Call, type CommandParts } from './call.ts'
import { drop, dropChannels, stay } from './drop.ts'
import { explain, showActions, showExplanation } from './explain.ts'
import { held, listHeld, showHeld } from './held.ts'
import { postOnceMore, postUrl } from './post-commands.ts'
import type { AccountOf } from './rebind.ts'
import { inZone } from './show.ts'
import { isHealthy, showStatus, status, type StatusOf } from './status.ts'
import { approvePost, editPost } from './wording-commands.ts'

// A person waits at the keyboard: a store that is being written is worth waiting for.
const PATIENCE = 5 * SECOND
const HEARTBEAT = 30 * SECOND
const MOST_ACTIONS = 100

const LOOKS = ['status', 'held', 'explain']

/** The commands that change something; each leaves in the history who called it. */
export const CHANGES: readonly string[] = 'answer approve edit retry drop settle post post-again pause resume'.split(
  ' ',
)

const COMMANDS: ReadonlySet<string> = new Set([...LOOKS, ...CHANGES])

/** Whether a command is about what stands in the store. */
export const goesByStore = (command: string): boolean => COMMANDS.has(command)

/**
 * Carries out a command that looks at the store or changes it, beside a running Crier or without one.
 * Answers the exit code.
 * @throws CallerMistake where the call cannot be carried out as it is.
 */
export async function carryOut(call: Call, parts: CommandParts): Promise<number> {
  const { timezone } = parts.config
  const print = (text: string): void => parts.print(call.options.json ? text : inZone(text, timezone))
  try {
    return await carry(call, { ...parts, print })
  } catch (error) {
    if (error instanceof CallerMistake) throw new CallerMistake(inZone(error.message, timezone))
    if (!isStoreFault(error)) throw error
    const why = `${parts.config.store} takes no writes (${describeError(error)})`
    throw new Error(`${why}: \`${call.command}\` was not carried out. Mend that, then call it again.`, { cause: error })
  }
}

async function carry(call: Call, parts: CommandParts): Promise<number> {
  const { config, clock, who, print } = parts
  if (!goesByStore(call.command)) {
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
      if (first === undefined) {
        const actions = await lastActions(store.read, MOST_ACTIONS)
        print(call.options.json ? JSON.stringify(actions, null, 2) : showActions(actions, config.timezone))
        return 0
      }
      const explanation = await explain(store.read, first, { ...config, now: clock.now() })
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
      await refuseInVain(desk, needed(first, 'a delivery'), config)
      return await approvePost(call, desk, parts)
    case 'edit':
      return await editPost(call, desk, parts)
    case 'retry':
      await refuseInVain(desk, needed(first, 'a delivery'), config)
      await retry(desk, needed(first, 'a delivery'), accountOf(config))
      print(`${first} is tried again when it is its turn.`)
      return 0
    case 'drop': {
      if (call.options.channel !== undefined) {
        if (first !== undefined) {
          const channels = call.options.channel.map((channel) => ` --channel ${channel}`).join('')
          throw new CallerMistake(`Say one of both: crier drop ${first}, or crier drop${channels}.`)
        }
        for (const [channel, { dropped, left }] of await dropChannels(desk, call.options.channel))
          print(`${dropped} posts of ${channel} are given up.${stay(left)}`)
        return 0
      }
      const { stands } = await drop(desk, needed(first, 'a delivery'))
      print(stands ? `What follows ${first} is given up: its post stands without it.` : `${first} is given up.`)
      return 0
    }
    case 'settle':
      if (call.options.again) await refuseInVain(desk, needed(first, 'a delivery'), config)
      await settle(desk, needed(first, 'a delivery'), await settlement(call, store, config))
      print(`${first} is settled.`)
      return 0
    case 'post':
      return await postUrl(call, desk, parts)
    case 'post-again':
      return await postOnceMore(call, desk, parts)
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
      const waits = await resumeScope(desk, scope)
      print(waits === null ? `${scope} goes on.` : `${scope} is resumed, and ${waits}`)
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
    size: store.size(),
    accounts: config.accounts.map(({ id, platform, budget }) => ({ id, label: platform.label, budget })),
  }
  const found = await status(store.read, clock, of)
  print(call.options.json ? JSON.stringify(found, null, 2) : showStatus(found, config.timezone))
  return 0
}

function accountOf({ channels, accounts }: Config): AccountOf {
  return (channel) => {
    const own = channels.find(({ id }) => id === channel)?.account
    return accounts.find(({ id }) => id === own) ?? null
  }
}

/** What nothing would send, or is past its channel's age, would be dropped when it is let go: better said before. */
async function refuseInVain({ store, clock }: Desk, id: string, config: Config): Promise<void> {
  const [part] = await partsOf(store.read, id)
  const channel = config.channels.find((each) => each.id === part?.channel)
  if (part && !channel) {
    throw new CallerMistake(
      `${id} is for ${part.channel}, which is no longer in crier.yaml: nothing would send it. Put the channel back, or give it up: crier drop ${id}.`,
    )
  }
  const old = part && channel ? tooOld(part.published, channel.maxAge, clock.now()) : null
  if (old === null) return
  throw new CallerMistake(
    `${id} would be dropped at once (${old}). Raise maxAge of ${channel?.id}, or give it up: crier drop ${id}.`,
  )
}

async function settlement({ words, options }: Call, store: Store, config: Config): Promise<Settlement> {
  const given = [options.there !== undefined, options.again, options.drop].filter(Boolean).length
  if (given !== 1) {
    throw new CallerMistake(`Say what you found: crier settle ${words[0]} --there URL, or --again, or --drop.`)
  }
  if (options.there !== undefined) {
    const [part] = await partsOf(store.read, words[0] ?? '')
    const channel = config.channels.find(({ id }) => id === part?.channel)
    // The account that it went with may have another name in the config by now.
    const [account] = [part?.account, channel?.account].flatMap((own) => config.accounts.filter(({ id }) => id === own))
    const name = (part && account && (await provenAccount(store.read, part.account, account.apiRoot)))?.name ?? null
    const ref = account?.platform.refIn(options.there, { name, channel: channel?.settings ?? null })
    if (part && !ref) {
      const place = account === undefined ? part.channel : `${part.channel} on ${account.platform.label}`
      throw new CallerMistake(`${options.there} is not the link of a post in ${place}: copy it from the post itself.`)
    }
    // A delivery that there is not is told of by the settling itself.
    return { is: 'there', ref: ref ?? { id: '', url: options.there } }
  }
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
