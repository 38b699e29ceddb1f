import { takeTurns, type Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { datesOf, titlesOf } from '#src/store/identity.ts'
import type { Reader } from '#src/store/open.ts'
import { saidBy, type Said } from '#src/store/said.ts'
import { bareText } from '#src/text/fingerprint.ts'
import { agreementOf, hasTitle, isLike, isSameTelling, isUnlike, type Agreement } from './agree.ts'
import { WITHIN } from './edited.ts'
import { numberedBy } from './numbered.ts'
import { linkingToPage } from './same-page.ts'
import { once, standingIn, toldBy } from './told.ts'

/** An entry with the articles that its names are known for; null where they are known for none. */
export interface Called {
  readonly entry: Entry
  /**
   * The name that may be another story's: its guid; its address where its guid is new and that article has another; or all
   * that it has, where they agree, and its headline and date are new.
   */
  readonly name: 'guid' | 'address' | 'all'
  /** By that name. */
  readonly byName: string | null
  /** By its addresses, beside its guid. */
  readonly byLink: string | null
  /** What came last under the name and was kept back, as it may be an edit; null where nothing was. */
  readonly heir: string | null
  /** How what comes under the name is called while it may be an edit. */
  readonly heirKey: string
  /** Whether the name has changed hands before. */
  readonly changesHands: boolean
  /** The time of the heir, where staff dropped it. */
  readonly dropped?: Millis | undefined
}

/** An entry whose guid or address names another story than it did. */
export interface Misnamed {
  /** The article that it is; null where it is none that is known. */
  readonly article: string | null
  readonly name: Called['name']
  readonly heirKey: string
  /**
   * What the name is: `position`, which goes from story to story as they move down the document, and names none; a
   * `slot`, which was given to another story, and names that from now on; or in `doubt`: it may as well be an edit, and
   * it names what it did.
   */
  readonly as: 'position' | 'slot' | 'doubt'
  /** The time of what staff dropped at its address before; undefined where nothing was, or its guid is at another page. */
  readonly dropped?: Millis | undefined
}

/**
 * The entries of a document that are not what their names say. A guid names its article where something else agrees: the
 * address, headline or text in part, the date. RSS 2.0 and Atom want it to be unique for ever; some software counts the
 * items of the document, or starts a counter anew, or gives a place on the front page one guid for all that stands there;
 * and a page that reports from day to day has one address.
 */
export async function misnamedOf(reader: Reader, called: readonly Called[]): Promise<ReadonlyMap<Entry, Misnamed>> {
  const heirs = called
    .filter(isHeir)
    .map(({ entry, name, heir, heirKey }): [Entry, Misnamed] => [entry, { article: heir, name, heirKey, as: 'doubt' }])
  const doubtful = called.filter(isDoubtful)
  if (doubtful.length === 0) return new Map(heirs)
  const titles = await titlesOf(
    reader,
    doubtful.map(({ byName }) => byName!),
  )
  const renamed = doubtful.filter(({ name }) => name === 'address').map(({ byName }) => byName!)
  const dates = renamed.length === 0 ? new Map<string, Millis>() : await datesOf(reader, renamed)
  // The usual case: an article that was moved to another address, or has another guid.
  const isOwn = ({ entry, name, byName, byLink }: Called): boolean =>
    byLink === null &&
    bareText(titles.get(byName!) ?? '') === bareText(entry.title) &&
    (name === 'guid' || !isOfOtherDay(entry, dates.get(byName!) ?? null))
  if (doubtful.every(isOwn)) return new Map(heirs)
  const ids = new Set(called.flatMap(({ byName, byLink, heir }) => [byName, byLink, heir]).filter((id) => id !== null))
  return new Map([...heirs, ...(await settle(called, await saidBy(reader, [...ids])))])
}

/** Which entries stand in the document as other articles than their guids say, where each article stands once. */
async function settle(
  called: readonly Called[],
  said: ReadonlyMap<string, Said>,
): Promise<ReadonlyMap<Entry, Misnamed>> {
  const taken = new Map<string, Entry>()
  const found = new Map<Entry, string | null>()
  const take = ({ entry }: Called, article: string): void => {
    found.set(entry, article)
    taken.set(article, entry)
  }
  const doubtful = called.filter(isDoubtful)
  for (const each of called) if (!isDoubtful(each) && each.byLink !== null) taken.set(each.byLink, each.entry)
  const turn = takeTurns()
  const takeRetold = async (entries: readonly Called[]): Promise<void> => {
    for (const { one, article } of await retellings(entries, said, turn)) {
      if (!found.has(one.entry) && !taken.has(article)) take(one, article)
    }
  }
  await takeRetold(doubtful)
  const hasNumber = numberedBy(called.map(({ entry }) => entry))
  for (const one of doubtful.filter(({ entry }) => !found.has(entry))) {
    await turn()
    const { entry, byName, byLink, heir } = one
    if (byLink !== null && hasTitle(entry, said.get(byLink)) && !hasTitle(entry, said.get(byName!))) {
      take(one, byLink)
      continue
    }
    const standing = once(() => standingBeside(entry, called))
    // An address agrees with itself.
    const told = one.name === 'guid' ? entry : { ...entry, link: null }
    const [own, other] = [byName, byLink].map((id) => {
      const each = said.get(id ?? '')
      return each === undefined ? null : agreementOf(told, each, standing)
    })
    const holder = taken.get(byName!)
    // Under one guid they are one story, however often it stands there.
    const isGone = isHeldByOther(one, holder) && !(own && isSameTelling(own))
    const isUnknownNumber = (): boolean => !hasNumber(told, said.get(byName!)!.url)
    const isOther =
      own != null &&
      (one.name === 'all'
        ? isRewritten(one, said.get(byName!)!, own)
        : (isUnlike(own) && isUnknownNumber()) || isNextDay(one, said.get(byName!)!, own))
    if (byLink !== null && (isGone || (own && other && (isOther || weightOf(other) > weightOf(own))))) take(one, byLink)
    else if (!isGone && !isOther) take(one, byName!)
    else if (heir !== null && !taken.has(heir) && isEditOf({ ...one, entry: told }, said.get(heir))) take(one, heir)
    else found.set(entry, null)
  }
  const hasMoved = doubtful.some(({ entry, byName }) => found.get(entry) !== byName)
  // What stood at the document's end has a guid now that was not there before.
  if (hasMoved) await takeRetold(called.filter(({ byName, byLink }) => byName === null && byLink === null))
  const moved = called.filter(({ entry, byName, heir }) => {
    const article = found.get(entry) ?? null
    return byName !== null && article !== null && article !== byName && article !== heir
  })
  const kindOf = (one: Called): Misnamed['as'] => {
    const hasPlace = moved.length >= SEVERAL || isHeldByOther(one, taken.get(one.byName!))
    if (one.name === 'guid' && hasPlace) return 'position'
    return one.changesHands ? 'slot' : 'doubt'
  }
  const linksToPage = linkingToPage(called.map(({ entry }) => entry))
  /** Under its guid it may be any other story, unless it stands where that did. */
  const goesOnThere = ({ entry, name, heir }: Called): boolean =>
    name !== 'guid' || linksToPage(entry, said.get(heir ?? '')?.url ?? '')
  return new Map(
    called
      .filter(({ entry, byName }) => found.has(entry) && found.get(entry) !== byName)
      .map((one) => [
        one.entry,
        {
          article: found.get(one.entry)!,
          name: one.name,
          heirKey: one.heirKey,
          as: kindOf(one),
          dropped: one.dropped !== undefined && goesOnThere(one) ? one.dropped : undefined,
        },
      ]),
  )
}

/** What some others of a document say beside an entry, in runs of words. */
function standingBeside({ guid }: Entry, called: readonly Called[]): ReadonlySet<string> {
  return standingIn(called.filter(({ entry }) => entry.guid !== guid).map(({ entry }) => entry))
}

// One guid alone may stand on a story that was there before because an edit was taken back.
const SEVERAL = 2

function isHeir({ byName, byLink, heir, changesHands }: Called): boolean {
  return byName !== null && byName !== byLink && heir !== null && heir === byLink && !changesHands
}

/** Whether another entry is the article of its guid. An address may stand on an article and on its edit. */
function isHeldByOther({ entry, name }: Called, holder: Entry | undefined): boolean {
  return name === 'guid' && holder !== undefined && holder.guid !== entry.guid
}

function isEditOf(one: Called, said: Said | undefined): boolean {
  if (said === undefined) return false
  const agreement = agreementOf(one.entry, said)
  return isLike(agreement) && !isNextDay(one, said, agreement)
}

/** Whether a page reports anew under one headline, as of rates and losses: with a new guid, another day and other words. */
function isNextDay({ entry, name }: Called, { published }: Said, { title, text }: Agreement): boolean {
  if (name !== 'address' || title !== 'same' || !isOfOtherDay(entry, published)) return false
  return text !== null && text !== 'same'
}

/**
 * Whether nothing of an article's words is left where all of its names are, and it is of another day; or of another time,
 * once the names have changed hands. Edits rewrite a headline, or a text, or bring an article up again.
 */
function isRewritten({ entry, changesHands }: Called, { published }: Said, agreement: Agreement): boolean {
  const isOfOtherTime = changesHands ? agreement.date === false : isOfOtherDay(entry, published)
  return isOfOtherTime && isUnlike(agreement) && (agreement.text ?? 'unlike') === 'unlike'
}

function isOfOtherDay(entry: Entry, published: Millis | null): boolean {
  return entry.published !== null && published !== null && Math.abs(entry.published - published) >= WITHIN
}

function isDoubtful(called: Called): boolean {
  const { byName, byLink } = called
  return byName !== null && byName !== byLink && !isHeir(called)
}

// A headline of so many stories recurs, and only a date or a name beside it tells them apart.
const MOST = 4

/** Which of `entries` tell which article word for word, the surest first. */
async function retellings(
  entries: readonly Called[],
  said: ReadonlyMap<string, Said>,
  turn: () => Promise<void>,
): Promise<readonly { readonly one: Called; readonly article: string }[]> {
  const told = new Map<string, Set<Said>>()
  const add = (key: string, each: Said): void => void told.set(key, (told.get(key) ?? new Set()).add(each))
  for (const each of said.values()) {
    await turn()
    for (const key of titleKeys(each)) {
      add(key, each)
      add(`${key} ${each.published}`, each)
    }
  }
  const candidates = ({ entry, byName, byLink }: Called): readonly Said[] => {
    const key = toldBy(entry).titleKey() ?? ''
    const all = [told.get(key), told.get(`${key} ${entry.published}`)].find((each) => (each?.size ?? 0) <= MOST)
    const own = [byName, byLink].map((id) => said.get(id ?? '')).filter((each) => each !== undefined)
    return [...new Set([...(all ?? []), ...own.filter((each) => told.get(key)?.has(each))])]
  }
  const found: { readonly one: Called; readonly article: string; readonly weight: number }[] = []
  for (const one of entries) {
    await turn()
    for (const each of candidates(one)) {
      const agreement = agreementOf(one.entry, each)
      if (!isSameTelling(agreement) || isNextDay(one, each, agreement)) continue
      const named = (one.byLink === each.article ? 16 : 0) + (one.byName === each.article ? 1 : 0)
      found.push({ one, article: each.article, weight: 2 * weightOf(agreement) + named })
    }
  }
  return found.toSorted((a, b) => b.weight - a.weight)
}

function titleKeys({ likeness, words }: Said): readonly string[] {
  return [...likeness.filter((key) => key.startsWith('title:')), ...words.map((each) => toldBy(each).titleKey() ?? '')]
}

const WEIGHT = { same: 2, alike: 1, next: 0, unlike: 0 } as const

function weightOf({ title, text, date }: Agreement): number {
  return 2 * WEIGHT[title] + (text === null ? 0 : WEIGHT[text]) + (date === true ? 3 : 0)
}
