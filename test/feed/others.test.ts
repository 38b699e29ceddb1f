import { expect, test } from 'vitest'
import { othersOf } from '#src/feed/others.ts'
import { addNewcomer } from '#src/feed/candidates.ts'
import { likenessOf } from '#src/feed/likeness.ts'
import type { Entry } from '#src/records.ts'
import { addSighting } from '#src/store/articles.ts'
import { forgetLikeness } from '#src/store/identity.ts'
import type { Store } from '#src/store/open.ts'
import { someEntry } from '#test/fixtures/entry.ts'
import { NOON, ownStore } from '#test/fixtures/stored.ts'

const NOTICE = 'Go to the shelters now.'
const told = (title: string, text: string): Entry => someEntry({ title, summary: `<p>${text}</p>` })
const ENTRY = told('Air alert in Odesa', `Odesa hears sirens. ${NOTICE}`)

async function shown(store: Store, entry: Entry, reason: `${string}: ${string}` = 'new: seen'): Promise<string> {
  return store.write(async (writer) => {
    const newcomer = { entry, names: [], article: null, doubt: null, bears: [], index: 0, likeness: likenessOf(entry) }
    const origin = { feed: 'world', language: null, days: false, now: NOON }
    const article = await addNewcomer(writer, newcomer, { state: 'seen', reason }, origin)
    await addSighting(writer, { article, feed: 'world', seen: NOON, baseline: false })
    return article
  })
}

async function standing(store: Store, entries: readonly Entry[], articles: readonly string[] = []): Promise<boolean> {
  const sights = [ENTRY, ...entries].map((entry) => ({ entry, article: null }))
  const others = othersOf(store.read, { feed: 'world', now: NOON + 1 }, sights)
  return (await others.standing(ENTRY, articles)).has('go to the')
}

test('what several others say stands there, be they in the document or shown of late', async () => {
  const store = await ownStore()
  const [one, two] = ['Sumy', 'Kyiv'].map((place) => told(`Air alert in ${place}`, `${place} hears sirens. ${NOTICE}`))
  expect(await standing(store, [one!, two!])).toBe(true)
  expect(await standing(store, [one!])).toBe(false)
  const article = await shown(store, two!)
  expect(await standing(store, [one!])).toBe(true)
  expect(await standing(store, [one!], [article])).toBe(false)
})

test('of many, those with headlines alike are asked', async () => {
  const store = await ownStore()
  const others = Array.from({ length: 50 }, (_, index) =>
    told(`Story ${index}`, `Told by ${index} people, and no more.`),
  )
  const alerts = ['Sumy', 'Kyiv'].map((place) => told(`Air alert in ${place}`, `${place} hears sirens. ${NOTICE}`))
  expect(await standing(store, [...others, ...alerts, ...others.slice(20)])).toBe(true)
})

test('what has the same headline, or is another one over again, says nothing', async () => {
  const store = await ownStore()
  const alert = told('Air alert in Sumy', `Sumy hears sirens. ${NOTICE}`)
  expect(await standing(store, [alert, { ...ENTRY }])).toBe(false)
  await shown(store, told('Air alert in Kyiv', `Kyiv hears sirens. ${NOTICE}`), 'reissue: asked')
  const dropped = await shown(store, told('Air alert in Lviv', `Lviv hears sirens. ${NOTICE}`))
  await store.write((writer) => forgetLikeness(writer, dropped))
  expect(await standing(store, [alert])).toBe(false)
})
