/** Whether every quotation that begins in `text` ends there, and every one that ends there has begun. */
export function closesQuotations(text: string): boolean {
  return quotationsIn(text).every(({ from, to }) => from !== null && to !== null)
}

/**
 * Which of the `sentences` of one line stand in a quotation that is not all within that one: readers of such a sentence
 * alone would not know whose words it is, or where they end.
 */
export function withinQuotations(sentences: readonly string[]): readonly boolean[] {
  const within = saidByDash(sentences)
  let [index, end] = [0, (sentences[0] ?? '').length]
  // Quotations come in the order of the text.
  const indexOf = (at: number): number => {
    while (at > end && index < sentences.length - 1) end += 1 + sentences[++index]!.length
    return index
  }
  const line = sentences.join(' ')
  let open = sentences.length
  for (const { from, to } of quotationsIn(line)) {
    // That the whole line does not end it makes it an apostrophe, as most are: 'Ndrangheta.
    if (from !== null && to === null && APOSTROPHES.includes(line[from]!) && line[from] !== line[from + 1]) continue
    const first = from === null ? 0 : indexOf(from)
    const last = to === null ? sentences.length - 1 : indexOf(to)
    if (first < open && (from === null || to === null || first < last)) within.fill(true, first, last + 1)
    if (to === null) open = Math.min(open, first)
  }
  return within
}

/**
 * "— We build. We must, — said the mayor. — It is late.": speech between dashes, as Russian, Spanish, Polish and others set
 * it. What goes on behind the speaker's name is no sentence that stands alone.
 */
function saidByDash(sentences: readonly string[]): boolean[] {
  const end = /^\s*[-–—]\s*\p{L}/u.test(sentences[0] ?? '') ? sentences.findIndex((each) => SPEAKER.test(each)) : -1
  if (end === -1) return sentences.map(() => false)
  const again = sentences.findIndex((each, index) => index > end && /^[-–—]/.test(each))
  return sentences.map((_, index) => (end > 0 && index <= end) || (again !== -1 && index >= again))
}

const SPEAKER = /[,!?…]\s*[-–—]\s*\p{Ll}/u

/** Where a quotation's marks stand; null for one that is missing. */
interface Quotation {
  readonly from: number | null
  readonly to: number | null
}

/** The quotations of `given`, in order, without those within others. */
function quotationsIn(given: string): readonly Quotation[] {
  const { text, placeOf } = withDoubled(given)
  return quotationsOf(text).map(({ from, to }) => ({ from: placeOf(from), to: placeOf(to) }))
}

/** `''We must,''` with a mark for each two, as typewriters have them, and where in `given` each character stands. */
function withDoubled(given: string): { text: string; placeOf: (at: number | null) => number | null } {
  if (!/''|``|‘‘|’’|,,/.test(given)) return { text: given, placeOf: (at) => at }
  let [text, last] = ['', 0]
  const moved: number[] = []
  for (const { index } of given.matchAll(DOUBLED)) {
    text += `${given.slice(last, index)}"`
    last = index + 2
    moved.push(text.length)
  }
  let before = 0
  // Asked in the order of the text, but for an end, which lies behind its beginning.
  const placeOf = (at: number | null) => {
    if (at === null) return null
    while (before < moved.length && moved[before]! <= at) before += 1
    return at + before
  }
  return { text: text + given.slice(last), placeOf }
}

// Not what software doubles within a word (l''Aquila).
const DOUBLED = /(?<![\p{L}\p{N}])(?:''|``|‘‘|’’|,,)(?=\S)|(?<=\S)(?:''|’’|‘‘)(?![\p{L}\p{N}])/gu

