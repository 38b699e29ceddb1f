import { plainTitle } from '#src/text/html.ts'
import { bare } from '../same.ts'

const LONGEST = 70

/** The names in `written`, which may each hold several; without "by", roles and what is no name; each once. */
export function namesOf(written: readonly string[]): readonly string[] {
  const found = new Map<string, string>()
  for (const text of written.flatMap((each) => partsOf(plainTitle(each)))) {
    const name = withoutBy(text)
      .replace(ROLE_BEHIND, '')
      .replace(/[\s,;:|·•/–—-]+$/u, '')
    if (!/\p{L}{2}/u.test(name) || name.length > LONGEST || NO_NAME.test(name)) continue
    if (!found.has(bare(name))) found.set(bare(name), name)
  }
  return [...found.values()]
}

// Addresses, handles, templates that nobody filled, and what publishing systems write where nobody is named.
const NO_NAME =
  /^https?:|\.(?:com|org|net)\/|[@[\]{}<>]|^(?:no author|unknown|anonymous|guest|null|undefined|none|n\/a)$/i

/** Two to five words that begin as names do, or a name without spaces in a script that writes none. */
export function isName(text: string): boolean {
  return NAME.test(text) || DENSE_NAME.test(text)
}

const WORD = String.raw`[\p{Lu}\p{Lt}\p{Lo}][\p{L}\p{M}.'’ʼ-]*`
// Of names, though they begin small: "Maria de los Santos", "Vincent van Gogh", "Omar bin Ali".
const PARTICLE = String.raw`(?:d['’]|del?|della|di|da|do|das|dos|du|des|la|las|le|los|van|von|vom|zu|zur|zum|und|der|den|ten|ter|af|av|bin|bint|ibn|al|el|y|e)`
const NAME = new RegExp(`^${WORD}(?:\\s+(?:${PARTICLE}|${WORD})){0,3}\\s+${WORD}$`, 'u')
const DENSE_NAME = /^(?:[\p{Script=Han}々]{2,4}|[\p{Script=Hangul}]{2,4}|[\p{Script=Katakana}・ー]{4,16})$/u

/** "A and B", "A, B; C": only where every part is a name, once what people are is taken away. */
function partsOf(text: string): readonly string[] {
  const all = text.split(
    /\s*(?:[,;|/、·•＆]|&|\s(?:and|und|et|y|e|i|og|och|en|ja|a|és|ve|και|та|и|и|і|ve|và|dan|및)\s)\s*/u,
  )
  const parts = all
    .map((part) => withoutBy(part).replace(ROLE_BEHIND, ''))
    .filter((part) => part !== '' && !isRole(part))
  return parts.length > 0 && parts.every(isName) ? parts : [text]
}

/** What a person is, not who: "Political Editor", "in Berlin". */
function isRole(text: string): boolean {
  return ROLE.test(text) || /^(?:in|aus|for|für|at|à|de|en|da|w|z|из|з)\s/u.test(text)
}

const ROLE =
  /(?:^|[\s-])(?:(?:senior|chief|staff|special|freelance|contributing|guest|deputy|assistant|managing)\s|editors?|reporters?|correspondents?|writers?|journalists?|columnists?|contributors?|producers?|analysts?|bureau|desk|redakteur(?:in)?|korrespondent(?:in)?|reporterin|journalistin|chefredakteur(?:in)?|volontär(?:in)?|rédact(?:eur|rice)|journaliste|correspondante?|envoyée?|chroniqueu(?:r|se)|redactora?|periodista|corresponsal|enviad[oa]|columnista|repórter|redatora?|jornalista|colunista|giornalista|inviat[oa]|corrispondente|redacteur|verslaggever|correspondente|redaktör|journalist|dziennikar(?:z|ka)|redaktor(?:ka)?|korrespondens|újságíró|журналист(?:ка)?|корреспондент(?:ка)?|обозреватель|редактор(?:ка)?|журналіст(?:ка)?|кореспондент(?:ка)?|muhabiri?|editörü?|yazarı?)(?=$|\s)/iu
const ROLE_BEHIND = /\s*(?:기자|특파원|논설위원|인턴기자|記者|记者|編集委員|特派員|通訊員|通讯员)$/u

/** The names in a line that says by a word before them who wrote: "By Jane Doe and John Roe | Paris". */
export function bylineNames(line: string): readonly string[] {
  for (const segment of line.split(/\s*[|•·]\s*|\s{2,}|\s[–—]\s/u)) {
    const match = BYLINE.exec(segment)
    if (match === null || segment.length > LONGEST_BYLINE) continue
    const rest = segment.slice(match[0].length)
    const parts = rest
      .split(/\s*(?:[,;/、]|&|\s(?:and|und|et|y|e|i|og|och|en|та|и|ve)\s|\s(?=\p{N}))\s*/u)
      .map((part) => part.trim())
    const end = parts.findIndex((part) => !isName(part) && !isRole(part))
    const names = (end === -1 ? parts : parts.slice(0, end)).filter((part) => isName(part) && !isRole(part))
    if (names.length > 0) return names
    // An agency or a signature, alone behind the word.
    const [first = ''] = parts
    if (/^\p{Lu}[\p{L}\p{N}.]{1,20}$/u.test(first) && rest.length < LONGEST_NAMELESS) return [first]
  }
  return []
}

const LONGEST_BYLINE = 200
const LONGEST_NAMELESS = 60

/** "By", "Written by:", in the languages that put a word before who wrote. */
const BY_WORDS =
  'by|written by|story by|text by|words by|reported by|report by|posted by|author|authors|von|ein bericht von|autor|autorin|autoren|text|text von|par|de la rédaction|propos recueillis par|auteur|por|escrito por|texto|autora|redactor|di|a cura di|scritto da|autore|door|tekst|auteur|av|af|skrevet av|skrevet af|skriven av|teksti|kirjoittaja|opracowanie|oprac|opr|píše|napsal|írta|szerző|autorius|autors|autor|scris de|de|yazan|haber|yazar|автор|автори|авторы|текст|от|пише|аўтар|piše|napisao|tác giả|penulis|oleh|ditulis oleh|reporter|journalist'
const BYLINE = new RegExp(
  `^(?:(?:${[...new Set(BY_WORDS.split('|'))]
    .flatMap((word) => [word, word[0]!.toUpperCase() + word.slice(1), word.toUpperCase()])
    .join(
      '|',
    )})\\s*[:：]?\\s+|(?:بقلم|كتبت?|מאת|نویسنده)\\s*:?\\s*|(?:作者|记者|記者|撰文|文|撰稿|取材・文)\\s*[:：／/｜]\\s*)(?=[\\p{Lu}\\p{Lo}])`,
  'u',
)

function withoutBy(text: string): string {
  return text.trim().replace(BYLINE, '')
}
