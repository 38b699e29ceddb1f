import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { openQuestions } from '#src/store/questions.ts'
import { untold } from '#src/store/notices.ts'
import { sightingsOf } from '#src/store/articles.ts'
import { NOON } from '#test/fixtures/stored.ts'
import { gated, type Gated } from './taken.ts'

const at = (path: string): string => `https://news.example.com/${path}`

/** A dated story of its own. */
function story(name: string, change: Partial<Entry> = {}): Partial<Entry> {
  return {
    guid: `id-${name}`,
    link: at(name),
    title: `Story ${name}`,
    summary: `<p>What happened in ${name} was new to all, and nobody had expected it so soon.</p>`,
    published: NOON + 1_000,
    ...change,
  }
}

const stories = (from: number, count: number): readonly Partial<Entry>[] =>
  Array.from({ length: count }, (_, index) => story(String(from + index)))

async function opened(entries: readonly Partial<Entry>[], change: Parameters<typeof gated>[0] = {}): Promise<Gated> {
  const gate = await gated(change)
  await gate.look(entries)
  return gate
}

describe('what came while Crier was away', () => {
  const OLD = stories(0, 10)

  test('is one question for all feeds, however few it is, and asked once', async () => {
    const gate = await opened(OLD)
    await gate.look(OLD, { feed: 'sport', home: 'https://sport.example.com/' })
    await gate.away(5 * HOUR)
    expect(await gate.look([...stories(10, 2), ...OLD])).toMatchObject({ news: 0, held: 2 })
    expect(await gate.look([...stories(20, 1), ...OLD], { feed: 'sport' })).toMatchObject({ news: 0, held: 1 })
    expect(await openQuestions(gate.store.read)).toMatchObject([{ kind: 'absence', feed: null }])
    expect(await untold(gate.store.read, 9, gate.now())).toEqual([])
    expect(await untold(gate.store.read, 9, gate.now() + MINUTE)).toMatchObject([
      { text: expect.stringMatching(/^3 articles from sport, world of the last .*, while Crier was away/) },
    ])
    expect(await gate.look([...stories(30, 1), ...stories(10, 2), ...OLD])).toMatchObject({ news: 1, held: 0 })
    await gate.answer({ is: 'post' })
    expect(await gate.titles('seen')).toEqual(['Story 10', 'Story 11', 'Story 20', 'Story 30'])
  })

  test('goes on as staff say', async () => {
    const gate = await opened(OLD)
    await gate.away(5 * HOUR)
    const missed = Array.from({ length: 9 }, (_, index) =>
      story(`m${index}`, { published: gate.now() - index * MINUTE }),
    )
    expect(await gate.look([...missed, ...OLD])).toMatchObject({ held: 9 })
    await gate.answer({ is: 'newest', count: 3 })
    expect(await gate.titles('seen')).toEqual(['Story m0', 'Story m1', 'Story m2'])
  })

  test('is no question after less than an hour, nor where it is too old or dated in the future', async () => {
    const gate = await opened(OLD)
    await gate.away(59 * MINUTE)
    expect(await gate.look([...stories(10, 2), ...OLD])).toMatchObject({ news: 2, held: 0 })
    await gate.away(2 * HOUR)
    const [old, later] = [gate.now() - 2 * DAY, gate.now() + DAY]
    expect(
      await gate.look([story('later', { published: later }), story('old', { published: old }), ...OLD]),
    ).toMatchObject({ old: 1, embargoed: 1, held: 0 })
  })

  test('is asked about also where the first start after it broke off before its first look', async () => {
    const gate = await opened(OLD)
    await gate.away(5 * HOUR)
    await gate.away(MINUTE)
    expect(await gate.look([...stories(10, 2), ...OLD])).toMatchObject({ news: 0, held: 2 })
  })
})

