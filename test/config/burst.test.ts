import { expect, test } from 'vitest'
import { changed, configOf, lines, mistakesOf } from './good.ts'

const written = (burst: string): string => changed('every: 10m', `burst: ${burst}`)

test.each([2, 20, 'never'] as const)('a feed may say that %s at once are a question', (burst) => {
  expect(configOf(written(`${burst}`)).feeds[0]).toMatchObject({ burst })
})

test.each([
  ['1', '1 is less than is possible here (2)'],
  ['often', 'is neither a whole number of 2 or more nor never'],
])('%s is none', (burst, what) => {
  expect(lines(mistakesOf(written(burst)))).toEqual([
    expect.stringContaining(`feeds.0.burst: ${what} → write a whole number, 2 or more, without quotes, or never`),
  ])
})
