import type { Millis } from '#src/base/clock.ts'
import type { Reader, Writer } from './open.ts'

/** A page as it was read once. */
export interface PageMemory {
  readonly article: string
  readonly url: string
  readonly at: Millis
  /** Validators, verbatim and from the same answer (RFC 9110, 13.1). */
  readonly etag: string | null
  readonly lastModified: string | null
  /** What was read, as JSON. */
  readonly read: string
}

export async function recallPage(reader: Reader, article: string): Promise<PageMemory | undefined> {
  const row = await reader.selectFrom('page').selectAll().where('article', '=', article).executeTakeFirst()
  if (row === undefined) return undefined
  const { last_modified: lastModified, ...rest } = row
  return { ...rest, lastModified }
}

export async function rememberPage(writer: Writer, { lastModified, ...rest }: PageMemory): Promise<void> {
  const row = { ...rest, last_modified: lastModified }
  await writer
    .insertInto('page')
    .values(row)
    .onConflict((conflict) => conflict.column('article').doUpdateSet(row))
    .execute()
}

/** Remembers which lines stood in an article of `site`, by their fingerprints. */
export async function rememberLines(
  writer: Writer,
  { site, article, at }: { readonly site: string; readonly article: string; readonly at: Millis },
  lines: readonly string[],
): Promise<void> {
  if (lines.length === 0) return
  await writer
    .insertInto('site_line')
    .values(lines.map((line) => ({ site, line, article, at })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Forgets pages that were read before `before`, at most `limit` at once. Answers how many. */
export async function forgetPages(writer: Writer, before: Millis, limit: number): Promise<number> {
  const old = writer.selectFrom('page').select('article').where('at', '<', before).orderBy('at').limit(limit)
  const { numDeletedRows } = await writer.deleteFrom('page').where('article', 'in', old).executeTakeFirst()
  return Number(numDeletedRows)
}

/** How many articles of a site the lines are kept of: of the newest `most`; and where old, of the newest `least`. */
export interface LineMemory {
  readonly least: number
  readonly most: number
  readonly before: Millis
}

/** The sites whose lines are known. */
export async function sitesKnown(reader: Reader): Promise<readonly string[]> {
  const rows = await reader.selectFrom('site_line').select('site').distinct().orderBy('site').execute()
  return rows.map((row) => row.site)
}

/** Forgets the lines of a site's articles that are too many, or old and not needed to know what recurs. */
export async function forgetLines(writer: Writer, site: string, { least, most, before }: LineMemory): Promise<void> {
  const rows = await writer
    .selectFrom('site_line')
    .select((is) => ['article', is.fn.max('at').as('read')])
    .where('site', '=', site)
    .groupBy('article')
    .orderBy('read', 'desc')
    .orderBy('article')
    .execute()
  const gone = rows.filter(({ read }, index) => index >= most || (index >= least && read < before))
  for (const { article } of gone) {
    await writer.deleteFrom('site_line').where('site', '=', site).where('article', '=', article).execute()
  }
}

/** An article of a site, by the lines of it that were asked for. */
export interface SiteArticle {
  readonly article: string
  /** Empty where the article is forgotten. */
  readonly title: string
  readonly lines: readonly string[]
}

/** The articles of `site` other than this one in which any of `lines` stood, or any line that begins with `mark`. */
export async function articlesWithLines(
  reader: Reader,
  site: string,
  article: string,
  lines: readonly string[],
  mark: string,
): Promise<readonly SiteArticle[]> {
  if (lines.length === 0) return []
  const rows = await reader
    .selectFrom('site_line')
    .leftJoin('article', 'article.id', 'site_line.article')
    .select(['site_line.line', 'site_line.article', 'article.title'])
    .where('site', '=', site)
    .where('site_line.article', '<>', article)
    .where((is) =>
      is.or([
        is('site_line.line', 'in', lines),
        is.and([is('site_line.line', '>', mark), is('site_line.line', '<', `${mark}\u{10ffff}`)]),
      ]),
    )
    .orderBy('site_line.article')
    .orderBy('site_line.line')
    .execute()
  return [...Map.groupBy(rows, (row) => row.article)].map(([id, its]) => ({
    article: id,
    title: its[0]!.title ?? '',
    lines: its.map(({ line }) => line),
  }))
}

/** How many articles of `site` have been read for their lines. */
export async function articlesRead(reader: Reader, site: string): Promise<number> {
  const row = await reader
    .selectFrom('site_line')
    .select((is) => is.fn.count<number>('article').distinct().as('articles'))
    .where('site', '=', site)
    .executeTakeFirstOrThrow()
  return row.articles
}
