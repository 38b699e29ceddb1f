/** Keys and positions from the top of the file to a value. */
export type Path = readonly (string | number)[]

/** A mistake before it has been placed in the file's lines. */
export interface Finding {
  readonly path: Path
  /** Whether the key at the end of `path` is wrong, or the value under it. */
  readonly at: 'key' | 'value'
  /** Where in the value, which is text, in UTF-16 units. */
  readonly within?: number
  /** What is wrong. */
  readonly what: string
  /** What to write instead. */
  readonly remedy: string
}

/** What stands under `path` in `value`; undefined where nothing does. */
export function valueAt(value: unknown, path: Path): unknown {
  let at = value
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    at = (at as Readonly<Record<string | number, unknown>>)[key]
  }
  return at
}

/** The text under `path`; null where there is none, or something else. */
export function textAt(value: unknown, path: Path): string | null {
  const found = valueAt(value, path)
  return typeof found === 'string' ? found : null
}

/** The list under `path`; an empty one where there is none, or something else. */
export function listAt(value: unknown, path: Path): readonly unknown[] {
  const found = valueAt(value, path)
  return Array.isArray(found) ? found : []
}
