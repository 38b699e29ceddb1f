import { describe, expect, it } from 'vitest'
import { SECOND, type Millis } from '#src/base/clock.ts'
import type { BotAnswer } from '#src/platform/telegram/call.ts'
import { findMessage } from '#src/platform/telegram/find.ts'
import { openGate } from '#src/platform/telegram/gate.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { answering, type Heard, type Said } from '#test/platform/answering.ts'
import { STAFF, TOKEN, bytesOf, connect, never, passing } from './room.ts'

describe('a look through the Bot API', () => {
  const no = (code: number, description: string): Said => ({
    status: code,
    body: { ok: false, error_code: code, description },
  })
  const copy = (text?: string): Said => ({
    status: 200,
    body: { ok: true, result: { message_id: 900, chat: { id: Number(STAFF) }, ...(text !== undefined && { text }) } },
  })
  const missing = no(400, 'Bad Request: message to forward not found')

  async function looked(answers: Readonly<Record<number, Said>>, before: string | null = null) {
    const forwards: Record<string, unknown>[] = []
    const say = ({ path, body }: Heard): Said => {
      if (!path.endsWith('forwardMessage')) return { status: 200, body: { ok: true, result: true } }
      const asked = JSON.parse(body) as Record<string, unknown>
      forwards.push(asked)
      return answers[Number(asked['message_id'])] ?? missing
    }
    const clock = fakeClock()
    await using server = await answering(say)
    const wanted = { bytes: bytesOf('Tram'), place: '-1001', after: '7', before, link: null, at: 0 }
    const found = await passing(clock, connect(clock, server.origin, TOKEN).find!(wanted, never))
    expect(JSON.stringify(found)).not.toContain('canary')
    return { found, forwards, heard: server.heard }
  }

  it('starts behind the last known message, forwards in silence, and ends where thirty in a row are missing', async () => {
    const { found, forwards } = await looked({})
    expect(found).toMatchObject({ is: 'unclear' })
    expect(forwards.map((asked) => asked['message_id'])).toEqual(Array.from({ length: 30 }, (_, at) => 8 + at))
    expect(forwards[0]).toEqual({ chat_id: STAFF, from_chat_id: '-1001', message_id: 8, disable_notification: true })
  })

  it('ends before the first later post, or five missing ones behind what it found', async () => {
    const numbers = async (...given: Parameters<typeof looked>) =>
      (await looked(...given)).forwards.map((asked) => asked['message_id'])
    expect(await numbers({}, '11')).toEqual([8, 9, 10])
    expect(await numbers({ 9: copy('Tram') })).toEqual([8, 9, 10, 11, 12, 13, 14])
    expect(await numbers({ 9: copy('Tram') }, '13')).toEqual([8, 9, 10, 11, 12])
  })

  it('keeps what it found when a later call fails', async () => {
    const { found } = await looked({ 8: copy('Tram'), 9: no(429, 'Too Many Requests: retry after 5') }, '20')
    expect(found).toMatchObject({
      is: 'present',
      refs: [{ id: '8' }],
      missed: expect.stringContaining('retry after 5'),
    })
  })

  it('passes over service messages and messages without text: they are no end of the channel', async () => {
    const service = no(400, "Bad Request: message can't be forwarded")
    const answers = Object.fromEntries([8, 9, 10, 11, 12, 13].map((id) => [id, id % 2 === 0 ? service : copy()]))
    const { found } = await looked({ ...answers, 14: copy('Tram') })
    expect(found).toMatchObject({ is: 'present', refs: [{ id: '14', url: 'https://t.me/c/1/14' }] })
  })

  it.each<[string, Said]>([
    ['protected content', no(400, "Bad Request: message has protected content and can't be forwarded")],
    ['a limit', no(429, 'Too Many Requests: retry after 5')],
    ['the bot being put out', no(403, 'Forbidden: bot was kicked from the channel chat')],
    ['a chat of staff that is gone', no(400, 'Bad Request: chat not found')],
    ['an outage', { status: 502, body: '<html>' }],
    ['a success that says nothing', { status: 200, body: { ok: true, result: true } }],
  ])('is unclear at %s, whatever was missing before', async (_, said) => {
    const { found, forwards } = await looked({ 10: said })
    expect(found).toMatchObject({ is: 'unclear', why: expect.any(String) })
    expect(forwards).toHaveLength(3)
  })

  it('deletes every forward, and only from the chat of staff', async () => {
    const { heard } = await looked({ 8: copy('Other'), 9: copy('Tram') })
    const deletions = heard.filter(({ path }) => path.endsWith('deleteMessage')).map(({ body }) => JSON.parse(body))
    const one = { chat_id: STAFF, message_id: 900 }
    expect(deletions).toEqual([one, one])
  })
})

describe('a look that is stopped', () => {
  /** What is asked of Telegram, a second a call, where Crier is stopped at `at`; and when the look has ended. */
  async function stopped(at: Millis) {
    const clock = fakeClock()
    const stop = new AbortController()
    const methods: string[] = []
    const call = openGate(
      clock,
      async (method, _, signal): Promise<BotAnswer> => {
        methods.push(method)
        await clock.sleep(SECOND, signal)
        if (signal.aborted) return { is: 'lost', why: 'no answer from Telegram' }
        const result = { message_id: 900, chat: { id: Number(STAFF) }, text: 'Other' }
        return { is: 'answered', result: method === 'forwardMessage' ? result : true }
      },
      () => true,
    )
    const wanted = { bytes: bytesOf('Tram'), place: '-1001', after: '7', before: '20', link: null, at: 0 }
    const looking = findMessage({ clock, call, staffChat: STAFF, left: [] }, wanted, stop.signal)
    await clock.advance(at, 1)
    stop.abort(new Error('Crier is stopping'))
    const found = await passing(clock, looking)
    return { found, methods, took: clock.monotonic() - at }
  }

  it.each<[string, Millis]>([
    ['while it forwards', 3.5 * SECOND],
    ['between the forward and its deletion', 5 * SECOND],
    ['while it deletes', 7.5 * SECOND],
  ])('leaves no forward behind: %s', async (_, at) => {
    const { found, methods, took } = await stopped(at)
    expect(methods).toEqual(['forwardMessage', 'deleteMessage'])
    expect(found).toMatchObject({ is: 'unclear' })
    expect(took).toBeLessThan(10 * SECOND)
  })

  it('forwards nothing more', async () => {
    expect((await stopped(2 * SECOND)).methods).toEqual([])
  })
})