function quotationsOf(text: string): readonly Quotation[] {
  const found: { from: number | null; to: number | null }[] = []
  const unclosed = new Map<string, number>()
  let joined = false
  for (let at = markFrom(text, 0); at < text.length; at = markFrom(text, at + 1)) {
    const mark = text[at]!
    if (SINGLE.includes(mark)) {
      const opens = beginsSingle(text, at)
      const to = opens || (mark === '’' && beginsWord(text, at)) ? endOfSingle(text, at) : null
      if (to !== null) {
        found.push({ from: at, to })
        at = to
      } else if (!opens) {
        if (endsSingle(text, at) === 'surely') found.push({ from: null, to: at })
      }
      // An apostrophe before small letters more likely stands for what was left out: ‘em.
      else if (/^["“]?[\p{Lu}\p{Lo}]/u.test(text.slice(at + 1, at + 3))) found.push({ from: at, to: null })
      continue
    }
    const family = FAMILIES.find((marks) => marks.includes(mark))
    if (family === undefined) continue
    if (isOfWord(text, at)) joined = true
    else if (endsAlone(text, at, joined)) joined = false
    else if (begins(text, at, 0)) {
      const failed = unclosed.get(family) ?? 0
      const { to, closed } = endOf(text, at, family, failed < MOST_UNCLOSED)
      if (!closed) unclosed.set(family, failed + 1)
      found.push({ from: at, to })
      at = to ?? at
    } else {
      const last = found.at(-1)
      // What seemed to end it was an inch mark: "A 32" screen," she said.
      const inch = typeof last?.to === 'number' && family.includes(text[last.to]!) && isBehindNumber(text, last.to)
      if (last && inch) last.to = at
      else found.push({ from: null, to: at })
    }
  }
  return found
}

const MARK = /["„“”‟«»「」『』‘‚'’]/g

/** Where the next mark stands, from `at` on; the text's end where none does. */
function markFrom(text: string, at: number): number {
  MARK.lastIndex = at
  return MARK.exec(text)?.index ?? text.length
}

// Each is sought to the end of the text; to seek all so would take quadratic time.
const MOST_UNCLOSED = 4

/**
 * Where the quotation that begins at `from` ends, past those of its `family` within it. Where one mark closes two that
 * end together («Завод «Арсенал»), and nothing else of the text could close the outer one, it ends with the inner one.
 */
function endOf(text: string, from: number, family: string, far: boolean): { to: number | null; closed: boolean } {
  const paired = PAIRED.includes(text[from]!)
  let depth = 1
  let inner: number | null = null
  for (let at = markFrom(text, from + 1); at < text.length; at = markFrom(text, at + 1)) {
    if (!family.includes(text[at]!) || isOfWord(text, at)) continue
    if (begins(text, at, depth)) {
      if (!far) break
      depth += 1
      continue
    }
    depth -= 1
    if (depth === 0) return { to: at, closed: true }
    if (paired) inner ??= at
    if (!far) break
  }
  return { to: inner, closed: false }
}

/** Whether the mark begins a quotation, within as many as are open: by what it stands between, then by its form. */
function begins(text: string, at: number, depth: number): boolean {
  const mark = text[at]!
  if (ALWAYS_BEGIN.includes(mark)) return true
  if (ALWAYS_END.includes(mark)) return false
  if (mustBegin(text, at)) return true
  if (mustEnd(text, at)) return false
  return depth === 0 || mark === '«'
}

/**
 * As {@link endOf}; a sure end goes before what may be an apostrophe: ‘The workers’ rights are gone,’ he said. Only a
 * sure one shows that a ’ began something.
 */
function endOfSingle(text: string, from: number): number | null {
  const turned = text[from] === '’'
  const closing = CLOSING_SINGLE[text[from]!]!
  let likely: number | null = null
  for (let at = markFrom(text, from + 1); at < text.length; at = markFrom(text, at + 1)) {
    if (SINGLE.includes(text[at]!) && (turned ? beginsWord(text, at) : beginsSingle(text, at))) break
    if (!closing.includes(text[at]!)) continue
    const ends = endsSingle(text, at)
    if (ends === 'surely') return at
    if (ends === 'maybe') likely ??= at
  }
  return turned ? null : likely
}

const SINGLE = "‘‚'’"
const APOSTROPHES = "‘'"
const BEFORE = /[\s([{«“„"‘–—/-]/

/** Neither an apostrophe within or behind a word, nor one before a number (the ’90s), nor feet. */
function beginsSingle(text: string, at: number): boolean {
  return text[at] !== '’' && beginsWord(text, at)
}

function beginsWord(text: string, at: number): boolean {
  return (at === 0 || BEFORE.test(text[at - 1]!)) && /["“„«…¿¡\p{L}]/u.test(text[at + 1] ?? '')
}

/**
 * Behind a full stop or comma it is no apostrophe, but for an abbreviation's (the U.S.’ envoy); behind a letter it may
 * be one.
 */
function endsSingle(text: string, at: number): 'surely' | 'maybe' | 'no' {
  // Particles follow without a space: '반대'라며.
  if (
    /(?!\p{Script=Hangul}|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana})[\p{L}\p{N}]/u.test(text[at + 1] ?? '')
  )
    return 'no'
  const before = text[at - 1] ?? ' '
  if (/(?<!\p{L})\p{L}\.\p{L}\.$/u.test(text.slice(Math.max(at - 5, 0), at))) return 'maybe'
  if (/[.,!?…;]/.test(before)) return text[at] === '‚' ? 'no' : 'surely'
  return /\s/.test(before) ? 'no' : 'maybe'
}

function mustBegin(text: string, at: number): boolean {
  return (at === 0 || BEFORE.test(text[at - 1]!)) && /[\p{L}\p{N}\p{Sc}¿¡#@]/u.test(text[at + 1] ?? '')
}

function mustEnd(text: string, at: number): boolean {
  return at > 0 && !BEFORE.test(text[at - 1]!) && !/[\p{L}\p{N}]/u.test(text[at + 1] ?? '')
}

/** Whether the mark is no quotation's: a gershayim as Hebrew keyboards have it (צה"ל), an inch mark behind feet (6'7"). */
function isOfWord(text: string, at: number): boolean {
  if (!/["“”]/.test(text[at]!)) return false
  return (
    /^\p{Script=Hebrew}.\p{Script=Hebrew}$/su.test(text.slice(Math.max(at - 1, 0), at + 2)) ||
    /\d['’′]\s?\d{1,2}.$/s.test(text.slice(Math.max(at - 5, 0), at + 1))
  )
}

/**
 * Whether a straight mark that opens nothing ends what a Hebrew prefix was `joined` to (ב"הארץ"), or is an inch mark (a
 * 32" screen).
 */
function endsAlone(text: string, at: number, joined: boolean): boolean {
  const before = text[at - 1] ?? ' '
  return (
    /["”]/.test(text[at]!) &&
    !/[\p{L}\p{N}]/u.test(text[at + 1] ?? '') &&
    (isBehindNumber(text, at) || (joined && /\S/.test(before)))
  )
}

function isBehindNumber(text: string, at: number): boolean {
  return /\p{N}/u.test(text[at - 1] ?? '')
}

/**
 * Marks that close each other as newsrooms type them: „…“ and „…", “…” and ”…“. German closes with what English opens
 * with, Swedish does both with one, and keyboards have the straight mark only.
 */
const FAMILIES = ['"„“”‟', '«»', '「」', '『』']
const ALWAYS_BEGIN = '„「『'
const ALWAYS_END = '」』'
const PAIRED = '„“«'

/** What closes what a single mark opens. */
const CLOSING_SINGLE: Readonly<Record<string, string>> = {
  '‘': '’',
  '‚': '‘’',
  "'": "'",
  '’': '’',
}
