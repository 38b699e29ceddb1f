import { expect, test } from 'vitest'
import { HOUR } from '#src/base/clock.ts'
import { pauseScope } from '#src/desk/actions.ts'
import { rememberPlace, meetChannel } from '#src/store/channels.ts'
import { pause, type Pause } from '#src/store/pauses.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { openDesk, unrouted } from '#test/fixtures/preview-desk.ts'
import { NOON } from '#test/fixtures/stored.ts'

test.each([
  ['all', 'crier resume'],
  ['account:news-telegram', 'crier resume news-telegram'],
  ['channel:telegram-world', 'crier resume telegram-world'],
])('a preview of what staff paused at %s says that it waits, by whom, and how it goes on', async (scope, resume) => {
  const desk = await openDesk()
  await unrouted(desk)
  await pauseScope({ store: desk.store, clock: fakeClock(NOON), who: 'olena' }, scope)
  const kept = async (channel: string) => (await desk.previewed()).get(channel)!.kept
  expect(await kept('telegram-world')).toEqual({ is: 'waits', why: `paused: by olena; then: ${resume}` })
  expect((await kept('x-world'))?.is).toBe(scope === 'all' ? 'waits' : undefined)
})

const BY_PLATFORM: Omit<Pause, 'scope'> = { askedBy: 'platform', until: null, why: '', at: NOON }
const UNTIL = NOON + HOUR

test.each([
  [
    'place:news-telegram/-100',
    { why: 'no rights there: crier resume telegram-world' },
    'paused: no rights there: crier resume telegram-world',
  ],
  [
    'place:news-telegram/-100',
    { why: 'no rights there' },
    'paused: no rights there; then: crier resume telegram-world',
  ],
  ['account:news-telegram', { why: 'flood', until: UNTIL, firm: true }, 'paused until 2026-05-20T13:00:00.000Z: flood'],
])('a preview says what a platform keeps at %s: %j', async (scope, change, why) => {
  const desk = await openDesk()
  await unrouted(desk)
  await desk.store.write(async (writer) => {
    await meetChannel(writer, 'telegram-world', NOON)
    await rememberPlace(writer, 'telegram-world', '-100')
    await pause(writer, { ...BY_PLATFORM, ...change, scope })
  })
  expect((await desk.previewed()).get('telegram-world')?.kept).toEqual({ is: 'waits', why })
})

test('a pause adds nothing to what is not sent anyhow', async () => {
  const desk = await openDesk()
  await pauseScope({ store: desk.store, clock: fakeClock(NOON), who: 'olena' }, 'all')
  expect((await desk.previewed()).get('telegram-world')?.kept).toMatchObject({ is: 'not sent' })
})
