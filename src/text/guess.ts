interface Candidate {
  readonly charset: string
  /** What text in this charset is made of beyond ASCII. */
  readonly likely: RegExp
  /** How much of it is to be expected, so that scripts compare. */
  readonly share: number
  /** What such text is never without: at least so much of it. */
  readonly needs?: { readonly likely: RegExp; readonly share: number }
}

const KANA = '\\u3041-\\u3096\\u30a1-\\u30fc'
// Without kana the same bytes are as good as simplified Chinese.
const WITH_KANA = { likely: new RegExp(`[${KANA}]`, 'g'), share: 0.08 }
const CJK_PUNCTUATION = '\\u2014\\u2018-\\u201d\\u2026\\u3000-\\u3002\\u3008-\\u3011\\u30fb\\uff01-\\uff5e'

type Range = readonly [number, number]

/**
 * Characters in daily use, which East Asian charsets keep apart from rare ones as their first level: bytes of another
 * charset hit the whole plane. Headlines are of such characters too, and hardly of the most frequent hundred.
 */
function firstLevel(charset: string, leads: Range, trails: readonly Range[]): string {
  const decoder = new TextDecoder(charset)
  let all = ''
  for (let lead = leads[0]; lead <= leads[1]; lead++) {
    for (const [from, to] of trails) {
      for (let trail = from; trail <= to; trail++) all += decoder.decode(Uint8Array.of(lead, trail))
    }
  }
  return all.replace(/[^\p{Script=Han}]/gu, '')
}

const EUC: readonly Range[] = [[0xa1, 0xfe]]
// JIS X 0208, rows 16 to 47; GB 2312, rows 16 to 55; Big5, A440 to C67E. In runs, as below.
const JAPANESE = new RegExp(`[${firstLevel('euc-jp', [0xb0, 0xcf], EUC)}々${KANA}${CJK_PUNCTUATION}]{2,}`, 'g')
const SIMPLIFIED = new RegExp(`[${firstLevel('gb18030', [0xb0, 0xd7], EUC)}${CJK_PUNCTUATION}]{2,}`, 'g')
const TRADITIONAL = new RegExp(
  `[${firstLevel('big5', [0xa4, 0xc6], [[0x40, 0x7e], ...EUC])}${CJK_PUNCTUATION}]{2,}`,
  'g',
)

// Vowels and tones stand on a consonant; bytes of another charset stand in any order.
const THAI =
  /(?:[\u0e40-\u0e44]?[\u0e01-\u0e2e][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{0,3}[\u0e2f\u0e30\u0e32\u0e33\u0e45\u0e46]{0,2}){2,}/g

const CANDIDATES: readonly Candidate[] = [
  { charset: 'euc-kr', likely: /[\uac00-\ud7a3]/g, share: 0.9 },
  { charset: 'shift_jis', likely: JAPANESE, share: 0.95 },
  { charset: 'euc-jp', likely: JAPANESE, share: 0.95, needs: WITH_KANA },
  { charset: 'gb18030', likely: SIMPLIFIED, share: 0.95 },
  { charset: 'big5', likely: TRADITIONAL, share: 0.95 },
  { charset: 'windows-874', likely: THAI, share: 0.95 },
  // In runs: single letters among Latin ones are the accents of a Latin language. Read as the other of the two, Cyrillic
  // text comes out in capitals.
  { charset: 'windows-1251', likely: /[а-яёіїєґў]{2,}/g, share: 0.8 },
  { charset: 'koi8-u', likely: /[а-яёіїєґў]{2,}/g, share: 0.8 },
  // A little less than Cyrillic: its letters are small ones there, of which Cyrillic text has more.
  { charset: 'windows-1255', likely: /[\u05d0-\u05ea]{2,}/g, share: 0.79 },
  { charset: 'windows-1256', likely: /[\u0627-\u064a]{2,}/g, share: 0.9 },
  { charset: 'windows-1253', likely: /[α-ωάέήίόύώ]{2,}/g, share: 0.75 },
]

/** The charset of bytes that are not UTF-8 and say nothing of themselves: the one whose text looks like text. */
export function guessCharset(body: Uint8Array): string {
  const sample = body.subarray(0, 65_536)
  let best = { charset: 'windows-1252', score: 0.75 }
  for (const { charset, likely, share, needs } of CANDIDATES) {
    const text = new TextDecoder(charset).decode(sample)
    const beyond = text.match(/[\u00a1-\uffff]/g)?.length ?? 0
    // A cut sample breaks one character; what breaks many is not this charset.
    const broken = text.split('\ufffd').length - 1
    if (beyond === 0 || broken > 1 + beyond / 100) continue
    const shareOf = (part: RegExp): number => (text.match(part) ?? []).join('').length / beyond
    if (needs !== undefined && shareOf(needs.likely) < needs.share) continue
    const score = shareOf(likely) / share
    if (score > best.score) best = { charset, score }
  }
  return best.charset
}
