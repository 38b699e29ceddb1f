import type { Article, Selection } from '#src/records.ts'
import { plainText } from '#src/text/html.ts'
import { termIn } from '#src/text/terms.ts'
import { folded } from './names.ts'

/** What of an article a rule can go by, and the feeds that show it. */
export interface Chosen {
  readonly article: Article
  readonly feeds: readonly string[]
  /** What its page says; null or missing where that was not read. */
  readonly page?: string | null
}

type Key = keyof Selection

/** For each key the first of its values that an article has; null where it has none. */
const HAS: Readonly<Record<Key, (chosen: Chosen, selection: Selection) => string | null>> = {
  feeds: (chosen, { feeds = [] }) => feeds.find((feed) => chosen.feeds.includes(feed)) ?? null,
  categories: ({ article: { categories, section, tags } }, wanted) =>
    sameName(wanted.categories, [...categories, ...(section === null ? [] : [section]), ...tags]),
  authors: ({ article }, { authors }) => sameName(authors, article.authors),
  title: ({ article }, { title = [] }) => termIn(article.title, title),
  text: ({ article, page }, { text = [] }) => termIn(textOf(article, page), text),
  paths: ({ article: { url } }, { paths = [] }) => paths.find((folder) => isUnder(url, folder)) ?? null,
  languages: ({ article: { language } }, { languages = [] }) =>
    languages.find((wanted) => speaks(language, wanted)) ?? null,
  flags: ({ article }, { flags = [] }) => flags.find((flag) => article.flags.includes(flag)) ?? null,
}

const KEYS = Object.keys(HAS) as readonly Key[]

/** Why `only` leaves an article out, in words for staff; null where it takes it. */
export function missingFrom(only: Selection, chosen: Chosen): string | null {
  const lacking = KEYS.find((key) => only[key] !== undefined && HAS[key](chosen, only) === null)
  return lacking === undefined ? null : `${lacking} ${only[lacking]?.join(', ')}`
}

/** By what `except` leaves an article out, in words for staff; null where it does not. */
export function foundIn(except: Selection, chosen: Chosen): string | null {
  for (const key of KEYS) {
    const found = HAS[key](chosen, except)
    if (found !== null) return `${key} ${found}`
  }
  return null
}

/**
 * Whether `selection` goes by what only the article's page tells: what kind of page it is, and its categories where the
 * feed gives none.
 */
export function asksForPage(selection: Selection, { categories }: Pick<Article, 'categories'>): boolean {
  return selection.flags !== undefined || (selection.categories !== undefined && categories.length === 0)
}

/** Whether what stands in an article's text decides what becomes of it. */
export function goesByText(selection: Selection | null): boolean {
  return selection?.text !== undefined
}

/**
 * The first of `words` that stands in anything of an article that a post of it may tell: headline, text, authors,
 * categories, section, tags. Null where none does.
 */
export function holdWordIn(words: readonly string[], article: Article, page: string | null = null): string | null {
  if (words.length === 0) return null
  const { authors, categories, section, tags } = article
  return termIn([textOf(article, page), ...authors, ...categories, section ?? '', ...tags].join('\n'), words)
}

/** The headline, and all that is known of the text: what the feed gave, and what was read of its page. */
function textOf({ title, summary, content, sentences }: Article, page: string | null = null): string {
  return [title, plainText(summary ?? ''), plainText(content ?? ''), sentences.join(' '), page ?? ''].join('\n')
}

function sameName(wanted: readonly string[] | undefined, names: readonly string[]): string | null {
  const have = new Set(names.map(folded))
  return wanted?.find((name) => have.has(folded(name))) ?? null
}

/**
 * Whether an address lies in a folder: `/sport` holds `/sport` and `/sport/2026/x`, not `/sports`. Without a link it
 * lies in none.
 */
function isUnder(url: string, folder: string): boolean {
  if (!URL.canParse(url)) return false
  const path = decoded(new URL(url).pathname)
  const wanted = decoded(folder).replace(/\/+$/, '')
  return path === wanted || path.startsWith(`${wanted}/`)
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path).toLowerCase()
  } catch {
    return path.toLowerCase()
  }
}

/** Whether text in `language` is in what `wanted` names: `en` names `en-GB` too (RFC 4647, 3.3.1). */
function speaks(language: string | null, wanted: string): boolean {
  if (language === null) return false
  const [mine, asked] = [language.toLowerCase(), wanted.toLowerCase()]
  return mine === asked || mine.startsWith(`${asked}-`)
}
