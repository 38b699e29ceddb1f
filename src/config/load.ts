import path from 'node:path'
import type { z } from 'zod'
import type { Environment } from '#src/base/environment.ts'
import type { Platform } from '#src/platform/platform.ts'
import { showAuthority } from './authority.ts'
import { check } from './check.ts'
import type { Config, Loaded, Mistake, Rehearsal } from './config.ts'
import { listAt, textAt, valueAt, type Finding } from './finding.ts'
import { platformOfAccount, readAccount, readChannel } from './members.ts'
import { findContradictions, type CheckWording } from './references.ts'
import { DEFAULT_STORE, top } from './schema.ts'
import { findBotToken, looksSecret, quote } from './secrets.ts'
import { covers, findSecrets } from './secrets-in-file.ts'
import { parseSource, readSource, type Source } from './source.ts'
import { findRemarks } from './warnings.ts'

export interface LoadParts {
  /** As the caller named it; mistakes repeat it so. */
  readonly file: string
  /** Every platform that accounts may be of: the registry. */
  readonly platforms: readonly Platform[]
  /** Holds the secrets. */
  readonly environment: Environment
  /** Instead of what stands in the file now. */
  readonly text?: string
  /** Instead of what the file says. */
  readonly rehearsal?: Rehearsal
  /** Says what is wrong with how a channel words its posts. Without it that is taken as it is. */
  readonly checkWording?: CheckWording
}

/**
 * Reads the file that staff write. Answers the config, or every mistake in it with its line. Missing secrets are no
 * mistakes of the file: the accounts name them. Never throws for anything that stands in the file.
 */
export function loadConfig(parts: LoadParts): Loaded {
  const source = parts.text === undefined ? readSource(parts.file) : parseSource(parts.text)
  const broken = source.unreadable.map((fault): Mistake => ({ file: parts.file, path: '', ...fault }))
  const raw = source.value
  if (raw === null) return { is: 'mistakes', mistakes: broken.length > 0 ? broken : [emptyFile(parts.file)] }

  const { config, findings } = readMembers(raw, parts, source.text)
  const placed = place(findings, source, parts.file).filter(({ line }) => !broken.some((fault) => fault.line === line))
  const mistakes = [...broken, ...placed]
  const all = [...mistakes, ...tokensInComments(source, parts.file, mistakes)]
  if (all.length > 0 || config === null) return { is: 'mistakes', mistakes: inOrder(all) }
  return { is: 'config', config, warnings: findRemarks(config).map((remark) => showRemark(remark, source, parts.file)) }
}

/** The folder that paths in the file are relative to: the one that holds `config/`, or the file's own elsewhere. */
export function folderOf(file: string): string {
  const own = path.dirname(path.resolve(file))
  return path.basename(own) === 'config' ? path.dirname(own) : own
}

function readMembers(
  raw: unknown,
  parts: LoadParts,
  text: string,
): { config: Config | null; findings: readonly Finding[] } {
  const { platforms, environment } = parts
  const whole = check(top, raw, [])
  const accounts = listAt(raw, ['accounts']).map((each, at) =>
    readAccount(each, ['accounts', at], platforms, environment),
  )
  const zone = whole.value?.timezone ?? 'UTC'
  const channels = listAt(raw, ['channels']).map((each, at) =>
    readChannel(each, ['channels', at], platforms, platformOfAccount(raw, textAt(each, ['account']), platforms), zone),
  )
  const written = valueAt(raw, ['rehearsal'])
  const live = (parts.rehearsal ?? written) === 'off' || (parts.rehearsal === undefined && written === false)
  const contradictions = findContradictions(raw, {
    platforms,
    live,
    checkWording: parts.checkWording ?? (() => null),
  })
  const plain = [whole, ...accounts, ...channels].flatMap((checked) => checked.findings)
  const unknown = plain.filter((finding) => finding.at === 'key').map((finding) => finding.path)
  const secrets = findSecrets(raw, unknown, platforms)
  const others = [...plain, ...contradictions].filter(
    ({ path }) => !secrets.some((secret) => covers(secret.path, path)),
  )
  const findings = [...others, ...secrets]
  if (whole.value === null || findings.length > 0) return { config: null, findings }
  const { holdWords } = whole.value
  const config = fill(whole.value, parts, {
    text,
    accounts: accounts.flatMap(({ value }) => value ?? []),
    channels: channels
      .flatMap(({ value }) => value ?? [])
      .map((channel) => ({
        ...channel,
        holdWords: [...holdWords, ...channel.holdWords],
      })),
  })
  return { config, findings }
}

