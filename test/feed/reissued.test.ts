import { expect, test } from 'vitest'
import { MINUTE } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { openQuestions, questionedBy } from '#src/store/questions.ts'
import { NOON } from '#test/fixtures/stored.ts'
import { dressed, MUTATIONS, PLAIN, storyOf, type Dress, type Story } from './reissued.ts'
import { gated } from './taken.ts'

/** What publishers' software gives and leaves out. */
const KINDS: readonly Dress[] = [
  PLAIN,
  { ...PLAIN, guid: 'none' },
  { ...PLAIN, guid: 'link' },
  { ...PLAIN, texts: 'none' },
  { ...PLAIN, texts: 'content', slug: 'words' },
  { ...PLAIN, dates: 'none' },
  { ...PLAIN, dates: 'day' },
  { ...PLAIN, texts: 'none', dates: 'none' },
  { ...PLAIN, guid: 'none', texts: 'none', dates: 'none', slug: 'words' },
  { ...PLAIN, guid: 'shared' },
  { ...PLAIN, guid: 'position' },
]
const DRESSES = KINDS.flatMap((dress): readonly Dress[] => [
  dress,
  { ...dress, window: 4 },
  { ...dress, window: 40, scheme: 'https' },
])

const POLLS = 50

/** Polls a feed whose software changes in every second poll. Answers what was posted that was old, and what was lost. */
async function livesThrough(dress: Dress): Promise<{ old: string[]; lost: string[]; questions: number }> {
  const gate = await gated()
  const names = Object.keys(MUTATIONS)
  const stories: Story[] = Array.from({ length: 60 }, (_, number) =>
    storyOf(number, NOON - (60 - number) * 20 * MINUTE),
  )
  const baseline = stories.length
  let now: Dress = dress
  let questions = 0
  await gate.look(dressed(stories, now))
  for (let poll = 1; poll < POLLS; poll++) {
    const mutation = poll % 2 === 0 ? MUTATIONS[names[poll / 2 - 1]!] : undefined
    if (mutation) now = mutation(now, { now: gate.now(), newest: stories.length - 1 })
    if (poll % 3 !== 0) stories.push(storyOf(stories.length, gate.now() + 4 * MINUTE + 1))
    await gate.look(dressed(stories, now))
    // Staff see what is old and what is not.
    for (const { id } of await openQuestions(gate.store.read)) {
      questions += 1
      const numbers = (await questionedBy(gate.store.read, id)).map(({ title }) => numberOf(title))
      const fresh = numbers.filter((number) => number === stories.length - 1)
      await gate.answer(fresh.length === numbers.length ? { is: 'post' } : { is: 'drop' })
    }
  }
  const posted = (await gate.titles('seen')).map(numberOf)
  const missing = stories.slice(baseline).filter(({ number }) => !posted.includes(number))
  const twice = posted.filter((number, index) => posted.indexOf(number) !== index)
  return {
    old: [...posted.filter((number) => number < baseline), ...twice].map(String),
    lost: missing.map(({ title }) => title),
    questions,
  }
}

function numberOf(title: string): number {
  return Number(/\d+/.exec(title)![0])
}

test.each(DRESSES.map((dress, index) => [index + 1, dress] as const))(
  `feed %i of ${DRESSES.length}: ${Object.keys(MUTATIONS).length} mutations in fifty polls post nothing old, and lose no news`,
  async (_, dress) => {
    const { old, lost } = await livesThrough(dress)
    expect({ old, lost }).toEqual({ old: [], lost: [] })
  },
)

const RECURRING = [
  ['Day 139 of the siege', 'Day 140 of the siege'],
  ['Losses on 19 May', 'Losses on 20 May'],
  ['Air raid alert in the north', 'Air raid alert in the north'],
  ['All clear in the north', 'All clear in the north'],
  ['Weather for tomorrow', 'Weather for tomorrow'],
  ['Morning briefing', 'Morning briefing'],
  ['Exchange rates: 41.20', 'Exchange rates: 41.25'],
  ['Harbour 2:1 Valley', 'Harbour 1:2 Valley'],
  ['Крапка дня: 20 травня', 'Крапка дня: 21 травня'],
  ['停电通知', '停电通知'],
]

const FORMS: readonly ((name: string, text: string) => Partial<Entry>)[] = [
  (name, text) => ({ guid: name, link: `https://news.example.com/alerts/${name}`, summary: text }),
  (name, text) => ({ guid: null, link: `https://news.example.com/alerts/${name}`, summary: text }),
  (name) => ({ guid: name, link: `https://news.example.com/${name}` }),
]

const PAIRS = RECURRING.flatMap((pair) => FORMS.map((form) => ({ pair, form })))

test(`${PAIRS.length} pairs of recurring headlines: none is merged, whether the first still stands there or not`, async () => {
  const merged: string[] = []
  for (const { pair, form } of PAIRS) {
    for (const stays of [true, false]) {
      const gate = await gated()
      const text = '<p>Go to a safe place, and wait for what comes next.</p>'
      const at = (title: string, name: string): Partial<Entry> => ({
        ...form(name, text),
        title,
        published: gate.now(),
      })
      const other = at('Something else', 'else')
      await gate.look([other])
      const first = at(pair[0]!, 'first')
      await gate.look([first, other])
      const second = at(pair[1]!, 'second')
      await gate.look(stays ? [second, first, other] : [second, other])
      const news = await gate.titles('seen')
      if (news.length !== 2) merged.push(`${pair.join(' / ')}, ${stays ? 'beside it' : 'alone'}: ${news.join()}`)
    }
  }
  expect(merged).toEqual([])
})
