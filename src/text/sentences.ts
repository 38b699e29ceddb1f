import {
  abbreviationsOf,
  BEFORE_NUMBERS,
  beginsSentence,
  DOTTED_ORDINALS,
  MAY_END,
  WORDS_OF_ONE_LETTER,
} from './abbreviations.ts'
import { withoutEnd } from './ends.ts'
import { closesQuotations } from './quotations.ts'

/**
 * The sentences of `text`, in order, trimmed; joined they hold all of it but white space. `language` is a tag such as
 * `en` or `pt-BR`, or null where it is unknown. A line feed always ends a sentence. What Unicode's rules (UAX #29)
 * break after abbreviations, initials, ordinals, and inside quotations and brackets is put together again.
 */
export function sentences(text: string, language: string | null): string[] {
  const tag = tagOf(language)
  return text.split(/\n+/).flatMap((line) => joinSentences(segment(line, tag), tag))
}

/**
 * Whether `sentence` has come to its end. False where it was cut off (`…`, `[...]`), has no final punctuation though
 * its script writes it, or is a link's text such as "Read more" or a list's number.
 */
export function isWhole(sentence: string): boolean {
  const end = withoutEnd(sentence, /[\s\p{Extended_Pictographic}\ufe0f\u200d]/u)
  const bare = withoutEnd(end, CLOSING)
  if (/(?:…|\.\.|‥)$/.test(bare) || (end.length <= LONGEST_LINK && MORE.test(end))) return false
  if (NUMBERING.test(bare) || FIRST_POINT.test(bare)) return false
  return (
    /[\p{Sentence_Terminal}]$/u.test(bare) ||
    /\p{Script=Greek};$/u.test(bare) ||
    /[\p{Script=Thai}\p{Script=Lao}]$/u.test(bare)
  )
}

/** How many of the first of `sentences` end on one that asks nothing: a question is told with its answer. */
export function untilAnswered(sentences: readonly string[]): number {
  return sentences.findLastIndex((sentence) => !asks(sentence)) + 1
}

