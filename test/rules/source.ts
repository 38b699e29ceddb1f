import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseAst } from 'vitest/node'

/** A file of the project: its path from the project's folder, with forward slashes, and its text. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** The project's folder, absolute. */
export const root: string = fileURLToPath(new URL('../../', import.meta.url))

/** Every file with code in `folders`. */
export function codeIn(...folders: readonly string[]): readonly SourceFile[] {
  return folders
    .flatMap((folder) => globSync(`${folder}/**/*.{ts,mts,cts,js,mjs,cjs}`, { cwd: root }))
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(`${root}${path}`, 'utf8') }))
}

/** A node of the syntax tree (ESTree). */
export interface SyntaxNode {
  readonly type: string
  readonly [property: string]: unknown
}

/** Every node of a file, parents before children. */
export function nodesOf({ path, text }: SourceFile): readonly SyntaxNode[] {
  const nodes: SyntaxNode[] = []
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item)
    else if (isNode(value)) {
      nodes.push(value)
      for (const child of Object.values(value)) visit(child)
    }
  }
  visit(parseAst(text, { lang: path.endsWith('ts') ? 'ts' : 'js' }))
  return nodes
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** The value of a string literal, else null. */
export function stringOf(value: unknown): string | null {
  return isNode(value) && value.type === 'Literal' && typeof value['value'] === 'string' ? value['value'] : null
}

/** The name of an identifier, else null. */
export function nameOf(value: unknown): string | null {
  return isNode(value) && value.type === 'Identifier' ? String(value['name']) : null
}

/** A member expression as it reads, for example `process.env` or `globalThis.crypto.randomUUID`; else null. */
export function memberOf(value: unknown): string | null {
  if (!isNode(value)) return null
  if (value.type !== 'MemberExpression') return nameOf(value)
  const object = memberOf(value['object'])
  const property = value['computed'] === true ? stringOf(value['property']) : nameOf(value['property'])
  return object === null || property === null ? null : `${object}.${property}`
}

/** What one file takes from another: `names` are the imported ones, `*` for everything. */
export interface Import {
  readonly from: string
  readonly names: readonly string[]
}

/** Every import of a file: static, of types, re-exported, dynamic, required, and workers started by relative URL. */
export function importsOf(nodes: readonly SyntaxNode[]): readonly Import[] {
  const imports: Import[] = []
  const add = (from: unknown, names: readonly string[]) => {
    const text = stringOf(from)
    if (text !== null) imports.push({ from: text, names })
  }
  for (const node of nodes) {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportNamedDeclaration':
        add(node['source'], specifiersOf(node['specifiers']))
        break
      case 'ExportAllDeclaration':
      case 'ImportExpression':
      case 'TSImportType':
        add(node['source'], ['*'])
        break
      case 'CallExpression':
        if (/(?:^|\.)require(?:\.resolve)?$/.test(memberOf(node['callee']) ?? '')) add(firstOf(node), ['*'])
        break
      case 'NewExpression':
        if (nameOf(node['callee']) === 'URL' && /^\.\.?\//.test(stringOf(firstOf(node)) ?? ''))
          add(firstOf(node), ['*'])
        break
      default:
    }
  }
  return imports
}

function firstOf(call: SyntaxNode): unknown {
  return Array.isArray(call['arguments']) ? call['arguments'][0] : undefined
}

function specifiersOf(specifiers: unknown): readonly string[] {
  return Array.isArray(specifiers)
    ? specifiers.filter(isNode).map((one) => {
        const whole = one.type === 'ImportDefaultSpecifier' || one.type === 'ImportNamespaceSpecifier'
        return (whole ? null : nameOf(one['imported'] ?? one['local'])) ?? '*'
      })
    : []
}
