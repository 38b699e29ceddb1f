import { expect, test } from 'vitest'
import { pagesByFeed } from '#src/app/page-rules.ts'
import { changed, configOf } from '#test/config/good.ts'
import { someArticle } from '#test/fixtures/stored.ts'

const pages = { read: async () => ({ is: 'no-page', why: 'none is fetched here' }) as const }

test.each([
  ['urgent: { title: [flood] }\n    holdWords: [embargo]', true],
  ['urgent: { categories: [breaking] }\n    holdWords: [embargo]', true],
  ['urgent: { feeds: [world] }\n    except: { text: [embargo] }', true],
  ['urgent: { title: [flood] }\n    except: { title: [embargo] }', false],
  ['urgent: { title: [flood] }', false],
  ['urgent: { title: [storm] }\n    holdWords: [embargo]', false],
  ['holdWords: [embargo]', false],
])('whether a channel with %j has the page of an urgent article read before it goes: %j', (keys, expected) => {
  const config = configOf(changed('approve: first', `approve: first\n    ${keys}`))
  const article = {
    ...someArticle({ title: 'Flood in the city', categories: ['Breaking'] }),
    sentences: [],
    origins: {},
  }
  expect(pagesByFeed(config, pages)('world')?.isAsked(article)).toBe(expected)
})
