import { SECOND, type Clock, type Millis } from '#src/base/clock.ts'
import { silentLog, type Log } from '#src/base/log.ts'
import { openThread, ThreadEnded } from '#src/base/thread.ts'
import type { PageBody, ReadPage } from './page/page.ts'

/** Reads pages beside the main thread. */
export interface Extractor extends AsyncDisposable {
  /**
   * Reads `body`, after those that were asked for before. Markup that takes longer than the deadline, or more memory
   * than the thread has, is an answer too.
   * @throws the signal's reason when that aborts.
   */
  read(body: PageBody, signal: AbortSignal): Promise<ReadPage>
}

export interface ExtractorParts {
  readonly clock: Clock
  readonly log?: Log
  /** For one page, once the thread runs; default 2 s: 40 kB of nested elements cost Readability 2.9 s, 260 kB 50 s. */
  readonly within?: Millis
}

/** Opens an extractor. Its thread starts with the first page and ends when idle. */
export function openExtractor({ clock, log = silentLog, within = 2 * SECOND }: ExtractorParts): Extractor {
  const script = new URL('./extract-worker.ts', import.meta.url)
  const thread = openThread({ clock, script, within, name: 'the extractor' })
  return {
    async read(body, signal) {
      try {
        return (await thread.ask(body, signal)) as ReadPage
      } catch (error) {
        if (!(error instanceof ThreadEnded)) throw error
        const { message: why } = error
        log.warn({ url: body.url, bytes: body.body.byteLength, error: why }, 'the extractor had to be ended')
        return { is: 'no-page', why }
      }
    },
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  }
}
