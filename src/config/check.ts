import type { z } from 'zod'
import { remedies } from './fields.ts'
import { valueAt, type Finding, type Path } from './finding.ts'
import { nearest } from './nearest.ts'
import { genericRemedy, wordsFor } from './words.ts'

export interface Checked<T> {
  /** Null where there are findings. */
  readonly value: T | null
  readonly findings: readonly Finding[]
}

/**
 * Checks `value`, which stands under `path` in the file, and says everything that is wrong with it. `known` are the
 * keys to suggest where one at the top is unknown, when they are more than the schema's own.
 */
export function check<T>(schema: z.ZodType<T>, value: unknown, path: Path, known?: readonly string[]): Checked<T> {
  const result = schema.safeParse(value, { error: wordsFor })
  if (result.success) return { value: result.data, findings: [] }
  const findings = result.error.issues.flatMap((issue): readonly Finding[] => {
    const own = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))
    if (issue.code === 'unrecognized_keys') {
      const keys = own.length === 0 && known !== undefined ? known : keysOf(schemasAt(schema, own))
      return issue.keys.map((key) => unknownKey([...path, ...own, key], keys))
    }
    return [{ path: [...path, ...own], at: 'value', what: issue.message, remedy: remedyOf(schema, issue, own, value) }]
  })
  return { value: null, findings }
}

/** A key that nothing honours; the nearest of `known` is suggested. */
export function unknownKey(path: Path, known: readonly string[]): Finding {
  const key = String(path.at(-1))
  const meant = nearest(key, known)
  const what = 'is not a key that is known here'
  if (meant !== null) return { path, at: 'key', what, remedy: `write \`${meant}\`, or remove it` }
  return { path, at: 'key', what, remedy: `remove it; known here: ${[...new Set(known)].join(', ') || 'none'}` }
}

function remedyOf(schema: z.core.$ZodType, issue: z.core.$ZodIssue, path: Path, value: unknown): string {
  const found = valueAt(value, path)
  const layers = schemasAt(schema, path)
  const told = issue.code === 'custom' ? issue.params?.remedy : undefined
  const hinted = layers.map((layer) => remedies.get(layer)?.remedy).find((remedy) => remedy !== undefined)
  const description = layers.map(describe).find((text) => text !== undefined)
  const remedy = typeof told === 'string' ? told : (hinted ?? genericRemedy(issue, found, description))
  if (found === undefined && path.length > 0) return `add \`${path.at(-1)}\`: ${remedy}`
  if (found === null && layers[0]?._zod.optin === 'optional') return `${remedy}, or remove the key`
  return remedy
}

/** The schema of what stands under `path`, with the schemas that it wraps, from the outermost. */
function schemasAt(schema: z.core.$ZodType, path: Path): readonly z.core.$ZodType[] {
  let layers = unwrap(schema)
  for (const key of path) {
    const inner = layers.map((layer) => childOf(layer, key)).find((child) => child !== undefined)
    if (inner === undefined) return []
    layers = unwrap(inner)
  }
  return layers
}

function unwrap(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  const def = defOf(schema)
  const inner = def.innerType ?? def.in
  return inner === undefined ? [schema] : [schema, ...unwrap(inner)]
}

function childOf(schema: z.core.$ZodType, key: string | number): z.core.$ZodType | undefined {
  const { shape, element, valueType } = defOf(schema)
  if (shape === undefined) return element ?? valueType
  return Object.hasOwn(shape, key) ? shape[key] : undefined
}

function keysOf(layers: readonly z.core.$ZodType[]): readonly string[] {
  return layers.flatMap((layer) => Object.keys(defOf(layer).shape ?? {}))
}

function describe(schema: z.core.$ZodType): string | undefined {
  return 'description' in schema && typeof schema.description === 'string' ? schema.description : undefined
}

/** The parts of zod's definitions that lead inwards (zod.dev, "Library authors": `_zod.def`). */
interface Inwards {
  readonly innerType?: z.core.$ZodType
  readonly in?: z.core.$ZodType
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>
  readonly element?: z.core.$ZodType
  readonly valueType?: z.core.$ZodType
}

function defOf(schema: z.core.$ZodType): Inwards {
  return schema._zod.def as Inwards
}
