import { expect, test } from 'vitest'
import { HOUR, MINUTE, type Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { gated } from './taken.ts'

/** A feed of alerts in one form, each for another place, that gives the one for Busan again three hours later. */
async function recurring(title: string, text: string, again = title) {
  const gate = await gated()
  const alert = (number: number, place: string, published: Millis, headline = title): Partial<Entry> => ({
    guid: `${number}`,
    link: `https://news.example.com/a/${number}`,
    title: headline.replace('Busan', place),
    summary: text.replace('Busan', place),
    published,
  })
  const known = ['Seoul', 'Daegu', 'Incheon', 'Ulsan'].map((place, at) =>
    alert(at, place, gate.now() - (at + 2) * HOUR),
  )
  await gate.look(known)
  const first = alert(10, 'Busan', gate.now() + MINUTE)
  expect(await gate.look([first, ...known])).toMatchObject({ news: 1, held: 0 })
  const second = alert(11, 'Busan', gate.now() + 3 * HOUR, again)
  return gate.look([second, first, ...known], { after: 3 * HOUR + 5 * MINUTE })
}

const TEXT = 'The weather office warns of strong winds in Busan. Take care.'

test.each([
  'Wind warning issued for Busan',
  '[Breaking] Wind warning issued for Busan',
  '(Update) Wind warning issued for Busan',
  'Wind warning issued for Busan (update)',
  '[Breaking] Wind warning issued for Busan (update)',
  '[Wind warning issued for Busan]',
  '| Wind warning issued for Busan |',
  ': Wind warning issued for Busan:',
  'Wind warning: issued for Busan |',
  '[] Wind warning issued for Busan ()',
  'Wind warning || issued for | | Busan []',
  '— Wind warning issued for Busan —',
  '“ Wind warning issued for Busan ”',
  '« Wind warning » issued for Busan »',
  '[ ★ ] Wind warning issued for Busan',
  '[속보] Busan 지역에 강풍 주의보가 발효되었습니다',
  '【気象警報】Busan に強風注意報が出ています',
])('an alert that recurs under %s is news', async (title) => {
  expect(await recurring(title, TEXT)).toMatchObject({ news: 1, held: 0 })
})

test.each(['[Breaking] Wind warning issued for Busan', 'Wind warning issued for Busan (New Example)'])(
  'an article that comes again as %s is asked about',
  async (title) => {
    const told =
      'Boats in Busan are lashed to the quay, and the fishermen play cards in the hall until the storm has gone by.'
    expect(await recurring('Wind warning issued for Busan', told, title)).toMatchObject({ news: 0, held: 1 })
  },
)
