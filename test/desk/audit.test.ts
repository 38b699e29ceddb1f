import { describe, expect, test } from 'vitest'
import { CallerMistake } from '#src/base/errors.ts'
import { whoActs, type Call } from '#src/desk/call.ts'
import { CHANGES } from '#src/desk/commands.ts'
import { lastActions, type Change } from '#src/store/history.ts'
import type { Store } from '#src/store/open.ts'
import { pause } from '#src/store/pauses.ts'
import { addRevision } from '#src/store/revisions.ts'
import { askedAbout } from '#test/fixtures/asked.ts'
import { commandLine, waiting } from '#test/fixtures/command-line.ts'
import { addedArticle, addedDelivery, NOON } from '#test/fixtures/stored.ts'

/** A call with what stood before it, and what the history says of it afterwards. */
interface Case {
  readonly prepare: (store: Store) => Promise<readonly string[]>
  readonly options?: Call['options']
  readonly told: Partial<Change>
}

const held = (reason: string) => async (store: Store) => [(await waiting(store, 'held', reason)).id]
const APPROVE = 'approve: every post waits'
const UNKNOWN = 'unknown: reset'
const text = 'The bridge opens on Friday'

const CASES: Readonly<Record<string, readonly Case[]>> = {
  answer: [
    {
      prepare: async (store) => [(await askedAbout(store, [{ id: 'a' }, { id: 'b' }])).id, 'newest', '1'],
      told: {
        was: expect.stringMatching(/^burst of world asked as /) as string,
        became: expect.stringMatching(/answered: the newest 1$/) as string,
        why: 'answer: 2 articles',
      },
    },
  ],
  approve: [
    { prepare: held(APPROVE), told: { was: 'held', became: 'ready', why: 'approve: approved' } },
    {
      prepare: held(APPROVE),
      options: { 'as-it-is': true },
      told: { was: 'held', became: 'ready', why: 'approve: approved' },
    },
    {
      async prepare(store) {
        const words = await held(APPROVE)(store)
        await store.write((writer) =>
          addRevision(writer, 'article1', { title: 'N', summary: null, content: null }, NOON),
        )
        return words
      },
      options: { anew: true },
      told: { was: 'held', became: 'taken back from telegram-world', earlier: text },
    },
  ],
  edit: [{ prepare: held(APPROVE), options: { text: 'New' }, told: { was: 'held', became: 'held', earlier: text } }],
  retry: [
    {
      prepare: async (store) => [(await waiting(store, 'refused', 'refused: no')).id],
      told: { was: 'refused', became: 'ready', why: 'retry: asked for' },
    },
    {
      prepare: held('format: too long'),
      told: {
        was: 'held',
        became: 'taken back from telegram-world',
        why: 'retry: composed anew for telegram-world',
        earlier: text,
      },
    },
  ],
  drop: [
    { prepare: held(APPROVE), told: { was: 'held', became: 'dropped', why: 'drop: given up' } },
    {
      prepare: async (store) => (await held(APPROVE)(store), []),
      options: { channel: ['telegram-world'] },
      told: { was: 'held', became: 'dropped', why: 'drop: all of telegram-world given up' },
    },
  ],
  settle: [
    {
      prepare: held(UNKNOWN),
      options: { there: 'https://paper.example.org/1' },
      told: { was: 'held', became: 'sent', why: 'settle: it is there' },
    },
    {
      prepare: held(UNKNOWN),
      options: { again: true },
      told: { was: 'held', became: 'ready', why: 'settle: it is not there; to be sent again' },
    },
    {
      prepare: held(UNKNOWN),
      options: { drop: true },
      told: { was: 'held', became: 'dropped', why: 'settle: given up' },
    },
  ],
  post: [
    {
      prepare: async () => ['https://news.example.com/new'],
      told: { was: 'seen', became: 'wanted in telegram-world, both', why: 'post: asked for' },
    },
    {
      prepare: async (store) => (await addedArticle(store, { state: 'old' }), ['https://news.example.com/article1']),
      options: { channel: ['both'], anyway: true },
      told: { was: 'old', became: 'wanted in both', why: 'post: asked for' },
    },
  ],
  'post-again': [
    {
      async prepare(store) {
        const [{ delivery }] = await addedDelivery(store)
        await store.write((writer) => writer.updateTable('part').set({ state: 'sent' }).execute())
        return [delivery]
      },
      options: { yes: true },
      told: { was: 'routed', became: 'wanted in telegram-world', why: 'post-again: asked for' },
    },
  ],
  pause: [
    {
      prepare: async () => ['news-telegram'],
      told: { was: 'account:news-telegram runs', became: 'account:news-telegram paused', why: 'pause: asked for' },
    },
  ],
  resume: [
    {
      async prepare(store) {
        const by = { askedBy: 'staff', until: null, why: 'paused by ivan', at: NOON } as const
        await store.write((writer) => pause(writer, { scope: 'channel:both', ...by }))
        return ['channel:both']
      },
      told: { was: 'channel:both paused (paused by ivan)', became: 'channel:both resumed', why: 'resume: asked for' },
    },
  ],
}

