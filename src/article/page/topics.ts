import { plainTitle } from '#src/text/html.ts'
import { bare } from '../same.ts'
import { namesOf, textOf, type LinkedNode } from './linked-data.ts'
import type { MetaTags } from './meta.ts'

const MOST = 30
const LONGEST = 60

/** The newsroom's section of the article; null where the page says none. */
export function sectionOf(meta: MetaTags, node: LinkedNode | null): string | null {
  const told = [
    node === null ? null : textOf(node['articleSection']),
    meta.first('article:section', 'og:article:section'),
  ]
  return told.map((text) => plainTitle(text ?? '')).find(isForReaders) ?? null
}

/** What the newsroom says the article is about: by its own tags, else JSON-LD's, else the keywords of its meta tags. */
export function tagsOf(
  meta: MetaTags,
  node: LinkedNode | null,
  nodes: readonly LinkedNode[],
  headline: string | null,
): readonly string[] {
  const named = meta.all('article:tag', 'og:article:tag')
  const linked = node === null ? [] : namesOf(node['keywords'], nodes)
  const all = named.length > 0 ? named : linked.length > 0 ? linked : meta.all('news_keywords', 'keywords')
  const tags = all
    .flatMap((tag) => tag.split(/\s*[,;]\s*/))
    .map((tag) => plainTitle(tag).replace(/^(?:Category|Tag): ?/, ''))
  const found = new Map(tags.filter(isForReaders).map((tag) => [bare(tag), tag]))
  found.delete(bare(headline ?? ''))
  return [...found.values()].slice(0, MOST)
}

/** What publishing systems tell each other is no topic: keys, addresses, `names-of-their-own`, `@handles`. */
function isForReaders(text: string): boolean {
  if (!/\p{L}/u.test(text) || text.length > LONGEST) return false
  return !/[@/\\_=<>{}[\]|]|:\S|^[a-z\d]+(?:-[a-z\d]+){2,}$|^[a-f\d-]{16,}$/.test(text)
}
