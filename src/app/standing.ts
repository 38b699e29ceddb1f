/** What the store already has of an article, as far as it decides what `run` would send of it. */
import type { Millis } from '#src/base/clock.ts'
import { madeForAnother } from '#src/delivery/pace.ts'
import { wayOut } from '#src/desk/actions.ts'
import { AT_ITS_END } from '#src/desk/post.ts'
import { pieceOfPicture } from '#src/platform/picture.ts'
import type { Platform } from '#src/platform/platform.ts'
import type { PostedChannel } from '#src/post/route.ts'
import type { Draft, DraftPart, Piece } from '#src/records.ts'
import { provenAccount } from '#src/store/channels.ts'
import { notRoutedTo } from '#src/store/declined.ts'
import { deliveriesOf, partsOf, type Delivery, type Part } from '#src/store/deliveries.ts'
import { draftOf } from '#src/store/edits.ts'
import { CRIER, historyOf, type Change } from '#src/store/history.ts'
import { mediaOf, pictureOf } from '#src/store/media.ts'
import { isForgotten } from '#src/store/memory.ts'
import type { Reader } from '#src/store/open.ts'
import { placementsOf, type Placement } from '#src/store/placements.ts'
import { ruleOf, tooOld } from '#src/store/reasons.ts'
import { isTouched } from '#src/store/waiting.ts'
import type { Going } from './over-budget.ts'

/** Why `run` would not send a post, or not by itself; null where it would. */
export type Kept = { readonly is: 'not sent' | 'waits'; readonly why: string } | null

/** What was decided about an article for one channel. */
export type Decided =
  | Made
  | {
      readonly is: 'nothing'
      /** Why it is not for the channel, where it was asked; null: it was not, or it is. */
      readonly declined: string | null
      /** That a person wants it there, and nothing has come of it yet; null: nobody does. */
      readonly placement: Placement | null
    }

/** The newest delivery of it there. */
export interface Made {
  readonly is: 'made'
  readonly delivery: Delivery
  readonly parts: readonly Part[]
  /** What became of it, oldest first. */
  readonly changes: readonly Change[]
  /** The platform's own id of the channel's account of now; null where it was never proven. */
  readonly remoteId: string | null
  /** Whether a person has decided on it or written it, or a call was made for it: its link stays. */
  readonly touched: boolean
}

/** What was decided about an article, by channel. */
export async function decidedOn(
  reader: Reader,
  article: string,
  channels: readonly PostedChannel[],
): Promise<ReadonlyMap<string, Decided>> {
  const deliveries = (await deliveriesOf(reader, article)).toSorted((one, other) => other.round - one.round)
  const history = await historyOf(reader, article)
  const placements = await placementsOf(reader, article)
  const decided = channels.map(async ({ id, account, apiRoot }): Promise<readonly [string, Decided]> => {
    const newest = deliveries.find(({ channel }) => channel === id)
    const wanted = placements.get(id) ?? null
    const placement = wanted !== null && wanted.round > (newest?.round ?? -1) ? wanted : null
    if (newest === undefined || placement !== null) {
      const declined = history.findLast(({ became }) => became === notRoutedTo(id))?.why ?? null
      return [id, { is: 'nothing', declined, placement }]
    }
    const parts = await partsOf(reader, newest.id)
    const changes = history.filter(({ delivery }) => delivery === newest.id)
    const remoteId = (await provenAccount(reader, account, apiRoot))?.remoteId ?? null
    const touched = await isTouched(reader, newest.id)
    return [id, { is: 'made', delivery: newest, parts, changes, remoteId, touched }]
  })
  return new Map(await Promise.all(decided))
}

/** What of an article in a channel is to be told: why it would not go, and what would go as it is stored. */
export interface Standing {
  readonly kept: Kept
  /**
   * The messages that are left to send, as they are stored, or those that were sent where none is left; null where what
   * would go is composed anew.
   */
  readonly stored: Going | null
}

/**
 * How a delivery stands now. What is on its way keeps its text, as it was composed, or as a person wrote or approved it,
 * and what was sent is told as it was sent. What was given up before, or is held for its template or its account without
 * a person's word for it, would be composed anew.
 */
