import { expect, test } from 'vitest'
import { HOUR, MINUTE, SECOND } from '#src/base/clock.ts'
import type { BotAnswer } from '#src/platform/telegram/call.ts'
import { openGate, type Call } from '#src/platform/telegram/gate.ts'
import { fakeClock } from '#test/fake-clock.ts'

const never = new AbortController().signal
const OK: BotAnswer = { is: 'answered', result: true }

function limited(retryAfter: number | null, description = 'Too Many Requests') {
  return { is: 'rejected', code: 429, description, retryAfter, movedTo: null } as const
}

/** A gate whose calls take `ms` and are answered one after the other; OK when there is no answer left. */
function gateOf(answers: readonly BotAnswer[] = [], ms = 0, maySend = () => true) {
  const clock = fakeClock()
  const start = clock.monotonic()
  const calls: { readonly method: string; readonly at: number }[] = []
  const call: Call = async (method) => {
    calls.push({ method, at: (clock.monotonic() - start) / SECOND })
    const answer = answers[calls.length - 1] ?? OK
    if (ms > 0) await clock.sleep(ms)
    return answer
  }
  const gated = openGate(clock, call, maySend)
  const tell = (signal = never) => gated('sendMessage', {}, signal)
  return { clock, calls, gated, tell, at: () => calls.map((call) => call.at) }
}

test('calls go one at a time, in their order, three seconds after the one before has ended', async () => {
  const { clock, calls, tell } = gateOf([], 2 * SECOND)
  const all = [tell(), tell(), tell()]
  await clock.advance(MINUTE)
  await Promise.all(all)
  expect(calls.map(({ at }) => at)).toEqual([3, 8, 13])
})

test('a process that is overtaken while its calls wait for their turn only takes back what it forwarded', async () => {
  let mine = true
  const { clock, calls, gated, tell } = gateOf([], 0, () => mine)
  const all = [tell(), gated('forwardMessage', {}, never), gated('deleteMessage', {}, never)]
  await clock.advance(SECOND)
  mine = false
  await clock.advance(MINUTE)
  const left: BotAnswer = { is: 'never-sent', why: 'this process may no longer send' }
  expect(await Promise.all(all)).toEqual([left, left, OK])
  expect(calls.map(({ method }) => method)).toEqual(['deleteMessage'])
})

test('a process that has just started waits: another may have called just before it', async () => {
  const { clock, tell, at } = gateOf()
  await clock.advance(HOUR)
  await tell()
  expect(at()).toEqual([HOUR / SECOND])
  const fresh = gateOf()
  void fresh.tell()
  await fresh.clock.advance(2_999)
  expect(fresh.at()).toEqual([])
})

test.each<[string, BotAnswer, number]>([
  ['the field for that', limited(3_600), 3_600],
  ['the words', limited(null, 'Too Many Requests: retry after 35'), 35],
  ['neither', limited(null), 300],
  ['those of the platform behind it', { ...limited(null, 'FLOOD_WAIT_40'), code: 420 }, 40],
])('after 429 nothing goes before the time that was told by %s, and then it does', async (_, answer, seconds) => {
  const { clock, tell, at } = gateOf([answer])
  const first = tell()
  const second = tell()
  await clock.advance(3 * SECOND)
  const until = clock.now() + seconds * SECOND
  const closed = { is: 'closed', at: until, why: expect.stringContaining('asks the bot to wait') }
  expect([await first, await second]).toEqual([closed, closed])
  await clock.advance(seconds * SECOND - 1)
  expect(await tell()).toEqual(closed)
  await clock.advance(1)
  expect(await tell()).toEqual(OK)
  expect(at()).toEqual([3, 3 + seconds])
})

test('a clock that is set opens nothing early, and the time that is told moves along', async () => {
  const { clock, tell, at } = gateOf([limited(600)])
  const first = tell()
  await clock.advance(3 * SECOND)
  await first
  clock.step(HOUR)
  expect(await tell()).toMatchObject({ is: 'closed', at: clock.now() + 600 * SECOND })
  clock.step(-2 * HOUR)
  await clock.advance(600 * SECOND)
  expect(await tell()).toEqual(OK)
  expect(at()).toHaveLength(2)
})

test('a refusal of another kind closes nothing', async () => {
  const no: BotAnswer = { is: 'rejected', code: 400, description: 'Bad Request', retryAfter: null, movedTo: null }
  const { clock, tell } = gateOf([no])
  const both = Promise.all([tell(), tell()])
  await clock.advance(MINUTE)
  expect(await both).toEqual([no, OK])
})

test('who is stopped while waiting waits no longer', async () => {
  const { clock, tell, at } = gateOf()
  const stop = new AbortController()
  const waiting = tell(stop.signal)
  await clock.asleep(1)
  stop.abort()
  expect(await waiting).toMatchObject({ is: 'never-sent' })
  expect(at()).toEqual([])
})