describe('a burst', () => {
  const OLD = stories(0, 10)

  test('beyond the feed’s habit is one question, told at once, and nothing of it goes', async () => {
    const gate = await opened(OLD)
    expect(await gate.look([...stories(10, 38), ...OLD])).toMatchObject({ news: 0, held: 38 })
    expect(await gate.titles('seen')).toEqual([])
    const [question] = await openQuestions(gate.store.read)
    expect(question).toMatchObject({ kind: 'burst', feed: 'world', usual: 1 })
    const [notice] = await untold(gate.store.read, 10)
    expect(notice?.text).toContain('38 articles at once from world, usual 1: post, drop, or the newest 3?')
    expect(notice?.text).toContain(`crier answer ${question!.id} post | drop | newest 3`)
  })

  test('asks once: what comes while it waits joins it, or passes if it is as usual', async () => {
    const gate = await opened(OLD)
    const burst = stories(10, 20)
    await gate.look([...burst, ...OLD])
    expect(await gate.look([story('fresh'), ...burst, ...OLD])).toMatchObject({ news: 1, held: 0 })
    await gate.look([...stories(50, 20), story('fresh'), ...burst, ...OLD])
    expect(await openQuestions(gate.store.read)).toHaveLength(1)
    expect(await untold(gate.store.read, 10)).toHaveLength(1)
    expect(await gate.titles('seen')).toEqual(['Story fresh'])
    expect(await gate.titles('waiting')).toHaveLength(40)
  })

  test('five at once are no burst, and a feed that has brought as many in three hours may bring twice that', async () => {
    const gate = await opened(OLD)
    const five = (round: number) => gate.look([...stories(10 * round, 5), ...OLD], { after: HOUR })
    for (const round of [1, 2]) expect(await five(round)).toMatchObject({ news: 5, held: 0 })
    expect(await gate.look([...stories(60, 10), ...OLD])).toMatchObject({ news: 0, held: 10 })
    expect(await five(3)).toMatchObject({ news: 5, held: 0 })
    expect(await gate.look([...stories(80, 10), ...OLD])).toMatchObject({ news: 10, held: 0 })
  })

  test('that grows from look to look is asked about, and one that staff let go widens nothing', async () => {
    const gate = await opened(OLD)
    expect(await gate.look([...stories(100, 5), ...OLD])).toMatchObject({ news: 5, held: 0 })
    for (const count of [10, 20, 40]) {
      expect(await gate.look([...stories(count * 1000, count), ...OLD])).toMatchObject({ news: 0, held: count })
    }
    await gate.answer({ is: 'post' })
    expect(await gate.look([...stories(500, 70), ...OLD])).toMatchObject({ news: 0, held: 70 })
  })

  test('what a feed published by its own dates while nobody looked is no burst', async () => {
    const busy = Array.from({ length: 48 }, (_, index) => story(`b${index}`, { published: NOON - index * 30 * MINUTE }))
    const gate = await opened(busy)
    const missed = Array.from({ length: 16 }, (_, index) =>
      story(`m${index}`, { published: NOON + index * 30 * MINUTE }),
    )
    expect(await gate.look([...missed, ...busy], { after: 8 * HOUR })).toMatchObject({ held: 0 })
  })

  test('a document that has nothing in common with the feed is asked about from the third story on', async () => {
    const gate = await opened(OLD)
    expect(await gate.look(stories(20, 3))).toMatchObject({ news: 0, held: 3 })
    const other = await opened(OLD)
    expect(await other.look(stories(20, 2))).toMatchObject({ news: 2, held: 0 })
  })

  test('counts what other feeds brought before', async () => {
    const gate = await opened(OLD)
    await gate.look([], { feed: 'city' })
    expect(await gate.look(OLD, { feed: 'city' })).toMatchObject({ news: 0, held: 10 })
    await gate.answer({ is: 'newest', count: 2 })
    expect(await gate.titles('seen')).toHaveLength(2)
  })

  test('of articles dated in the future is a question too, and they keep their embargo when let go', async () => {
    const gate = await opened(OLD)
    const later = stories(10, 20).map((each) => ({ ...each, published: NOON + DAY }))
    expect(await gate.look([...later, ...OLD])).toMatchObject({ embargoed: 0, held: 20 })
    await gate.answer({ is: 'post' })
    expect(await gate.titles('waiting')).toHaveLength(20)
    expect(await gate.reasons()).toContainEqual(expect.stringMatching(/^embargo: /))
  })
})

