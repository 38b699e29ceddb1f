import { takeTurns } from '#src/base/clock.ts'
import { articlesById } from '#src/store/articles.ts'
import { doubtFeed } from '#src/store/feeds.ts'
import type { Writer } from '#src/store/open.ts'
import { outdatedOf, type Outdated, type Replacing } from '#src/store/outdated.ts'
import { newestWords } from '#src/store/revisions.ts'
import type { Sight } from './recognise.ts'
import { newDateOf } from './redate.ts'
import { changeOf } from './revise.ts'
import type { Origin } from './sort.ts'

/**
 * The stories of a push without those that come late: hubs bring what they did not get rid of minutes ago, and some of it
 * twice. Late is what the feed itself dates before what is known, and what was said before and replaced since. Whatever
 * a push changes, the next look is one at the whole feed, which a 304 must not hide: what that shows stands. Of what no
 * date tells to be the newer, the count is `doubted`: a correction may have come before what it corrects.
 */
export async function withoutLate(writer: Writer, sights: readonly Sight[], origin: Origin): Promise<UpToDate> {
  const ids = sights.map(({ article }) => article).filter((article) => article !== null)
  const words = new Map(
    (await newestWords(writer, origin.feed, ids, ['seen', 'read', 'waiting', 'routed'])).map((one) => [one.id, one]),
  )
  const articles = new Map((await articlesById(writer, ids)).map((one) => [one.id, one]))
  const outdated = await outdatedOf(writer, ids)
  const changed = new Map<Sight, Replacing>()
  const turn = takeTurns()
  for (const sight of sights) {
    await turn()
    const { article: id, entry } = sight
    const [known, article] = id === null ? [] : [words.get(id), articles.get(id)]
    const changes = [known && changeOf(known, entry), article && newDateOf(article, entry, origin)].filter(
      (change) => change !== undefined && change !== null,
    )
    if (changes.length > 0) changed.set(sight, allOf(changes))
  }
  if (changed.size > 0) await doubtFeed(writer, origin.feed, true)
  const isToldLate = (sight: Sight, change: Replacing): boolean | null =>
    isWrittenLate(change, outdated.get(sight.article!)!)
  return {
    upToDate: sights.filter((sight) => {
      const change = changed.get(sight)
      if (change === undefined) return true
      return !(isToldLate(sight, change) ?? isSaidBefore(change, outdated.get(sight.article!)!))
    }),
    doubted: [...changed].filter(([sight, change]) => isToldLate(sight, change) === null).length,
  }
}

interface UpToDate {
  readonly upToDate: readonly Sight[]
  readonly doubted: number
}

function allOf(changes: readonly Replacing[]): Replacing {
  const { updated } = changes[0]!
  return { was: changes.flatMap(({ was }) => was), became: changes.flatMap(({ became }) => became), updated }
}

/** By the feed's own dates; null where they do not tell. */
function isWrittenLate({ updated }: Replacing, known: Outdated): boolean | null {
  return updated === null || known.updated === null || updated === known.updated ? null : updated < known.updated
}

function isSaidBefore({ became }: Replacing, known: Outdated): boolean {
  return became.every((said) => known.said.has(said))
}
