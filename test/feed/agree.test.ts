import { expect, test } from 'vitest'
import { DAY, HOUR } from '#src/base/clock.ts'
import { agreementOf, isSameTelling, isUnlike, type Agreement } from '#src/feed/agree.ts'
import type { Entry } from '#src/records.ts'
import { likenessOf } from '#src/feed/likeness.ts'
import { runsOf } from '#src/text/overlap.ts'
import { someEntry } from '#test/fixtures/entry.ts'
import { NOON } from '#test/fixtures/stored.ts'

const SAID = {
  article: 'a',
  url: 'https://news.example.com/bridge',
  published: NOON + 1,
  words: [{ title: 'The bridge opens on 20 May', summary: '<p>It took nine years to build it.</p>', content: null }],
  likeness: [],
}
const NOTHING: Agreement = { title: 'unlike', text: null, ownText: false, mostText: false, path: null, date: null }

test.each<[string, Partial<Entry>, Partial<Agreement>]>([
  ['the same headline, set otherwise', { title: 'THE BRIDGE OPENS on 20 May!' }, { title: 'same' }],
  ['a headline in part', { title: 'Bridge opens at last on 20 May' }, { title: 'alike' }],
  ['another number within hours', { title: 'The bridge opens on 25 May', published: NOON + HOUR }, { title: 'alike' }],
  ['the next number within hours', { title: 'The bridge opens on 21 May', published: NOON + HOUR }, { title: 'next' }],
  ['another number on another day', { title: 'The bridge opens on 25 May', published: NOON + DAY }, { title: 'next' }],
  ['another number without a date', { title: 'The bridge opens on 25 May' }, { title: 'unlike' }],
  ['the next number without a date', { title: 'The bridge opens on 21 May' }, { title: 'next' }],
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

const FOOTER = 'Follow us on all channels, as this story will be updated when we learn more.'

test.each<[string, string, readonly string[], boolean, boolean]>([
  ['what others end in too', 'Nine years went by.', [`Fire. ${FOOTER}`], false, false],
  ['what these two alone end in', 'Nine years went by.', ['Fire broke out at noon.'], false, true],
])('a text ends as another does in %s: it is its own, or most of it', (_, beginning, others, own, most) => {
  const said = { ...SAID, words: [{ title: 'Frost', summary: `Frost has come. ${FOOTER}`, content: null }] }
  const entry = someEntry({ title: 'The bridge opens', summary: `${beginning} ${FOOTER}` })
  const standing = (): ReadonlySet<string> => new Set(others.flatMap((text) => [...runsOf(text)]))
  const { ownText, mostText } = agreementOf(entry, said, standing)
  expect([ownText, mostText]).toEqual([own, most])
})

test.each<[string, string, string, readonly string[], boolean]>([
  ['most of it', 'It took nine years to build it.', 'As it took nine years to build it, all came.', [], true],
  ['a footer', `It took nine years. ${FOOTER}`, `Frost has come early this year. ${FOOTER}`, [], false],
  ['what others say too', `${FOOTER} Nine years.`, `${FOOTER} Frost tonight.`, [`Fire. ${FOOTER}`], false],
  ['all of a long line', FOOTER, FOOTER, [], true],
  ['all of a short line', 'This story will be updated.', 'This story will be updated.', [], false],
])('under another headline, %s in common: the text is its own', (_, one, other, others, own) => {
  const said = { ...SAID, words: [{ title: 'Frost', summary: one, content: null }] }
  const likeness = likenessOf({ title: '', summary: one, content: null }).texts
  const entry = someEntry({ title: 'The bridge opens', summary: other })
  const standing = (): ReadonlySet<string> => new Set(others.flatMap((text) => [...runsOf(text)]))
  expect(agreementOf(entry, { ...said, likeness }, standing).ownText).toBe(own)
})

const BOX =
  'Subscribe to our morning letter and never miss a story from the harbour, the hills and the towns between them. The post Ferry'

test.each<[string, string, string, readonly string[], Agreement['text']]>([
  [
    'bodies of their own',
    `Frost has come early this year. ${BOX}`,
    `Nine people left the old town. ${BOX}`,
    [`Fire. ${BOX}`],
    'unlike',
  ],
  ['the box below nothing else', BOX, `Nine people left the old town. ${BOX}`, [`Fire. ${BOX}`], 'alike'],
  [
    'a body in part',
    `Nine people left the town at night. ${BOX}`,
    `Nine people left the old town. ${BOX}`,
    [`Fire. ${BOX}`],
    'alike',
  ],
  [
    'a body in part without the box',
    'Nine people left the town at night.',
    `Nine people left the old town. ${BOX}`,
    [`Fire. ${BOX}`],
    'alike',
  ],
  [
    'bodies of their own above what no other has',
    `Frost has come early. ${BOX}`,
    `Nine people left. ${BOX}`,
    [],
    'alike',
  ],
])('under a box that others have too, %s: the text is compared without it', (_, one, other, others, text) => {
  const said = { ...SAID, words: [{ title: 'Frost', summary: one, content: null }] }
  const standing = (): ReadonlySet<string> => new Set(others.flatMap((each) => [...runsOf(each)]))
  expect(agreementOf(someEntry({ summary: other }), said, standing).text).toBe(text)
})

test.each<[string, Partial<Agreement>, boolean]>([
  ['the next number alone', { title: 'next' }, true],
  ['the next number above the same text', { title: 'next', text: 'same', ownText: true }, true],
  ['the next number at the same time', { title: 'next', date: true }, false],
  ['another headline and date above the same text', { text: 'same', ownText: true, date: false }, false],
  ['another headline and date above a notice', { text: 'same', date: false }, true],
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