describe('an archive that is issued again', () => {
  const OLD = stories(0, 10)
  const renewed = OLD.map((each, index) => ({
    ...each,
    guid: `new-${index}`,
    link: at(`2026/${index}-new-slug`),
    published: NOON + HOUR + index,
  }))

  test('with new guids, addresses and dates is one question, while news beside it passes', async () => {
    const gate = await opened(OLD)
    expect(await gate.look([story('fresh'), ...renewed])).toMatchObject({ news: 1, held: 10 })
    expect((await openQuestions(gate.store.read))[0]).toMatchObject({ kind: 'reissue' })
    await gate.answer({ is: 'drop' })
    expect(await gate.titles('seen')).toEqual(['Story fresh'])
    expect(await gate.look([story('fresher'), story('fresh'), ...renewed])).toMatchObject({ news: 1, held: 0 })
  })

  test('with its own dates is recognised without a question, under any guid and address', async () => {
    const gate = await opened(OLD)
    const moved = renewed.map((each) => ({ ...each, published: NOON + 1_000 }))
    expect(await gate.look([story('fresh'), ...moved])).toMatchObject({ news: 1, held: 0 })
    expect(await gate.look([story('fresh'), ...moved])).toMatchObject({ news: 0, held: 0 })
  })

  test('on another host is recognised by headline and path, without texts and dates', async () => {
    const bare = (host: string) =>
      ['a', 'b', 'c', 'd'].map((name) => ({ title: `Headline ${name}`, link: `https://${host}/news/${name}` }))
    const gate = await opened(bare('old.example.com'))
    expect(await gate.look(bare('new.example.org'))).toMatchObject({ news: 0, held: 0 })
  })

  test('a second time is a question again: what staff dropped is no new story to compare with', async () => {
    const gate = await opened(OLD)
    await gate.look(renewed)
    await gate.answer({ is: 'drop' })
    const again = renewed.map((each, index) => ({ ...each, guid: `third-${index}`, link: at(`third/${index}`) }))
    expect(await gate.look(again.map((each) => ({ ...each, published: NOON + 2 * HOUR })))).toMatchObject({
      news: 0,
      held: 10,
    })
  })

  test('a single long story told again word for word under another name is asked about', async () => {
    const long = `<p>${'The council met for nine hours and agreed on nothing at all. '.repeat(6)}</p>`
    const gate = await opened([story('a', { summary: long }), story('b')])
    const again = story('again', { title: 'Story a', summary: long, published: NOON + 2 * MINUTE })
    expect(await gate.look([again, story('b')])).toMatchObject({ news: 0, held: 1 })
    await gate.answer({ is: 'post' })
    expect(await gate.titles('seen')).toEqual(['Story a'])
  })
})

describe('what an entry is called', () => {
  test('an edit is never news: not by its headline, its text, its date or its slug', async () => {
    const gate = await opened([story('a'), story('b')])
    for (const change of [
      { title: 'Edited' },
      { summary: '<p>Another text altogether, and a long one.</p>' },
      { published: NOON + 2 * HOUR },
      { link: at('new-slug') },
      { guid: 'changed' },
      { title: 'Edited again', link: at('newer-slug'), summary: '<p>All new, and nothing is as it was.</p>' },
      { title: 'Edited once more', link: at('newest-slug'), published: NOON + 3 * HOUR },
    ]) {
      expect(await gate.look([story('a', change), story('b')])).toMatchObject({ news: 0, held: 0, embargoed: 0 })
    }
  })

  test('an edited headline with a new slug and no guid is the article that has its text and minute', async () => {
    const gate = await opened([story('a', { guid: null }), story('b')])
    const edited = story('a', { guid: null, link: at('edited-slug'), title: 'Another headline' })
    expect(await gate.look([edited, story('b')])).toMatchObject({ news: 0, held: 0 })
  })

  test('distinct stories that share one guid are distinct, from then on; their edits are not', async () => {
    const same = { guid: 'https://news.example.com/' }
    const gate = await opened([story('a', same), story('b', same)])
    expect(await gate.titles('old')).toEqual(['Story a', 'Story b'])
    expect(await gate.look([story('c', same), story('b', same)])).toMatchObject({ news: 1 })
    expect(await gate.look([story('d', same)])).toMatchObject({ news: 1 })
    expect(await gate.look([story('d', { ...same, title: 'Edited' })])).toMatchObject({ news: 0 })
  })

  test('stories that link to one page are told apart by their guids', async () => {
    const map = { link: at('map') }
    const gate = await opened([story('1', map), story('2', map), story('3', map)])
    expect(await gate.look([story('4', map), story('1', map), story('2', map)])).toMatchObject({ news: 1 })
  })

  test('alerts by turns that link to one page are told apart by guid and date, whether the last one stands there or not', async () => {
    for (const most of [6, 1]) {
      const gate = await opened(stories(0, 5))
      const shown = ['first', 'second'].map((name, index) =>
        story(name, { link: at('alerts'), published: NOON - index * HOUR }),
      )
      expect(await gate.look([...shown, ...stories(0, 5)])).toMatchObject({ news: 2 })
      for (let round = 0; round < 6; round++) {
        const title = round % 2 === 0 ? 'Air alert in Kyiv' : 'All clear in Kyiv'
        const alert = { title, link: at('alerts'), guid: `alert-${round}`, published: gate.now() }
        shown.unshift({ ...alert, summary: `<p>At ${round} o’clock.</p>` })
        expect(await gate.look([...shown.slice(0, most), ...stories(0, 5)])).toMatchObject({ news: 1, held: 0 })
      }
    }
  })

  test('the next day of a live page beside the day before is a story of its own', async () => {
    const day = (number: number, published: number) =>
      story(`${number}`, { title: `Day ${number} of the war`, link: at('live'), guid: `day-${number}`, published })
    const gate = await opened([day(139, NOON - DAY), story('b')])
    expect(await gate.look([day(140, NOON), day(139, NOON - DAY), story('b')])).toMatchObject({ news: 1 })
  })

  test('stories that link to the feed’s own site are told apart even one by one', async () => {
    const home = { link: 'https://news.example.com/' }
    const gate = await opened([story('1', home)])
    expect(await gate.look([story('2', home)])).toMatchObject({ news: 1 })
    expect(await gate.look([story('2', home)])).toMatchObject({ news: 0 })
  })

  test('a story in two feeds under two addresses is one article, by headline and text', async () => {
    const text = `<p>${'The ferry goes again from Monday, twice an hour until midnight. '.repeat(3)}</p>`
    const gate = await opened([story('x')])
    await gate.look([story('y')], { feed: 'city' })
    await gate.look([story('ferry', { summary: text }), story('x')])
    const twin = story('city-ferry', { title: 'Story ferry', summary: text, published: NOON + 10 * MINUTE })
    await gate.look([twin, story('y')], { feed: 'city' })
    const rows = await gate.store.read.selectFrom('article').select('id').where('title', '=', 'Story ferry').execute()
    expect(rows).toHaveLength(1)
    expect((await sightingsOf(gate.store.read, rows[0]!.id)).newsIn.toSorted()).toEqual(['city', 'world'])
  })
})

