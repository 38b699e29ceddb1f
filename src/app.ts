/** Builds every part of a running Crier in a visible order, and ends them in the opposite one. */
import { type ConfigFiles } from './app/config-files.ts'
import { compositionsOf, sameAccounts, sameScene } from './app/differences.ts'
import { missingSecrets } from './app/missing-secrets.ts'
import type { Rehearsal } from './app/rehearsal.ts'
import { startReloading } from './app/reload.ts'
import { openStages, type Stages } from './app/stages.ts'
import { openExtractor } from './article/extract.ts'
import { HOUR, MINUTE, noticeStandstill, SECOND, systemClock, type Clock } from './base/clock.ts'
import { isGone, processName } from './base/environment.ts'
import { CallerMistake, describeError } from './base/errors.ts'
import type { Log } from './base/log.ts'
import { startLoop } from './base/loop.ts'
import type { Config, Loaded } from './config/config.ts'
import type { Proven } from './delivery/prove.ts'
import { openParser } from './feed/parse.ts'
import { composeAnew } from './post/anew.ts'
import { takeLease } from './store/lease.ts'
import { noteInForce } from './store/in-force.ts'
import { openStore } from './store/open.ts'
import { isStoreFault } from './store/sqlite.ts'
import { openSteadyClock } from './store/steady.ts'

export interface AppParts {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  /** Where readers' posts and what staff should know go: the terminal. */
  readonly print: (text: string) => void
  /** Who asks, for servers: name and version. */
  readonly userAgent: string
  /** How the config is read again when its files change; without it, it stays as it is. */
  readonly reading?: ConfigReading
}

export interface ConfigReading {
  readonly files: ConfigFiles
  /** Their fingerprint before `config` was read from them. */
  readonly known: string
  readonly load: () => Loaded
}

/** A running Crier. Disposing ends it: the call in flight may finish, everything else stays where it is. */
export interface App extends AsyncDisposable {
  /** Aborts when another process has taken the store over. */
  readonly lost: AbortSignal
}

const LONGEST_STOP = 10 * SECOND
// News that came while nobody looked is staff's to decide on. Not in a rehearsal: the show goes on.
const LONG_AWAY = HOUR
const LOOK_FOR_STAFF = SECOND / 4
// A store that takes no writes keeps a look waiting too.
const LONGEST_LOOK = 2 * MINUTE

/**
 * Starts Crier.
 * @throws CallerMistake where it cannot run as configured: secrets missing, the store in use or for another use.
 */
