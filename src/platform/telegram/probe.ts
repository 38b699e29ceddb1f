import { z } from 'zod'
import type { Found, NamedChannel, Probe } from '../platform.ts'
import { findMessage, type Looker } from './find.ts'

const posted = z.object({ message_id: z.int().positive(), chat: z.object({ id: z.int() }) })

type Posted = z.infer<typeof posted>

const WORDS = 'Crier tries whether it can find its own messages here. This one goes away by itself.'

/**
 * Posts two messages to a test channel, looks for the first, for one that was never sent, and for the first again when
 * it is deleted, then deletes both: does looking tell the truth?
 */
export async function probeChannel(
  looker: Looker,
  { id, settings }: NamedChannel<{ readonly chat: string }>,
  signal: AbortSignal,
): Promise<Probe> {
  const { call } = looker
  const works = { works: true, says: `${id}: looking works; the account may say afterUnknown: verified.` }
  const fails = (why: string): Probe => ({ works: false, says: `${id}: looking does not work, ${why}` })
  const bodyOf = (text: string) => ({ chat_id: settings.chat, text, disable_notification: true })
  const post = async (text: string): Promise<Posted | string> => {
    const sent = await call('sendMessage', bodyOf(text), signal)
    if (sent.is === 'rejected') return sent.description
    if (sent.is === 'closed') return sent.why
    const read = posted.safeParse(sent.is === 'answered' ? sent.result : undefined)
    return read.data ?? 'the test message was not posted'
  }
  const remove = async ({ message_id: number }: Posted): Promise<boolean> =>
    (await call('deleteMessage', { chat_id: settings.chat, message_id: number }, signal)).is === 'answered'

  const first = await post(WORDS)
  if (typeof first === 'string') return fails(first)
  const second = await post(`${WORDS} So does this one.`)
  const find = async (text: string): Promise<Found> => {
    if (typeof second === 'string') return { is: 'unclear', why: second }
    const between = { after: String(first.message_id - 1), before: String(second.message_id) }
    const bytes = JSON.stringify(bodyOf(text))
    return findMessage(looker, { ...between, bytes, place: String(first.chat.id), link: null, at: 0 }, signal)
  }
  const present = await find(WORDS)
  const absent = present.is === 'present' ? await find('Crier has never sent this.') : present
  let gone = await remove(first)
  const gap = gone && absent.is === 'absent' ? await find(WORDS) : absent
  if (typeof second !== 'string') gone = (await remove(second)) && gone

  const why = mistakeOf(present, 'present') ?? mistakeOf(absent, 'absent') ?? (gone ? mistakeOf(gap, 'unclear') : null)
  if (why !== null) return fails(why)
  return gone ? works : { ...works, says: `${works.says} A test message could not be deleted: delete it by hand.` }
}

/** What is wrong with what a look found; null where it is as it should be. */
function mistakeOf(found: Found, should: Found['is']): string | null {
  if (found.is === should) return null
  if (found.is === 'unclear') return found.why
  switch (should) {
    case 'present':
      return 'the test message was not found'
    case 'absent':
      return 'a message was found that was never sent'
    case 'unclear':
      return 'a deleted message was not noticed'
  }
}
