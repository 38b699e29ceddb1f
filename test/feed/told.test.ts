import { expect, test } from 'vitest'
import { toldBy } from '#src/feed/told.ts'

const WORDS = { title: 'Frost', summary: '<p>Frost is expected in the orchards.</p>', content: null }

test('each form of words is made once for as long as they are known', () => {
  expect(toldBy(WORDS).runs()).toBe(toldBy(WORDS).runs())
  expect(toldBy({ ...WORDS }).runs()).not.toBe(toldBy(WORDS).runs())
})

test('of long texts the beginnings are compared, and of texts that tell nothing nothing', () => {
  const long = { ...WORDS, summary: 'frost here again '.repeat(400), content: '<p>More soon.</p>' }
  const ends = { ...long, summary: `${long.summary} and some other words at the end` }
  expect(toldBy(ends).runs()).toEqual(toldBy(long).runs())
  expect(toldBy(long).runs()).toHaveLength(1)
})

test('a headline that a text quotes is none of its words', () => {
  const quoting = (title: string): ReadonlySet<string> =>
    toldBy({
      title,
      summary: `<p>Read on. The post ${title} appeared first on The Example.</p>`,
      content: null,
    }).runs()[0]!
  expect(quoting('Ferry is late')).toEqual(quoting('Growers expect a frost'))
  expect(quoting('Ferry')).not.toEqual(quoting('Frost'))
})
