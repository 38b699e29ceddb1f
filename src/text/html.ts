import { Tokenizer } from 'htmlparser2'
import { clean, oneLine } from './clean.ts'

/**
 * The text of `html` as a reader sees it: paragraphs parted by an empty line, other lines by a line feed, spaces
 * collapsed, entities decoded, what is never shown left out. Takes time in proportion to its input, whatever that is.
 */
export function plainText(html: string): string {
  const paragraphs: string[] = []
  let lines: string[] = []
  let line = ''
  const endLine = () => {
    const finished = oneLine(clean(line))
    if (finished !== '') lines.push(finished)
    line = ''
  }
  const endParagraph = () => {
    endLine()
    if (lines.length > 0) paragraphs.push(lines.join('\n'))
    lines = []
  }
  const tag = (name: string) => {
    if (PARAGRAPHS.has(name)) endParagraph()
    else if (LINES.has(name)) endLine()
    else if (CELLS.has(name)) line += ' '
  }
  walk(html, {
    text: (text) => (line += text),
    open: tag,
    close: tag,
  })
  endParagraph()
  return paragraphs.join('\n\n')
}

/**
 * A title or name as one line of plain text. Feeds give them plain, as HTML, and as HTML escaped once or twice more:
 * entities are decoded and known tags taken away until nothing changes. Plain text that has a `<` or `&` of its own
 * (`a < b & c`, `AT&T`, `the <b> tag`) stays as it is.
 */
export function plainTitle(text: string): string {
  let at = text.slice(0, LONGEST_TITLE).replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, '$1')
  for (let round = 0; round < MOST_ESCAPES; round++) {
    const next = stripTags(at).replace(ENTITY, decodeEntities)
    if (next === at) break
    at = next
  }
  return oneLine(clean(stripTags(at)))
}

/**
 * `html` as it was before software escaped it once or twice too often. What shows it is that nothing in it is markup,
 * while its text as read is so throughout: every `&` of it is an entity's, every `<` a known tag's. A text that speaks
 * of `&` or a `<p>` tag stays as it is. Takes time in proportion to its input.
 */
export function withoutEscapes(html: string): string {
  let at = html
  for (let round = 0; round < MOST_ESCAPES; round++) {
    const next = beforeEscaping(at)
    if (next === null) break
    at = next
  }
  return at
}

