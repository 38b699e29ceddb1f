import { expect, test } from 'vitest'
import { openTogether } from '#src/base/together.ts'

/** A part that ends when the test says so. */
function part(told: string[], name: string) {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const ends = { [Symbol.asyncDispose]: () => (told.push(name), promise) }
  return { ends, resolve, reject }
}

test('all are told to end before the first has ended, and all are waited for', async () => {
  const told: string[] = []
  const [one, other] = [part(told, 'one'), part(told, 'other')]
  const together = openTogether(new AbortController().signal)
  together.use(one.ends)
  together.use(other.ends)
  let isOver = false
  const over = together[Symbol.asyncDispose]().then(() => (isOver = true))
  expect(told).toEqual(['one', 'other'])
  other.resolve()
  await new Promise(setImmediate)
  expect(isOver).toBe(false)
  one.resolve()
  await over
})

test('they are told as soon as the signal aborts, and one that comes later is told at once', async () => {
  const told: string[] = []
  const [one, late] = [part(told, 'one'), part(told, 'late')]
  const stop = new AbortController()
  const together = openTogether(stop.signal)
  together.use(one.ends)
  stop.abort()
  expect(told).toEqual(['one'])
  together.use(late.ends)
  expect(told).toEqual(['one', 'late'])
  one.resolve()
  late.resolve()
  await together[Symbol.asyncDispose]()
  expect(told).toEqual(['one', 'late'])
})

test('one that cannot end keeps nobody from waiting for the others', async () => {
  const told: string[] = []
  const [one, other] = [part(told, 'one'), part(told, 'other')]
  const together = openTogether(new AbortController().signal)
  together.use(one.ends)
  together.use(other.ends)
  let isOver = false
  const over = Promise.resolve(together[Symbol.asyncDispose]()).finally(() => (isOver = true))
  over.catch(() => {})
  one.reject(new Error('it cannot end'))
  await new Promise(setImmediate)
  expect(isOver).toBe(false)
  other.resolve()
  await expect(over).rejects.toThrow('it cannot end')
})
