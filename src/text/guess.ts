// The characters most used in running text, which a wrong decoder almost never hits.
const SIMPLIFIED =
  '的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经'
const TRADITIONAL =
  '的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經'

interface Candidate {
  readonly charset: string
  /** What text in this charset is made of beyond ASCII. */
  readonly likely: RegExp
  /** How much of it is to be expected, so that scripts compare. */
  readonly share: number
}

const CANDIDATES: readonly Candidate[] = [
  { charset: 'euc-kr', likely: /[\uac00-\ud7a3]/g, share: 0.9 },
  { charset: 'shift_jis', likely: /[\u3040-\u30fa]/g, share: 0.4 },
  { charset: 'euc-jp', likely: /[\u3040-\u30fa]/g, share: 0.4 },
  { charset: 'gb18030', likely: new RegExp(`[${SIMPLIFIED}，。]`, 'g'), share: 0.25 },
  { charset: 'big5', likely: new RegExp(`[${TRADITIONAL}，。]`, 'g'), share: 0.25 },
  { charset: 'windows-874', likely: /[\u0e01-\u0e59]{2,}/g, share: 0.95 },
  // In runs: single letters among Latin ones are the accents of a Latin language. Read as the other of the two, Cyrillic
  // text comes out in capitals.
  { charset: 'windows-1251', likely: /[а-яёіїєґў]{2,}/g, share: 0.8 },
  { charset: 'koi8-u', likely: /[а-яёіїєґў]{2,}/g, share: 0.8 },
  { charset: 'windows-1255', likely: /[\u05d0-\u05ea]{2,}/g, share: 0.9 },
  { charset: 'windows-1256', likely: /[\u0627-\u064a]{2,}/g, share: 0.9 },
  { charset: 'windows-1253', likely: /[α-ωάέήίόύώ]{2,}/g, share: 0.75 },
]

/** The charset of bytes that are not UTF-8 and say nothing of themselves: the one whose text looks like text. */
export function guessCharset(body: Uint8Array): string {
  const sample = body.subarray(0, 65_536)
  let best = { charset: 'windows-1252', score: 0.75 }
  for (const { charset, likely, share } of CANDIDATES) {
    const text = new TextDecoder(charset).decode(sample)
    const beyond = text.match(/[\u00a1-\uffff]/g)?.length ?? 0
    // A cut sample breaks one character; what breaks many is not this charset.
    const broken = text.split('\ufffd').length - 1
    if (beyond === 0 || broken > 1 + beyond / 100) continue
    const score = (text.match(likely) ?? []).join('').length / beyond / share
    if (score > best.score) best = { charset, score }
  }
  return best.charset
}
