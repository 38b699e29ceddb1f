import { monthsIn } from '#src/text/date-words.ts'
import { wordsOf } from '#src/text/words.ts'
import { contentWords } from './adds.ts'

/**
 * How a text speaks of itself: as a sentence's subject, since others judge reports and articles of law. A list, because
 * nothing else tells it in every language; where a language is missing, only a line's words tell what it is.
 */
const ITSELF = new RegExp(
  `(?<![\\p{L}\\p{N},]\\s*)(?:${[
    'this (?:story|article|post|page|report|content) (?:is|was|will|has|contains?|may|includes?|originally|first)',
    'dieser (?:artikel|beitrag|text) (?:ist|wurde|wird|erschien|enthält)',
    'cet article (?:a|est|contient|sera)',
    'este (?:artículo|texto) (?:fue|ha|se|contiene|es)',
    'questo articolo (?:è|contiene|sarà)',
    'este artigo (?:foi|é|contém|será)',
    'dit artikel (?:is|wordt|bevat|werd)',
    'ця стаття|цей матеріал|эта статья|этот материал|هذا المقال',
    'この記事は|本文(?:由|为|系|為)|이 기사는',
  ].join('|')})|(?<!\\p{L})(?:diesen|den) (?:artikel|beitrag) (?:an)?hören(?!\\p{L})`,
  'iu',
)

/** What of itself only a note says. */
const NOTED = new RegExp(
  `(?<![\\p{L}\\p{N},]\\s*)(?:${[
    '(?:an? \\p{L}+ )?version of this (?:story|article|report)',
    'this is a (?:developing|breaking)(?: news)? story',
    'esta noticia (?:se ha|ha sido|fue) actualizad',
    'artikeln (?:har )?uppdatera|(?:saken|artikkelen) er oppdatert',
  ].join('|')})`,
  'iu',
)

// Others publish reports, pages and posts too.
const OF_OTHERS = /report|page|post|content/i
const PUBLISHED = /^publi/i
const AT_FIRST = /(?<!\p{L})(?:first|originally)(?!\p{L})/iu

const UPDATED = `(?<!\\p{L})(?:${[
  'updat|aktualisier|mise? à jour|actualiz|aggiorna|atualiz|bijgewerkt|uppdater|oppdater|aktualiz',
  'güncelle|оновл|обновл',
].join('|')})|تحديث|更新`

/** What newsrooms do with a text, whatever else a note about it says: the beginnings of the words. */
const EDITED = new RegExp(
  `${UPDATED}|(?<!\\p{L})(?:${[
    'amend|correct|clarif|edited|publish|developing|breaking|ergänz|korrigier|geändert|überarbeit',
    'veröffentlich|erschien|modifi|corrig|publi|corrett|pubblica|aangepast',
    'gepubliceerd|gewijzigd|доповн|виправл|опублік|дополн|исправл|опублик',
  ].join('|')})|更正|編集|수정`,
  'iu',
)

const UPDATE = `^\\P{L}*(?:\\p{L}+\\s)?(?:${UPDATED})`
/** "Updated: 12 July", "Artigo atualizado:": an update among the first words, with a mark behind it, and at most a time. */
const MARKED_UPDATE = new RegExp(`${UPDATE}[^.!?:：\\n]{0,30}[:：](?:\\P{L}*\\p{L}{1,10}\\.?){0,3}\\P{L}*$`, 'iu')
/** "Artigo atualizado às 15h", "Updated on Friday, July 12": the number of a day or an hour close behind it. */
const TIMED_UPDATE = new RegExp(
  `${UPDATE}\\p{L}*[^\\p{L}\\p{N}]*(?:(?-i:\\p{Ll}{1,3})\\.?\\s){0,2}(?:\\p{L}+,\\s)?(?:(?<before>\\p{L}+)\\.?\\s)?(?:\\p{N}{1,2}(?![\\p{N}%]|\\s%)|\\p{N}{4}-)\\P{L}*(?<behind>\\p{L}*)`,
  'iu',
)
/** What stands behind an hour: its own word, or the zone. */
const HOUR = /^(?:h|hr|hrs|am|pm|a|p|uhr|uur|ore|óra|год|час|ч|г|utc|gmt|bst|[cemp][de]?s?t)?$/i

/**
 * What newsrooms call a note that stands above or below a story: a list for the same reason. A mark parts it from its
 * text.
 */
const NOTE = [
  "editor(?:[’']?s)? note|note from the editors?|erratum|note de la rédaction|ndlr",
  '(?:anmerkung|anm\\.|hinweis) (?:der|d\\.) red(?:aktion|\\.)',
  'nota (?:del? (?:la )?(?:redacción|editor|director)|da redação|do editor|di redazione)',
  '(?:od|nota) redakcji|noot van de redactie|от редакции|примечание редакции|від редакції|примітка редакції',
  'ملاحظة المحرر|编者按|編者按|編集部注|편집자 주',
].join('|')

/** What prices, courses and laws have too: a note where no more than a time stands before the mark. */
const CORRECTION = [
  'correction|clarification|korrektur|berichtigung|rectificatif|corrección|rectificación|correção|correzione|rettifica|rättelse|rettelse',
  'sprostowanie|rectificatie|исправление|поправка|виправлення|تصحيح|更正|訂正|정정',
].join('|')