/** Whether `sentence` ends as a question does. */
function asks(sentence: string): boolean {
  return /[?？؟⸮՞]$|\p{Script=Greek};$/u.test(withoutEnd(sentence, /[\s"'’”»›)\]}」』）】》〉＂!]/u))
}

// "The rules are: 1. No cars. 2. No dogs.": the points of a list within a sentence, which is cut behind none of them.
const FIRST_POINT = /[:：]\s*(?:1|[aAаА])\.$/u
const FIRST = /[:：]\s*(?:1|[aAаА])[.)]\s/u
const POINT = /^(?:\p{Nd}{1,2}|[b-hб-з])[.)](?:\s|$)/u
// Of longer lists the points stand apart.
const MOST_PARTS = 10

const LONGEST_LINK = 80
// Of a list's point or a numbered heading: "2.", "b.".
const NUMBERING = /^[("«“]?(?:\p{Nd}{1,3}|[\p{Lu}\p{Ll}])\)?\.?$/u
const MORE =
  /^\W*(?:(?:read|see|learn|find out|continue|show) (?:more|reading|on)|full (?:story|article)|читать (?:далее|дальше|полностью|ещё|еще)|подробнее|читати (?:далі|більше)|детальніше|weiterlesen|mehr (?:lesen|dazu)|lire la suite|en savoir plus|leer más|seguir leyendo|leia mais|saiba mais|leggi (?:tutto|anche|di più)|continua a leggere|czytaj (?:więcej|dalej)|lees (?:meer|verder)|devamını oku|続きを読む|阅读全文|閱讀全文)[^\p{L}]*$/iu

const CLOSING = /["'’”»›)\]}」』）】》〉＂]/u
const OPENING = /[«“„([{「『（【《〈]/u
const OPENERS: ReadonlySet<string> = new Set('([{（【《〈')
const CLOSERS: ReadonlySet<string> = new Set(')]}）】》〉')
// Longer quotations stay apart: a quotation mark that is never closed must not swallow an article.
const LONGEST_QUOTATION = 4

function joinSentences(parts: readonly string[], language: string): string[] {
  const joined: string[] = []
  for (let from = 0, index = 0; index < parts.length; index++) {
    if (goesOn(parts, from, index, language)) continue
    const sentence = parts
      .slice(from, index + 1)
      .join('')
      .trim()
    if (sentence !== '') joined.push(sentence)
    from = index + 1
  }
  return joined
}

/** Whether the sentence that begins with part `from` goes on after part `index`. */
function goesOn(parts: readonly string[], from: number, index: number, language: string): boolean {
  const next = parts[index + 1]?.trimStart()
  if (next === undefined) return false
  const end = parts[index]!.slice(-LONGEST_WORD).trimEnd()
  // A closing mark on its own, and what a speaker's sentence goes on with: "Stop!" he said. — Стоп! — сказал он.
  if (/^["'’”»›)\]}」』）】》]+(?:\s|[,.;:]|$)/u.test(next) || /^[,;:]/u.test(next)) return true
  if (end.endsWith('.') && (NUMBERING.test(parts[index]!.trim()) || FIRST_POINT.test(end))) return true
  if (POINT.test(next) && index - from < MOST_PARTS && FIRST.test(parts.slice(from, index + 1).join(''))) return true
  if (/^(?:[-–—]\s*)?(?!\p{Script=Georgian})\p{Ll}/u.test(next) && !/[。！？]$/u.test(end)) return true
  if (/[」』]$/u.test(end) && /^[\p{Script=Hiragana}、]/u.test(next)) return true
  // A Latin name in Chinese and Japanese text, which write full-width marks of their own: "Yahoo!ニュース".
  if (/\p{Script=Latin}[.!?]$/u.test(end) && /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(next))
    return true
  return (end.endsWith('.') && isAbbreviation(end, next, language)) || closesLater(parts, from, index)
}

// Enough of a part's end to hold its last word.
const LONGEST_WORD = 60

/**
 * Whether the full stop at `end` is an abbreviation's, before which the sentence does not end. In doubt it is: two
 * sentences in one read well, half of one does not.
 */
function isAbbreviation(end: string, next: string, language: string): boolean {
  const written = /(?:^|[\s("«“„[–—/])['‘’]?([^\s("«“„[–—/]+)\.$/u.exec(end)?.[1]
  if (written === undefined) return false
  const known = abbreviationsOf(language)
  // Of "l’on." and "Dipl.-Ing." the last part tells, of "dott.ssa" the first.
  const word = written.toLowerCase().replace(/^.*(?:['’]|\.-)/u, '')
  if (known.has(word) || known.has(word.replace(/\..*$/s, ''))) return true
  if (/^[ap]\.m$/.test(word)) return AFTER_TIME.test(next)
  const starts = beginsSentence(next, language)
  if (MAY_END.has(word)) return !starts
  if (isDotted(written)) return !/\p{Lu}/u.test(written) || !starts
  if (/^\p{Ll}$/u.test(written) && !WORDS_OF_ONE_LETTER.test(written)) return !starts
  if (/^\p{N}/u.test(next)) return BEFORE_NUMBERS.has(word)
  if (/^\d{1,2}$/.test(word)) return DOTTED_ORDINALS.has(language) && Number(word) < 32
  // "z. B.", "т. е.", "EE. UU.", and initials: "J. K. Rowling", "А.-С. Пушкин", "the U.S. Senate".
  if (/^(\p{L})\1?$/u.test(written) && /^(\p{L})\1?\./u.test(next)) return true
  return /^(?:(\p{Lu})\1?\.-?)*(\p{Lu})\2?$/u.test(written) && /^\p{Lu}/u.test(next) && !starts
}

/** Whether `word` has stops inside as `u.a`, `m.in`, `S.p.A` have, not as a site's name or `U.S` has. */
function isDotted(word: string): boolean {
  const parts = word.split(/\.-?/u)
  return (
    parts.length > 1 &&
    parts.every((part) => /^(?:\p{L}\p{M}*){1,4}$/u.test(part)) &&
    parts.some((part) => /^\p{L}\p{M}*$/u.test(part)) &&
    !/^[\p{Lu}.-]+$/u.test(word)
  )
}

// "at 8 p.m. Saturday", "at 8 p.m. ET": behind the time of day a sentence ends as often.
const AFTER_TIME =
  /^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Eastern|Central|Mountain|Pacific) [Tt]ime|[A-Z]{1,4}T|UTC)(?!\p{L})/u

/** Whether a quotation or bracket that is open after part `index` is closed soon. */
function closesLater(parts: readonly string[], from: number, index: number): boolean {
  const last = from + LONGEST_QUOTATION - 1
  if (index >= last) return false
  let open = 0
  let text = ''
  for (let at = from; at <= Math.min(last, parts.length - 1); at++) {
    open = openAfter(parts[at]!, open)
    text += parts[at]!
    const closed = at >= index && open === 0 && closesQuotations(text)
    if (at === index && closed) return false
    if (at > index && closed) return true
  }
  return false
}

/** How many brackets are open behind `text`, of which so many were before. */
function openAfter(text: string, open: number): number {
  let now = open
  for (const mark of text) {
    if (OPENERS.has(mark)) now += 1
    else if (now > 0 && CLOSERS.has(mark)) now -= 1
  }
  return now
}

const segmenters = new Map<string, Intl.Segmenter>()

function segment(line: string, language: string): string[] {
  let segmenter = segmenters.get(language)
  if (segmenter === undefined) {
    segmenter = new Intl.Segmenter(language, { granularity: 'sentence' })
    segmenters.set(language, segmenter)
  }
  const parts = Array.from(segmenter.segment(line), (found) => found.segment)
  for (const [index, part] of parts.entries()) {
    // UAX #29 counts an opening bracket that follows without a space to what it follows.
    if (parts[index + 1] === undefined) continue
    const kept = withoutEnd(part, OPENING)
    parts[index] = kept
    parts[index + 1] = part.slice(kept.length) + parts[index + 1]!
  }
  return parts
}

/** The primary language of a tag, `und` for what is none: feeds write `en_US`, `russian` and worse. */
function tagOf(language: string | null): string {
  const primary = /^[a-z]{2,3}(?=$|[-_])/i.exec(language?.trim() ?? '')?.[0]
  return primary?.toLowerCase() ?? 'und'
}
