/** The command line. Posts and answers go to stdout, the log to stderr. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { check } from './app/check.ts'
import { configFiles } from './app/config-files.ts'
import { configure } from './app/configure.ts'
import { configInForce, goesBy } from './app/in-force.ts'
import { pageChange } from './app/page-change.ts'
import { preview } from './app/preview.ts'
import { openApp, type ConfigReading } from './app.ts'
import { ifStillAlive, SECOND, systemClock, type Millis } from './base/clock.ts'
import { systemUser } from './base/environment.ts'
import { CallerMistake, describeError } from './base/errors.ts'
import { openLog } from './base/log.ts'
import { scrub } from './base/secret.ts'
import type { Config, Rehearsal } from './config/config.ts'
import { showMistakes } from './config/show.ts'
import { refuseSurplus, whoActs } from './desk/call.ts'
import { CHANGES, carryOut, goesByStore } from './desk/commands.ts'
import { HELP, USER_AGENT } from './desk/help.ts'
import { parseCall } from './desk/parse-call.ts'

const print = (text: string): void => void process.stdout.write(`${scrub(text)}\n`)
const complain = (text: string): void => void process.stderr.write(`${scrub(text)}\n`)

// Whoever read along may have gone (`| head`, a log shipper that died): that ends no sender in the middle of a call.
process.stdout.on('error', () => {})

async function main(): Promise<number> {
  const { values, positionals, tokens } = parseCall(process.argv.slice(2))
  const [command = 'help', ...words] = positionals
  if (values.help || command === 'help') {
    print(HELP)
    return 0
  }
  const given = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []))
  refuseSurplus(command, words, given)
  const rehearsal = command === 'rehearse' ? 'feeds' : undefined
  const files = configFiles(resolve(values.config))
  // Before it is read: a change meanwhile is one that is still to be read.
  const known = files.fingerprint()
  const clock = systemClock
  const read = load(values.config, rehearsal)
  const config = await (read ? standing(command, read) : inForce(command, values.config))
  if (!config) return 2
  switch (command) {
    case 'run':
    case 'rehearse':
      return run(config, { files, known, load: () => configure(resolve(values.config), rehearsal) })
    case 'check':
      return check({
        config,
        clock,
        who: whoActs(values.as, systemUser()),
        userAgent: USER_AGENT,
        print,
        probe: values.probe,
      })
    case 'preview':
      return preview({
        config,
        clock,
        userAgent: USER_AGENT,
        print,
        target: words[0],
        url: values.url,
        json: values.json,
      })
    default:
      return carryOut(
        { command, words, options: values },
        {
          config,
          clock,
          who: whoActs(values.as, systemUser()),
          print,
          readText,
          pageChange: (store, article) => pageChange(store, article, { config, clock, userAgent: USER_AGENT }),
        },
      )
  }
}

async function readText(file: string): Promise<string> {
  if (file === '-') return text(process.stdin)
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new CallerMistake(`${file} cannot be read: ${describeError(error)}`)
  })
}

function load(file: string, rehearsal: Rehearsal | undefined): Config | null {
  const loaded = configure(resolve(file), rehearsal)
  if (loaded.is === 'mistakes') {
    complain(showMistakes(loaded.mistakes))
    return null
  }
  for (const warning of loaded.warnings) complain(`warning: ${warning}`)
  return loaded.config
}

/** Staff are not to mend the file before they can stop what it does not say any more. */
async function inForce(command: string, file: string): Promise<Config | null> {
  if (!goesByStore(command)) return null
  const config = await configInForce(resolve(file), systemClock.now())
  if (config) complain('Until that is mended, what was in force before is what counts.')
  return config
}

// What they say of a config that is not in force yet is what staff call them for.
const PLANNED: ReadonlySet<string> = new Set(['preview', 'check'])

/** What Crier refused, or does not know yet, is not what staff act on. */
async function standing(command: string, read: Config): Promise<Config> {
  const planned = PLANNED.has(command)
  if (!planned && !goesByStore(command)) return read
  const by = await goesBy(read, systemClock.now())
  if (by.is === 'in-force') {
    complain(`warning: ${by.why} ${planned ? `\`${command}\` goes by the file.` : 'What is in force is what counts.'}`)
    return planned ? read : by.config
  }
  if (!by.atWork && CHANGES.includes(command)) {
    complain(`warning: no Crier runs on ${read.store}: nothing comes of this until one does.`)
  }
  return read
}

async function run(config: Config, reading: ConfigReading): Promise<number> {
  const ended = Promise.withResolvers<number>()
  // npm 10 passes Ctrl-C on once more: a second one while the first is being carried out changes nothing.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ended.resolve(0))
  // Started by the launcher: where that is killed, nobody is left who could end this process.
  process.channel?.unref()
  process.on('disconnect', () => ended.resolve(0))
  const terminal = process.stderr.isTTY
  // On a terminal a rehearsal shows posts, and of the log only what is wrong.
  const log = openLog(terminal && config.rehearsal !== 'off' ? 'warn' : 'info', terminal)
  process.stdout.once('error', () => log.warn({}, 'nobody reads what is printed any more; Crier goes on'))
  await using app = await openApp({ config, clock: systemClock, log, print, userAgent: USER_AGENT, reading })
  app.lost.addEventListener('abort', () => {
    complain(describeError(app.lost.reason))
    ended.resolve(1)
  })
  return await ended.promise
}

const LINGERS: Millis = SECOND / 4

/**
 * Ends the process where something keeps it though all is done: after an answer whose body broke off node-fetch holds a
 * timer of telegraf's 500 s, on which an orchestrator would wait, and kill. What is written goes out first.
 */
function endSurely(): void {
  ifStillAlive(LINGERS, () => {
    const written = [process.stdout, process.stderr].every((one) => one.destroyed || one.writableLength === 0)
    if (!written) return endSurely()
    // oxlint-disable-next-line no-process-exit -- all is done and written, and nothing else ends a library's timer
    process.exit()
  })
}

try {
  process.exitCode = await main()
} catch (error) {
  const mistake = error instanceof CallerMistake || (error instanceof TypeError && 'code' in error)
  complain(mistake ? error.message : `Crier failed: ${describeError(error)}`)
  process.exitCode = mistake ? 2 : 1
}
endSurely()
