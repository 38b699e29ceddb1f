import { guessCharset } from './guess.ts'

/** The text of a body, and how its bytes were read. */
export interface Decoded {
  readonly text: string
  readonly charset: string
  /** For staff; null when all is well. */
  readonly warning: string | null
}

// XML's declaration, or a page's meta tag in either of its two forms (HTML, section 4.2.5).
const DECLARED = /<(?:\?xml[^>]{0,200}?encoding|meta\s[^>]{0,200}?charset)\s*=\s*["']?\s*([\w.:-]+)/i

/**
 * Decodes a feed or page by its byte order mark, else the charset of the HTTP header, else the one it declares, else by its
 * bytes. A name that does not fit the bytes is passed over: servers send one for everything. The header's Latin-1, which
 * many servers say of all they have, is asked after what the document declares.
 */
export function decodeBody(body: Uint8Array, contentType: string | null): Decoded {
  const marked = byteOrder(body)
  if (marked !== null) return { text: new TextDecoder(marked).decode(body), charset: marked, warning: null }

  const header = /charset\s*=\s*["']?([^\s"';,]+)/i.exec(contentType ?? '')?.[1]
  const head = new TextDecoder('latin1').decode(body.subarray(0, 4096))
  const declared = DECLARED.exec(head)?.[1]
  const utf8 = decodeStrictly(body, 'utf-8')
  const isOwn = utf8 === null && header !== undefined && declared !== undefined && isDefault(header, declared, body)
  const names = (isOwn ? [declared, header] : [header, declared]).filter((name) => name !== undefined)
  const other = utf8 === null ? nearlyUtf8(body) : decodeEscaped(body, utf8, names)
  if (other !== null) return other
  for (const name of names) {
    const label = labelOf(name)
    if (label === null || isWide(label)) continue
    // Text in another charset is never by chance well-formed UTF-8 with anything but ASCII in it.
    if (utf8 !== null && label !== 'utf-8') {
      const warning = isAscii(utf8) ? null : `says that it is ${name} and is UTF-8`
      return { text: utf8, charset: 'utf-8', warning }
    }
    const text = label === 'utf-8' ? utf8 : decodeStrictly(body, label)
    if (text !== null) return { text, charset: label, warning: null }
  }
  if (utf8 !== null) return { text: utf8, charset: 'utf-8', warning: null }
  return decodeDoubtful(body, names)
}

const LATIN = 'windows-1252'
const OTHER_LETTER = '[\\p{sc=Cyrl}\\p{sc=Grek}\\p{sc=Hebr}\\p{sc=Arab}\\p{sc=Thai}]'
const IN_LATIN_WORD = new RegExp(`[a-z]${OTHER_LETTER}|${OTHER_LETTER}[a-z]`, 'giu')
const IN_OWN_WORD = new RegExp(`${OTHER_LETTER}{2}`, 'gu')

/**
 * Whether the header says only what its server says of all, Latin-1 or ASCII (to which every byte is a character), and the
 * document knows better: it declares another charset, whose letters do not stand in Latin words.
 */
function isDefault(header: string, declared: string, body: Uint8Array): boolean {
  const own = labelOf(declared)
  if (labelOf(header) !== LATIN || own === null || isWide(own)) return false
  const text = new TextDecoder(own).decode(body.subarray(0, SAMPLE))
  return (text.match(IN_LATIN_WORD) ?? []).length <= (text.match(IN_OWN_WORD) ?? []).length
}

const SAMPLE = 65_536

// Where text in ISO-2022-JP goes over to two bytes for each character (RFC 1468).
// oxlint-disable-next-line no-control-regex -- an escape is what it is about
const ESCAPE = /\u001b\$[@B]/

/** What is ASCII in its bytes and has such escapes: no XML, HTML or JSON may hold them otherwise. Null where it is none. */
function decodeEscaped(body: Uint8Array, bytes: string, names: readonly string[]): Decoded | null {
  if (!ESCAPE.test(bytes) || !isAscii(bytes)) return null
  const charset = 'iso-2022-jp'
  const text = new TextDecoder(charset).decode(body)
  const { broken } = signsOf(text)
  if (names.some((name) => labelOf(name) === charset)) {
    return { text, charset, warning: broken === 0 ? null : replaced(broken, charset) }
  }
  return broken > MOST_BROKEN ? null : { text, charset, warning: readAs(charset, names) }
}

const MOST_BROKEN = 2
// Of text in another charset no more than four of ten signs beyond ASCII happen to be well-formed UTF-8 (GBK, EUC).
const FEW = 0.1

/**
 * UTF-8 but for a few bytes: excerpts that were cut in mid-character, lines pasted from elsewhere. Asked before any name:
 * every byte is a character of ISO-8859-1. Null where it is none.
 */
function nearlyUtf8(body: Uint8Array): Decoded | null {
  const charset = 'utf-8'
  const text = new TextDecoder(charset).decode(body)
  const { broken, whole } = signsOf(text)
  const isNearly = broken <= whole * FEW || (broken <= MOST_BROKEN && whole >= broken * 2)
  return isNearly ? { text, charset, warning: replaced(broken, charset) } : null
}

/** How many characters beyond ASCII a decoded text has, and how many places where bytes were none. */
function signsOf(text: string): { readonly broken: number; readonly whole: number } {
  let [broken, whole] = [0, 0]
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit === REPLACEMENT) broken += 1
    // The second half of a pair is none of its own.
    else if (unit >= 0x80 && (unit & 0xfc00) !== 0xdc00) whole += 1
  }
  return { broken, whole }
}

