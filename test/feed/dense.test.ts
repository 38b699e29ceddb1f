import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { gated } from './taken.ts'

const STORIES = {
  Chinese: [
    '市议会禁止货车通行旧港大桥',
    '市议会周一投票决定，从明年春天起禁止货车通行旧港口大桥，此前工程师在两根桥墩上发现裂缝。',
    '话剧团获得冬季演出大奖',
  ],
  Japanese: [
    '市議会、旧港大橋のトラック通行禁止を可決',
    '市議会は月曜日、橋脚二本に亀裂が見つかったことを受け、来春から旧港大橋のトラック通行を禁止することを可決した。',
    '劇団が冬の公演で大賞を受賞',
  ],
  Korean: [
    '시의회, 옛 항구 다리 화물차 통행 금지 의결',
    '시의회는 월요일 교각 두 개에서 균열이 발견됨에 따라 내년 봄부터 옛 항구 다리의 화물차 통행을 금지하기로 의결했다. 운전자는 터널을 이용해야 한다.',
    '극단이 겨울 공연으로 대상을 받다',
  ],
} as const

describe.each(Object.entries(STORIES))('a short story in %s, which says much', (_, [title, text, other]) => {
  const entry = (host: string, name: string, change: Partial<Entry>): Partial<Entry> => ({
    guid: `${host}:${name}`,
    link: `https://${host}.example.com/${name}`,
    title,
    summary: `<p>${text}</p>`,
    ...change,
  })

  test.each([5 * MINUTE, 30 * HOUR])(
    'is asked about when it comes again under other names and another date',
    async (after) => {
      const gate = await gated()
      const old = entry('a', 'old', { title: other, summary: null, published: gate.now() - 4 * HOUR - 7 })
      await gate.look([old])
      const first = entry('a', '1', { published: gate.now() + 7 })
      expect(await gate.look([first, old])).toMatchObject({ news: 1 })
      await gate.look([old])
      const again = entry('a', '2', { published: gate.now() + after - 7 })
      expect(await gate.look([again, old], { after })).toMatchObject({ news: 0, held: 1 })
    },
  )

  test('is one article in two feeds', async () => {
    const gate = await gated()
    const published = gate.now() + 7
    await gate.look([entry('a', 'old', { title: other, published: 7 })], { feed: 'a' })
    await gate.look([entry('b', 'old', { title: `${other} 2`, published: 7 })], { feed: 'b' })
    await gate.look([entry('a', '77', { published })], { feed: 'a' })
    await gate.look([entry('b', 'bridge', { published })], { feed: 'b' })
    expect(await gate.titles('seen')).toEqual([title])
  })
})

test.each([
  ['停电通知', '请市民注意安全，耐心等待。'],
  ['空襲警報', '安全な場所に避難してください。'],
  ['공습 경보', '안전한 곳으로 대피하십시오.'],
])('%s recurs by right: each is news', async (title, text) => {
  const gate = await gated()
  const old = { guid: 'x', link: 'https://a.example.com/x', title: 'Something else' }
  await gate.look([old])
  for (const name of ['1', '2']) {
    const alert = { guid: name, link: `https://a.example.com/${name}`, title, summary: text, published: gate.now() + 7 }
    expect(await gate.look([alert, old])).toMatchObject({ news: 1, held: 0 })
  }
})
