import { expect, test } from 'vitest'
import type { Article, Selection } from '#src/records.ts'
import { HOUR } from '#src/base/clock.ts'
import { route, type RoutedChannel } from '#src/post/rules.ts'
import { asksForPage } from '#src/post/selection.ts'
import { NOON, someArticle } from '#test/fixtures/stored.ts'

const channel: RoutedChannel = {
  id: 'x-world',
  account: 'news-x',
  feeds: ['world'],
  maxAge: 6 * HOUR,
  only: null,
  except: null,
  holdWords: [],
  urgent: null,
  approve: 'never',
  firstSeen: NOON - HOUR,
}

const article = (change: Partial<Article>): Article => ({
  ...someArticle({ categories: [] }),
  sentences: [],
  origins: {},
  ...change,
})

const ARTICLES = {
  en: article({
    title: 'Flood closes the old bridge',
    summary: 'A press release by the city.',
    categories: ['World'],
    authors: ['Ann Lee'],
    language: 'en-GB',
    url: 'https://news.example.com/world/2026/flood',
  }),
  uk: article({
    title: 'Повінь закрила старий міст',
    content: '<p>Про це <b>повідомила</b> мерія.</p>',
    categories: ['Світ'],
    section: 'Політика',
    language: 'uk',
    url: 'https://news.example.com/%D1%81%D0%B2%D1%96%D1%82/povin',
  }),
  ar: article({ title: 'فيضان يغلق الجسر القديم', tags: ['طقس'], language: 'ar', flags: ['live'] }),
  zh: article({ title: '洪水封闭老桥', categories: ['国际'], language: 'zh-Hans', authors: ['王芳'] }),
  de: article({
    title: 'Meinung: Hochwasser sperrt die alte Brücke',
    flags: ['opinion'],
    language: 'de',
    url: 'https://news.example.com/meinung',
  }),
  ja: article({ title: '洪水で古い橋が閉鎖', sentences: ['市がプレスリリースで発表した。'], language: 'ja' }),
} as const

type Language = keyof typeof ARTICLES

const LANGUAGES = Object.keys(ARTICLES) as readonly Language[]

/** Each rule, and the articles that it chooses. */
const RULES: readonly (readonly [Selection, readonly Language[]])[] = [
  [{ feeds: ['world'] }, LANGUAGES],
  [{ feeds: ['sport'] }, []],
  [{ categories: ['world', '国际', 'світ'] }, ['en', 'uk', 'zh']],
  [{ categories: ['політика', 'طقس'] }, ['uk', 'ar']],
  [{ categories: ['Worl'] }, []],
  [{ authors: ['ann  LEE', '王芳'] }, ['en', 'zh']],
  [{ title: ['flood', 'Повінь', 'فيضان', '洪水', 'hochwasser'] }, LANGUAGES],
  [{ title: ['press release', 'мерія'] }, []],
  [{ text: ['press release', 'мерія', 'プレスリリース'] }, ['en', 'uk', 'ja']],
  [{ text: ['lee', 'world', 'політика', 'طقس'] }, []],
  [{ title: ['loo', 'люд', 'Hoch'] }, []],
  [{ title: ['hoch*', 'стар*'] }, ['uk', 'de']],
  [{ paths: ['/world', '/Світ/'] }, ['en', 'uk']],
  [{ paths: ['/worl', '/mein'] }, []],
  [{ languages: ['en', 'zh'] }, ['en', 'zh']],
  [{ languages: ['en-US', 'ja'] }, ['ja']],
  [{ flags: ['opinion', 'live'] }, ['ar', 'de']],
  [{ languages: ['de', 'ar'], flags: ['opinion'] }, ['de']],
]

const facts = { newsIn: ['world'], oldIn: [], trusted: 0, now: NOON }

test.each(RULES)(
  '%j as only: takes what it names, and tells of the rest by which key they are left out',
  (only, takes) => {
    for (const language of LANGUAGES) {
      const decision = route(ARTICLES[language], { ...channel, only }, facts)
      if (takes.includes(language)) expect(decision).toEqual({ is: 'goes', state: 'ready', why: 'route: from world' })
      else {
        expect(decision.is, language).toBe('not-for-it')
        expect(decision.why).toMatch(/^only: x-world takes \w+ .+ only$/)
        expect(Object.keys(only)).toContain(/takes (\w+)/.exec(decision.why)?.[1])
      }
    }
  },
)

test.each(RULES)('%j as except: leaves out what matches any of its keys, and tells by what', (except, takes) => {
  for (const language of LANGUAGES) {
    const decision = route(ARTICLES[language], { ...channel, except }, facts)
    const [more] = Object.keys(except).slice(1)
    if (takes.includes(language)) expect(decision.why).toMatch(/^except: x-world leaves out \w+ .+/)
    else if (more === undefined) expect(decision.is, language).toBe('goes')
    else expect(decision.is).toBe(['ar', 'de'].includes(language) ? 'not-for-it' : 'goes')
  }
})

test('what a channel excepts is left out though its other keys take it', () => {
  const both = { ...channel, only: { categories: ['World'] }, except: { title: ['flood'] } }
  expect(route(ARTICLES.en, both, facts)).toEqual({
    is: 'not-for-it',
    why: 'except: x-world leaves out title flood',
  })
})

test.each<[Language, readonly string[], string | null]>([
  ['en', ['embargo', 'Press Release'], 'Press Release'],
  ['uk', ['повідомила'], 'повідомила'],
  ['ar', ['جسر'], null],
  ['ar', ['الجسر'], 'الجسر'],
  ['zh', ['老桥'], '老桥'],
  ['de', ['sperrt die alte'], 'sperrt die alte'],
  ['ja', ['発表'], '発表'],
  ['en', ['press'], 'press'],
  ['en', ['pres'], null],
  ['en', ['lee'], 'lee'],
  ['zh', ['王芳'], '王芳'],
  ['en', ['world'], 'world'],
  ['uk', ['політика'], 'політика'],
  ['ar', ['طقس'], 'طقس'],
])('the hold words of %s %j find %j', (language, holdWords, found) => {
  const why = found === null ? 'route: from world' : `hold-words: "${found}" stands in the article`
  expect(route(ARTICLES[language], { ...channel, holdWords }, facts)).toEqual({
    is: 'goes',
    state: found === null ? 'ready' : 'held',
    why,
  })
})

test('a hold word holds before the first posts are waved through, and what is too old is dropped before that', () => {
  const strict: RoutedChannel = { ...channel, holdWords: ['flood'], approve: 'always' }
  expect(route(ARTICLES.en, strict, facts).why).toMatch(/^hold-words: /)
  expect(route(ARTICLES.en, strict, { ...facts, now: NOON + 7 * HOUR }).why).toMatch(/^max-age: /)
})

test.each<[Selection, readonly string[], boolean]>([
  [{ flags: ['paywalled'] }, ['World'], true],
  [{ categories: ['Sport'] }, [], true],
  [{ categories: ['Sport'] }, ['World'], false],
  [{ title: ['flood'], languages: ['en'] }, [], false],
])('whether %j asks for the page of an article with the categories %j', (selection, categories, expected) => {
  expect(asksForPage(selection, { categories })).toBe(expected)
})
