import { Worker } from 'node:worker_threads'
import { DeadlineError, MINUTE, SECOND, withDeadline, type Clock, type Millis } from '#src/base/clock.ts'
import { describeError } from '#src/base/errors.ts'
import { silentLog, type Log } from '#src/base/log.ts'
import type { Body, Parsed } from './parsed.ts'

export type { Body, Feed, Parsed } from './parsed.ts'

/** Reads feeds beside the main thread, which a large or hostile one must not stop. */
export interface Parser {
  /**
   * Reads `body`, after those that were asked for before. Whatever it does to the thread that reads it is an answer.
   * @throws the signal's reason when that aborts.
   */
  parse(body: Body, signal: AbortSignal): Promise<Parsed>
}

export interface ParserParts {
  readonly clock: Clock
  readonly log?: Log
  /** For one body, once the thread runs; default 5 s. */
  readonly within?: Millis
  /** How long the thread waits for the next body before it ends; default 1 minute. */
  readonly idle?: Millis
}

// Starting a thread is our own work and bound to succeed, but a busy machine may take its time.
const START_WITHIN = 30 * SECOND

/** Opens a parser. Its thread starts with the first body, ends when idle, and is ended when a body takes too long. */
export function openParser(parts: ParserParts): Parser & AsyncDisposable {
  const { clock, log = silentLog, within = 5 * SECOND, idle = MINUTE } = parts
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
    // No environment: what reads strangers' bytes needs no secrets.
    const fresh = new Worker(new URL('./parse-worker.ts', import.meta.url), {
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    })
    worker = fresh
    // An error while nobody waits for an answer would end the process; the exit that follows is enough to know.
    fresh.on('error', () => {})
    fresh.once('exit', () => {
      if (worker === fresh) worker = null
    })
    await withDeadline(clock, 'starting the parser', START_WITHIN, signal, () => answer(fresh))
    return fresh
  }
  const read = async (body: Body, signal: AbortSignal): Promise<Parsed> => {
    signal.throwIfAborted()
    rest.abort()
    try {
      const thread = await started(signal)
      thread.ref()
      return await withDeadline(clock, 'reading it', within, signal, () => {
        thread.postMessage(body, [])
        return answer(thread) as Promise<Parsed>
      })
    } catch (error) {
      await stop()
      signal.throwIfAborted()
      log.warn(
        { url: body.url, bytes: body.body.byteLength, error: describeError(error) },
        'the parser had to be ended',
      )
      return { is: 'not-a-feed', why: whyOf(error, within) }
    } finally {
      worker?.unref()
      rest = new AbortController()
      void endWhenIdle(rest.signal)
    }
  }
  const endWhenIdle = async (signal: AbortSignal): Promise<void> => {
    if (worker === null) return
    await clock.sleep(idle, AbortSignal.any([signal, closing.signal]))
    if (!signal.aborted) await stop()
  }

  return {
    async parse(body, signal) {
      const turn = line.then(() => read(body, AbortSignal.any([signal, closing.signal])))
      line = turn.catch(() => {})
      return await turn
    },
    async [Symbol.asyncDispose]() {
      closing.abort(new Error('the parser is closed'))
      await line
      await stop()
    },
  }
}

/** The next message of the thread; its error where it ends instead. */
function answer(thread: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (how: () => void): void => {
      thread.off('message', onMessage).off('error', onError).off('exit', onExit)
      how()
    }
    const onMessage = (message: unknown): void => settle(() => resolve(message))
    const onError = (error: unknown): void => settle(() => reject(error))
    const onExit = (code: number): void => settle(() => reject(new Error(`the parser ended with code ${code}`)))
    thread.on('message', onMessage).on('error', onError).on('exit', onExit)
  })
}

function whyOf(error: unknown, within: Millis): string {
  if (error instanceof DeadlineError) return `it could not be read within ${within / SECOND} s`
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return 'reading it takes more memory than a feed may need'
  }
  return `reading it failed: ${describeError(error)}`
}
