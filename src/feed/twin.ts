import { DAY } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { alikeBy } from '#src/store/identity.ts'
import type { Reader } from '#src/store/open.ts'
import { saidBy } from '#src/store/said.ts'
import { agreementOf } from './agree.ts'
import { pageKeys } from './likeness.ts'
import type { Surroundings } from './resemble.ts'

// A page that so many stories link to is none of theirs.
const MOST = 4

/**
 * The article that another feed shows at an address for another device, or one that says from where its readers come:
 * `m.`, `amp.`, `?ref=`. Headline or text must agree at least partly, within a day. Within one feed its own software
 * tells its stories apart.
 */
export async function twinOf(
  reader: Reader,
  entry: Entry,
  { feed, others, present, now }: Surroundings,
): Promise<string | null> {
  const alike = await alikeBy(reader, feed, pageKeys(entry.link), MOST)
  const near = alike.filter(
    ({ article, inFeed, isCopy, published }) =>
      !inFeed && !isCopy && !present.has(article) && Math.abs((entry.published ?? now) - published) <= DAY,
  )
  if (near.length === 0) return null
  const said = await saidBy(
    reader,
    near.map(({ article }) => article),
  )
  const standing = await others.standing(entry, [...said.keys()])
  const twin = [...said.values()].find((each) => {
    const { title, text } = agreementOf(entry, each, () => standing)
    return title === 'same' || title === 'alike' || text === 'same' || text === 'alike'
  })
  return twin?.article ?? null
}
