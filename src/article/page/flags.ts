import type { Flag } from '#src/records.ts'
import { bare } from '../same.ts'
import type { PageDocument } from './dom.ts'
import { textOf, typesOf, type LinkedNode } from './linked-data.ts'
import type { MetaTags } from './meta.ts'

// What newsrooms call the section of opinions, in the languages of their readers; whole names, without spaces.
const OPINION = new RegExp(
  `^(?:${[
    'opinions?|oped|commentary|comments?|commentisfree|editorials?|columns?|columnists?|letters',
    'meinung|meinungen|kommentare?|leitartikel|kolumnen?|gastbeitrag|opinie|opiniestukken|columns',
    'opinion|tribunes?|chroniques?|idées|débats|editos?|éditos?|editoriaux',
    'opinión|tribuna|columnas|editoriales|opinião|colunas|colunistas|opinioni|opinione|commenti|editoriali',
    'debatt|ledare|leder|meninger|kronikk|kronikker|synspunkt|mielipide|pääkirjoitus',
    'opinie|komentarze|felietony|názory|komentáře|komentáre|vélemény|opinii|editoriale|mišljenja|komentari',
    'мнение|мнения|колонки|колумнисты|думка|думки|погляд|погляди|колонка|точказрения|точказору',
    'yorum|yorumlar|yazarlar|köşeyazıları|رأي|الرأي|آراء|مقالات|דעות|یادداشت',
    '评论|評論|观点|觀點|社论|社説|社說|オピニオン|論説|오피니언|사설|칼럼',
  ].join('|')})$`,
  'u',
)

/** What the page itself says its article is, by its data, its section and its address; never guessed from its words. */
export function flagsOf(
  node: LinkedNode | null,
  nodes: readonly LinkedNode[],
  meta: MetaTags,
  section: string | null,
  url: string,
): readonly Flag[] {
  const types = new Set(node === null ? [] : typesOf(node))
  const flags: Flag[] = []
  if (isPaywalled(node, meta)) flags.push('paywalled')
  const live = nodes.some((each) => typesOf(each).includes('LiveBlogPosting'))
  if (live || (node !== null && node['coverageStartTime'] !== undefined)) flags.push('live')
  // The last part of an address is the article's own name.
  const folders = new URL(url).pathname.split('/').slice(1, -1)
  const sections = [section, ...folders.slice(0, MOST_FOLDERS)].map((name) => bare(name ?? ''))
  if (
    types.has('OpinionNewsArticle') ||
    meta.first('article:opinion')?.toLowerCase() === 'true' ||
    sections.some((name) => OPINION.test(name))
  ) {
    flags.push('opinion')
  }
  if (/^video/i.test(meta.first('og:type') ?? '') || types.has('VideoObject')) flags.push('video')
  return flags
}

const MOST_FOLDERS = 2

/** https://developers.google.com/search/docs/appearance/structured-data/paywalled-content and Facebook's content tier. */
function isPaywalled(node: LinkedNode | null, meta: MetaTags): boolean {
  const free = node === null ? undefined : node['isAccessibleForFree']
  const tier = meta.first('article:content_tier')?.toLowerCase()
  return free === false || /^(?:false|no)$/i.test(textOf(free) ?? '') || tier === 'locked' || tier === 'metered'
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
