import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '#src/base/clock.ts'
import { openThread, ThreadEnded } from '#src/base/thread.ts'

const { signal } = new AbortController()

/** A thread that doubles numbers, and never answers what is none. */
function doubling(within: number) {
  const code = `import { parentPort } from 'node:worker_threads'
    parentPort.on('message', (n) => { while (n === 'stuck'); for (let at = 0; n === 16 && at < 80; at++) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2); if (n === 'broken') throw new Error('no number'); parentPort.postMessage(2 * n) })
    parentPort.postMessage('ready')`
  const script = new URL(`data:text/javascript,${encodeURIComponent(code)}`)
  const thread = openThread({ clock: systemClock, script, name: 'the doubler', within })
  onTestFinished(() => thread[Symbol.asyncDispose]())
  return thread
}

test('questions are answered one after the other', async () => {
  const thread = doubling(5_000)
  expect(await Promise.all([1, 2, 3].map((n) => thread.ask(n, signal)))).toEqual([2, 4, 6])
})

test('a question that takes too long, or breaks the thread, ends it; the next one is answered', async () => {
  const thread = doubling(100)
  await expect(thread.ask('stuck', signal)).rejects.toThrow(new ThreadEnded('it could not be read within 0.1 s'))
  await expect(thread.ask('broken', signal)).rejects.toThrow('no number')
  expect(await thread.ask(4, signal)).toBe(8)
})

test('a thread that got no share of the machine is given the time that it has not worked', async () => {
  const thread = doubling(60)
  await thread.ask(1, signal)
  expect(await thread.ask(16, signal)).toBe(32)
})