export function standingOf(
  made: Made,
  channel: PostedChannel,
  platform: Platform,
  settings: unknown,
  now: Millis,
): Standing {
  const { parts, changes } = made
  const [first] = parts
  const posted =
    first?.state === 'sent' ? `already posted${first.ref_url === null ? '' : ` at ${first.ref_url}`}` : null
  const [next, ...behind] = parts.filter(({ state }) => state !== 'sent')
  const stood = parts.filter(({ state }) => state === 'sent' || state === 'removed')
  const then = asStored(stood, made, (part) => draftAs(part, platform))
  if (next === undefined) return { kept: { is: 'not sent', why: posted ?? 'already posted' }, stored: then }
  const before = posted === null ? '' : `${posted}; the reply to it is `
  if (AT_ITS_END.has(next.state)) {
    return { kept: { is: 'not sent', why: `${before}${stateOf(next)}` }, stored: then }
  }
  const kept = keptAs(next, before, made, channel, now)
  const rule = ruleOf(next.state === 'held' ? next.reason : (kept?.why ?? ''))
  const isDecided = changes.some(({ who }) => who !== CRIER)
  if (rule === 'format' || (rule === 'other-account' && !isDecided)) return { kept, stored: null }
  const stored = asStored([next, ...behind], made, (part) => {
    const draft = draftAs(part, platform)
    return { ...draft, body: platform.address?.(draft.body, settings) ?? draft.body }
  })
  if (stored === null || posted === null) return { kept, stored }
  const pieces = [{ of: 'post', from: null, stands: posted, why: null }, ...stored.draft.pieces]
  return { kept, stored: { ...stored, draft: { ...stored.draft, pieces } } }
}

/** Parts of a delivery with the text that is stored; null where there are none. */
function asStored(
  parts: readonly Part[],
  { delivery, changes }: Made,
  message: (part: Part) => DraftPart,
): Going | null {
  const [first, ...others] = parts
  if (first === undefined) return null
  if (isForgotten(first)) return { draft: { parts: [FORGOTTEN], pieces: [] }, usd: [], ordinal: 0 }
  const media = mediaOf(first)
  const pieces: readonly Piece[] = [
    { of: 'text', from: null, stands: wordsFrom(delivery, changes), why: null },
    ...pieceOfPicture(pictureOf(first), media?.is === 'without' && media.forGood ? media.why : null),
  ]
  const draft: Draft = { parts: [message(first), ...others.map(message)], pieces }
  return { draft, usd: parts.map(({ usd }) => usd), ordinal: first.ordinal }
}

const FORGOTTEN: DraftPart = {
  body: {},
  text: '',
  length: { used: 0, allowed: 0 },
  link: null,
  picture: null,
}

function draftAs(part: Part, platform: Platform): DraftPart {
  return draftOf(part, (body, media) => platform.attach(body, media))
}

/** The state of a part with its reason, whose rule is often of the same name. */
function stateOf({ state, reason }: Part): string {
  return ruleOf(reason) === state ? reason : `${state}: ${reason}`
}

function keptAs(part: Part, before: string, { delivery, remoteId }: Made, channel: PostedChannel, now: Millis): Kept {
  if (part.state !== 'ready') {
    const way = part.state === 'sending' ? '' : `. ${wayOut(delivery.id, part)}`
    return { is: 'waits', why: `${before}${stateOf(part)}${way}` }
  }
  const account = { id: channel.account, apiRoot: channel.apiRoot }
  // Of an account that was never proven nothing else is known than its name.
  const proven = remoteId ?? delivery.remote_id ?? 'somebody'
  const { api_root, remote_id } = delivery
  const other = madeForAnother({ ...part, api_root, remote_id }, { ...account, remoteId: proven })
  if (other !== null) return { is: 'waits', why: other }
  const old = tooOld(part.published, channel.maxAge, now)
  return old === null ? null : { is: 'not sent', why: old }
}

function wordsFrom({ created }: Delivery, changes: readonly Change[]): string {
  const edit = changes.findLast(({ why }) => ruleOf(why) === 'edit')
  if (edit !== undefined) return `as ${edit.who} wrote it`
  const person = changes.findLast(({ who }) => who !== CRIER)
  return person === undefined
    ? `as it was composed at ${new Date(created).toISOString()}`
    : `as ${person.who} let it go`
}
