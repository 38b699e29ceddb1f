import { silentLog } from '#src/base/log.ts'
import { secret } from '#src/base/secret.ts'
import type { Connection, Found, StandIn, StandInPost, Wanted } from '#src/platform/platform.ts'
import { telegram } from '#src/platform/telegram/index.ts'
import { fakeClock, type FakeClock } from '#test/fake-clock.ts'

export const CHAT = '@news_world'
export const STAFF = '-1009876543210'
export const TOKEN = '123456789:canary-canary-canary-canary-canary1'
export const never: AbortSignal = new AbortController().signal

export const bytesOf = (text: string, more: object = {}): string => JSON.stringify({ chat_id: CHAT, text, ...more })

export function connect(
  clock: FakeClock,
  apiRoot: string,
  token: string,
  staffChat: string | null = STAFF,
): Connection<unknown> {
  const settings = { staffChat, afterUnknown: 'verified' }
  const secrets = { BOT_TOKEN: secret(token) }
  return telegram.connect({ id: 'news', settings, apiRoot, secrets }, { clock, log: silentLog })
}

/** Lets time pass while `work` waits for it. */
export async function passing<T>(clock: FakeClock, work: Promise<T>): Promise<T> {
  const state = { done: false }
  const end = () => (state.done = true)
  void work.then(end, end)
  while (!state.done) {
    await new Promise(setImmediate)
    // Deadlines sleep longer than any pause between two calls.
    if (clock.sleeping() > 0) await clock.advance(100)
  }
  return work
}

/** A channel and a chat of staff on a stand-in, and a bot that posts to the one and looks by the other. */
export interface Room extends AsyncDisposable {
  readonly clock: FakeClock
  readonly bot: StandIn<unknown>
  readonly mine: Connection<unknown>
  readonly token: string
  /** Posts `text`, after a while in which every window has emptied. Answers its id. */
  posted(text: string, more?: object): Promise<string>
  deleted(id: string): Promise<void>
  /** Sends `text` so that the answer is lost; what is known to stand before is `after`. */
  lost(text: string, after: string, more?: object): Promise<Wanted>
  /** What is wanted, when Crier's next post stands: where the channel ended in between. */
  followed(wanted: Wanted): Promise<Wanted>
  find(wanted: Wanted): Promise<Found>
  staffChat(): readonly StandInPost[]
  channel(): readonly StandInPost[]
}

export async function openRoom(): Promise<Room> {
  const clock = fakeClock()
  const bot = await telegram.standIn({ clock })
  const token = bot.admit('news', [{ chat: CHAT }, { chat: STAFF }])['BOT_TOKEN']!
  const mine = connect(clock, bot.apiRoot, token)
  const posted: Room['posted'] = async (text, more = {}) => {
    await clock.advance(4_000)
    const outcome = await mine.send(bytesOf(text, more), 'key', never)
    if (outcome.is !== 'sent') throw new Error(`not sent: ${outcome.why}`)
    return outcome.ref.id
  }
  return {
    clock,
    bot,
    mine,
    token,
    posted,
    async deleted(id) {
      const answer = await fetch(`${bot.apiRoot}/bot${token}/deleteMessage?chat_id=${CHAT}&message_id=${id}`)
      if (!answer.ok) throw new Error(await answer.text())
    },
    async lost(text, after, more = {}) {
      await clock.advance(4_000)
      bot.play('accept-then-reset')
      const outcome = await mine.send(bytesOf(text, more), 'key', never)
      if (outcome.is !== 'unknown') throw new Error(`not lost: ${outcome.is}`)
      const { place } = bot.posts().at(-1)!
      return { bytes: bytesOf(text, more), place, after, before: null, link: null, at: clock.now() }
    },
    followed: async (wanted) => ({ ...wanted, before: await posted('The next post') }),
    find: (wanted) => passing(clock, mine.find!(wanted, never)),
    staffChat: () => bot.posts().filter(({ place }) => place === STAFF),
    channel: () => bot.posts().filter(({ place }) => place !== STAFF),
    [Symbol.asyncDispose]: () => bot[Symbol.asyncDispose](),
  }
}
