import { plainTitle } from '#src/text/html.ts'
import type { PageDocument } from './dom.ts'

/** The page's meta tags, by `name`, `property` or `itemprop` in lower case. */
export interface MetaTags {
  /** The first of `names` that the page fills, as plain text. */
  first(...names: readonly string[]): string | null
  /** All that the page says under the first of `names` that it fills. */
  all(...names: readonly string[]): readonly string[]
}

export function readMeta(document: PageDocument): MetaTags {
  const tags = new Map<string, string[]>()
  for (const meta of document.querySelectorAll('meta')) {
    const content = plainTitle(meta.getAttribute('content') ?? '')
    if (content === '') continue
    for (const attribute of ['property', 'name', 'itemprop']) {
      const name = meta.getAttribute(attribute)?.trim().toLowerCase()
      if (name) tags.set(name, [...(tags.get(name) ?? []), content])
    }
  }
  const all = (...names: readonly string[]): readonly string[] =>
    names.map((name) => tags.get(name)).find((found) => found !== undefined) ?? []
  return { all, first: (...names) => all(...names)[0] ?? null }
}
