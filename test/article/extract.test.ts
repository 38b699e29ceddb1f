import { expect, onTestFinished, test } from 'vitest'
import { openExtractor } from '#src/article/extract.ts'
import { systemClock } from '#src/base/clock.ts'

const { signal } = new AbortController()
const page = (html: string) => ({ body: Buffer.from(html), contentType: 'text/html', url: 'https://news.example/a' })
const good = page('<html><head><title>The bridge opens</title></head><body><p>It took nine years.</p></body></html>')

function extractor(within?: number) {
  const opened = openExtractor({ clock: systemClock, ...(within !== undefined && { within }) })
  onTestFinished(() => opened[Symbol.asyncDispose]())
  return opened
}

test('a page is read in a thread', async () => {
  expect(await extractor().read(good, signal)).toMatchObject({ is: 'page', page: { headline: 'The bridge opens' } })
})

test('hostile markup ends at the deadline, and the next page is read', async () => {
  const reader = extractor(1_500)
  const nested = page(`<html><body>${'<div>'.repeat(40_000)}x</body></html>`)
  expect(await reader.read(nested, signal)).toMatchObject({ is: 'no-page' })
  expect(await reader.read(good, signal)).toMatchObject({ is: 'page' })
})

test('line breaks by the hundred thousand cost no more than the deadline, and what a busy machine adds', async () => {
  const reader = extractor(1_000)
  const began = systemClock.monotonic()
  await reader.read(page(`<html><body>${'<br>'.repeat(200_000)}</body></html>`), signal)
  expect(systemClock.monotonic() - began).toBeLessThan(20_000)
})

test('reading stops when told to', async () => {
  const cut = new AbortController()
  const reading = extractor().read(good, cut.signal)
  cut.abort(new Error('stopping'))
  await expect(reading).rejects.toThrow('stopping')
})
