/** `text` in NFC: every letter one with its marks. */
export function nfc(text: string): string {
  return streamSafe(text).normalize('NFC')
}

/** `text` in NFKC: in NFC, and compatibility forms (full width, ligatures, superscripts) as plain ones. */
export function nfkc(text: string): string {
  return streamSafe(text).normalize('NFKC')
}

/** `text` in NFD: every letter apart from its marks. */
export function nfd(text: string): string {
  return streamSafe(text).normalize('NFD')
}

// Marks, and the two letters that NFKC makes marks of.
const MARK = String.raw`[\p{M}\uff9e\uff9f]`
const MOST = 30
// Next to no text has that many; looking for them is quicker than looking back at each character.
const SEVERAL = new RegExp(`${MARK}{4}`, 'u')
const HAS_MORE = new RegExp(`(?<!${MARK})${MARK}{${MOST + 1}}`, 'u')
// In pieces: expressions that repeat without end give up within some millions of characters.
const RUN = new RegExp(`${MARK}{1,1000}`, 'gu')
const FIRST = new RegExp(`^${MARK}{${MOST}}`, 'u')

/**
 * `text` with no more than 30 marks in a row: twelve are the most that any language writes (UAX #15, 13, "Stream-Safe
 * Text Format"). The marks of a letter are put in order one by one, which takes quadratic time: a hundred thousand of them
 * would stand everything still for seconds. Takes time in proportion to its input.
 */
export function streamSafe(text: string): string {
  if (!SEVERAL.test(text) || !HAS_MORE.test(text)) return text
  let end = -1
  return text.replace(RUN, (run, at: number) => {
    const goesOn = at === end
    end = at + run.length
    return goesOn ? '' : (FIRST.exec(run)?.[0] ?? run)
  })
}