function fill(
  written: z.output<typeof top>,
  { file, rehearsal: asked }: LoadParts,
  members: Pick<Config, 'text' | 'accounts' | 'channels'>,
): Config {
  const folder = folderOf(file)
  const rehearsal = asked ?? (written.rehearsal === false ? 'off' : written.rehearsal)
  const live = path.resolve(folder, written.store.trim())
  return {
    file: path.resolve(file),
    folder,
    timezone: written.timezone,
    rehearsal,
    store: rehearsal === 'off' ? live : rehearsalStore(live),
    console: written.console.listen,
    websub: written.websub ?? null,
    network: {
      contact: written.network.contact ?? null,
      allow: written.network.allow.map(showAuthority),
    },
    // Where nobody says how long: as long as anything may still be posted.
    keep: Math.max(written.keep, ...members.channels.map(({ maxAge }) => maxAge)),
    feeds: written.feeds.map((feed) => ({ ...feed, language: feed.language ?? null, burst: feed.burst ?? null })),
    ...members,
  }
}

const STORE = /^store:[ \t]*(?:"([^"\n]+)"|'([^'\n]+)'|([^\s#"'][^\n#]*))/m

/**
 * The stores that a file names which may have mistakes anywhere else: of a live run, and of a rehearsal. Where it names
 * none that can be read, those of a file that leaves the name out.
 */
export function storesNamedIn(file: string): { readonly live: string; readonly rehearsal: string } {
  const found = STORE.exec(readSource(file).text)
  const named = (found?.[1] ?? found?.[2] ?? found?.[3] ?? DEFAULT_STORE).trim()
  const live = path.resolve(folderOf(file), named)
  return { live, rehearsal: rehearsalStore(live) }
}

function rehearsalStore(live: string): string {
  const { dir, name, ext } = path.parse(live)
  return path.join(dir, `${name}.rehearsal${ext}`)
}

function place(findings: readonly Finding[], source: Source, file: string): readonly Mistake[] {
  return findings.map((finding) => ({
    file,
    ...source.place(finding),
    path: finding.path.map(showKey).join('.'),
    what: finding.what,
    remedy: finding.remedy,
  }))
}

/** A key may be anything, a secret or a terminal's control sequence too. */
function showKey(key: string | number): string {
  return /^[\w-]{1,40}$/.test(String(key)) && !looksSecret(String(key)) ? String(key) : quote(String(key))
}

/** Comments are read by people and copied into repositories as much as values are. */
function tokensInComments(source: Source, file: string, known: readonly Mistake[]): readonly Mistake[] {
  return source.text.split(/\r?\n/).flatMap((text, above): readonly Mistake[] => {
    const [at, line] = [findBotToken(text), above + 1]
    if (at === -1 || known.some((mistake) => mistake.line === line)) return []
    const what = 'this looks like a secret; secrets never stand in the file'
    const remedy = 'remove it here, and put it into the environment or .env'
    return [{ file, line, column: at + 1, path: '', what, remedy }]
  })
}

function inOrder(mistakes: readonly Mistake[]): readonly Mistake[] {
  return mistakes.toSorted((a, b) => a.line - b.line || a.column - b.column)
}

function showRemark({ path, text }: ReturnType<typeof findRemarks>[number], source: Source, file: string): string {
  const { line, column } = source.place({ path, at: 'key' })
  return `${file}:${line}:${column}  ${text}`
}

function emptyFile(file: string): Mistake {
  const remedy = 'write feeds, accounts and channels, as the example file has them'
  return { file, line: 1, column: 1, path: '', what: 'is empty', remedy }
}
