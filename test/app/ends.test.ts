import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { SECOND, systemClock, withDeadline } from '#src/base/clock.ts'
import { listen } from '#src/net/listen.ts'
import { patiently } from '#test/crash/ending.ts'
import { openHouse, STAFF_CHAT, type Crier, type House, type HouseOptions } from '#test/fixtures/house.ts'

const TIME = 60 * SECOND
// Long before what a library may have left behind would end by itself.
const SOON = 15 * SECOND

/** What of Telegram's calls is not passed on. */
type Kept = (method: string, body: string, response: ServerResponse) => boolean

/** A house whose Telegram breaks off its answers to `method` in the body, and passes every other on. */
async function openCutHouse(method: string): Promise<House> {
  return openKeepingHouse((asked, _, response) => {
    if (asked === method) response.write('{"ok":true,"resu', () => response.destroy())
    return asked === method
  })
}

/** A house whose Telegram gets every call but what `kept` keeps, and sees to. */
async function openKeepingHouse(kept: Kept, options: HouseOptions = {}): Promise<House> {
  await using stack = new AsyncDisposableStack()
  let real = ''
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request)
    response.setHeader('content-type', 'application/json')
    if (kept(request.url!.split('/').at(-1)!, body, response)) return
    const headers = { 'content-type': String(request.headers['content-type']) }
    const passed = await fetch(real + request.url!, { method: 'POST', headers, body })
    response.writeHead(passed.status).end(await passed.text())
  }
  const door = stack.use(await listen((request, response) => void answer(request, response)))
  const apiRoots = (roots: { readonly x: string; readonly telegram: string }) => {
    real = roots.telegram
    return { x: roots.x, telegram: door.origin }
  }
  const house = stack.use(await openHouse({ ...options, apiRoots }))
  const owned = stack.move()
  return { ...house, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** Starts Crier, and has it send a message whose answer breaks off. */
async function cutOnce(house: House): Promise<Crier> {
  const crier = house.start()
  house.feeds.publish('world', { title: 'Old', path: '/old', published: Date.now() })
  await patiently(crier, 'the first sight', crier.logged('feed seen for the first time'))
  house.feeds.publish('world', { title: 'Report', path: '/report', published: Date.now() })
  await patiently(crier, 'the loss', crier.logged('nobody knows whether this was posted: held, see `crier held`'))
  return crier
}

async function codeOf(crier: Crier): Promise<number | null> {
  if (crier.child.exitCode === null) await patiently(crier, 'its end', once(crier.child, 'exit'), SOON)
  return crier.child.exitCode
}

test.concurrent(
  'a sender that is told to stop ends, with code 0, after an answer that broke off',
  { timeout: TIME },
  async () => {
    await using house = await openCutHouse('sendMessage')
    const crier = await cutOnce(house)
    crier.child.kill('SIGTERM')
    expect(await codeOf(crier)).toBe(0)
    expect(crier.said.err).toContain('Crier has stopped')
  },
)

test.concurrent(
  'a sender that was overtaken ends, with code 1, after an answer that broke off',
  { timeout: TIME },
  async () => {
    await using house = await openCutHouse('sendMessage')
    const crier = await cutOnce(house)
    const other = new DatabaseSync(house.store, { timeout: SECOND })
    other.exec(`update lease set fence = fence + 1, holder = 'another'`)
    other.close()
    expect(await codeOf(crier)).toBe(1)
    expect(crier.said.err).toContain('another process has taken over this store')
  },
)

test.concurrent(
  'a command ends when it has said what it found, after an answer that broke off',
  { timeout: TIME },
  async () => {
    await using house = await openCutHouse('getMe')
    const checked = await withDeadline(systemClock, 'the check', 2 * SOON, undefined, () => house.command('check'))
    expect([checked.code, checked.out]).toEqual([1, expect.stringContaining('news-telegram')])
  },
)

test.concurrent(
  'a sender that is told to stop while staff are told something begins no post until that call has ended',
  { timeout: TIME },
  async () => {
    const { promise: isTelling, resolve: tells } = Promise.withResolvers<void>()
    const isNotice: Kept = (method, body) => {
      const is = method === 'sendMessage' && body.includes(STAFF_CHAT)
      if (is) tells()
      return is
    }
    // A post a second in each channel: many wait when the first notice goes, three seconds after the start.
    await using house = await openKeepingHouse(isNotice, { wider: 1 })
    house.config.text = house.config.text
      .replace('platform: telegram,', `platform: telegram, staffChat: "${STAFF_CHAT}",`)
      .replace('{ id: world,', '{ id: world, burst: never,')
    const crier = house.start()
    house.feeds.publish('world', { title: 'Old', path: '/old', published: Date.now() })
    await patiently(crier, 'the first sight', crier.logged('feed seen for the first time'))
    house.x.play('credits-depleted')
    const now = Date.now()
    for (let index = 0; index < 15; index++)
      house.feeds.publish('world', { title: `Report ${index}`, path: `/report-${index}`, published: now + index })
    await patiently(crier, 'the pause', crier.logged('this account is paused until staff resume it'))
    // What staff do has every stage look.
    await house.asked('pause', 'x-world')
    await patiently(crier, 'the notice', isTelling)
    crier.child.kill('SIGTERM')
    const told = Date.now()
    expect(await codeOf(crier)).toBe(0)
    // One may have been under way.
    const begun = house.telegram.posts().filter(({ at }) => at > told + SECOND / 2)
    expect(begun.map(({ text }) => text.slice(0, 20))).toEqual([])
    expect(house.telegram.posts().length).toBeLessThan(20)
  },
)
