import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { ordinaryStories, type OrdinaryStory } from './ordinary.ts'
import { gated } from './taken.ts'

type Dress = (story: OrdinaryStory, number: number) => Partial<Entry>

const at = (path: string): string => `https://news.example.com/${path}`
const slugOf = (title: string): string => encodeURIComponent(title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-'))

/** What publishers' software makes of stories. */
const DRESSES: Readonly<Record<string, Dress>> = {
  'guids of their own': (_, number) => ({ guid: `${48_000 + number}`, link: at(`news/${48_000 + number}`) }),
  'addresses for guids': ({ title }, number) => ({
    guid: at(`${slugOf(title)}-${48_000 + number}`),
    link: at(`${slugOf(title)}-${48_000 + number}`),
  }),
  'no guids, and times to the minute': ({ title, published }, number) => ({
    link: at(`2026/${slugOf(title)}-${number}.html`),
    published: published - (published % MINUTE),
  }),
  'no guids and no texts': (_, number) => ({ link: at(`news/${number}`), summary: null }),
}

const WINDOW = 30
const SEED = 20_260_520

test.each(Object.entries(DRESSES))(
  'an ordinary day asks nothing and loses nothing, in five languages, with %s',
  async (_, dress) => {
    const gate = await gated()
    const day = gate.now() + DAY
    const stories = ordinaryStories(230, gate.now() - 4 * HOUR, SEED)
    const entries = stories.map((story, number): Partial<Entry> => ({
      title: story.title,
      summary: `<p>${story.text}</p>`,
      published: story.published,
      ...dress(story, number),
    }))
    let shown: number | null = null
    while (gate.now() < day) {
      const out = stories.filter(({ published }) => published <= gate.now() + 10 * MINUTE).length
      const taken = await gate.look(entries.slice(Math.max(0, out - WINDOW), out).toReversed(), { after: 10 * MINUTE })
      if (shown !== null) expect(taken).toMatchObject({ news: out - shown, held: 0 })
      shown = out
    }
    expect(shown).toBeGreaterThan(200)
  },
)
