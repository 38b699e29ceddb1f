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

/** Those of `lines` that stood in at least `least` articles of `site` other than this one. */
export async function recurringLines(
  reader: Reader,
  site: string,
  article: string,
  lines: readonly string[],
  least: number,
): Promise<ReadonlySet<string>> {
  if (lines.length === 0) return new Set()
  const rows = await reader
    .selectFrom('site_line')
    .select('line')
    .where('site', '=', site)
    .where('article', '<>', article)
    .where('line', 'in', lines)
    .groupBy('line')
    .having((is) => is.fn.countAll(), '>=', least)
    .execute()
  return new Set(rows.map((row) => row.line))
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
