import { DAY, takeTurns, type Millis } from '#src/base/clock.ts'
import type { Article } from '#src/records.ts'
import { addSighting, articlesById } from '#src/store/articles.ts'
import { broughtSince, habitOf } from '#src/store/habit.ts'
import { backSince } from '#src/store/lease.ts'
import { noteShown } from '#src/store/memory.ts'
import type { Writer } from '#src/store/open.ts'
import { tellJoined, tellQuestion } from '#src/store/question-words.ts'
import { addQuestioned, questionFor, type Question } from '#src/store/questions.ts'
import { isDropped, REISSUE, REISSUE_AFTER } from '#src/store/reasons.ts'
import { addNewcomer, hold, isAtRest, pass, type Candidate } from './candidates.ts'
import { givesDays } from './dated.ts'
import { WITHIN } from './edited.ts'
import { factsOf } from './facts.ts'
import { atFirstSight, fewAtOnce, judge, mostAtOnce, type GateFacts, type Verdict } from './gate.ts'
import { withoutLate } from './late.ts'
import { likenessOf } from './likeness.ts'
import type { Feed } from './parsed.ts'
import { recognise, type Sight } from './recognise.ts'
import { redate } from './redate.ts'
import { revise } from './revise.ts'
import { AS_BEFORE } from './updates.ts'
import { sortSights, type Newcomer, type Origin, type Sorted } from './sort.ts'

/** A feed as staff configured it, as far as its entries go. */
export interface TakenFeed {
  readonly id: string
  /** Null where the feed itself is to tell. */
  readonly language: string | null
  /** The longest that any channel of the feed posts an article after its publication. */
  readonly maxAge: Millis
  /** What becomes of several entries at once without a date, if their pages have none either. */
  readonly undated: 'hold' | 'post'
  /** From how many new articles at once on staff are asked, unless it is used to more; null where they do not say. */
  readonly burst: number | 'never' | null
}

/** What a document brought. */
export interface Taken {
  readonly news: number
  /** At first sight, or by its date. */
  readonly old: number
  /** Dated in the future. */
  readonly embargoed: number
  /** Kept until staff have answered. */
  readonly held: number
  /** Entries without a headline and a text. */
  readonly nameless: number
  /** Entries of a push that say otherwise than what is known, and nothing tells which is the newer. */
  readonly doubted: number
}

/** When the feed's first sight was taken, null where this is it; and when it was last read. */
export interface Before {
  readonly baseline: Millis | null
  readonly okAt: Millis | null
  /** Whether this document may lack what the feed shows: what a hub pushes is often the new entries alone. */
  readonly part?: boolean
}

// Written seldom: what is forgotten was last shown years ago.
const SHOWN_EVERY: Millis = 30 * DAY

/** Takes the entries of a document into the store: what is known stays so, what is new goes through the gate. */
export async function takeEntries(
  writer: Writer,
  feed: TakenFeed,
  document: Feed,
  before: Before,
  now: Millis,
): Promise<Taken> {
  const usable = document.entries.filter((entry) => entry.title !== '')
  const nameless = document.entries.length - usable.length
  const days = givesDays(usable)
  const origin: Origin = { feed: feed.id, language: feed.language ?? document.language, days, now }
  const standing = await recognise(writer, feed.id, usable.toReversed(), document.link)
  const sights = fromTheOldest(standing)
  const known = sights.map(({ article }) => article).filter((article) => article !== null)
  await noteShown(writer, known, now, SHOWN_EVERY)
  if (before.baseline === null) {
    return { news: 0, old: await takeBaseline(writer, sights, origin), embargoed: 0, held: 0, nameless, doubted: 0 }
  }
  const { part = false } = before
  const { upToDate, doubted } = part ? await withoutLate(writer, sights, origin) : { upToDate: sights, doubted: 0 }
  await redate(writer, upToDate, origin)
  await revise(writer, upToDate, origin)
  const found = await sortSights(writer, origin, sights)
  const sorted = part ? { ...found, overlaps: true } : found
  const gate = { writer, feed, origin, baseline: before.baseline }
  const facts = await factsOf(writer, feed, before.baseline, { standing, sorted, origin })
  const judged = await judgeAll(writer, sorted, facts)
  const repeated = judgeNew(sorted.repeated, facts)
  await ask(gate, 'reissue', repeated)
  const { old = [], mayBeNews: edits = [] } = Object.groupBy(judgeNew(sorted.doubted, facts), ({ verdict }) =>
    verdict.state === 'old' ? 'old' : 'mayBeNews',
  )
  await ask(gate, 'edit', edits)
  const passed = { seen: 0, old: sorted.updates.length, waiting: 0 }
  for (const newcomer of sorted.updates) await pass(writer, { is: 'new', newcomer, verdict: AS_BEFORE }, origin)
  let held = repeated.length + edits.length
  // What comes by itself is judged with all that came since the feed was last looked at, or it would pass in slices.
  const came = part ? await broughtSince(writer, feed.id, before.okAt ?? now) : 0
  // By themselves, so that an archive dated tomorrow takes no news of today along.
  for (const [state, candidates] of Map.groupBy([...judged, ...old], ({ verdict }) => verdict.state)) {
    if (state === 'seen' && candidates.length > 0 && (await isBacklog(writer, before))) {
      await ask(gate, 'absence', candidates)
      held += candidates.length
    } else if (
      state !== 'old' &&
      (await isBurst(gate, came + candidates.length, sorted.overlaps, now - (before.okAt ?? now)))
    ) {
      await ask(gate, 'burst', candidates)
      held += candidates.length
    } else {
      for (const each of candidates) await pass(writer, each, origin)
      passed[state] += candidates.length
    }
  }
  return { news: passed.seen, old: passed.old, embargoed: passed.waiting, held, nameless, doubted }
}

