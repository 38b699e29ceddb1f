import { z } from 'zod'
import { SECOND, withGrace, type Clock, type Millis } from '#src/base/clock.ts'
import { unreachable } from '#src/base/errors.ts'
import type { Ref } from '#src/records.ts'
import { nfc } from '#src/text/normal-form.ts'
import type { Found, Wanted } from '../platform.ts'
import type { Call, GatedAnswer } from './gate.ts'
import { wordsOf } from './photo.ts'

/** What looking needs: a bot, and the chat of staff that it forwards to. */
export interface Looker {
  readonly clock: Clock
  readonly call: Call<GatedAnswer>
  readonly staffChat: string
  /** Forwards that could not be deleted yet. */
  readonly left: number[]
}

const message = z.object({
  message_id: z.int().positive(),
  text: z.string().optional(),
  caption: z.string().optional(),
  caption_entities: z.array(z.object({ url: z.string().optional() })).optional(),
  reply_markup: z.object({ inline_keyboard: z.array(z.array(z.object({ url: z.string().optional() }))) }).optional(),
  entities: z.array(z.object({ url: z.string().optional() })).optional(),
  link_preview_options: z.object({ url: z.string().optional() }).optional(),
  chat: z.object({ id: z.int(), username: z.string().optional() }),
})

type Message = z.infer<typeof message>

// So many missing ones in a row are taken for the channel's end where nothing is known to stand behind them: no more of
// them are asked for, and nothing is proven. Where one that matches was found, fewer will do.
const END_AFTER = 30
const END_BEHIND_FOUND = 5
const MOST_LOOKED_AT = 100
// Together with the calls that may be under way when Crier stops, less than it waits for any.
const DELETED_WITHIN: Millis = 5 * SECOND

type Forwarded =
  | { readonly is: 'there'; readonly text: string; readonly links: readonly string[]; readonly button: string | null }
  | { readonly is: 'missing' }
  | { readonly is: 'unclear'; readonly why: string; readonly again?: Millis }

/**
 * Looks for a message of unknown fate: forwards what is newer than the last known one silently to the staff chat,
 * compares its text, and deletes the forward (the Bot API has no other way to read a channel). Nothing in the channel is
 * touched: editing a guessed id could overwrite a colleague's post.
 *
 * Ids of a chat grow with every message. It is absent only where a later message is known to stand ({@link
 * Wanted.before}) and every id between the two was seen: a missing id is a message that was deleted, perhaps this one,
 * and however many are missing, more may stand behind them.
 */
export async function findMessage(looker: Looker, wanted: Wanted, signal: AbortSignal): Promise<Found> {
  if (wanted.after === null) return { is: 'unclear', why: 'no earlier message of this channel is known to start from' }
  const after = Number(wanted.after)
  const before = wanted.before === null ? Infinity : Number(wanted.before)
  if (before <= after) return { is: 'unclear', why: 'the messages known of this channel are not in their order' }
  const text = normal(wordsOf(JSON.parse(wanted.bytes) as Record<string, unknown>))
  const refs: Ref[] = []
  // The first reason why it may stand and not be seen.
  let missed =
    wanted.before === null ? 'no later message of this channel is known, so nothing proves its absence' : null
  const result = (): Found => {
    if (refs.length > 0) return { is: 'present', refs, missed }
    return missed === null ? { is: 'absent' } : { is: 'unclear', why: missed }
  }
  let missing = 0
  for (let id = after + 1; id < before; id++) {
    if (id > after + MOST_LOOKED_AT) {
      missed ??= `more than ${MOST_LOOKED_AT} messages may stand where it would`
      break
    }
    const found = await forward(looker, wanted.place, id, signal)
    switch (found.is) {
      case 'unclear':
        if (refs.length === 0) return found
        missed = found.why
        return result()
      case 'missing':
        missing += 1
        missed ??= `message ${id} is gone from the channel, and may have been this one`
        break
      case 'there':
        missing = 0
        if (matches(found, wanted, text)) refs.push(refOf(wanted.place, id))
        else if (wanted.link !== null && found.links.includes(spelled(wanted.link))) {
          missed ??= `message ${id} has the same link and other words`
        }
        break
      default:
        unreachable(found)
    }
    if (missing === (refs.length > 0 ? END_BEHIND_FOUND : END_AFTER) && before === Infinity) break
  }
  return result()
}

/** By its words; where the copy shows a button, by the address that it leads to as well. */
function matches({ text, button }: Extract<Forwarded, { is: 'there' }>, { link }: Wanted, words: string): boolean {
  return normal(text) === words && (button === null || link === null || button === spelled(link))
}

async function forward(
  { clock, call, staffChat: to, left }: Looker,
  from: string,
  id: number,
  signal: AbortSignal,
): Promise<Forwarded> {
  const payload = { chat_id: to, from_chat_id: from, message_id: id, disable_notification: true }
  const answer = await call('forwardMessage', payload, signal)
  if (answer.is === 'answered') {
    const copy = message.safeParse(answer.result).data
    if (copy === undefined) return { is: 'unclear', why: 'Telegram forwarded something that makes no sense' }
    left.push(copy.message_id)
    // Also where Crier stops: the next life knows nothing of it.
    await withGrace(clock, DELETED_WITHIN, signal, async (late) => {
      while (left[0] !== undefined) {
        const gone = await call('deleteMessage', { chat_id: to, message_id: left[0] }, late)
        // It is tried again with the next one, unless Telegram refuses for good.
        if (gone.is !== 'answered' && gone.is !== 'rejected') break
        left.shift()
      }
    })
    const [button = null] = buttonsOf(copy)
    return { is: 'there', text: wordsOf(copy), links: linksOf(copy), button }
  }
  if (answer.is === 'rejected' && answer.code === 400) {
    if (/message to forward not found|MESSAGE_ID_INVALID/i.test(answer.description)) return { is: 'missing' }
    // A service message stands there and cannot be forwarded.
    if (/can't be forwarded|message can't be/i.test(answer.description) && !/protected/i.test(answer.description)) {
      return { is: 'there', text: '', links: [], button: null }
    }
  }
  if (answer.is === 'closed') return { is: 'unclear', why: answer.why, again: answer.at }
  return {
    is: 'unclear',
    why: answer.is === 'rejected' ? `Telegram refused the look (${answer.description})` : answer.why,
  }
}

/** Every address that a message links to, written out, behind words or on a button. */
function linksOf(copy: Message): readonly string[] {
  const written = (wordsOf(copy).match(/https?:\/\/[^\s<>"«»]+/g) ?? []).map((url) => url.replace(/[.,;:!?)\]']+$/, ''))
  const { entities = [], caption_entities: captioned = [], link_preview_options: preview } = copy
  const behind = [...entities, ...captioned, preview].flatMap((one) => one?.url ?? [])
  return [...[...written, ...behind].map(spelled), ...buttonsOf(copy)]
}

function buttonsOf({ reply_markup: keyboard }: Message): readonly string[] {
  return keyboard?.inline_keyboard.flat().flatMap(({ url }) => (url === undefined ? [] : spelled(url))) ?? []
}

/** Links to messages: core.telegram.org/api/links#message-links. */
function refOf(place: string, id: number): Ref {
  const inner = /^-100(\d+)$/.exec(place)?.[1]
  return { id: String(id), url: inner === undefined ? null : `https://t.me/c/${inner}/${id}` }
}

/** In one spelling: Telegram writes the host in small letters, and a path where there is none. */
function spelled(url: string): string {
  return URL.parse(url)?.href ?? url
}

function normal(text: string): string {
  return nfc(text).replace(/\s+/g, ' ').trim()
}
