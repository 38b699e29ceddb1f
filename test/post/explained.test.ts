import { beforeAll, describe, expect, test } from 'vitest'
import { HOUR } from '#src/base/clock.ts'
import { silentLog } from '#src/base/log.ts'
import { explain, showExplanation, type Explanation } from '#src/desk/explain.ts'
import { startRouting, type PostedChannel } from '#src/post/route.ts'
import { addSighting, type NewArticle } from '#src/store/articles.ts'
import { openStore } from '#src/store/open.ts'
import { place } from '#src/store/placements.ts'
import { ruleOf } from '#src/store/reasons.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { meetChannels, someChannel } from '#test/fixtures/stages.ts'
import { addedArticle, NOON } from '#test/fixtures/stored.ts'

/** In the order of the columns of {@link TABLE}. */
const ARTICLES: Readonly<Record<string, Partial<NewArticle>>> = {
  en: {
    title: 'Flood closes the old bridge',
    summary: 'A press release by the city.',
    categories: ['World'],
    authors: ['Ann Lee'],
    language: 'en-GB',
    url: 'https://news.example.com/world/2026/flood',
  },
  uk: {
    title: 'Повінь закрила старий міст',
    content: '<p>Про це <b>повідомила</b> мерія під ембарго.</p>',
    categories: ['Світ'],
    section: 'Політика',
    language: 'uk',
    url: 'https://news.example.com/%D1%81%D0%B2%D1%96%D1%82/povin',
  },
  ar: { title: 'فيضان يغلق الجسر القديم', tags: ['طقس'], language: 'ar', flags: ['live'], published: NOON - 2 * HOUR },
  zh: { title: '洪水封闭老桥', categories: ['国际'], language: 'zh-Hans', authors: ['王芳'] },
  de: {
    title: 'Meinung: Hochwasser sperrt die alte Brücke',
    flags: ['opinion'],
    language: 'de',
    url: 'https://news.example.com/meinung',
    published: NOON - 2 * HOUR,
  },
  ja: { title: '洪水で古い橋が閉鎖', summary: '市がプレスリリースで発表した。', language: 'ja' },
}

/** What a channel decides of each article: the name of the rule that `explain` tells. */
const TABLE: readonly (readonly [id: string, change: Partial<PostedChannel>, rules: string])[] = [
  ['takes-all', {}, 'route route route route route route'],
  ['other-feed', { feeds: ['sport'] }, 'feeds feeds feeds feeds feeds feeds'],
  ['knew-it', { feeds: ['world', 'city'] }, 'route route baseline route route route'],
  ['added-later', {}, 'first-sight first-sight first-sight first-sight first-sight first-sight'],
  ['only-categories', { only: { categories: ['WORLD', 'світ', '国际', 'طقس'] } }, 'route route route route only only'],
  ['only-authors', { only: { authors: ['ann lee', '王芳'] } }, 'route only only route only only'],
  [
    'only-title',
    { only: { title: ['flood', 'повінь', 'فيضان', '洪水', 'hochwasser'] } },
    'route route route route route route',
  ],
  ['only-stems', { only: { title: ['hoch*', 'стар*', 'loo*'] } }, 'only route only only route only'],
  ['only-parts', { only: { title: ['loo', 'люд', 'Hoch', 'جسر'] } }, 'only only only only only only'],
  ['only-text', { only: { text: ['press release', 'мерія', 'プレスリリース'] } }, 'route route only only only route'],
  ['only-paths', { only: { paths: ['/world', '/Світ'] } }, 'route route only only only only'],
  ['only-languages', { only: { languages: ['en', 'zh', 'ar'] } }, 'route only route route only only'],
  ['only-flags', { only: { flags: ['live', 'opinion'] } }, 'only only route only route only'],
  ['only-both', { only: { languages: ['de', 'ar'], flags: ['opinion'] } }, 'only only only only route only'],
  ['except-title', { except: { title: ['flood', '洪水'] } }, 'except route route except route except'],
  ['except-any', { except: { flags: ['opinion'], languages: ['uk'] } }, 'route except route route except route'],
  [
    'only-except',
    { only: { languages: ['en', 'uk'] }, except: { paths: ['/world'] } },
    'except route only only only only',
  ],
  [
    'hold-words',
    { holdWords: ['press release', 'ембарго', 'الجسر', '老桥', 'alte Brücke', '発表'] },
    'hold-words hold-words hold-words hold-words hold-words hold-words',
  ],
  ['hold-some', { holdWords: ['press', 'ембарг', 'جسر'] }, 'hold-words route route route route route'],
  ['young-only', { maxAge: HOUR }, 'route route max-age route max-age route'],
  ['asks-always', { approve: 'always' }, 'approve approve approve approve approve approve'],
  ['asks-first', { approve: 'first' }, 'approve approve approve approve approve approve'],
  [
    'by-hand',
    { feeds: ['sport'], only: { languages: ['uk', 'de'] }, maxAge: HOUR },
    'only post only only max-age only',
  ],
  [
    'anyway',
    { feeds: ['sport'], only: { languages: ['uk'] }, maxAge: HOUR, holdWords: ['flood'] },
    'hold-words post post post post post',
  ],
]

