import { describe, expect, test } from 'vitest'
import { lettersOf, runsOf, sharedLetters, shareOf, withoutFooter } from '#src/text/overlap.ts'

describe('headlines', () => {
  const sharedWords = (one: string, other: string) => sharedLetters(lettersOf(one), lettersOf(other))

  test.each([
    ['The bridge opens on Friday', 'The bridge opens on Friday', 1],
    ['Bridge opens', 'The bridge over the harbour opens on Friday', 1],
    ['Fire in the city', 'Fight in the senate', 5 / 13],
    ['Міст відкриють', 'Театр закриють', 0],
    ['大桥开通', '大桥关闭', 0.5],
    ['', 'The bridge', 0],
  ])('%s | %s', (one, other, shared) => {
    expect(sharedWords(one, other)).toBeCloseTo(shared)
    expect(sharedWords(other, one)).toBeCloseTo(shared)
  })
})

describe('texts', () => {
  const sharedRuns = (one: string, other: string) => shareOf(runsOf(one), runsOf(other))
  const text = 'The council met all night, and agreed on nothing at all.'

  test('have in common what stands in both word for word, however it is set', () => {
    expect(sharedRuns(text, `UPDATE: ${text.toUpperCase()} The mayor has resigned since.`)).toBe(1)
    expect(sharedRuns(text, 'All night the council met, and on nothing at all it agreed.')).toBeLessThan(0.4)
  })

  test('have nothing in common where only single words are, or too few are there', () => {
    expect(sharedRuns(text, 'The orchard met the frost on a cold night in May.')).toBe(0)
    expect(sharedRuns('All night', 'All night')).toBe(0)
  })

  test('are compared without what both end in, where both have something before', () => {
    const footer = 'Follow us on all channels for more.'
    const [one, other] = withoutFooter(runsOf(`${text} ${footer}`), runsOf(`Frost has come to the orchard. ${footer}`))
    expect([one.has('follow us on'), other.has('follow us on'), one.has('council met all')]).toEqual([
      false,
      false,
      true,
    ])
    const [part, whole] = [runsOf(text), runsOf(`The mayor resigns. ${text}`)]
    expect(withoutFooter(part, whole)).toEqual([part, whole])
  })
})
