import { MINUTE, SECOND, type Clock, type Millis } from '#src/base/clock.ts'
import { describeError } from '#src/base/errors.ts'
import type { Log } from '#src/base/log.ts'
import { startLoop } from '#src/base/loop.ts'
import { watchFolder } from '#src/base/watch-folder.ts'
import type { Config, Loaded } from '#src/config/config.ts'
import { showMistakes } from '#src/config/show.ts'
import { isStoreFault } from '#src/store/sqlite.ts'
import type { ConfigFiles } from './config-files.ts'
import { mayBeCutOff } from './cut-off.ts'
import { missingSecrets } from './missing-secrets.ts'

export interface ReloadParts {
  readonly files: ConfigFiles
  /** Their fingerprint when the config that is in force was read. */
  readonly known: string
  readonly load: () => Loaded
  /** The config in force. */
  readonly inForce: () => Config
  /** Puts another config in force, or throws and leaves the one before; in any case where it is called again. */
  readonly apply: (config: Config, signal: AbortSignal) => Promise<void>
  readonly clock: Clock
  readonly log: Log
}

// Where the system tells nothing of changes.
const LOOK: Millis = 5 * SECOND
// An editor writes a file in pieces: half of one may be a config too, in which channels are missing.
const SETTLED: Millis = SECOND / 2
// An upload may stall for longer; what looks cut off is believed later.
const BELIEVED: Millis = MINUTE

const CUT_OFF =
  'the changed config ends before the one in force does, as a half uploaded one would: it counts when it has stood still for a minute'

/**
 * Reads the config again when its files have changed and have then stood still. One that is refused is told in the log
 * with its lines, and the one before stays in force.
 */
export function startReloading({
  files,
  known: first,
  load,
  inForce,
  apply,
  clock,
  log,
}: ReloadParts): AsyncDisposable {
  let known = first
  let seen = { fingerprint: first, since: clock.monotonic(), told: false }
  const loop = startLoop({
    name: 'config',
    clock,
    log,
    async turn(signal) {
      const now = files.fingerprint()
      if (now !== seen.fingerprint) seen = { fingerprint: now, since: clock.monotonic(), told: false }
      if (now === known) return LOOK
      const left = seen.since + SETTLED - clock.monotonic()
      if (left > 0) return left
      const loaded = load()
      // What was read is what stood still, or it is looked at anew.
      if (files.fingerprint() !== now) return SETTLED
      const refusal = refusalOf(loaded, inForce())
      const doubted = seen.since + BELIEVED - clock.monotonic()
      if (
        refusal === null &&
        loaded.is === 'config' &&
        doubted > 0 &&
        mayBeCutOff(loaded.config.text, inForce().text)
      ) {
        if (!seen.told) log.warn({ file: loaded.config.file }, CUT_OFF)
        seen = { ...seen, told: true }
        return Math.min(doubted, LOOK)
      }
      if (refusal !== null) log.error({ why: refusal }, 'the changed config is refused; the one before stays in force')
      else if (loaded.is === 'config') await take(loaded, signal)
      known = now
      return LOOK
    },
  })
  const take = async ({ config, warnings }: Extract<Loaded, { is: 'config' }>, signal: AbortSignal): Promise<void> => {
    try {
      await apply(config, signal)
      log.info({ file: config.file, ...(warnings.length > 0 && { warnings }) }, 'the changed config is in force')
    } catch (error) {
      // The store may take it in a while: the turn has failed, and is taken again.
      if (isStoreFault(error) || signal.aborted) throw error
      log.error({ error: describeError(error) }, 'the changed config cannot be put in force; the one before stays')
    }
  }
  const watches = files.folders.map((folder) => watchFolder(folder, () => loop.nudge()))
  return {
    async [Symbol.asyncDispose]() {
      for (const watching of watches) watching[Symbol.dispose]()
      await loop[Symbol.asyncDispose]()
    },
  }
}

/** Why a config that was read is not put in force; null where it is. */
function refusalOf(loaded: Loaded, inForce: Config): string | null {
  if (loaded.is === 'mistakes') return showMistakes(loaded.mistakes)
  for (const key of ['rehearsal', 'store'] as const) {
    if (loaded.config[key] !== inForce[key]) return `a change of \`${key}\` needs a restart of Crier`
  }
  return missingSecrets(loaded.config)
}
