import type { Platform } from '#src/platform/platform.ts'
import { ID } from './fields.ts'
import { textAt, type Finding, type Path } from './finding.ts'
import { platformNamed } from './members.ts'
import { looksSecret, namesSecret, variableOf } from './secrets.ts'

/** Secrets that stand in the file: under a key that is `unknown` to every schema and names one, or by their shape. */
export function findSecrets(
  raw: unknown,
  unknown: readonly Path[],
  platforms: readonly Platform[],
): readonly Finding[] {
  const keys = unknown.filter((path) => namesSecret(String(path.at(-1))))
  const values = valuesOf(raw, []).filter((path) => !keys.some((key) => covers(key, path)))
  return [
    ...keys.map((path) => finding(path, 'key', 'secrets never stand in the file', raw, platforms)),
    ...values.map((path) =>
      finding(path, 'value', 'this looks like a secret; secrets never stand in the file', raw, platforms),
    ),
  ]
}

/** Whether `path` is `outer` or leads to something within it. */
export function covers(outer: Path, path: Path): boolean {
  return outer.length <= path.length && outer.every((key, at) => key === path[at])
}

function valuesOf(value: unknown, path: Path): readonly Path[] {
  if (typeof value === 'string') return looksSecret(value.trim()) ? [path] : []
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((inner, at) => valuesOf(inner, [...path, at]))
  return Object.entries(value).flatMap(([key, inner]) => valuesOf(inner, [...path, key]))
}

function finding(path: Path, at: Finding['at'], what: string, raw: unknown, platforms: readonly Platform[]): Finding {
  const variables = variablesFor(path, raw, platforms)
  const named = variables.length === 0 ? 'it' : variables.join(', ')
  return { path, at, what, remedy: `remove it here, and put ${named} into the environment or .env` }
}

/** The variables that the secret under `path` may belong into; none where the account cannot be told. */
function variablesFor([list, at, ...rest]: Path, raw: unknown, platforms: readonly Platform[]): readonly string[] {
  if (list !== 'accounts' || at === undefined) return []
  const id = textAt(raw, [list, at, 'id'])
  const platform = platformNamed(textAt(raw, [list, at, 'platform']), platforms)
  if (id === null || !ID.test(id) || platform === null) return []
  const key = letters(String(rest.at(-1) ?? ''))
  const names = platform.secrets.map(({ name }) => name)
  const exact = names.filter((name) => letters(name) === key)
  const close = names.filter((name) => letters(name).endsWith(key) || key.endsWith(letters(name)))
  const meant = [exact, close].find((some) => some.length > 0) ?? names
  return meant.map((name) => variableOf(id, name))
}

function letters(name: string): string {
  return name.replace(/[^a-z]/gi, '').toUpperCase()
}
