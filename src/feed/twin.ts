import { DAY, MINUTE, type Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { alikeBy, onlyAlike, type Alike } from '#src/store/identity.ts'
import type { Reader } from '#src/store/open.ts'
import { saidBy, type Said } from '#src/store/said.ts'
import { agreementOf } from './agree.ts'
import { minuteKeys, pageKeys, type Likeness } from './likeness.ts'
import type { Surroundings } from './resemble.ts'
import { isScheduled, TELLING_HEADLINE } from './same-time.ts'
import { toldBy } from './told.ts'

// A page that so many stories link to is none of theirs.
const MOST = 4
// Software stamps a story for each feed of its own; no alert is over and given again so soon.
const STAMPED: Millis = MINUTE

/** The article that another feed shows, at an address of the same page or at the same time. */
export async function twinOf(
  reader: Reader,
  entry: Entry,
  likeness: Likeness,
  surroundings: Surroundings,
): Promise<string | null> {
  return (await atSamePage(reader, entry, surroundings)) ?? (await atSameTime(reader, entry, likeness, surroundings))
}

/**
 * The article that another feed shows under the headline of `entry`, its text or a part of it, and its time, wherever it
 * links to. What recurs has headline and text in common, and a time of its own; what is scheduled may begin in two places
 * under one label. Times may differ by a little under a headline that tells a story.
 */
async function atSameTime(
  reader: Reader,
  entry: Entry,
  likeness: Likeness,
  { feed, present }: Surroundings,
): Promise<string | null> {
  const { published } = entry
  const alike = await alikeBy(reader, feed, minuteKeys(likeness, published, STAMPED), MOST)
  const near = alike.filter((each) => isElsewhere(each, present))
  if (published === null || near.length === 0) return null
  const isTelling = likeness.headline >= TELLING_HEADLINE
  const said = await saidBy(
    reader,
    near.map(({ article }) => article),
  )
  const found = near
    .map(({ article }) => said.get(article))
    .filter((each) => each !== undefined)
    .filter(({ published: time }) => {
      if (time === null) return false
      return time === published ? isTelling || !isScheduled(time) : isTelling && Math.abs(time - published) <= STAMPED
    })
    .filter((each) => hasTextOf(entry, each))
  const exact = found.filter((each) => each.published === published)
  return onlyAlike(exact.length > 0 ? exact : found)?.article ?? null
}

/** Whether the text of one is that of the other, or stands in it. */
function hasTextOf(entry: Entry, { words }: Said): boolean {
  const others = words.flatMap((known) => toldBy(known).bareTexts())
  return toldBy(entry)
    .bareTexts()
    .some((one) => others.some((other) => one.includes(other) || other.includes(one)))
}

function isElsewhere({ article, inFeed, isCopy }: Alike, present: ReadonlySet<string>): boolean {
  return !inFeed && !isCopy && !present.has(article)
}

/**
 * The article that another feed shows at an address for another device, or one that says from where its readers come:
 * `m.`, `amp.`, `?ref=`. Headline or text must agree at least partly, within a day. Within one feed its own software
 * tells its stories apart.
 */
async function atSamePage(
  reader: Reader,
  entry: Entry,
  { feed, others, present, now }: Surroundings,
): Promise<string | null> {
  const alike = await alikeBy(reader, feed, pageKeys(entry.link), MOST)
  const near = alike.filter(
    (each) => isElsewhere(each, present) && Math.abs((entry.published ?? now) - each.published) <= DAY,
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
