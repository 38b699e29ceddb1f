import { monthsIn } from '#src/text/date-words.ts'
import { sentences } from '#src/text/sentences.ts'
import { leans } from '#src/text/leaning.ts'

/**
 * `paragraph`, the first of a story in `language`, without where, when and by whom it was written before it begins:
 * "KYIV, July 12 (Agency) — ", and without the agency's name in brackets behind its end. What is taken away is made of
 * places, days, agencies and bylines alone, and says by its end that it is no part of the sentence: a dash alone may be
 * the sentence's own. The name of a site before a dash is the house's only where `headline` is known and without it.
 */
export function withoutDateline(
  paragraph: string,
  language: string | null = null,
  headline: string | null = null,
): string {
  const text = withoutSignature(paragraph)
  const beginning = text.slice(0, LONGEST_FORM)
  const seen = beginning.replace(DIRECTIONS, '') + text.slice(LONGEST_FORM)
  const start = seen.replace(LABEL, '')
  const story = withoutForm(withoutHouse(start.slice(endOfHead(start, language)), headline))
  if (seen === text || story === seen) return story === seen ? text : story
  // Marks of direction that stand within the story stay.
  let [at, left] = [0, seen.length - story.length]
  while (at < text.length && (left > 0 || DIRECTION.includes(text[at]!)))
    if (!DIRECTION.includes(text[at++]!)) left -= 1
  return text.slice(at)
}

/** LRM, RLM and ALM, which editors of scripts from right to left set around names and brackets. */
const DIRECTION = '\u200e\u200f\u061c'
const DIRECTIONS = new RegExp(`[${DIRECTION}]`, 'g')

// More than any dateline.
const LONGEST_FORM = 200

/** `paragraph` without the agency's name in brackets that stands behind its last sentence. */
export function withoutSignature(paragraph: string): string {
  return paragraph.replace(SIGNATURE, '')
}

/** "KOMPAS.com - ": the subject of a sentence stands in the headline too. */
function withoutHouse(text: string, headline: string | null): string {
  const [house, name] = HOUSE.exec(text) ?? []
  if (house === undefined || name === undefined || headline === null) return text
  return headline.toLowerCase().includes(name.toLowerCase()) ? text : text.slice(house.length)
}

/** As agencies of East Asia and some others have it, in forms of their own. */
function withoutForm(text: string): string {
  for (const pattern of FORMS) {
    const rest = text.replace(pattern, '')
    if (rest === text || !BEGINS.test(rest)) continue
    if (pattern !== INDIC || !isSentence(text.slice(0, -rest.length))) return rest
  }
  return text
}

function isSentence(head: string): boolean {
  // The first of "New Delhi" is a word of many names of houses.
  const words = head.replace(/^नई(?= दिल्ली,)/u, '').match(/[\p{Lo}\p{M}]+/gu) ?? []
  return ANSWER.test(head) || new Set(words).size < words.length
}