const CALLED = new RegExp(
  `^[\\p{P}\\s]*(?:(?:${NOTE})(?!\\p{L})[^.!?:：\\n]{0,30}[:：】\\])]|(?:${CORRECTION})(?:${[
    '[^\\p{L}\\n:：]{0,3}[:：】\\]]',
    // A day or an hour; no number that is part of a name.
    '(?!\\p{L})(?=[^:：\\n]{0,14}(?<!\\p{L})\\p{N})[^!?：\\n]{0,40}[:：]\\s',
    '\\s(?:appended|to (?:this|an)\\s[^:：\\n]{0,40})[:：]',
  ].join('|')}))`,
  'iu',
)

const LONGEST = 200
const LONGEST_CALLED = 600
const LONGEST_STRANGE = 100
// What stands around a line so far tells what it is.
const NEAR = 12
const PROSE = 80
// "zuletzt am 12. Juli".
const BETWEEN = 4
// Of the content words of a story's own line more stand elsewhere in it.
const STRANGE = 0.2
const STEM = 5
const WORDS_A_NUMBER = 4
const LABELLED_WORDS = 6
const LABEL = /^[\p{L}\s]{3,30}[:：]/u

/** Which of the lines of a story are notes to its readers, by their index. */
export interface Notes {
  /** Whether one is called a note, or says of the text itself what was done with it. */
  readonly isSaid: (index: number) => boolean
  /**
   * Whether one is that, or stands within the story and says of the text what it is, or gives a number for every few
   * words: how long it takes to read, what it contains; and that is neither in the headline nor in the prose around it.
   */
  readonly isLikely: (index: number) => boolean
}

/** The notes among `lines` of a story, to whose end `more` belongs. */
export function notesAmong(lines: readonly string[], headline: string, more: readonly string[] = []): Notes {
  // Each is asked for by many lines around it.
  const stems = new Map<string, ReadonlySet<string>>()
  const stemsIn = (line: string): ReadonlySet<string> => {
    const known = stems.get(line) ?? new Set(contentWords(line).map(stemOf))
    stems.set(line, known)
    return known
  }
  const around = (index: number): { readonly before: readonly string[]; readonly after: readonly string[] } => ({
    before: lines.slice(Math.max(0, index - NEAR), index),
    after: [...lines.slice(index + 1, index + 1 + NEAR), ...more.slice(0, NEAR)],
  })
  const isStrange = (text: string, index: number): boolean => {
    const { before, after } = around(index)
    const told = [headline, ...before, ...after].map(stemsIn)
    const words = contentWords(text).filter((word) => !/^\p{N}/u.test(word))
    return words.filter((word) => told.some((known) => known.has(stemOf(word)))).length <= words.length * STRANGE
  }
  const isSaid = (index: number): boolean => {
    const line = lines[index]!
    if (line.length > LONGEST_CALLED) return false
    const { before, after } = around(index)
    if (!before.some(isProse) && !after.some(isProse)) return false
    if (CALLED.test(line)) return true
    if (line.length > LONGEST) return false
    if (NOTED.test(line)) return true
    const itself = ITSELF.exec(line)
    if (itself !== null) return isEdited(line, itself)
    return line.length <= LONGEST_STRANGE && isUpdate(line) && isStrange(line, index)
  }
  const isLikely = (index: number): boolean => {
    const line = lines[index]!
    if (isSaid(index)) return true
    if (line.length > LONGEST) return false
    // Stories end with short sentences.
    if (!around(index).after.some(isProse)) return false
    if (ITSELF.test(line)) return isStrange(line.replace(ITSELF, ' '), index)
    return line.length <= LONGEST_STRANGE && isCount(line) && isStrange(line, index)
  }
  return { isSaid, isLikely }
}

/** Whether a line begins with an update and its time, or a mark behind it. */
function isUpdate(line: string): boolean {
  if (MARKED_UPDATE.test(line)) return true
  const { before = '', behind = '' } = TIMED_UPDATE.exec(line)?.groups ?? { before: 'none' }
  return (before === '' && HOUR.test(behind)) || monthsIn(`${before} ${behind}`, null).length > 0
}

function isProse(line: string): boolean {
  return line.length >= PROSE
}

/** Whether a line says of `itself` that it was edited, in the words that follow. */
function isEdited(line: string, itself: RegExpExecArray): boolean {
  const said = line.slice(itself.index + itself[0].length)
  const edited = EDITED.exec(said)
  if (edited === null) return EDITED.test(itself[0])
  const between = said.slice(0, edited.index)
  if (OF_OTHERS.test(itself[0]) && PUBLISHED.test(edited[0]) && !AT_FIRST.test(itself[0] + between)) return false
  return wordsOf(between).length <= BETWEEN
}

/** "Lesezeit: 3 Min.", "Serves 4. Prep 20 min.": a number for every few words. */
function isCount(line: string): boolean {
  const words = wordsOf(line)
  const numbers = words.filter((word) => /^\p{N}/u.test(word)).length
  return numbers > 0 && words.length <= numbers * (LABEL.test(line) ? LABELLED_WORDS : WORDS_A_NUMBER)
}

/** A word without what grammar may change. */
function stemOf(word: string): string {
  return word.slice(0, STEM)
}
