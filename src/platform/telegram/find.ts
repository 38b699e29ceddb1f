import { z } from 'zod'
import { SECOND, type Clock, type Millis } from '#src/base/clock.ts'
import type { Ref } from '#src/records.ts'
import type { Found, NamedChannel, Probe, Wanted } from '../platform.ts'
import type { BotAnswer, Method } from './call.ts'
import { wordsOf } from './photo.ts'

/** A call of the Bot API with everything but its account given. */
export type Call = (
  method: Method,
  payload: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
) => Promise<BotAnswer>

/** What looking needs: a bot, and the chat of staff that it forwards to. */
export interface Looker {
  readonly call: Call
  readonly clock: Clock
  readonly staffChat: string
}

const message = z.object({
  message_id: z.int().positive(),
  text: z.string().optional(),
  caption: z.string().optional(),
  reply_markup: z.object({ inline_keyboard: z.array(z.array(z.object({ url: z.string().optional() }))) }).optional(),
  chat: z.object({ id: z.int(), username: z.string().optional() }),
})

// Ids of a channel grow by one with every message, deleted and service messages included. So many missing ones in a row
// are its end.
const MISSING_IN_A_ROW = 15
const MOST_LOOKED_AT = 40
// One chat takes 20 messages a minute.
const BETWEEN_COPIES: Millis = 3 * SECOND

type Forwarded =
  | { readonly is: 'there'; readonly text: string; readonly buttons: readonly string[] }
  | { readonly is: 'missing' }
  | { readonly is: 'unclear'; readonly why: string }

/**
 * Looks for a message of unknown fate: forwards what is newer than the last known one silently to the staff chat,
 * compares its text, and deletes the forward (the Bot API has no other way to read a channel). Nothing in the channel is
 * touched: editing a guessed id could overwrite a colleague's post.
 */
export async function findMessage(looker: Looker, wanted: Wanted, signal: AbortSignal): Promise<Found> {
  if (wanted.after === null) return { is: 'unclear', why: 'no earlier message of this channel is known to start from' }
  const text = normal(wordsOf(JSON.parse(wanted.bytes) as Record<string, unknown>))
  const refs: Ref[] = []
  let missing = 0
  for (let id = Number(wanted.after) + 1; id <= Number(wanted.after) + MOST_LOOKED_AT; id++) {
    const found = await forward(looker, wanted.place, id, signal)
    if (found.is === 'unclear') return found
    missing = found.is === 'missing' ? missing + 1 : 0
    if (found.is === 'there' && matches(found, wanted, text)) refs.push(refOf(wanted.place, id))
    if (missing === MISSING_IN_A_ROW) return refs.length > 0 ? { is: 'present', refs } : { is: 'absent' }
    if (found.is === 'there') await looker.clock.sleep(BETWEEN_COPIES, signal)
  }
  return refs.length > 0 ? { is: 'present', refs } : { is: 'unclear', why: 'the channel has too many newer messages' }
}

/** By its words; where the copy shows a button, by the address that it leads to as well. */
function matches({ text, buttons }: Extract<Forwarded, { is: 'there' }>, { link }: Wanted, words: string): boolean {
  const [button] = buttons
  return normal(text) === words && (button === undefined || link === null || address(button) === address(link))
}

/** In one spelling: Telegram writes the host in small letters, and a path where there is none. */
function address(url: string): string {
  return URL.parse(url)?.href ?? url
}

async function forward(
  { call, staffChat: to }: Looker,
  from: string,
  id: number,
  signal: AbortSignal,
): Promise<Forwarded> {
  const payload = { chat_id: to, from_chat_id: from, message_id: id, disable_notification: true }
  const answer = await call('forwardMessage', payload, signal)
  if (answer.is === 'answered') {
    const copy = message.safeParse(answer.result).data
    if (copy === undefined) return { is: 'unclear', why: 'Telegram forwarded something that makes no sense' }
    await call('deleteMessage', { chat_id: to, message_id: copy.message_id }, signal)
    const buttons = copy.reply_markup?.inline_keyboard.flat().flatMap(({ url }) => url ?? []) ?? []
    return { is: 'there', text: wordsOf(copy), buttons }
  }
  if (answer.is === 'rejected' && answer.code === 400) {
    if (/message to forward not found|MESSAGE_ID_INVALID/i.test(answer.description)) return { is: 'missing' }
    // A service message stands there and cannot be forwarded.
    if (/can't be forwarded|message can't be/i.test(answer.description) && !/protected/i.test(answer.description)) {
      return { is: 'there', text: '', buttons: [] }
    }
  }
  return {
    is: 'unclear',
    why: answer.is === 'rejected' ? `Telegram refused the look (${answer.description})` : answer.why,
  }
}

/** Posts a message to a test channel, looks for it, deletes it, and looks for the next id: does looking tell the truth? */
export async function probeChannel(
  looker: Looker,
  { id, settings }: NamedChannel<{ readonly chat: string }>,
  signal: AbortSignal,
): Promise<Probe> {
  const { call } = looker
  const fails = (why: string): Probe => ({ works: false, says: `${id}: looking does not work, ${why}` })
  const text = 'Crier tries whether it can find its own messages here. This one goes away by itself.'
  const body = { chat_id: settings.chat, text, disable_notification: true }
  const sent = await call('sendMessage', body, signal)
  const posted = sent.is === 'answered' ? message.safeParse(sent.result).data : undefined
  if (posted === undefined) return fails(sent.is === 'rejected' ? sent.description : 'the test message was not posted')
  const { message_id: number, chat } = posted
  const base = { place: String(chat.id), link: null, at: 0 }
  const bytes = JSON.stringify(body)
  const present = await findMessage(looker, { ...base, bytes, after: String(number - 1) }, signal)
  const removed = await call('deleteMessage', { chat_id: settings.chat, message_id: number }, signal)
  const absent = await findMessage(looker, { ...base, bytes, after: String(number) }, signal)
  if (present.is !== 'present') return fails(present.is === 'unclear' ? present.why : 'the test message was not found')
  if (absent.is !== 'absent')
    return fails(absent.is === 'unclear' ? absent.why : 'a message was found that is not there')
  const left = removed.is === 'answered' ? '' : ' The test message could not be deleted: delete it by hand.'
  return { works: true, says: `${id}: looking works; the account may say afterUnknown: verified.${left}` }
}

/** Links to messages: core.telegram.org/api/links#message-links. */
function refOf(place: string, id: number): Ref {
  const inner = /^-100(\d+)$/.exec(place)?.[1]
  return { id: String(id), url: inner === undefined ? null : `https://t.me/c/${inner}/${id}` }
}

function normal(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim()
}
