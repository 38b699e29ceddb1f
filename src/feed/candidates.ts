import { unreachable } from '#src/base/errors.ts'
import { randomId } from '#src/base/random.ts'
import type { Article } from '#src/records.ts'
import { addArticle, addSighting, beginsAgain, moveArticle, unread } from '#src/store/articles.ts'
import { addKeys, addLikeness, forgetKeys } from '#src/store/identity.ts'
import type { Writer } from '#src/store/open.ts'
import { ruleOf, UPDATE, type Reason } from '#src/store/reasons.ts'
import { ageFrom } from './dated.ts'
import type { Verdict } from './gate.ts'
import { likenessKeys, minuteKeys, pageKeys, partKeys, timeKeys } from './likeness.ts'
import type { Newcomer, Origin } from './sort.ts'

/** A story that may be news, with what the gate says of it alone. */
export type Candidate =
  | { readonly is: 'new'; readonly newcomer: Newcomer; readonly verdict: Verdict }
  /** Another feed brought it; channels that take only this feed may still want it. */
  | { readonly is: 'elsewhere'; readonly article: Article; readonly verdict: Verdict }

/** Lets a candidate go as its verdict says. */
export async function pass(writer: Writer, candidate: Candidate, origin: Origin): Promise<void> {
  const { verdict } = candidate
  const { feed, now } = origin
  const baseline = verdict.state === 'old'
  switch (candidate.is) {
    case 'new': {
      const article = await addNewcomer(writer, candidate.newcomer, verdict, origin)
      await addSighting(writer, { article, feed, seen: now, baseline })
      return
    }
    case 'elsewhere': {
      const { article } = candidate
      await addSighting(writer, { article: article.id, feed, seen: now, baseline })
      if (baseline) return
      const why: Reason = verdict.state === 'seen' ? `new: also seen in ${feed}` : verdict.reason
      await moveArticle(writer, article, {
        to: article.state === 'old' ? verdict.state : beginsAgain(article),
        why,
        at: now,
      })
      return
    }
    default:
      unreachable(candidate)
  }
}

/** Keeps a candidate until staff have answered; answers its article. */
export async function hold(writer: Writer, candidate: Candidate, reason: Reason, origin: Origin): Promise<string> {
  const { feed, now } = origin
  const article =
    candidate.is === 'new'
      ? await addNewcomer(writer, candidate.newcomer, { state: 'waiting', reason }, origin)
      : candidate.article.id
  await addSighting(writer, { article, feed, seen: now, baseline: true })
  return article
}

/** Whether an article is at the end of its way, and goes it once more for a feed that brings it anew. */
export function isAtRest({ state }: Article): boolean {
  return state === 'old' || state === 'routed'
}

/** Stores a story that nobody knows yet. */
export async function addNewcomer(
  writer: Writer,
  { entry, names, doubt, likeness, index }: Newcomer,
  verdict: Verdict,
  { feed, language, days, now }: Origin,
): Promise<string> {
  const id = randomId()
  const article = {
    id,
    ...verdict,
    ...unread(entry, feed, language),
    published: ageFrom(entry.published, days, now),
    seen: now,
  }
  await addArticle(writer, article, now * 1_000 + index, entry.updated)
  // From now on this is what came last under the name.
  if (doubt !== null) await forgetKeys(writer, [doubt])
  await addKeys(writer, id, doubt === null ? names : [...names, doubt])
  // What goes on with another is like nothing.
  if (ruleOf(verdict.reason) === UPDATE) return id
  await addLikeness(writer, id, [
    ...likenessKeys(likeness),
    ...pageKeys(entry.link),
    ...partKeys(entry),
    ...timeKeys(feed, entry.published),
    ...minuteKeys(likeness, entry.published),
  ])
  return id
}