test('every command that changes something is in this table', () => {
  expect(Object.keys(CASES).toSorted()).toEqual(CHANGES.toSorted())
})

test.each(
  Object.entries(CASES).flatMap(([command, cases]) => cases.map((each) => [command, each.options, each] as const)),
)('%s %j stands in the store with who did it, when, what, and the state before', async (command, _, one) => {
  const { running, run, clock, printed } = await commandLine()
  const words = await one.prepare(running)
  await clock.advance(5_000)
  const before = new Set((await lastActions(running.read, 100)).map(({ at }) => at))
  expect(await run(command, words, one.options ?? {})).toBe(0)
  const told = (await lastActions(running.read, 100)).filter(({ at }) => !before.has(at))
  expect(told).toContainEqual(expect.objectContaining({ who: 'olena', at: NOON + 5_000, ...one.told }))
  await run('explain')
  expect(printed[0]).toContain(
    `2026-05-20 12:00:05+00:00  olena: ${told[0]!.was} → ${told[0]!.became}, ${told[0]!.why}`,
  )
})

test('a pause and its end say what stood before, by whom it was paused', async () => {
  const { running, run } = await commandLine()
  await run('pause')
  await run('pause')
  await run('resume')
  expect((await lastActions(running.read, 100)).map(({ was, became }) => [was, became])).toEqual([
    ['all runs', 'all paused'],
    ['all paused (paused by olena)', 'all paused'],
    ['all paused (paused by olena)', 'all resumed'],
  ])
})

test('an action about an article stands in its explanation, with the text that stood before', async () => {
  const { running, run, printed } = await commandLine()
  const [id = ''] = await held(APPROVE)(running)
  await run('edit', [id], { text: 'First\nSecond' })
  await run('edit', [id], { text: 'Third' })
  await run('explain', ['https://news.example.com/article1'])
  expect(printed[0]).toContain(
    'telegram-world: held → held, edit: its text is written by a person (olena)\n  before: First\n  before: Second',
  )
})

test('what looks only leaves nothing behind', async () => {
  const { running, run, printed } = await commandLine()
  await addedDelivery(running)
  for (const command of ['status', 'held', 'explain']) await run(command)
  expect(printed).toEqual(['Nobody has done anything yet.'])
  expect(await lastActions(running.read, 100)).toEqual([])
})

describe('who acts', () => {
  test.each([
    [undefined, 'olena', 'olena'],
    [' Olena Koval ', 'root', 'Olena Koval'],
    // Of Crier itself nothing may be said that people do.
    [undefined, 'crier', 'the user crier'],
  ])('%j called by %s is %s', (given, user, who) => {
    expect(whoActs(given, user)).toBe(who)
  })

  test.each(['', '  ', 'crier', 'Crier', 'a\nb', 'x'.repeat(81)])('%j is no name', (given) => {
    expect(() => whoActs(given, 'olena')).toThrow(CallerMistake)
  })
})
