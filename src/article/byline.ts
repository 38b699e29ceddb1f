import { bare } from './same.ts'

const BY = 'by|von|par|por|di|da|door|przez|av|автор|автора|от|від'
const NAME = String.raw`\p{Lu}[\p{L}\p{M}.'’-]*`
const PARTICLE = '(?:von|van|de|del|der|den|da|dos|di|du|la|le|al|bin|zu)'
const FULL_NAME = `${NAME}(?:\\s${PARTICLE})*(?:\\s${NAME}){1,3}`
/** "By Jan Brandt and Eva Lind.", "Ein Kommentar von Eva Lind.": nothing but what it is and whose. */
const ALONE = new RegExp(
  `^(?:(?:${BY})|(?:\\p{L}+\\s){1,2}(?:von|by|par|por|di))\\s*:?\\s${FULL_NAME}(?:(?:,|\\s(?:and|und|et|y|e|и|та))\\s${FULL_NAME}){0,3}\\.?$`,
  'u',
)
const LONGEST = 120

/** Whether `sentence` tells nothing but who wrote the text. */
export function isByline(sentence: string): boolean {
  return sentence.length < LONGEST && ALONE.test(sentence.slice(0, 1).toLowerCase() + sentence.slice(1))
}

/** Whether `text` begins with one of its `authors`, and holds little else. */
export function beginsWithAuthor(text: string, authors: readonly string[]): boolean {
  const start = bare(text.replace(/^(?:by|von|par|por|di|автор)[\s:]+/iu, ''))
  return text.length < LONGEST && authors.some((author) => bare(author).length > 5 && start.startsWith(bare(author)))
}
