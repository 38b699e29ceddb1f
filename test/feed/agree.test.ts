import { expect, test } from 'vitest'
import { DAY, HOUR } from '#src/base/clock.ts'
import { agreementOf, isSameTelling, isUnlike, type Agreement } from '#src/feed/agree.ts'
import type { Entry } from '#src/records.ts'
import { someEntry } from '#test/fixtures/entry.ts'
import { NOON } from '#test/fixtures/stored.ts'

const SAID = {
  article: 'a',
  url: 'https://news.example.com/bridge',
  published: NOON + 1,
  words: [{ title: 'The bridge opens on 20 May', summary: '<p>It took nine years to build it.</p>', content: null }],
  likeness: [],
}
const NOTHING: Agreement = { title: 'unlike', text: null, path: null, date: null }

test.each<[string, Partial<Entry>, Partial<Agreement>]>([
  ['the same headline, set otherwise', { title: 'THE BRIDGE OPENS on 20 May!' }, { title: 'same' }],
  ['a headline in part', { title: 'Bridge opens at last on 20 May' }, { title: 'alike' }],
  ['another number within hours', { title: 'The bridge opens on 21 May', published: NOON + HOUR }, { title: 'alike' }],
  [
    'another number on another day',
    { title: 'The bridge opens on 21 May', published: NOON + DAY },
    { title: 'unlike' },
  ],
  ['another number without a date', { title: 'The bridge opens on 21 May' }, { title: 'unlike' }],
  ['a text in part', { content: '<p>As it took nine years to build it, the mayor came.</p>' }, { text: 'alike' }],
  ['another text', { summary: '<p>Frost is expected in the orchards.</p>' }, { text: 'unlike' }],
  ['too little text', { summary: '<p>More soon.</p>' }, { text: null }],
  ['the same path on another host', { link: 'http://m.example.org/bridge' }, { path: true }],
  ['another path', { link: 'https://news.example.com/ferry' }, { path: false }],
  ['the same minute', { published: NOON + 1 }, { date: true }],
  ['a day without a time', { published: NOON - (NOON % DAY) }, { date: null }],
])('%s', (_, change, agreement) => {
  const entry = someEntry({ guid: null, link: null, title: 'Frost', summary: null, published: null, ...change })
  expect(agreementOf(entry, SAID)).toMatchObject(agreement)
})

test.each<[string, Partial<Agreement>, boolean]>([
  ['another headline alone', {}, false],
  ['another headline and text', { text: 'unlike' }, true],
  ['another headline and address', { path: false }, false],
  ['another headline and date', { date: false }, true],
  ['another headline, address and date', { path: false, date: false }, true],
  ['all other but the date', { text: 'unlike', path: false, date: true }, false],
  ['all other but a part of the headline', { title: 'alike', text: 'unlike', path: false, date: false }, false],
])('%s: another story is %s', (_, agreement, unlike) => {
  expect(isUnlike({ ...NOTHING, ...agreement })).toBe(unlike)
})

test.each<[string, Partial<Agreement>, boolean]>([
  ['nothing else to go by', {}, true],
  ['the same text', { text: 'same' }, true],
  ['the same date', { date: true }, true],
  ['another date', { text: 'same', date: false }, false],
  ['another text', { text: 'unlike', date: true }, false],
  ['another address', { path: false }, false],
])('the same headline and %s: the same telling is %s', (_, agreement, same) => {
  expect(isSameTelling({ ...NOTHING, title: 'same', ...agreement })).toBe(same)
})
