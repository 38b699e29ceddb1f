/** What articles have said of themselves, for comparing an entry with them. */
import type { Millis } from '#src/base/clock.ts'
import type { Reader } from './open.ts'
import { membersOf, prepare } from './prepared.ts'
import type { Words } from './revisions.ts'

/** What is known of what one article says. */
export interface Said {
  readonly article: string
  readonly url: string
  /** Null where its feed gave no date. */
  readonly published: Millis | null
  /** As it was stored, and its newest revision; texts are null once they are forgotten. */
  readonly words: readonly Words[]
  /** Its likenesses, under earlier headlines too. */
  readonly likeness: readonly string[]
}

/** What `articles` have said; those that are unknown are left out. */
export async function saidBy(reader: Reader, articles: readonly string[]): Promise<ReadonlyMap<string, Said>> {
  const values = { articles: JSON.stringify(articles) }
  const newest = new Map((await REVISIONS.all(reader, values)).map((words) => [words.article, words]))
  const likeness = Map.groupBy(await LIKENESSES.all(reader, values), ({ article }) => article)
  const said = (await STORED.all(reader, values)).map(({ id, url, published, seen, ...words }): Said => {
    const last = newest.get(id)
    return {
      article: id,
      url,
      published: published === seen ? null : published,
      words: last === undefined ? [words] : [words, last],
      likeness: (likeness.get(id) ?? []).map(({ key }) => key),
    }
  })
  return new Map(said.map((each) => [each.article, each]))
}

interface Asked {
  readonly articles: string
}

const STORED = prepare<
  Asked,
  Words & { readonly id: string; readonly url: string; readonly published: Millis; readonly seen: Millis }
>((db, blank) =>
  db
    .selectFrom('article')
    .select(['id', 'url', 'published', 'seen', 'title', 'summary', 'content'])
    .where('id', 'in', membersOf(blank('articles'))),
)

const REVISIONS = prepare<Asked, Words & { readonly article: string }>((db, blank) =>
  db
    .selectFrom('revision')
    .select(['article', 'title', 'summary', 'content'])
    .where('article', 'in', membersOf(blank('articles')))
    .orderBy('revision'),
)

const LIKENESSES = prepare<Asked, { readonly key: string; readonly article: string }>((db, blank) =>
  db
    .selectFrom('likeness')
    .selectAll()
    .where('article', 'in', membersOf(blank('articles'))),
)
