import { expect, test } from 'vitest'
import { MINUTE } from '#src/base/clock.ts'
import type { Fetched, FetchOptions } from '#src/net/fetch.ts'
import { openPictures } from '#src/net/pictures.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { pictureFile } from '#test/fixtures/pictures.ts'

const PNG = pictureFile('image/png', 1_200, 675)

function serving(
  ...answers: readonly (Partial<Extract<Fetched, { is: 'answer' }>> | Extract<Fetched, { is: 'failed' }>)[]
) {
  const asked: { readonly url: string; readonly options: FetchOptions }[] = []
  const clock = fakeClock()
  const pictures = openPictures({
    clock,
    async fetch(url, options) {
      const answer = answers[Math.min(asked.length, answers.length - 1)]!
      asked.push({ url, options })
      const good = { is: 'answer', status: 200, headers: {}, body: PNG.bytes, url, movedTo: null } as const
      return 'failure' in answer ? answer : { ...good, ...answer }
    },
  })
  return { asked, clock, pictures }
}

test('a picture comes with what its bytes say, whatever its server says', async () => {
  const { pictures, asked } = serving({ headers: { 'content-type': 'text/plain' } })
  expect(await pictures('https://news.example.com/1.jpg')).toEqual({ is: 'picture', file: PNG })
  // Found in content: it never leads into the network of one's own; and never more than any platform takes.
  expect(asked[0]!.options).toMatchObject({ trust: 'content', maxBytes: 10 * 2 ** 20, within: 15_000 })
})

test.each([
  ['its server says that it is gone', { status: 404 }, 'its server answered 404'],
  [
    'a page comes in its place',
    { body: Buffer.from('<!doctype html>') },
    'what its server sent is no JPEG, PNG, WebP or GIF',
  ],
  [
    'it is too large',
    { is: 'failed', failure: 'too-big', why: 'it is larger than 10240 KiB' },
    'it is larger than 10240 KiB',
  ],
] as const)('no picture comes where %s, with the reason', async (_, answer, why) => {
  const { pictures } = serving(answer)
  expect(await pictures('https://news.example.com/1.jpg')).toEqual({ is: 'no-picture', why })
})

test('what several channels ask for within a minute is fetched once, whether it could be had or not', async () => {
  const { pictures, asked, clock } = serving({ status: 404 }, {})
  const [one, other] = await Promise.all([pictures('https://a.example/1'), pictures('https://a.example/1')])
  expect(one).toBe(other)
  await clock.advance(MINUTE - 1)
  expect(await pictures('https://a.example/1')).toMatchObject({ is: 'no-picture' })
  await clock.advance(1)
  expect(await pictures('https://a.example/1')).toMatchObject({ is: 'picture' })
  expect(asked).toHaveLength(2)
})

test('only the last few are kept', async () => {
  const { pictures, asked } = serving({})
  for (let index = 0; index < 6; index++) await pictures(`https://a.example/${index}`)
  await pictures('https://a.example/5')
  expect(asked).toHaveLength(6)
  await pictures('https://a.example/0')
  expect(asked).toHaveLength(7)
})