function beforeEscaping(html: string): string | null {
  if (html.includes('<') || !html.includes('&') || REAL.test(html)) return null
  const decoded = decodeEntities(html)
  // The beginning may end within a tag or an entity.
  const beginning = decoded.slice(0, LONGEST_TITLE).replace(/(?:<[^<>]*|&[#\w]{0,32})$/, '')
  const tags = [...beginning.matchAll(TAG)]
  if (tags.length === 0 && beginning.search(ENTITY) === -1) return null
  // A lone one within the text is a word of it.
  if (
    tags.length === 1 &&
    tags[0]!.index > 0 &&
    !/^(?:br|hr|img)$/i.test(tags[0]![2]!) &&
    (tags[0]![3] ?? '').trim() === ''
  )
    return null
  if (speaksOfTags(beginning, tags)) return null
  return BARE.test(beginning) || stripTags(beginning).includes('<') ? null : decoded
}

/** "How the <b> and </b> tags work": each of the tags stands among the words of a line as words do. */
function speaksOfTags(text: string, tags: readonly RegExpExecArray[]): boolean {
  if (tags.length === 0 || (tags[0]!.index === 0 && BLOCKS.has(tags[0]![2]!.toLowerCase()))) return false
  return tags.every(({ 0: tag, 2: name, 3: attributes, index }) => {
    if (/^(?:w?br|hr|img)$/i.test(name!) || (attributes ?? '').trim() !== '') return false
    const behind = index + tag.length
    return (
      /(?:^|[^\S\n])$/.test(text.slice(Math.max(index - 1, 0), index)) &&
      /^(?:[ \t,;:.?]|$)/.test(text.slice(behind, behind + 1))
    )
  })
}

// What software escapes, and nothing else, comes of escaping: at the end it may be cut.
const REAL = /&(?!(?:amp|lt|gt|quot|apos|#0*3[49]|#x2[27]);|[#\w]{0,32}$)/i
const NAMED = String.raw`(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});`
const BARE = new RegExp(`&(?!${NAMED})`, 'i')
const ENTITY = new RegExp(`&${NAMED}`, 'gi')

// Far beyond any headline; keeps the expressions below from taking quadratic time.
const LONGEST_TITLE = 10_000
const MOST_ESCAPES = 3
const TAG = /<(\/?)([a-z][a-z\d]{0,15})(\s[^<>]*?)?(\/?)>/gi

function stripTags(text: string): string {
  if (!text.includes('<')) return text
  const seen = text.replace(/<!--[\s\S]*?-->|<(script|style)\b[^<>]*>[\s\S]*?<\/\1\s*>/gi, '')
  const opened = new Set<string>()
  const closed = new Set<string>()
  for (const [, slash, name] of seen.matchAll(TAG)) (slash === '' ? opened : closed).add(name!.toLowerCase())
  return seen.replace(TAG, (tag, _slash, written: string, attributes: string | undefined, end: string) => {
    const name = written.toLowerCase()
    const given = (attributes ?? '').trim() !== ''
    if (given && !attributes!.includes('=')) return tag
    if (BLOCKS.has(name)) return ' '
    if (!INLINE.has(name)) return tag
    // A lone tag without attributes is more likely a word of the title than markup.
    return given || end === '/' || (opened.has(name) && closed.has(name)) ? '' : tag
  })
}

function decodeEntities(text: string): string {
  let decoded = ''
  walk(text, { text: (text) => (decoded += text), open() {}, close() {} })
  return decoded
}

/** Told of markup in its order. */
export interface Walker {
  text(text: string): void
  /** An opening tag, in lower case, with what its class is; a tag that closes itself is closed next. */
  open(name: string, named: string): void
  close(name: string): void
}

// Beyond any class that a template gives.
const LONGEST_CLASS = 1_000

/**
 * Walks through `html`, what is never shown left out. Takes time in proportion to its input: the tokenizer alone, as
 * htmlparser2's parser keeps a stack, and 500,000 nested tags cost it 76 seconds.
 */
export function walk(html: string, walker: Walker): void {
  let hidden: string | null = null
  let depth = 0
  let opening = ''
  let named = ''
  let inClass = false
  const open = () => {
    if (hidden === null && HIDDEN.has(opening)) hidden = opening
    if (hidden === opening) depth += 1
    else if (hidden === null) walker.open(opening, named)
  }
  const close = (name: string) => {
    if (hidden === null) walker.close(name)
    else if (hidden === name && --depth === 0) hidden = null
  }
  const intoClass = (text: string) => {
    if (inClass && named.length < LONGEST_CLASS) named += text.slice(0, LONGEST_CLASS)
  }
  const nothing = () => {}
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ontext: (start, end) => {
        if (hidden === null) walker.text(html.slice(start, end))
      },
      ontextentity: (codePoint) => {
        if (hidden === null) walker.text(String.fromCodePoint(codePoint))
      },
      onopentagname: (start, end) => {
        opening = html.slice(start, end).toLowerCase()
        named = ''
      },
      onattribname: (start, end) => (inClass = end - start === 5 && html.slice(start, end).toLowerCase() === 'class'),
      onattribdata: (start, end) => intoClass(html.slice(start, end)),
      onattribentity: (codePoint) => intoClass(String.fromCodePoint(codePoint)),
      onopentagend: open,
      onselfclosingtag: () => {
        open()
        close(opening)
      },
      onclosetag: (start, end) => close(html.slice(start, end).toLowerCase()),
      oncdata: (start, end, endOffset) => {
        if (hidden === null) walker.text(html.slice(start, end - endOffset))
      },
      onattribend: nothing,
      oncomment: nothing,
      ondeclaration: nothing,
      onend: nothing,
      onprocessinginstruction: nothing,
    },
  )
  tokenizer.write(html)
  tokenizer.end()
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '))

const PARAGRAPHS = words(
  'p div h1 h2 h3 h4 h5 h6 blockquote article section aside header footer main nav ul ol dl table figure figcaption pre hr form fieldset address details summary',
)
const LINES = words('br li dt dd tr caption option legend')
const CELLS = words('td th')
const BLOCKS: ReadonlySet<string> = new Set([...PARAGRAPHS, ...LINES, ...CELLS, 'img', 'wbr'])
const INLINE = words(
  'a abbr acronym b bdi bdo big blink cite code del dfn em font i ins kbd label mark marquee nobr q rp rt ruby s samp small span strike strong sub sup time tt u var',
)
const HIDDEN = words(
  'script style template noscript iframe object embed svg math canvas audio video select textarea button head title',
)