const REPLACEMENT = 0xfffd

function replaced(broken: number, charset: string): string {
  return `${broken} characters are not ${charset} and were replaced`
}

function readAs(charset: string, [name]: readonly string[]): string {
  return name === undefined ? `declares no charset: read as ${charset}` : `is not ${name}: read as ${charset}`
}

function decodeDoubtful(body: Uint8Array, names: readonly string[]): Decoded {
  const named = names[0] === undefined ? null : labelOf(names[0])
  // A few broken bytes (a cut in mid-character, a line pasted from elsewhere) do not make it another charset.
  if (named !== null && !isWide(named)) {
    const text = new TextDecoder(named).decode(body)
    const { broken, whole } = signsOf(text)
    if (broken * 50 < broken + whole || broken <= MOST_BROKEN) {
      return { text, charset: named, warning: replaced(broken, names[0]!) }
    }
  }
  const charset = guessCharset(body)
  return { text: new TextDecoder(charset).decode(body), charset, warning: readAs(charset, names) }
}

/** By the mark, or by how `<` or `{` stand at the start (XML 1.0 appendix F). */
function byteOrder(body: Uint8Array): string | null {
  const [a, b, c] = body
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if ((a === 0xff && b === 0xfe) || (b === 0 && (a === 0x3c || a === 0x7b))) return 'utf-16le'
  if ((a === 0xfe && b === 0xff) || (a === 0 && (b === 0x3c || b === 0x7b))) return 'utf-16be'
  return null
}

/** Names in the wild that the Encoding Standard does not list. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['utf8mb4', 'utf-8'],
  ['utf_8', 'utf-8'],
  ['win-1251', 'windows-1251'],
  ['win1251', 'windows-1251'],
  ['cp-1251', 'windows-1251'],
  ['cp1252', 'windows-1252'],
  ['cp936', 'gbk'],
  ['cp949', 'euc-kr'],
  ['ms949', 'euc-kr'],
  ['cp932', 'shift_jis'],
  ['cp950', 'big5'],
  ['cp874', 'windows-874'],
  ['cp50220', 'iso-2022-jp'],
  ['cp50221', 'iso-2022-jp'],
  ['koi8r', 'koi8-r'],
  ['koi8u', 'koi8-u'],
])

function labelOf(name: string): string | null {
  const lower = name.toLowerCase()
  try {
    return new TextDecoder(ALIASES.get(lower) ?? lower).encoding
  } catch {
    return null
  }
}

/** What is read byte by byte here is not UTF-16, whatever it says. */
function isWide(label: string): boolean {
  return label.startsWith('utf-16')
}

function isAscii(text: string): boolean {
  return !/[\u0080-\uffff]/.test(text)
}

function decodeStrictly(body: Uint8Array, label: string): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(body)
  } catch {
    return null
  }
}
