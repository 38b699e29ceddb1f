import { findLinks } from './links.ts'

/** A text as X weighs it. */
export interface Weighed {
  readonly weight: number
  /** Characters that X takes in no post: U+FFFE, U+FEFF, U+FFFF. */
  readonly hasInvalid: boolean
}

const LINK_WEIGHT = 23
const HEAVY = 2

// One emoji as UTS #51 spells them: a flag, a keycap, a picture with its variation or skin tone, a subdivision flag; or
// up to four of these joined (no recommended sequence joins more, and an endless one must not weigh 2). © and ® are
// letters until U+FE0F makes them emoji.
const ELEMENT = [
  '\\p{Regional_Indicator}{2}',
  '[0-9#*]\\uFE0F?\\u20E3',
  '\\u{1F3F4}[\\u{E0020}-\\u{E007E}]{1,6}\\u{E007F}',
  '\\p{Emoji_Modifier_Base}\\uFE0F?\\p{Emoji_Modifier}',
  '(?![\\u00A9\\u00AE](?!\\uFE0F))\\p{Extended_Pictographic}\\uFE0F?',
].join('|')
const EMOJI = new RegExp(`(?:${ELEMENT})(?:\\u200D(?:${ELEMENT})){0,3}`, 'uy')

/**
 * The weighted length of `text`, normalised to NFC: links 23, an emoji 2, the code points of the light ranges 1,
 * all others 2 (X, "Counting characters"; twitter-text configuration v3). Linear in the length of the text.
 */
export function weigh(text: string): Weighed {
  const normal = text.normalize('NFC')
  const links = new Map(findLinks(normal).map((link) => [link.start, link.end]))
  let weight = 0
  let at = 0
  while (at < normal.length) {
    const linkEnd = links.get(at)
    EMOJI.lastIndex = at
    if (linkEnd !== undefined) {
      weight += LINK_WEIGHT
      at = linkEnd
    } else if (EMOJI.test(normal)) {
      weight += HEAVY
      at = EMOJI.lastIndex
    } else {
      const point = normal.codePointAt(at)!
      weight += isLight(point) ? 1 : HEAVY
      at += point > 0xffff ? 2 : 1
    }
  }
  return { weight, hasInvalid: /[\uFFFE\uFEFF\uFFFF]/.test(normal) }
}

function isLight(point: number): boolean {
  return (
    point <= 0x10ff ||
    (point >= 0x2000 && point <= 0x200d) ||
    (point >= 0x2010 && point <= 0x201f) ||
    (point >= 0x2032 && point <= 0x2037)
  )
}
