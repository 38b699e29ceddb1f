/**
 * `xml` with the entities that its own document type declares written out (XML 1.0 section 4.4). Only plain text, with
 * the entities of XML itself: what refers to another, to a file or to markup stays as it is, and so does all where it
 * would grow by more than {@link MOST_GROWTH} characters.
 */
export function expandDeclared(xml: string): string {
  const start = xml.slice(0, BEGINNING).search(/<!DOCTYPE\s/i)
  if (start === -1) return xml
  const subset = /^<!DOCTYPE\s[^[<>]*\[([\s\S]{0,50000}?)\]\s*>/i.exec(xml.slice(start, start + BEGINNING))
  if (subset === null) return xml
  const declared = new Map<string, string>()
  for (const [, name, double, single] of subset[1]!.matchAll(DECLARATION)) {
    const value = double ?? single ?? ''
    // The first declaration counts (section 4.2).
    if (!/[<%]|&(?!(?:amp|lt|gt|quot|apos);)/.test(value) && declared.size < MOST_ENTITIES && !declared.has(name!))
      declared.set(name!, value)
  }
  if (declared.size === 0) return xml
  const end = start + subset[0].length
  let grown = 0
  const body = xml.slice(end).replace(/&([\w.:-]{1,100});/g, (reference, name: string) => {
    const value = declared.get(name) ?? reference
    grown += value.length - reference.length
    return grown > MOST_GROWTH ? reference : value
  })
  return grown > MOST_GROWTH ? xml : xml.slice(0, end) + body
}

const DECLARATION = /<!ENTITY\s+([\w.:-]{1,100})\s+(?:"([^"<]{0,1000})"|'([^'<]{0,1000})')\s*>/g
const BEGINNING = 60_000
const MOST_ENTITIES = 500
const MOST_GROWTH = 100_000
