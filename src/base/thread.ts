import { Worker } from 'node:worker_threads'
import { DeadlineError, MINUTE, SECOND, withDeadline, type Clock, type Millis } from './clock.ts'
import { threadEnvironment } from './environment.ts'
import { describeError } from './errors.ts'

/** A thread beside the main one, for work on strangers' bytes that must not stop it. */
export interface Thread extends AsyncDisposable {
  /**
   * Hands `question` in, after those that were asked before, and answers what the script posts back. Whatever the
   * question does to the thread, the next one is answered.
   * @throws the signal's reason when that aborts, else a {@link ThreadEnded}.
   */
  ask(question: unknown, signal: AbortSignal): Promise<unknown>
}

export interface ThreadParts {
  readonly clock: Clock
  /** Answers each message with one, and posts one when it is ready. */
  readonly script: URL
  /** What it does, for errors: "the parser". */
  readonly name: string
  /** For one question, once the thread runs; several times that where others have the machine and it gets no share. */
  readonly within: Millis
  /** What it may hold, in MiB; default 512. */
  readonly memory?: number
  /** How long the thread waits for the next question before it ends; default 1 minute. */
  readonly idle?: Millis
}

/** A question had to be given up, and the thread with it; the message says why, for staff. */
export class ThreadEnded extends Error {
  override readonly name = 'ThreadEnded'
}

// Starting a thread is our own work and bound to succeed, but a busy machine may take its time.
const START_WITHIN = 30 * SECOND

// On a busy machine a thread may get a fourth of the time.
const MOST_TURNS = 4
const SAYS_WITHIN = SECOND / 4

/** Opens a thread. It starts with the first question, ends when idle, and is ended when a question takes too long. */
export function openThread(parts: ThreadParts): Thread {
  const { clock, script, name, within, memory = 512, idle = MINUTE } = parts
  const closing = new AbortController()
  let worker: Worker | null = null
  let line: Promise<unknown> = Promise.resolve()
  let rest = new AbortController()

  const stop = async (): Promise<void> => {
    const stopped = worker
    worker = null
    await stopped?.terminate()
  }
  const started = async (signal: AbortSignal): Promise<Worker> => {
    if (worker !== null) return worker
    const resourceLimits = { maxOldGenerationSizeMb: memory }
    const fresh = new Worker(script, { env: threadEnvironment(), execArgv: [], resourceLimits })
    worker = fresh
    // An error while nobody waits for an answer would end the process; the exit that follows is enough to know.
    fresh.on('error', () => {})
    fresh.once('exit', () => {
      if (worker === fresh) worker = null
    })
    await withDeadline(clock, `starting ${name}`, START_WITHIN, signal, () => answer(fresh, name))
    return fresh
  }
  const turn = async (question: unknown, signal: AbortSignal): Promise<unknown> => {
    signal.throwIfAborted()
    rest.abort()
    try {
      const thread = await started(signal)
      thread.ref()
      const before = thread.cpuUsage().catch(() => null)
      thread.postMessage(question, [])
      const reply = answer(thread, name)
      for (let left = within, turns = MOST_TURNS; ; turns -= 1) {
        try {
          return await withDeadline(clock, 'reading it', left, signal, () => reply)
        } catch (error) {
          if (!(error instanceof DeadlineError) || turns === 1) throw error
          left = within - (await worked(thread, before, signal))
          if (left <= 0) throw error
        }
      }
    } catch (error) {
      await stop()
      signal.throwIfAborted()
      throw new ThreadEnded(whyOf(error, within), { cause: error })
    } finally {
      worker?.unref()
      rest = new AbortController()
      void endWhenIdle(rest.signal)
    }
  }
  /** How long `thread` has worked since `before`; without end where it does not say, as it is stuck. */
  const worked = async (
    thread: Worker,
    before: Promise<NodeJS.CpuUsage | null>,
    signal: AbortSignal,
  ): Promise<Millis> => {
    const used = async (): Promise<Millis> => {
      const start = await before
      if (start === null) return Infinity
      const { user, system } = await thread.cpuUsage(start)
      return (user + system) / 1_000
    }
    return await withDeadline(clock, 'asking it', SAYS_WITHIN, signal, used).catch(() => Infinity)
  }
  const endWhenIdle = async (signal: AbortSignal): Promise<void> => {
    if (worker === null) return
    await clock.sleep(idle, AbortSignal.any([signal, closing.signal]))
    if (!signal.aborted) await stop()
  }

  return {
    async ask(question, signal) {
      const mine = line.then(() => turn(question, AbortSignal.any([signal, closing.signal])))
      line = mine.catch(() => {})
      return await mine
    },
    async [Symbol.asyncDispose]() {
      closing.abort(new Error(`${name} is closed`))
      await line
      await stop()
    },
  }
}

/** The next message of the thread; its error where it ends instead. */
function answer(thread: Worker, name: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (how: () => void): void => {
      thread.off('message', onMessage).off('error', onError).off('exit', onExit)
      how()
    }
    const onMessage = (message: unknown): void => settle(() => resolve(message))
    const onError = (error: unknown): void => settle(() => reject(error))
    const onExit = (code: number): void => settle(() => reject(new Error(`${name} ended with code ${code}`)))
    thread.on('message', onMessage).on('error', onError).on('exit', onExit)
  })
}

function whyOf(error: unknown, within: Millis): string {
  if (error instanceof DeadlineError) return `it could not be read within ${within / SECOND} s`
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return 'reading it takes more memory than it may need'
  }
  return `reading it failed: ${describeError(error)}`
}
