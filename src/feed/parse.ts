import { SECOND, type Clock, type Millis } from '#src/base/clock.ts'
import { silentLog, type Log } from '#src/base/log.ts'
import { openThread, ThreadEnded } from '#src/base/thread.ts'
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
  /** Of work on one body, once the thread runs; default 2 s. The largest fair feed takes a third of it. */
  readonly within?: Millis
  /** What it may hold for one body, in MiB; default 192. */
  readonly memory?: number
  /** How long the thread waits for the next body before it ends; default 1 minute. */
  readonly idle?: Millis
}

/** Opens a parser. Its thread starts with the first body, ends when idle, and is ended when a body takes too long. */
export function openParser(parts: ParserParts): Parser & AsyncDisposable {
  const { log = silentLog, within = 2 * SECOND, memory = 192, ...rest } = parts
  const script = new URL('./parse-worker.ts', import.meta.url)
  const thread = openThread({ ...rest, script, within, memory, name: 'the parser' })
  return {
    async parse(body, signal) {
      try {
        return (await thread.ask(body, signal)) as Parsed
      } catch (error) {
        if (!(error instanceof ThreadEnded)) throw error
        const { message: why } = error
        log.warn({ url: body.url, bytes: body.body.byteLength, error: why }, 'the parser had to be ended')
        return { is: 'not-a-feed', why }
      }
    },
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  }
}
