import { expect, test } from 'vitest'
import { meetChannel, placeOf, provenAccount, rememberAccount, rememberPlace } from '#src/store/channels.ts'
import { NOON, ownStore } from '#test/fixtures/stored.ts'

test('a channel’s first sight stays the first, however often it is met', async () => {
  const store = await ownStore()
  expect(await store.write((writer) => meetChannel(writer, 'x-world', NOON))).toBe(NOON)
  expect(await store.write((writer) => meetChannel(writer, 'x-world', NOON + 1_000))).toBe(NOON)
})

test('a channel stands for its own place until the platform has told another', async () => {
  const store = await ownStore()
  expect(await placeOf(store.read, 'telegram-world')).toBe('telegram-world')
  await store.write((writer) => meetChannel(writer, 'telegram-world', NOON))
  expect(await placeOf(store.read, 'telegram-world')).toBe('telegram-world')
  await store.write((writer) => rememberPlace(writer, 'telegram-world', '-100123'))
  expect(await placeOf(store.read, 'telegram-world')).toBe('-100123')
})

test('what was proven of an account at one address says nothing about another', async () => {
  const store = await ownStore()
  const account = { id: 'news-x', apiRoot: 'https://api.example.com', remoteId: '42', name: '@news' }
  await store.write((writer) => rememberAccount(writer, account, NOON))
  expect(await provenAccount(store.read, 'news-x', account.apiRoot)).toEqual(account)
  expect(await provenAccount(store.read, 'news-x', 'http://127.0.0.1:9')).toBeUndefined()
  expect(await provenAccount(store.read, 'other', account.apiRoot)).toBeUndefined()
  await store.write((writer) => rememberAccount(writer, { ...account, remoteId: '43', name: '@new' }, NOON))
  expect((await provenAccount(store.read, 'news-x', account.apiRoot))?.remoteId).toBe('43')
})
