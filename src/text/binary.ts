/** Control characters, which no text has (mimesniff.spec.whatwg.org, "binary data byte"). */
const BINARY = /[\p{Cc}--[\s\u0080-\u009f]]/v
// As much of a resource as that standard looks at.
const HEAD = 1445
/** What bytes that are no text come out as: replaced, unassigned, private, halves of pairs. */
const BROKEN = /[\ufffd\p{Cn}\p{Co}\p{Cs}]/gu

/**
 * Whether what was decoded is something else than text: a picture, an archive. A few broken characters in a text (a cut
 * in mid-character, a line pasted from elsewhere) leave it one.
 */
export function isBinary(decoded: string): boolean {
  const broken = decoded.match(BROKEN)?.length ?? 0
  return BINARY.test(decoded.slice(0, HEAD)) || broken * 10 > decoded.length
}
