import { wordsOf } from './words.ts'

/**
 * Whether `text` begins as no sentence does: in small letters, of a script that has others. Some names do so too, and are
 * known by their form (eBay, macOS, ver.di, al-Shabab, 's-Hertogenbosch); and Georgian, whose capitals are for headings
 * alone.
 */
export function goesOn(text: string): boolean {
  return /^["'“‘„«(]?(?!\p{Script=Georgian})\p{Ll}/u.test(text) && !NAME.test(text)
}

const NAME = /^["'“‘„«(]?(?:\p{Ll}+(?:\p{Lu}|\p{N}|\.\p{L})|\p{Ll}{1,2}-\p{Lu})|^['’‘]\p{Ll}[\s-]/u

/**
 * Whether `text`, set apart from `line` that stands before it without an end, is the rest of a sentence: of one that
 * `line` begins; or `line` is the large initial of its first word; or it begins as no other does, with a conjunction or a
 * preposition, or with a mark of what was left out. Behind a line of a few words all is that begins with no name that
 * `names` holds. Those are asked for only where they are needed.
 */
export function isRestOf(line: string, text: string, names: () => SmallNames): boolean {
  if (/^["'“‘„«(]?(?:…|\.\.\.|[:;,)])\s?\p{Ll}/u.test(text)) return true
  if (!goesOn(text)) return false
  const word = firstWord(text)
  if (/^\P{L}*\p{L}\P{L}*$/u.test(line) || breaksOff(line) || JOINING.has(word)) return !names().known.has(word)
  // A long caption is as long as the beginning of a sentence.
  if (line.length >= BEGINNING) return !names().known.has(word) && names().first !== word
  return wordsOf(line).length >= WORDS && !CREDIT.test(line) && !names().known.has(word) && !names().possible.has(word)
}

/**
 * Whether `line`, which has no end, is the beginning of a sentence, and no place, heading or label: by its length, or
 * since it breaks off where no label ends.
 */
export function isBegun(line: string): boolean {
  return line.length >= BEGINNING || breaksOff(line)
}

function breaksOff(line: string): boolean {
  const last = /(?:^|\s)(\p{Ll}+)$/u.exec(line.slice(-LONGEST_WORD))?.[1]
  return /[,–—]$/u.test(line) || (last !== undefined && (JOINING.has(last) || ARTICLES.has(last)))
}

/** Words that lines in small letters begin with, and what else tells them from the rest of a sentence. */
export interface SmallNames {
  /** In small letters where a sentence begins: names. */
  readonly known: ReadonlySet<string>
  /** With a capital, or anywhere in the headline: names or not, but no articles. */
  readonly possible: ReadonlySet<string>
  /** What the headline begins with, unless an article: the subject, as a rule, of the story's first sentence too. */
  readonly first: string
}

/** What `headline` and the story's `texts` tell of names in small letters. */
export function smallNames(headline: string, texts: readonly string[]): SmallNames {
  const known = new Set<string>()
  const possible = new Set([...wordsOf(headline), ...(headline.toLowerCase().match(HYPHENED) ?? [])])
  if (goesOn(headline)) known.add(firstWord(headline))
  for (const text of texts) {
    for (const [word] of text.matchAll(/(?<=\p{L}[.!?]["'”’»]?\s)(?:\p{Ll}{2,}|\p{Ll}(?=-\p{L}))(?:-[\p{L}\p{N}]+)*/gu))
      known.add(word)
    for (const [word] of text.matchAll(/(?<=\p{L},?\s)\p{Lu}\p{L}+/gu)) possible.add(word.toLowerCase())
  }
  for (const word of JOINING) for (const names of [known, possible]) names.delete(word)
  // Of any headline; a name that begins with one is known only where it stands so itself.
  for (const word of ARTICLES) possible.delete(word)
  const first = firstWord(headline.toLowerCase())
  return { known, possible, first: ARTICLES.has(first) ? '' : first }
}

/** The word in small letters that `text` begins with, with what a hyphen joins to it. */
export function firstWord(text: string): string {
  return /^["'“‘„«(]?(\p{Ll}+(?:-[\p{L}\p{N}]+)*)/u.exec(text)?.[1] ?? ''
}

const HYPHENED = /\p{L}+(?:-[\p{L}\p{N}]+)+/gu

// "By Ann Roe in Leeds", "Von Anna Meier, Berlin", "Photo: Jane Roe / Agency": who wrote or drew what follows.
const WRITER = String.raw`\s\p{Lu}[\p{L}\p{M}.'’-]*`
const BESIDE_WRITER = String.raw`(?:,|\s[/–—-]|\s(?:and|und|et|y|e|en|och|og|i|in|à|von|van|de|der|den|del|da))`
const CREDIT = new RegExp(
  String.raw`^(?:By|Von|Par|Por|Door|Przez|Av|Af|Автор|Від|От)${WRITER}(?:${BESIDE_WRITER}?${WRITER})+$|^\p{L}+:\s[^.!?]*\s?/\s?\p{Lu}[^.!?\s]*$`,
  'u',
)

// Shorter lines are labels.
const BEGINNING = 40
const LONGEST_WORD = 30
const WORDS = 3

/** No line ends with one; but names may begin with them, as de Volkskrant does. */
const ARTICLES: ReadonlySet<string> = new Set(
  'the a an der die das dem den des ein eine einen einem einer le la les un une el los las il lo gli o os as de het een'.split(
    ' ',
  ),
)

/** Conjunctions, pronouns and prepositions: names that are written in small letters are none of them. */
const JOINING: ReadonlySet<string> = new Set(
  [
    'and or but nor while which who whose whom that because although though since until unless after before when where whereas if as than to of for from with without by at in on into over under about against between during amid he she it they we his her its their him them',
    'und oder aber sondern weil dass wenn während nachdem bevor obwohl damit als wie wo deren dessen denen von vom zu zum zur mit für auf aus bei beim nach vor über unter gegen durch ohne um im am er sie',
    'et ou mais que qui dont où quand lorsque parce puisque comme à du au aux pour par avec sans dans sur sous entre vers après avant pendant il elle ils elles',
    'y o e pero que quien quienes cuyo cuya cuyos cuyas donde cuando mientras porque aunque si como para por con sin en desde hasta sobre entre tras ante según del al',
    'ed ma che chi cui dove quando mentre perché se come di da a con su per tra fra dopo prima della dello dei degli delle nel nella dal dalla',
    'ou mas quem cujo cuja onde quando enquanto embora com sem em desde até após do da dos das no na nos nas pelo pela',
    'en of maar want dat wie wiens waar toen terwijl omdat hoewel om te van met voor door naar bij op uit tegen tijdens',
    'och eller men att som där när medan eftersom för av till från på i över mot efter og at hvor når mens fordi fra etter',
    'i oraz lub ale że który która które którzy gdzie kiedy gdy ponieważ jeśli aby do od z w na po przed dla bez',
    'и или но что который которая которое которые которого которой которых где когда пока потому если чтобы в во на с со к по от до из за о об у для без после перед при',
    'й та або але що який яка яке які якого якої яких де коли поки бо якщо щоб від про для під через із зі',
    've veya ama için ile',
  ].flatMap((words) => words.split(' ')),
)
