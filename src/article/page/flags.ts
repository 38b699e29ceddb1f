import type { PageDocument } from './dom.ts'
import { textOf, typesOf, type LinkedNode } from './linked-data.ts'
import type { MetaTags } from './meta.ts'
import type { Flag } from './page.ts'

/** What the page itself says its article is; never guessed from its words. */
export function flagsOf(node: LinkedNode | null, meta: MetaTags): readonly Flag[] {
  const types = node === null ? [] : typesOf(node)
  // https://developers.google.com/search/docs/appearance/structured-data/paywalled-content
  const free = node === null ? undefined : node['isAccessibleForFree']
  const tier = meta.first('article:content_tier')?.toLowerCase()
  const flags: Flag[] = []
  if (free === false || /^(?:false|no)$/i.test(textOf(free) ?? '') || tier === 'locked' || tier === 'metered') {
    flags.push('paywalled')
  }
  if (types.includes('LiveBlogPosting') || (node !== null && node['coverageStartTime'] !== undefined))
    flags.push('live')
  if (types.includes('OpinionNewsArticle') || meta.first('article:opinion') === 'true') flags.push('opinion')
  if (/^video/i.test(meta.first('og:type') ?? '')) flags.push('video')
  return flags
}

/** The language of the article: JSON-LD's, else the page's. A tag such as `pt-BR`; null where none is said. */
export function languageOf(document: PageDocument, meta: MetaTags, node: LinkedNode | null): string | null {
  const told = [
    document.documentElement.getAttribute('lang') ?? document.documentElement.getAttribute('xml:lang'),
    node === null ? null : textOf(node['inLanguage']),
    meta.first('og:locale', 'content-language', 'language'),
  ]
  for (const text of told) {
    const tag = /^[a-z]{2,3}(?:[-_][a-z\d]{2,8})*$/i.exec(text?.trim() ?? '')?.[0]
    if (tag !== undefined) return tag.replaceAll('_', '-')
  }
  return null
}
