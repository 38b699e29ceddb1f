/** A thing that a page describes in JSON-LD (https://www.w3.org/TR/json-ld11/). */
export type LinkedNode = Readonly<Record<string, unknown>>

const LONGEST_BLOCK = 1_000_000
const DEEPEST = 8

/** Every thing in the page's JSON-LD blocks, in order: `@graph`, lists and the main entity unfolded. */
export function linkedNodes(blocks: readonly string[]): readonly LinkedNode[] {
  const nodes: LinkedNode[] = []
  const take = (value: unknown, depth: number): void => {
    if (depth > DEEPEST || typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) return value.forEach((each) => take(each, depth + 1))
    const node = value as LinkedNode
    nodes.push(node)
    for (const key of ['@graph', 'mainEntity', 'mainEntityOfPage']) take(node[key], depth + 1)
  }
  for (const block of blocks) for (const value of parseLeniently(block.slice(0, LONGEST_BLOCK))) take(value, 0)
  return nodes
}

/** The types of https://schema.org/Article and its kin that tell news; the others are pages, crumbs and firms. */
const ARTICLE =
  /^(?:(?:\w*News)?Article|Report|(?:Social|Discussion\w*|Blog|LiveBlog)\w*Posting|\w+Article|Review|Recipe)$/

/** The node that describes the page's own article; null where none does. */
export function articleNode(nodes: readonly LinkedNode[], sameUrl: (url: string) => boolean): LinkedNode | null {
  const articles = nodes.filter((node) => typesOf(node).some((type) => ARTICLE.test(type)))
  const named = articles.filter((node) => textOf(node['headline'] ?? node['name']) !== null)
  // Lists of further articles are described too: the one that says this page's address is it.
  const own = named.find((node) => addressesOf(node).some(sameUrl))
  return own ?? named[0] ?? articles[0] ?? null
}

export function typesOf(node: LinkedNode): readonly string[] {
  const types = Array.isArray(node['@type']) ? node['@type'] : [node['@type']]
  return types.filter((type) => typeof type === 'string').map((type) => type.replace(/^.*[/:]/, ''))
}

/** The first text in a value: itself, a `@value`, or the first of a list. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() || null
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.map(textOf).find((text) => text !== null) ?? null
  return typeof value === 'object' && value !== null ? textOf((value as LinkedNode)['@value'] ?? null) : null
}

/** Every text in a value: of lists, and the names of things; things told by `@id` alone are looked up in `nodes`. */
export function namesOf(value: unknown, nodes: readonly LinkedNode[], depth = 0): readonly string[] {
  if (depth > DEEPEST) return []
  if (Array.isArray(value)) return value.flatMap((each) => namesOf(each, nodes, depth + 1))
  if (typeof value === 'object' && value !== null) {
    const node = value as LinkedNode
    const name = node['name'] ?? node['@value']
    if (name !== undefined) return namesOf(name, nodes, depth + 1)
    const parts = [node['givenName'], node['additionalName'], node['familyName']]
      .map(textOf)
      .filter((part) => part !== null)
    if (parts.length > 0) return [parts.join(' ')]
    const told = nodes.find((other) => other !== node && other['@id'] === node['@id'] && other['name'] !== undefined)
    return node['@id'] === undefined || told === undefined ? [] : namesOf(told['name'], nodes, depth + 1)
  }
  const text = textOf(value)
  return text === null ? [] : [text]
}

function addressesOf(node: LinkedNode): readonly string[] {
  const main = node['mainEntityOfPage']
  const id = typeof main === 'object' && main !== null ? (main as LinkedNode)['@id'] : main
  return [node['url'], node['@id'], id].map(textOf).filter((url) => url !== null)
}

function parseLeniently(block: string): readonly unknown[] {
  const bare = block
    .replace(
      /^\s*(?:<!--|(?:\/\/\s*|\/\*\s*)?<!\[CDATA\[(?:\s*\*\/)?)|(?:-->|(?:\/\/\s*|\/\*\s*)?\]\]>(?:\s*\*\/)?)\s*;?\s*$/g,
      '',
    )
    .replace(/;\s*$/, '')
  for (const text of [bare, repair(bare), repair(plainQuotes(bare))]) {
    try {
      return [JSON.parse(text) as unknown]
    } catch {
      // The next reading, or what single members still say.
    }
  }
  return salvage(bare)
}

/** Escaped as if it stood in an attribute. */
function plainQuotes(text: string): string {
  return text.replace(/&(?:quot|#0?34|#x22);/gi, '"').replace(/&amp;/gi, '&')
}

/** What publishing systems get wrong: raw line breaks in strings, commas before an end, blocks set one behind another. */
function repair(text: string): string {
  const strings = text.replace(/"(?:[^"\\]|\\[\s\S])*"/g, (string) =>
    // oxlint-disable-next-line no-control-regex -- control characters are what it is about
    string.replace(/[\u0000-\u001f]+/g, ' ').replace(/\\(?!["\\/bfnrtu])/g, ''),
  )
  const joined = strings.replace(/,\s*([}\]])/g, '$1').replace(/\}\s*,?\s*\{(?=\s*"@context")/g, '},{')
  return joined.includes('},{') && /^\s*\{/.test(joined) ? `[${joined}]` : joined
}

/** The members of a block that no reading makes whole. */
function salvage(text: string): readonly unknown[] {
  const type = /"@type"\s*:\s*"(\w*Article|\w*Posting)"/.exec(text)?.[1]
  if (type === undefined) return []
  const node: Record<string, unknown> = { '@type': type }
  for (const key of ['headline', 'description', 'datePublished', 'dateModified', 'articleSection', 'inLanguage']) {
    // A quotation mark that nobody escaped does not end a value: what ends it is followed by a comma or brace.
    const found = new RegExp(`"${key}"\\s*:\\s*"([^\\n]{1,2000}?)"\\s*(?:,\\s*["\\n]|[}\\n])`).exec(text)?.[1]
    if (found !== undefined) node[key] = unescaped(found)
  }
  const author = /"author"\s*:\s*(\[[^\]]{1,2000}\]|\{[^}]{1,1000}\}|"[^"\n]{1,200}")/.exec(text)?.[1] ?? ''
  const names = author.startsWith('"') ? [author.slice(1, -1)] : valuesOf(author, 'name')
  if (names.length > 0) node['author'] = names.map(unescaped)
  const image = /"image"\s*:\s*(\[[^\]]{1,2000}\]|\{[^}]{1,1000}\}|"[^"\n]{1,1000}")/.exec(text)?.[1] ?? ''
  const url = /"(https?:[^"\n]{1,1000})"/.exec(image)?.[1]
  if (url !== undefined) node['image'] = unescaped(url)
  return [node]
}

function valuesOf(text: string, key: string): readonly string[] {
  return Array.from(text.matchAll(new RegExp(`"${key}"\\s*:\\s*"([^"\\n]{1,200})"`, 'g')), ([, value]) => value!)
}

function unescaped(text: string): string {
  return text.replace(/\\(["\\/])/g, '$1')
}
