import type { Feed } from './parsed.ts'
import { quotedIn } from './quoted.ts'
import { escapeStray } from './stray.ts'

const ROOT = /<((?:\w+:)?(?:rss|feed|rdf))(?:\s[^<>]*)?>/i
const CHANNEL = /<((?:\w+:)?channel)(?:\s[^<>]*)?>/i
const ENTRY_TAG = /<(\/?)((?:\w+:)?(?:item|entry))(?=[\s>])[^<>]*>/gi
const MOST_ENTRIES = 2000

/**
 * Reads the whole entries of a document that is broken: cut off, or malformed somewhere. Each is put on its own into a
 * sound document under the same root, so that those that `read` throws at are left out alone. Null where none is read.
 */
export function salvage(text: string, read: (document: string) => Feed): Feed | null {
  const root = ROOT.exec(text)
  if (root === null) return null
  const body = text.slice(root.index + root[0].length)
  const blocks = blocksOf(body)
  if (blocks.length === 0) return null
  const channel = CHANNEL.exec(body.slice(0, blocks[0]!.at))
  // In RSS 1.0 the items stand behind the channel.
  const inside = channel !== null && !new RegExp(`</${channel[1]}\\s*>`, 'i').test(body.slice(0, blocks[0]!.at))
  const document = (head: string, entries: string): string =>
    inside
      ? `${root[0]}${channel[0]}${head}${entries}</${channel[1]}></${root[1]}>`
      : `${root[0]}${head}${entries}</${root[1]}>`

  const from = inside ? channel.index + channel[0].length : 0
  const head = body.slice(from, blocks[0]!.at)
  const attempt = (headPart: string, entries: string): Feed | null => {
    try {
      return read(document(headPart, entries))
    } catch {
      return null
    }
  }
  const whole = attempt(head, blocks.map(({ xml }) => xml).join('\n'))
  if (whole !== null && whole.entries.length >= blocks.length) return whole
  const soundHead = attempt(head, blocks[0]!.xml) === null ? '' : head
  const single = blocks
    .map(({ xml }) => attempt(soundHead, xml) ?? attempt(soundHead, escapeStray(xml)))
    .filter((feed) => feed !== null)
  const entries = single.flatMap((feed) => feed.entries)
  // A quotation without an end may take the entries below it in.
  if (whole !== null && whole.entries.length > 0 && whole.entries.length >= entries.length) return whole
  return single[0] === undefined || entries.length === 0 ? null : { ...single[0], entries }
}

interface Block {
  readonly at: number
  readonly xml: string
}

/**
 * Whether an entry of `text` opens where the one before it, of the same name, has no end: readers take it for a part of
 * that one, and so lose it.
 */
export function swallows(text: string): boolean {
  let opened = ''
  for (const { slash, name } of entryTags(text)) {
    if (slash === '' && opened === name) return true
    if (slash === '') opened = name
    else if (opened === name) opened = ''
  }
  return false
}

const END = /<\/(?:\w+:)?(?:channel|rss|feed|rdf)\s*>/i

/**
 * Entries to their ends. One whose end is missing goes to where the next begins, or the document ends; what is cut off
 * is none.
 */
function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = []
  let from = 0
  let opened = ''
  const add = (to: number, close: string): void => {
    blocks.push({ at: from, xml: text.slice(from, to) + close })
    opened = ''
  }
  for (const { at, slash, name, tag } of entryTags(text)) {
    if (slash === '') {
      if (opened === name) add(at, `</${name}>`)
      from = at
      opened = name
    } else if (opened === name) add(at + tag.length, '')
    if (blocks.length >= MOST_ENTRIES) return blocks
  }
  const rest = opened === '' ? -1 : text.slice(from).search(END)
  if (rest !== -1) add(from + rest, `</${opened}>`)
  return blocks
}

interface EntryTag {
  readonly at: number
  readonly tag: string
  readonly slash: string
  readonly name: string
}

/** Where entries open and close. What an entry quotes opens and closes none, nor does an empty one. */
function* entryTags(text: string): Generator<EntryTag> {
  const quoted = quotedIn(text)
  let ahead = 0
  for (const match of text.matchAll(ENTRY_TAG)) {
    const [tag, slash = '', name = ''] = match
    while (ahead < quoted.length && quoted[ahead]!.to <= match.index) ahead += 1
    if (ahead < quoted.length && quoted[ahead]!.from < match.index) continue
    if (!tag.endsWith('/>')) yield { at: match.index, tag, slash, name }
  }
}
