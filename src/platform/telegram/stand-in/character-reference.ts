const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' }

/**
 * The character reference at `at`, or null where Telegram leaves the `&` as it stands: it knows four names and numbers
 * below U+10FFFF of at most nine characters; the semicolon may be missing (TDLib, `decode_html_entity`).
 */
export function decodeReference(html: string, at: number): { readonly code: number; readonly end: number } | null {
  const [whole, hexadecimal, decimal, name] =
    /^&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([a-zA-Z]*))/.exec(html.slice(at, at + 4096)) ?? []
  if (whole === undefined) return null
  const end = at + whole.length + (html[at + whole.length] === ';' ? 1 : 0)
  if (name !== undefined) {
    const character = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined
    return character === undefined ? null : { code: character.charCodeAt(0), end }
  }
  if (whole.length >= 10) return null
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)
  return code > 0 && code < 0x10ffff ? { code, end } : null
}