test('what another feed brought goes on where it stands, and is under no embargo if the clock is set back', async () => {
  const gate = await opened([story('x')])
  await gate.look([story('y')], { feed: 'city' })
  await gate.look([story('told', { published: NOON + 15 * MINUTE }), story('x')])
  await gate.store.write((writer) =>
    writer
      .updateTable('article')
      .set({ state: 'routed', sentences: '["Read."]' })
      .where('title', '=', 'Story told')
      .execute(),
  )
  const later = story('told', { published: NOON + DAY })
  await gate.store.write((writer) =>
    writer
      .updateTable('article')
      .set({ published: NOON + DAY })
      .where('title', '=', 'Story told')
      .execute(),
  )
  expect(await gate.look([later, story('y')], { feed: 'city' })).toMatchObject({ news: 1, embargoed: 0 })
  expect(await gate.titles('read')).toEqual(['Story told'])
})

test('stories without an address are told apart, known again, and stand at none', async () => {
  const bare = (title: string, change: Partial<Entry> = {}): Partial<Entry> => ({
    title,
    summary: `<p>Trains stop at ${title}.</p>`,
    published: NOON + 1_000,
    ...change,
  })
  const gate = await opened([bare('Oak'), bare('Elm', { guid: 'elm' })])
  expect(await gate.look([bare('Ash'), bare('Oak'), bare('Elm', { guid: 'elm' })])).toMatchObject({ news: 1 })
  expect(await gate.look([bare('Ash', { summary: '<p>Edited.</p>' }), bare('Oak')])).toMatchObject({ news: 0 })
  expect(await gate.look([bare('Elm, edited', { guid: 'elm' }), bare('Ash')])).toMatchObject({ news: 0 })
  expect(await gate.titles('seen')).toEqual(['Ash'])
  const { url } = await gate.store.read
    .selectFrom('article')
    .select('url')
    .where('title', '=', 'Ash')
    .executeTakeFirstOrThrow()
  expect(url).toBe('')
})

describe('an entry without a date', () => {
  const undated = (name: string): Partial<Entry> => story(name, { published: null })

  test('that appears alone beside known ones is news at first sight', async () => {
    const gate = await opened([undated('a'), undated('b')])
    expect(await gate.look([undated('c'), undated('a'), undated('b')])).toMatchObject({ news: 1 })
    expect(await gate.reasons()).toContain('undated-news: first seen in world without a date')
  })

  test.each([
    ['several at once', [undated('c'), undated('d'), undated('a')]],
    ['one without any known beside it', [undated('c')]],
  ])('%s: goes by its page', async (_, document) => {
    const gate = await opened([undated('a'), undated('b')])
    await gate.look(document)
    expect(await gate.reasons()).toContainEqual(expect.stringMatching(/^undated: /))
  })

  test('passes where staff let such pass', async () => {
    const gate = await opened([undated('a')], { undated: 'post' })
    expect(await gate.look([undated('c'), undated('d'), undated('a')])).toMatchObject({ news: 2 })
    expect(await gate.reasons()).toContain('undated-news: first seen in world without a date')
  })
})

test('what is older than every channel takes is old, wherever it slides in from', async () => {
  const gate = await opened([story('a'), story('b')])
  const older = stories(20, 10).map((each) => ({ ...each, published: NOON - 7 * HOUR }))
  expect(await gate.look([story('a'), ...older])).toMatchObject({ news: 0, held: 0, old: 10 })
})