/**
 * What stands from a document's end to its beginning, from the oldest to the newest, for articles without a date of
 * their own: as the dates beside them go, else with the known ones first. Most feeds stand newest first, and so does one
 * that shows neither.
 */
function fromTheOldest(sights: readonly Sight[]): readonly Sight[] {
  const dates = sights.flatMap(({ entry }) => entry.published ?? [])
  const rise = (dates.at(-1) ?? 0) - (dates[0] ?? 0)
  const [bottom, top] = [sights[0], sights.at(-1)]
  const isOldestFirst = rise === 0 ? bottom?.article === null && top?.article != null : rise < 0
  return isOldestFirst ? sights.toReversed() : sights
}

async function takeBaseline(writer: Writer, sights: readonly Sight[], origin: Origin): Promise<number> {
  const { feed, now } = origin
  let added = 0
  const turn = takeTurns()
  for (const [index, sight] of sights.entries()) {
    await turn()
    const newcomer = { ...sight, likeness: likenessOf(sight.entry), index }
    const article = sight.article ?? (await addNewcomer(writer, newcomer, atFirstSight(feed), origin))
    await addSighting(writer, { article, feed, seen: now, baseline: true })
    if (sight.article === null) added += 1
  }
  return added
}

async function judgeAll(writer: Writer, { elsewhere, fresh }: Sorted, facts: GateFacts): Promise<readonly Candidate[]> {
  const known = await articlesById(writer, elsewhere)
  const { feed, now } = facts
  // What is on its way goes on; only what is at rest would set out once more.
  for (const article of known.filter((each) => !isAtRest(each))) {
    await addSighting(writer, { article: article.id, feed, seen: now, baseline: false })
  }
  return [
    ...known
      .filter(isAtRest)
      .map((article): Candidate => ({ is: 'elsewhere', article, verdict: judgeAgain(article, facts) })),
    ...judgeNew(fresh, facts),
  ]
}

function judgeNew(newcomers: readonly Newcomer[], facts: GateFacts): readonly Candidate[] {
  return newcomers.map((newcomer) => ({ is: 'new', newcomer, verdict: judge(newcomer.entry, facts) }))
}

/**
 * What was routed before is under no embargo, even if the clock was set back since. Staff's no is for every feed, for as
 * long as it holds for what goes on with an article: later its names may have changed hands.
 */
function judgeAgain(article: Article, facts: GateFacts): Verdict {
  if (isDropped(article) && facts.now - article.seen < WITHIN) return AS_BEFORE
  const verdict = judge(article, facts)
  if (article.state !== 'routed' || verdict.state !== 'waiting') return verdict
  return { state: 'seen', reason: `new: also seen in ${facts.feed}` }
}

interface Gate {
  readonly writer: Writer
  readonly feed: TakenFeed
  readonly origin: Origin
  readonly baseline: Millis
}

/**
 * Whether this is the first look since Crier was back from a long absence: what is new now came while nobody looked.
 */
export async function isBacklog(writer: Writer, { okAt }: Pick<Before, 'okAt'>): Promise<boolean> {
  const back = await backSince(writer)
  return okAt !== null && back !== null && okAt < back
}

async function isBurst(
  { writer, feed, origin, baseline }: Gate,
  count: number,
  overlaps: boolean,
  sinceLastLook: Millis,
): Promise<boolean> {
  const few = fewAtOnce(feed.burst, overlaps)
  if (count <= few) return false
  const habit = await habitOf(writer, feed.id, baseline, origin.now)
  return count > mostAtOnce(habit, few, sinceLastLook, overlaps)
}

/** Keeps `candidates` under one question to staff; what came during an absence, with that of all other feeds. */
async function ask(
  { writer, feed, origin, baseline }: Gate,
  kind: Question['kind'],
  candidates: readonly Candidate[],
): Promise<void> {
  if (candidates.length === 0) return
  const { now } = origin
  const { usual } = await habitOf(writer, feed.id, baseline, now)
  const isOfAll = kind === 'absence'
  const { question, isNew } = await questionFor(writer, { feed: isOfAll ? null : feed.id, kind, asked: now, usual })
  const words = `${candidates.length} at once from ${feed.id}; asked as ${question.id}`
  const articles: string[] = []
  for (const each of candidates) {
    const isAfter = kind === REISSUE && each.is === 'new' && each.newcomer.comesAfter === true
    articles.push(await hold(writer, each, isAfter ? `${REISSUE_AFTER}, ${words}` : `${kind}: ${words}`, origin))
  }
  await addQuestioned(writer, question.id, feed.id, articles)
  if (isOfAll) await tellJoined(writer, question, now)
  else if (isNew) await tellQuestion(writer, question)
}