const STATES: Readonly<Record<string, string>> = {
  'hold-words': 'held',
  approve: 'held',
  route: 'ready',
  post: 'ready',
}

describe('every rule decides of articles in six languages by its name, which explain tells', () => {
  const explained = new Map<string, Explanation>()

  beforeAll(async () => {
    await using store = await openStore({ file: ':memory:', use: 'rehearsal' })
    const clock = fakeClock()
    const channels = TABLE.map(([id, change]) => someChannel({ id, ...change }))
    await meetChannels(store, channels, clock)
    for (const [id, article] of Object.entries(ARTICLES)) {
      await addedArticle(store, { id, state: 'read', summary: null, categories: [], authors: [], ...article })
    }
    await store.write(async (writer) => {
      await writer
        .updateTable('channel')
        .set({ first_seen: NOON + 1 })
        .where('id', '=', 'added-later')
        .execute()
      await addSighting(writer, { article: 'ar', feed: 'city', seen: NOON, baseline: true })
      for (const article of Object.keys(ARTICLES)) {
        const wish = { article, round: 0, who: 'olena', at: NOON }
        await place(writer, { ...wish, channel: 'by-hand', anyway: false })
        await place(writer, { ...wish, channel: 'anyway', anyway: true })
      }
    })
    await using _ = startRouting({
      store,
      clock,
      log: silentLog,
      channels,
      pageText: async () => null,
      onRouted: () => {},
    })
    await clock.asleep(1)
    for (const id of Object.keys(ARTICLES)) explained.set(id, (await explain(store.read, id))!)
  })

  /** The decision about a channel: the state that its post came into, and the whole reason. */
  function decisionOf({ changes, deliveries }: Explanation, channel: string): readonly [state: string, why: string] {
    const delivery = deliveries.find((each) => each.channel === channel)?.id
    const found = changes.filter((change) =>
      delivery === undefined ? change.became === `not routed to ${channel}` : change.delivery === delivery,
    )
    expect(
      found.map(({ why }) => why),
      channel,
    ).toHaveLength(1)
    return [found[0]!.became, found[0]!.why]
  }

  test.each(TABLE)('%s %j', (channel, _, rules) => {
    const expected = rules.split(' ')
    const told = [...explained.values()].map((explanation) => decisionOf(explanation, channel))
    expect(told.map(([, why]) => ruleOf(why))).toEqual(expected)
    const wished = channel === 'by-hand' || channel === 'anyway'
    expect(told.map(([state]) => state)).toEqual(
      expected.map((rule) => STATES[rule] ?? (rule === 'max-age' && !wished ? 'dropped' : `not routed to ${channel}`)),
    )
    for (const [index, explanation] of [...explained.values()].entries()) {
      expect(showExplanation(explanation, 'UTC')).toContain(told[index]![1])
    }
  })

  test('the table has a row for every article', () => {
    for (const [id, , rules] of TABLE) expect(rules.split(' '), id).toHaveLength(6)
  })
})
