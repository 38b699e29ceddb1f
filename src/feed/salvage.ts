import type { Feed } from './parsed.ts'
import { quotedIn } from './quoted.ts'

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
  const single = blocks.map(({ xml }) => attempt(soundHead, xml)).filter((feed) => feed !== null)
  const entries = single.flatMap((feed) => feed.entries)
  // A quotation without an end may take the entries below it in.
  if (whole !== null && whole.entries.length > 0 && whole.entries.length >= entries.length) return whole
  return single[0] === undefined || entries.length === 0 ? null : { ...single[0], entries }
}

interface Block {
  readonly at: number
  readonly xml: string
}

/** Entries that are closed; where one opens inside another, the inner one. What an entry quotes opens and closes none. */
function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = []
  let from = 0
  let opened = ''
  const quoted = quotedIn(text)
  let ahead = 0
  for (const match of text.matchAll(ENTRY_TAG)) {
    const [tag, slash, name] = match
    while (ahead < quoted.length && quoted[ahead]!.to <= match.index) ahead += 1
    if (ahead < quoted.length && quoted[ahead]!.from < match.index) continue
    if (slash === '') {
      from = match.index
      opened = name!
    } else if (opened === name) {
      blocks.push({ at: from, xml: text.slice(from, match.index + tag.length) })
      opened = ''
    }
    if (blocks.length >= MOST_ENTRIES) break
  }
  return blocks
}