const BEGINS = /^["'“«„»(「『]?\p{L}|^["'“«„]?\p{N}/u
const DASH = String.raw`\s*(?:[—–]|--?(?=\s))\s*`
const BEHIND = String.raw`(?:,\s*[^—–\n]{1,30}?)?(?:\s*\([^()]{2,40}\))?`
const CAPITALS = new RegExp(`^\\p{Lu}[\\p{Lu}\\p{M}\\s.'’-]{2,40}${BEHIND}${DASH}`, 'u')
/** "KYIV: The bridge…", "NEW DELHI: The…" */
const COLON = /^(?:\p{Lu}{4,}|\p{Lu}{2,}(?:\s\p{Lu}{2,}){1,2}):\s+(?=["“]?\p{Lu})/u
// German agencies write themselves in small letters: "(dpa/lno)".
const AGENCY = String.raw`\((?:\p{Lu}[^()]{1,40}|\p{Ll}{2,5}(?:[/,-]\s?\p{L}{2,5}){0,3})\)`
const NAMED = new RegExp(
  `^\\p{Lu}[\\p{L}\\p{M}\\s.'’-]{1,40}(?:,\\s*[^—–\\n]{0,25}\\d[^—–\\n]{0,12}|,?\\s*${AGENCY}|,\\s*\\d[^—–\\n]{0,25}\\s*\\([^()]{2,40}\\))${DASH}(?=["'“«„]?[\\p{Lu}\\p{N}])`,
  'u',
)
/** In scripts without capitals only a short name with an agency behind it is sure: "القدس (وكالة) - ". */
const CASELESS = new RegExp(`^\\p{Lo}[\\p{Lo}\\p{M}\\s]{1,24}\\s?\\([^()]{2,40}\\)${DASH}`, 'u')
/**
 * "تهران- ایرنا- "; "عمون - ", where a dash alone may be the sentence's own ("دبي - أبوظبي"), only before a verb, with which
 * reports begin: those most used.
 */
const ARABIC =
  /^(?:[\p{Script=Arabic}\p{M}]+(?:\s[\p{Script=Arabic}\p{M}]+){0,2}-\s+){2}|^[\u0621-\u065f]+\s[-–—]\s+(?=(?:قال|أعلن|أكد|كشف|ذكر|أفاد|استأنف|استقبل|افتتح|عقد|بحث|شهد|أصدر|قرر|دعا|حذر|وصل|بدأ|قتل|أصيب|أدان|أوضح|نفى|نفت|دعت|التقى|التقت|طالبت)ت?\s)(?![^.!?؟\n]*\s[-–—]\s)/u
/** "नई दिल्ली, एएनआई। ": no sentence is that short and has a comma, but one that answers, or says a word twice. */
const INDIC = /^[\p{Lo}\p{M}]+(?:\s[\p{Lo}\p{M}]+){0,2},\s[\p{Lo}\p{M}]+(?:\s[\p{Lo}\p{M}]+){0,2}।\s+/u
const ANSWER = /^(?:जी|हाँ|हां)(?![\p{Lo}\p{M}])/u
/** Before a sentence that has no other such dash. */
const BEFORE = `${DASH}(?=["'“«„]?[\\p{Lu}\\p{N}])(?![^.!?\\n]*\\s[-–—]\\s)`
/** "Liputan6.com, Jakarta - ", "(Dân trí) - " */
const SITE = new RegExp(
  `^(?:[\\p{L}\\p{N}-]+(?:\\.\\p{L}{2,}){1,2},\\s\\p{Lu}[\\p{L}\\s]{2,30}|\\(\\p{Lu}[^()\\n]{1,30}\\))${BEFORE}`,
  'u',
)
const HOUSE = new RegExp(`^([\\p{L}\\p{N}-]+)(?:\\.\\p{L}{2,}){1,2}${BEFORE}`, 'u')
/** "本报北京7月12日电（记者 李文）", "中新社讯 (记者…)": a day or a reporter marks it, and 电 or 讯 (a dispatch) ends it. */
const CHINESE =
  /^(?:\p{Script=Han}[\p{Script=Han}\s]{1,14}(?:(?:\d{1,2}月)?\d{1,2}日[电電讯訊](?:\s*[（(][^（）()]{2,40}[）)])?|[电電讯訊]\s*[（(](?:记者|記者|通讯员|通訊員)[^（）()]{1,40}[）)])|[（(][^（）()]{2,40}[电電讯訊][）)])\s*[:：]?\s*/u
/** "(서울=연합뉴스) 홍길동 기자 = ", "[서울=뉴시스] 홍길동 기자 = " */
const KOREAN = /^(?:\([^()=]{1,15}=[^()]{1,20}\)|\[[^[\]=]{1,15}=[^[\]]{1,20}\])\s*(?:[^=\n]{1,24}기자\s*=\s*)?/u
const FORMS = [CAPITALS, NAMED, CASELESS, COLON, CHINESE, KOREAN, ARABIC, INDIC, SITE]
/** "【東京＝山田太郎】": such brackets hold what stands before a text, never its beginning. */
const LABEL = /^【[^【】]{1,30}】\s*(?=\S)/u
/** "… gravi. (ANSA).", "… sagte er. (dpa)" */
const SIGNATURE = /(?<=^|[.!?…]["”“»]?) ?(?:\((?:\p{Lu}{2,8}|\p{Ll}{2,5}(?:\/\p{Ll}{2,5})?)\)|\/\p{Lu}{2,8}\/)\.?$/u

/** What a head is made of. */
interface Part {
  readonly is: 'day' | 'agency' | 'capitals' | 'name'
  readonly text: string
  /**
   * What stands behind it: a dash, a colon, a full stop, a sign that parts columns; other marks and mere space part it
   * from the next.
   */
  readonly mark: '-' | ':' | '.' | ',' | ' ' | '|'
}

// Longer ones are sentences.
const LONGEST_HEAD = 90
const MOST_PARTS = 6

const WORD = String.raw`[\p{L}\p{M}]+`
const YEAR = String.raw`(?:,?\s+\p{Nd}{4}(?!\p{Nd})(?:\s*(?:г|р|року|года)(?!\p{L})\.?)?)?`
const DAY = new RegExp(
  `\\p{Nd}{1,2}(?:er|º|°|th|st|nd|rd)?\\.?\\s+(?:de\\s+)?(${WORD})${YEAR}|(${WORD})\\.?\\s+\\p{Nd}{1,2}(?![\\p{Nd}])${YEAR}|\\p{Nd}{1,2}[./-]\\p{Nd}{1,2}[./-]\\p{Nd}{2,4}`,
  'uy',
)
const BRACKETED = /\([^()\n]{2,40}\)|\[[^[\]\n]{2,30}\]|\/\p{L}[\p{L}\p{M}\s.-]{1,24}\//uy
const NAME_WORD = String.raw`\p{Lu}[\p{L}\p{M}'’/-]*`
const CAPITAL_WORDS = new RegExp(
  `\\p{Lu}[\\p{Lu}\\p{M}\\p{Nd}'’/-]*\\p{Lu}(?:\\.\\p{Lu}{2,})?(?![\\p{L}\\p{M}])(?:\\s(?:\\p{Lu}{2,}|${NAME_WORD})){0,3}`,
  'uy',
)
const NAME_WORDS = new RegExp(`${NAME_WORD}(?:\\s(?:\\p{Ll}{1,3}\\s)?${NAME_WORD}){0,2}(?![\\p{L}\\p{M}])`, 'uy')
// Words of scripts that have no capitals, and put spaces between them.
const CASELESS_WORDS = /(?:(?!\p{Script=Han}|\p{Script=Hangul})[\p{Lo}\p{M}])+(?:\s(?:[\p{Lo}\p{M}])+){0,2}/uy
const BETWEEN = /\s+[·•|]\s+|\s*(?:([.,:،])?\s*(?:[—–]|--?(?=\s))\s*|[.,:،](?=\s|$)\s*|\s+|$)/uy

/** Where the text begins behind its dateline; 0 where it has none of this grammar. */
function endOfHead(text: string, language: string | null): number {
  const parts: Part[] = []
  let found = 0
  for (let at = 0; at < LONGEST_HEAD && parts.length < MOST_PARTS;) {
    const read = partAt(text, at)
    if (read === null) break
    BETWEEN.lastIndex = at + read.text.length
    const between = BETWEEN.exec(text)?.[0] ?? null
    if (between === null) break
    // Behind a mark that may have ended the dateline a name is more likely the sentence's subject.
    if (read.is === 'name' && parts.some(({ is, mark }) => mark === '-' || (mark === '.' && is !== 'name'))) {
      if (!isPlaceAndAgency([...parts, { ...read, mark: markOf(between) }])) break
    }
    at = BETWEEN.lastIndex
    parts.push({ ...read, mark: markOf(between) })
    const rest = text.slice(at)
    if ((rest === '' ? isDated(parts) : STARTS.test(rest)) && isHead(parts, rest, language)) found = at
  }
  return found
}

const STARTS = /^["'“”«„»(「『]?[\p{Lu}\p{Lo}\p{N}]/u

function partAt(text: string, at: number): Omit<Part, 'mark'> | null {
  const day = stick(DAY, text, at)
  if (day !== null && (day[1] ?? day[2] ?? null) === null) return { is: 'day', text: day[0] }
  if (day !== null && monthsIn(day[1] ?? day[2] ?? '', null).length > 0) return { is: 'day', text: day[0] }
  for (const [is, pattern] of [
    ['agency', BRACKETED],
    ['capitals', CAPITAL_WORDS],
    ['name', NAME_WORDS],
    ['name', CASELESS_WORDS],
  ] as const) {
    const found = stick(pattern, text, at)
    if (found !== null) return { is, text: withoutMonth(found[0], text, at) }
  }
  return null
}

function stick(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/** "Kyiv July 12": the month's name is no part of the place's. */
function withoutMonth(name: string, text: string, at: number): string {
  const last = name.lastIndexOf(' ')
  return last > 0 && stick(DAY, text, at + last + 1) !== null ? name.slice(0, last) : name
}

function markOf(between: string): Part['mark'] {
  if (/[—–-]/.test(between)) return '-'
  if (/[·•|]/.test(between)) return '|'
  const [mark] = /[.:]/.exec(between) ?? []
  return mark === '.' || mark === ':' ? mark : between.trim() === '' ? ' ' : ','
}

function isDated(parts: readonly Part[]): boolean {
  return parts.some(({ is }) => is === 'day') && parts.some(({ is }) => is !== 'day')
}

function isHead(parts: readonly Part[], rest: string, language: string | null): boolean {
  const last = parts.at(-1)!
  const [first] = parts
  if (first === undefined) return false
  const ended = last.mark === '-' || last.mark === ':' || last.mark === '.'
  // "Berlin · Die Bahn …": no sentence has such a sign.
  if (last.mark === '|') return parts.length <= 3
  if (isDated(parts)) {
    // "July 4 (Independence Day) — …": without a place, only what can be an agency's name is one.
    if (parts.length === 2 && first.is === 'day' && last.is === 'agency') return ended && isAgency(last.text)
    // A speaker: "МОСКВА, 12 июля — МИД: …", "Ann Roe, May 12: …"
    if (last.mark === ':') return last.is === 'agency' || (first.is === 'capitals' && last.is === 'day')
    return ended || (last.is === 'agency' && parts.length > 2)
  }
  if (parts.length === 1) {
    if (first.is === 'agency') return isAgency(first.text) && (last.mark === '-' || last.mark === ' ')
    return last.mark === '.' && isPlaceAlone(first, rest.slice(0, BEGINNING), language)
  }
  if (isPlaceAndAgency(parts)) return true
  if (parts.length > 2 || first.is === 'day' || first.is === 'agency') return false
  // "LAHORE: (Agency) …", "МОСКВА /ТАСС/. …", "Jakarta, CNN Indonesia -- …"
  if (last.is === 'agency') return first.mark === ':' || (last.text.startsWith('/') && ended)
  return last.is === 'capitals' && first.mark === ',' && last.mark === '-'
}

/** "القاهرة - رويترز:", of scripts without capitals. */
function isPlaceAndAgency(parts: readonly Part[]): boolean {
  const [place, agency] = parts
  if (place === undefined || agency === undefined || parts.length > 2) return false
  return place.mark === '-' && agency.mark === ':' && [place, agency].every(({ text }) => /^\p{Lo}/u.test(text))
}

/** "(CNN)", "(ots)", "(dpa/lno)", "/ТАСС/", "(Reuters)": one word, and of small letters a short one. */
function isAgency(text: string): boolean {
  return /^[([/](?:\p{Lu}[\p{L}\p{M}.]+|\p{Lu}{2,}(?:\s\p{Lu}\p{L}+)?|\p{Ll}{2,5}(?:[/,-]\s?\p{L}{2,5}){0,3}|[\p{Lo}\p{M}]+)[)\]/]$/u.test(
    text,
  )
}

// Sentences that follow one of a word or two are often as short: "Berlin. Macht. Politik."
const USUAL = 40
const BEGINNING = 1_000
// Shorter words before a full stop are abbreviations as a rule.
const SHORTEST_PLACE = 5

/**
 * "Eichwald. Die Gemeinde baut …": a name that is all of its sentence, before one of usual length that stands by
 * itself. English has no such datelines but in capitals, and its writers begin with one word for its effect.
 */
function isPlaceAlone({ is, text }: Part, rest: string, language: string | null): boolean {
  if (is !== 'capitals' && (language === null || /^en\b/i.test(language) || /^\p{Lo}/u.test(text))) return false
  if (sentences(`${text}. ${rest}`, language)[0] !== `${text}.`) return false
  const [next = ''] = sentences(rest, language)
  if (next.length < USUAL || leans(next, language)) return false
  return is === 'capitals' || text.length >= SHORTEST_PLACE || /^\p{Lu}\p{L}{0,2}\s/u.test(next)
}
