import type { Entry } from '#src/records.ts'
import type { Words } from '#src/store/revisions.ts'
import { bareText } from '#src/text/fingerprint.ts'
import { plainText } from '#src/text/html.ts'
import { measureOf } from '#src/text/measure.ts'
import { lettersOf, runsOf, type Letters } from '#src/text/overlap.ts'
import { likenessOf, SHORTEST_TEXT } from './likeness.ts'

/** What an entry or an article tells, in the forms that are compared; each is made once, when it is first asked for. */
export interface Told {
  readonly title: string
  readonly bareTitle: () => string
  /** The key of the headline; null without one. */
  readonly titleKey: () => string | null
  readonly titleLetters: () => Letters
  readonly textKeys: () => readonly string[]
  /** Its texts, bare, that are long enough to tell anything and are not the headline. */
  readonly bareTexts: () => readonly string[]
  /** The measure of the longest text. */
  readonly length: () => number
  /** The measure of the headline. */
  readonly headline: () => number
  /** The runs of words of every text that is long enough to tell anything, without the headline that it quotes. */
  readonly runs: () => readonly ReadonlySet<string>[]
  /** The runs of all of them. */
  readonly allRuns: () => ReadonlySet<string>
}

const known = new WeakMap<Words, Told>()

/** What `words` tell. They must not change. */
export function toldBy(words: Words): Told {
  const found = known.get(words)
  if (found !== undefined) return found
  const { title, summary, content } = words
  const likeness = once(() => likenessOf(words))
  const runs = once(() => [summary, content].map(beginningOf).map(without(title)).filter(isTelling).map(runsOf))
  const told: Told = {
    title,
    bareTitle: once(() => bareText(title)),
    titleKey: once(() => likenessOf({ title, summary: null, content: null }).title),
    length: () => likeness().length,
    headline: () => likeness().headline,
    titleLetters: once(() => lettersOf(title.slice(0, LONGEST_TITLE))),
    textKeys: () => likeness().texts,
    bareTexts: once(() =>
      [summary, content]
        .map((html) => bareText(beginningOf(html)))
        .filter((text) => measureOf(text) >= SHORTEST_TEXT && text !== told.bareTitle()),
    ),
    runs,
    allRuns: once(() => joined(runs())),
  }
  known.set(words, told)
  return told
}

const LONGEST_TITLE = 1_000
// Of markup, and of the text in it: finding words takes a millisecond per two thousand letters.
const LONGEST_MARKUP = 10_000
const LONGEST_TEXT = 2_000

function beginningOf(html: string | null): string {
  return plainText((html ?? '').slice(0, LONGEST_MARKUP)).slice(0, LONGEST_TEXT)
}

// "The post … appeared first on …" quotes the headline below every story.
const QUOTED = 3

/** A text without a headline that stands in it, if that is more than a word that any text may have. */
function without(title: string): (text: string) => string {
  const isLong = title.split(/\s+/, QUOTED).length === QUOTED
  return (text) => (isLong ? text.replaceAll(title, ' ') : text)
}

function isTelling(text: string): boolean {
  return measureOf(bareText(text)) >= SHORTEST_TEXT
}

// A footer stands under all stories, so it stands under some.
const BESIDE = 4

/** What some of `entries` say, in runs of words: what they all have is nobody's own. */
export function standingIn(entries: readonly Entry[]): ReadonlySet<string> {
  const some = entries.values().filter(({ summary, content }) => (summary ?? content) !== null)
  return runsIn([...some.take(BESIDE)])
}

/** What `all` say, in runs of words. */
export function runsIn(all: readonly Words[]): ReadonlySet<string> {
  return joined(all.map((words) => toldBy(words).allRuns()))
}

function joined(all: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  return all.length === 1 ? all[0]! : new Set(all.flatMap((runs) => [...runs]))
}

/**
 * Whether one text, in runs of words, has no number that the other lacks: a template for another place, of another day, has
 * other numbers; a cut has fewer, a notice adds some.
 */
export function haveOneNumbers(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const [mine, theirs] = [numbersAmong(one), numbersAmong(other)]
  return mine.isSubsetOf(theirs) || theirs.isSubsetOf(mine)
}

/** By the runs that they stand among: a text is compared with many. */
const numbers = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>()

function numbersAmong(runs: ReadonlySet<string>): ReadonlySet<string> {
  const found = numbers.get(runs) ?? new Set(runs.values().flatMap((run) => run.match(/\p{N}+/gu) ?? []))
  numbers.set(runs, found)
  return found
}

/** Makes a value when it is first asked for. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null
  return () => (made ??= { value: make() }).value
}
