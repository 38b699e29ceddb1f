import { setImmediate as begun } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openTurns } from '#src/feed/turns.ts'

/** Work that ends when it is told to. */
function jobs() {
  const running: string[] = []
  const ends = new Map<string, () => void>()
  const turns = openTurns({ perHost: 2, atOnce: 4, failedAtOnce: 1 })
  const start = async (host: string, name: string, failed = false): Promise<void> => {
    await turns.take(host, failed, async () => {
      running.push(name)
      await new Promise<void>((resolve) => ends.set(name, resolve))
      running.splice(running.indexOf(name), 1)
    })
  }
  const end = async (name: string): Promise<void> => {
    ends.get(name)!()
    await begun()
  }
  return { running, start, end }
}

test('of one host two are asked at once, and the others wait in their order', async () => {
  const { running, start, end } = jobs()
  for (const name of ['a1', 'a2', 'a3', 'a4']) void start('a', name)
  void start('b', 'b1')
  await begun()
  expect(running).toEqual(['a1', 'a2', 'b1'])
  await end('a1')
  expect(running).toEqual(['a2', 'b1', 'a3'])
  for (const name of ['a2', 'a3', 'a4', 'b1']) await end(name)
  void start('a', 'a5')
  await begun()
  expect(running).toEqual(['a5'])
})

test('hosts that have failed wait for each other, and hold up nobody else', async () => {
  const { running, start, end } = jobs()
  for (const host of ['x', 'y', 'z']) void start(host, host, true)
  for (const host of ['a', 'b', 'c', 'd', 'e']) void start(host, host)
  await begun()
  expect(running).toEqual(['x', 'a', 'b', 'c', 'd'])
  await end('x')
  expect(running).toEqual(['a', 'b', 'c', 'd', 'y'])
  await end('a')
  expect(running).toEqual(['b', 'c', 'd', 'y', 'e'])
})

test('work that goes on to another host waits in line there, and gives up its turn meanwhile', async () => {
  const turns = openTurns({ perHost: 1, atOnce: 2, failedAtOnce: 1 })
  const trail: string[] = []
  const ends = new Map<string, PromiseWithResolvers<void>>()
  const pause = async (name: string) => {
    trail.push(name)
    ends.set(name, Promise.withResolvers())
    await ends.get(name)!.promise
  }
  const crossing = (from: string, to: string) =>
    turns.take(from, false, async (goOn) => {
      await pause(`${from} first`)
      await goOn(to)
      await pause(`${from} at ${to}`)
    })
  const end = async (name: string) => {
    ends.get(name)!.resolve()
    await begun()
  }
  // Each waits for the other's host.
  const both = [crossing('a', 'b'), crossing('b', 'a')]
  await begun()
  await end('a first')
  const third = turns.take('c', false, () => pause('c'))
  await begun()
  expect(trail).toEqual(['a first', 'b first', 'c'])
  await end('b first')
  await end('c')
  expect(trail.slice(3).toSorted()).toEqual(['a at b', 'b at a'])
  await end('a at b')
  await end('b at a')
  await Promise.all([...both, third])
})

test('work that throws gives its place to the next', async () => {
  const turns = openTurns({ perHost: 1, atOnce: 1, failedAtOnce: 1 })
  const broken = turns.take('a', false, async () => {
    throw new Error('broken')
  })
  const next = turns.take('a', false, async () => 'done')
  await expect(broken).rejects.toThrow('broken')
  expect(await next).toBe('done')
})