export async function openApp({ config: first, clock, log, print, userAgent, reading }: AppParts): Promise<App> {
  const missing = missingSecrets(first)
  if (missing !== null) throw new CallerMistake(missing)
  let config = first
  const stack = new AsyncDisposableStack()
  try {
    const live = config.rehearsal === 'off'
    const store = stack.use(await openStore({ file: config.store, use: live ? 'live' : 'rehearsal' }))
    // For everything whose times are stored, the lease's too: one that is stored between a step of the machine's clock
    // and its absorption would be moved along once more, or hide the step from the next life.
    const steady = openSteadyClock(clock)
    const lease = stack.use(await takeLease(store, steady, processName(), isGone, live ? LONG_AWAY : Infinity))
    stack.defer(async () => {
      try {
        // Another process may have the store by now: then the step is not ours to absorb.
        if (lease.held()) await steady.absorb(store)
      } catch (error) {
        // The next life absorbs it.
        if (!isStoreFault(error)) throw error
        log.error({ error: describeError(error) }, 'the store takes no writes as Crier stops; nothing of it is lost')
      }
    })
    // How long a thread may compute is a matter of the machine's own time, whatever clock everything else goes by.
    const parser = stack.use(openParser({ clock: systemClock, log }))
    const extractor = stack.use(openExtractor({ clock: systemClock, log }))
    const stopping = new AbortController()
    const abandon = new AbortController()

    const rehearse = async (wanted: Config): Promise<Rehearsal | null> => {
      if (live) return null
      // Loaded only here: what has no show to put on starts without its newsroom and pages.
      const { openRehearsal } = await import('./app/rehearsal.ts')
      return openRehearsal(wanted, store, { clock, log })
    }
    const work = async (wanted: Config, proven: Proven): Promise<Stages> => {
      await store.write((writer) => noteInForce(writer, wanted))
      const taken = await composeAnew(store, compositionsOf(wanted), steady.now())
      if (taken > 0) log.info({ posts: taken }, 'posts are composed anew')
      return openStages({
        config: wanted,
        rehearsal,
        store,
        clock,
        steady,
        log,
        print,
        userAgent,
        parser,
        extractor,
        maySend: () => lease.held(),
        stopping: stopping.signal,
        abandon: abandon.signal,
        proven,
      })
    }
    let rehearsal = await rehearse(config)
    stack.defer(async () => rehearsal?.[Symbol.asyncDispose]())
    announce(config, rehearsal, print)
    let stages = await work(config, new Map())
    stack.defer(() => stages[Symbol.asyncDispose]())

    const enter = async (wanted: Config): Promise<void> => {
      let same = sameAccounts(config, wanted)
      if (!live && (rehearsal === null || !sameScene(config, wanted))) {
        same = new Set()
        await rehearsal?.[Symbol.asyncDispose]()
        rehearsal = null
        rehearsal = await rehearse(wanted)
      }
      const proven = new Map([...stages.proven].filter(([account]) => same.has(account)))
      config = wanted
      stages = await work(wanted, proven)
    }
    /** The stages end and start anew, as over a restart: only what stands in the store passes from one to the other. */
    const putInForce = async (next: Config, signal: AbortSignal): Promise<void> => {
      const before = config
      await stages[Symbol.asyncDispose]()
      signal.throwIfAborted()
      try {
        await enter(next)
      } catch (error) {
        await enter(before)
        throw error
      }
    }

    let changes = store.foreignChanges()
    const stoodStill = noticeStandstill(clock, LONGEST_LOOK)
    stack.use(
      startLoop({
        name: 'staff',
        clock,
        log,
        async turn() {
          const stepped = await steady.absorb(store)
          if (stepped !== 0) log.warn({ ms: stepped }, 'the clock was set; every wait and window is moved along')
          const still = stoodStill()
          if (still > 0) log.warn({ ms: still }, 'Crier stood still: the machine slept, or the process was stopped')
          const now = store.foreignChanges()
          if (now !== changes || stepped !== 0 || still > 0) stages.nudge()
          changes = now
          return LOOK_FOR_STAFF
        },
      }),
    )
    if (reading) {
      stack.use(startReloading({ ...reading, inForce: () => config, apply: putInForce, clock, log }))
    }
    log.info({ store: config.store, rehearsal: config.rehearsal, feeds: config.feeds.length }, 'Crier runs')
    return {
      lost: lease.lost,
      async [Symbol.asyncDispose]() {
        // First of all: a reload under way ends before the stages are disposed here, and may be waiting for calls.
        stopping.abort(new Error('Crier is stopping'))
        const stopped = new AbortController()
        void clock.sleep(LONGEST_STOP, stopped.signal).then(() => abandon.abort(new Error('Crier is stopping')))
        await stack.disposeAsync()
        stopped.abort()
        log.info({}, 'Crier has stopped')
      },
    }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

function announce(config: Config, rehearsal: Rehearsal | null, print: (text: string) => void): void {
  if (!rehearsal) return
  const news = config.rehearsal === 'newsroom' ? "Crier's own newsroom" : 'your feeds'
  print(
    [
      `Crier rehearses: ${news}, and stand-ins in the platforms' place. Nothing leaves this machine.`,
      ...(rehearsal.timelines ? [`The timelines as followers see them: ${rehearsal.timelines}`] : []),
      'Ctrl-C ends it.',
      '',
    ].join('\n'),
  )
}
