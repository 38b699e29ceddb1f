import type { Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { alikeBy, type Alike } from '#src/store/identity.ts'
import type { Reader } from '#src/store/open.ts'
import { saidBy } from '#src/store/said.ts'
import { slugKey } from '#src/text/urls.ts'
import { agreementOf } from './agree.ts'
import { isInstant } from './dated.ts'
import { readsLikeEdit, WITHIN } from './edited.ts'
import { isDoubtful, isRetold, isSame, needsWords, type Resemblance } from './gate.ts'
import { timeKeys, type Likeness } from './likeness.ts'
import { addressName, pathOf } from './names.ts'
import type { Others } from './others.ts'
import type { Sight } from './recognise.ts'
import { AFTER, AT_LENGTH, TELLING } from './same-time.ts'
import { isNextOfSeries, standsInOthers } from './series.ts'
import { twinOf } from './twin.ts'

/** An article that an entry resembles. */
export interface Resembled {
  /** The article that it is, by more than its words; null where it may be another one. */
  readonly same: string | null
  /**
   * How it is like the one article of this feed that has its headline, or else its text, or like any of several that it
   * tells word for word at length; null where there is none.
   */
  readonly like: Resemblance | null
  /** Whether its headline recurs above short texts, as what was kept back shows too. */
  readonly recurs: boolean
  /**
   * Whether it is evidently the next of a series: `beside` all that came before, or `after` some that slid out, as an
   * archive might that is issued again one by one.
   */
  readonly next: 'beside' | 'after' | null
  /**
   * Whether it came after every article of this feed that has its headline or its text: an hour or more, as all of them
   * stood beside it or had slid out at the document's end. What is issued again comes in their place.
   */
  readonly comesAfter: boolean
  /** Whether any article of this feed had its headline, or its text. */
  readonly echo: boolean
  /** Whether it reads like an edit of the one article of this feed that has its headline, or its time. */
  readonly edit: boolean
}

// A headline that two articles have is one that recurs, and proves nothing.
const MOST = 4

/** What an entry is compared with. */
export interface Surroundings {
  readonly feed: string
  readonly others: Others
  /** The articles that stand in the same document under names of their own. */
  readonly present: ReadonlySet<string>
  /** Whether the feed gives days without a time. */
  readonly days: boolean
  readonly now: Millis
}

/** Compares an entry none of whose `names` is known with the articles that are known. */
export async function resemble(
  reader: Reader,
  { entry, names }: Pick<Sight, 'entry' | 'names'>,
  likeness: Likeness,
  { feed, others, present, days, now }: Surroundings,
): Promise<Resembled> {
  const titled = likeness.title === null ? [] : await alikeBy(reader, feed, [likeness.title], MOST)
  const worded = await alikeBy(reader, feed, likeness.texts, MOST)
  const absent = [...new Map([...titled, ...worded].map((alike) => [alike.article, alike])).values()].filter(
    ({ article }) => !present.has(article),
  )
  // A page that several stories link to is none of their names, and tells nothing.
  const own = entry.link === null || !names.includes(addressName(entry.link)) ? null : entry.link
  const path = own === null ? '' : pathOf(own)
  const isTelling = (alike: Alike): boolean =>
    isOwn(alike) || (likeness.length < AT_LENGTH && isNext(alike, entry.published ?? now, present))
  const standing = worded.filter(isOwn).length > 1
  const spoken = {
    length: likeness.length,
    headline: likeness.headline,
    standing,
    dated: entry.published !== null,
    recurring: await isRecurring(entry, { titled, worded }, others),
  }
  const measured = absent.map((alike) => {
    const has = ({ article }: Alike): boolean => article === alike.article
    const words = { ...spoken, sameTitle: titled.some(has), sameText: worded.some(has) }
    return { ...alike, how: compare({ path, link: own, published: entry.published }, alike, words, { days, now }) }
  })
  const compared = await withWords(reader, entry, measured, others)
  const only = [titled, likeness.length >= TELLING ? worded : []]
    .map((alike) => alike.filter(isOwn))
    .flatMap((alike) => (alike.length === 1 ? alike : []))
    .flatMap(({ article }) => compared.find((each) => each.article === article) ?? [])[0]
  const timed = await alikeBy(reader, feed, timeKeys(feed, entry.published), MOST)
  const tellings = titled.filter(isTelling)
  const like = only ?? compared.find(({ how }) => isRetold(how))
  const same = compared.find(({ how }) => isSame(how))?.article
  const before = titled.filter(({ inFeed }) => inFeed)
  const whole = worded.filter((alike) => isOwn(alike) && titled.some(({ article }) => article === alike.article))
  const isNextOne = await isNextOfSeries(entry, { before, whole }, { others, present })
  const edited = { titled: tellings, timed: timed.filter(isOwn) }
  return {
    same: same ?? (await twinOf(reader, { ...entry, link: own }, likeness, { feed, others, present, days, now })),
    like: like?.how ?? null,
    recurs: tellings.length > 1 && likeness.length < AT_LENGTH,
    next: !isNextOne ? null : before.every(({ article }) => present.has(article)) ? 'beside' : 'after',
    comesAfter: [...titled, ...worded].every(
      (alike) =>
        !alike.inFeed ||
        ((entry.published ?? now) - alike.published >= AFTER &&
          (present.has(alike.article) || others.hasSlidOut(alike))),
    ),
    echo: compared.some(({ how }) => how.sameFeed && (how.sameTitle || likeness.length >= TELLING)),
    edit:
      same === undefined &&
      (compared.some(({ how }) => isDoubtful(how)) ||
        (!isNextOne && (await readsLikeEdit(reader, entry, likeness, edited, { others, present, days, now })))),
  }
}

/**
 * Whether an entry that another feed told word for word says what recurs: several articles have its headline or its text,
 * or most of that stands in others.
 */
async function isRecurring(
  entry: Entry,
  { titled, worded }: { readonly titled: readonly Alike[]; readonly worded: readonly Alike[] },
  others: Others,
): Promise<boolean> {
  if (titled.length > 1 || worded.length > 1) return true
  const twins = worded.filter(({ inFeed }) => !inFeed).map(({ article }) => article)
  return twins.length > 0 && standsInOthers(entry, twins, others)
}

type Compared = Alike & { readonly how: Resemblance }

/** Reads what the articles say that only their words tell apart from the entry: as a rule none. */
async function withWords(
  reader: Reader,
  entry: Entry,
  measured: readonly (Alike & { readonly how: Omit<Resemblance, 'agreement'> })[],
  others: Others,
): Promise<readonly Compared[]> {
  const close = measured.filter(({ how }) => needsWords(how)).map(({ article }) => article)
  if (close.length === 0) return measured.map((alike) => ({ ...alike, how: { ...alike.how, agreement: null } }))
  const said = await saidBy(reader, close)
  const standing = await others.standing(entry, close)
  return measured.map((alike) => {
    const other = needsWords(alike.how) ? said.get(alike.article) : undefined
    return {
      ...alike,
      how: { ...alike.how, agreement: other === undefined ? null : agreementOf(entry, other, () => standing) },
    }
  })
}

function isOwn({ inFeed, isCopy }: Alike): boolean {
  return inFeed && !isCopy
}

/**
 * Whether what was kept back as told before is a telling of its own of what recurs: it came half a day off, or stands
 * beside the entry. An edit comes sooner, and in its article's place.
 */
function isNext({ article, inFeed, isCopy, published }: Alike, at: Millis, present: ReadonlySet<string>): boolean {
  return inFeed && isCopy && (present.has(article) || Math.abs(at - published) >= WITHIN)
}

function compare(
  entry: Pick<Entry, 'link' | 'published'> & { readonly path: string },
  alike: Alike,
  words: Omit<Resemblance, 'sameFeed' | 'samePath' | 'sameSlug' | 'apart' | 'published' | 'agreement'>,
  { days, now }: Pick<Surroundings, 'days' | 'now'>,
): Omit<Resemblance, 'agreement'> {
  // What has no date is as old as its first sight.
  const published = entry.published ?? now
  return {
    ...words,
    published,
    sameFeed: alike.inFeed,
    sameSlug: entry.published === alike.published && isInstant(published) && haveSameSlug(entry.link, alike.url),
    samePath: entry.path !== '' && entry.path === pathOf(alike.url) && !hasSameAddress(entry.link, alike.url),
    apart: !days || (isInstant(published) && isInstant(alike.published)) ? Math.abs(published - alike.published) : null,
  }
}

/** What has the very address and is not known by it: that was given to the next story of its page. */
function hasSameAddress(link: string | null, url: string): boolean {
  return link !== null && addressName(link) === addressName(url)
}

function haveSameSlug(link: string | null, url: string): boolean {
  const slug = link === null ? null : slugKey(link)
  return slug !== null && slug === slugKey(url)
}
