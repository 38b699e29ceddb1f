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
  site: string,
  article: string,
  lines: readonly string[],
): Promise<void> {
  for (const line of lines) {
    await writer
      .insertInto('site_line')
      .values({ site, line, article })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
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
