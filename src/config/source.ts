import { readFileSync } from 'node:fs'
import {
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Scalar,
} from 'yaml'
import type { Finding } from './finding.ts'
import { offsetWithin, type Style } from './within.ts'
import { wordsForYaml } from './yaml-words.ts'

/** What a finding says of its place. */
type Placed = Pick<Finding, 'path' | 'at' | 'within'>

/** A place in a file, from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** What is wrong with the file before anything in it has been understood. */
export interface Unreadable extends Place {
  readonly what: string
  readonly remedy: string
}

export interface Source {
  readonly text: string
  /** What the file says, as plain values; null where it cannot be read far enough. */
  readonly value: unknown
  readonly unreadable: readonly Unreadable[]
  /** Where the key or the value, or a place within it, stands, or the nearest thing around it that does. */
  place(finding: Placed): Place
  placeOf(offset: number): Place
}

const TOP: Place = { line: 1, column: 1 }
const LARGEST = 1024 * 1024
const DEEPEST = 32

/** Faults that leave the rest of the file as it was meant, so that it can be judged too. */
const HARMLESS: ReadonlySet<string> = new Set([
  'BAD_DIRECTIVE',
  'BAD_DQ_ESCAPE',
  'BAD_SCALAR_START',
  'DUPLICATE_KEY',
  'NON_STRING_KEY',
  'TAG_RESOLVE_FAILED',
])

/** Reads a YAML file, and says all that keeps it from being one. Never throws. */
export function readSource(file: string): Source {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    return nothing(...whyUnread(error, file))
  }
  if (bytes.length > LARGEST) return nothing('is larger than 1 MiB', 'is it the right file?')
  try {
    return parseSource(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return nothing('is not text in UTF-8', 'save it as UTF-8')
  }
}

/** Reads the text of a YAML file. Never throws. */
export function parseSource(text: string): Source {
  const lines = new LineCounter()
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      stringKeys: true,
      logLevel: 'error',
    })
    const problems = [...document.errors, ...document.warnings].map(({ code, pos }) => ({ code, offset: pos[0] }))
    visit(document, {
      Alias(_, alias) {
        if (alias.resolve(document) === undefined) problems.push({ code: 'BAD_ALIAS', offset: alias.range?.[0] ?? 0 })
      },
    })
    const tabs = problems.filter(({ code }) => code === 'TAB_AS_INDENT')
    const unreadable = onePerLine(
      (tabs.length > 0 ? tabs : problems).map(({ code, offset }) => ({ ...wordsForYaml(code), ...placeOf(offset) })),
    )
    const value: unknown = problems.every(({ code }) => HARMLESS.has(code)) ? document.toJS() : null
    if (!shallow(value, DEEPEST)) return nothing('is nested too deeply', 'write the keys as the example file has them')
    return { text, value, unreadable, place: (finding) => placeOf(offsetOf(document, finding, text)), placeOf }
  } catch {
    // The parser's own limits: a bomb of aliases, thousands of brackets.
    return nothing('is nested too deeply', 'write the keys as the example file has them')
  }
}

function whyUnread(error: unknown, file: string): [what: string, remedy: string] {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOENT')
    return [`there is no ${file}`, 'create it (the README shows how), or name another with --config']
  if (code === 'EISDIR') return ['is a folder', 'name the file in it with --config']
  if (code === 'EACCES') return ['may not be read', 'give the user that runs Crier the right to read it']
  return ['cannot be read', 'look at the file and its disk']
}

function nothing(what: string, remedy: string): Source {
  return { text: '', value: null, unreadable: [{ ...TOP, what, remedy }], place: () => TOP, placeOf: () => TOP }
}

/** What follows a fault in its line is mostly the parser's confusion. */
function onePerLine(faults: readonly Unreadable[]): readonly Unreadable[] {
  const seen = new Set<number>()
  return faults.filter(({ line }) => !seen.has(line) && seen.add(line))
}

function shallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return depth > 0 && Object.values(value).every((inner) => shallow(inner, depth - 1))
}

function offsetOf(document: Document, { path, at, within }: Placed, text: string): number {
  let node: unknown = document.contents
  let offset = start(node) ?? 0
  for (const [depth, key] of path.entries()) {
    const alias = node
    node = isNode(alias) && 'resolve' in alias ? (alias.resolve(document) ?? null) : alias
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key))
      if (pair === undefined) return offset
      const last = depth === path.length - 1
      offset = (last && at === 'key' ? null : start(pair.value)) ?? start(pair.key) ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      node = node.items[Number(key)]
      offset = start(node) ?? offset
    } else return offset
  }
  const style = isScalar(node) ? node.type : undefined
  return within === undefined || !isStyle(style) ? offset : offsetWithin(text, offset, style, within)
}

function isStyle(type: string | undefined): type is Style {
  return type !== undefined && /^(?:PLAIN|QUOTE_(?:DOUBLE|SINGLE)|BLOCK_(?:LITERAL|FOLDED))$/.test(type)
}

/** Where a node begins; null where nothing stands there (`key:` without a value). */
function start(node: unknown): number | null {
  if (!isNode(node)) return null
  const range = (node as Node | Scalar).range
  return range == null || range[0] === range[1] ? null : range[0]
}
