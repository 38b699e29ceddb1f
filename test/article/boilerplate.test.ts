import { expect, test } from 'vitest'
import { fingerprint, linesOf, recurringIn, withoutRecurring } from '#src/article/boilerplate.ts'
import { BLANK_PAGE, type Page } from '#src/article/page/page.ts'

const page: Page = {
  ...BLANK_PAGE,
  headline: 'The bridge opens',
  standfirsts: [{ text: 'The best news of the city.', shown: false, from: 'og:description' }],
  paragraphs: ['Читайте також: інші новини', 'The story.', 'Видео дня'],
}

test('what recurs leaves paragraphs and standfirsts, however it is set, in any language', () => {
  const recurring = new Set(
    ['ЧИТАЙТЕ ТАКОЖ — інші новини!', 'Видео дня…', 'The best news of the city'].map(fingerprint),
  )
  expect(withoutRecurring(page, recurring, 'The bridge opens')).toEqual({
    ...page,
    standfirsts: [],
    paragraphs: ['', 'The story.', ''],
  })
})

test('where nothing recurs the page stays as it is', () => {
  expect(withoutRecurring(page, new Set(), 'The bridge opens')).toBe(page)
})

const FRAMES = ['daily', 'weekly', 'free evening'].map(
  (kind) => `Want the best of the Herald? Get our ${kind} letter here.`,
)
const linedOf = (title: string, ...paragraphs: readonly string[]) => ({
  title,
  lines: linesOf({ ...page, paragraphs }, title),
})
const others = FRAMES.slice(1).map((frame, index) => linedOf(`Story number ${index}`, frame, `Of its own ${index}.`))

test('a first line in which only some words change is known too, but none that tells of the headline', () => {
  const paragraphs = [FRAMES[0]!, 'A ferry sank in the bay.', 'Nobody was hurt.']
  const own = linedOf('A ferry sinks', ...paragraphs)
  const found = withoutRecurring({ ...page, paragraphs }, recurringIn(own, others), own.title)
  expect(found.paragraphs).toEqual(['', ...paragraphs.slice(1)])
  const told = recurringIn({ ...own, title: 'The Herald wants readers' }, others)
  expect(withoutRecurring({ ...page, paragraphs }, told, 'The Herald wants readers').paragraphs).toEqual(paragraphs)
  expect(recurringIn(own, others.slice(1)).size).toBe(0)
})

test('what only articles with like headlines share does not recur', () => {
  const own = linedOf('Ferry runs aground near Tarnholm', 'A ship lies on the rocks.')
  const updates = ['Ferry aground near Tarnholm', 'Tarnholm ferry is freed'].map((title) => ({ ...own, title }))
  expect(recurringIn(own, updates).size).toBe(0)
  expect(recurringIn(own, [...updates, { ...own, title: 'Rain' }, { ...own, title: 'Snow' }]).size).toBeGreaterThan(0)
})

test('nor what only articles share that have most of their text in common', () => {
  const own = linedOf('Ferry disaster: what happened', 'A ship lies on the rocks.', 'Nobody was hurt.', 'It is new.')
  const updates = ['Captain of a ferry questioned', 'Ferry is freed'].map((title) => ({ ...own, title }))
  expect(recurringIn(own, updates).size).toBe(0)
  const few = updates.map((update) => ({ ...update, lines: update.lines.slice(-1) }))
  expect(recurringIn(own, few).size).toBe(1)
})

const STORIES: readonly (readonly [string, string])[] = [
  ['Fog shuts the port', 'Twelve ships had to wait outside. The harbour opened again at noon.'],
  ['Bread gets dearer', 'Bakers say that flour costs more. So does the power.'],
  ['School to close', 'The school at the lake has only eleven pupils left.'],
  ['Трамвай до аеропорту', 'Міська рада проголосувала за нову лінію. Її відкриють у травні.'],
]

/** What is left of the first of some stories, each set in a frame, where its page gives that as standfirst and story. */
function learnt(framed: (text: string, title: string) => string, stories = STORIES) {
  const [title, text] = stories[0]!
  const of = (one: string, other: string) => ({
    ...BLANK_PAGE,
    standfirsts: [{ text: framed(other, one), shown: false, from: 'og:description' }],
    paragraphs: [framed(other, one), 'Something of its own.', framed(other, one)],
  })
  const lined = ([one, other]: readonly [string, string]) => ({ title: one, lines: linesOf(of(one, other), one) })
  const own = of(title, text)
  const left = withoutRecurring(own, recurringIn(lined([title, text]), stories.slice(1).map(lined)), title)
  expect(left.paragraphs.at(-1)).toBe(own.paragraphs.at(-1))
  return { standfirsts: left.standfirsts.map((each) => each.text), paragraphs: left.paragraphs.slice(0, -2) }
}

const [[TITLE, TEXT]] = STORIES as [readonly [string, string]]

test.each<[string, (text: string) => string, readonly string[]]>([
  ['the last sentence is', (text) => `${text} Read the full story on Tarnholm Times.`, [TEXT, '']],
  ['the first sentence is', (text) => `Tarnholm Times reports. ${text}`, ['', TEXT]],
  ['both are', (text) => `Новини міста. ${text} Джерело: Таймс`, ['', TEXT, '']],
])('of a line of which %s of the site’s words the rest stays', (_, framed, paragraphs) => {
  expect(learnt(framed)).toEqual({ standfirsts: [TEXT], paragraphs })
})

test('so it does in a script without spaces', () => {
  const stories = [
    ['大雾关闭港口', '十二艘船在外等候。'],
    ['面包涨价', '面包师说面粉更贵了。'],
    ['学校将关闭', '湖边的学校只剩十一名学生。'],
  ] as const
  expect(learnt((text) => `${text}来源：海港时报网。`, stories).standfirsts).toEqual(['十二艘船在外等候。'])
})

test.each<[string, (text: string, title: string) => string]>([
  ['the house’s name', (_, title) => `${title} - Tarnholm Times`],
  ['an invitation', (_, title) => `Read “${title.toUpperCase()}” on Tarnholm Times`],
  ['more than one sentence', (_, title) => `${title}. Get the latest news and updates on Tarnholm Times.`],
])('a line that is the headline and %s goes, as both recur around each headline', (_, framed) => {
  expect(learnt(framed)).toEqual({ standfirsts: [], paragraphs: [''] })
})

test('a last sentence that holds the headline in words that recur goes too', () => {
  const footer = (text: string, title: string) => `${text} The post ${title} appeared first on Tarnholm Times.`
  expect(learnt(footer)).toEqual({ standfirsts: [TEXT], paragraphs: [TEXT, ''] })
})

test('a sentence that tells of the headline stays, and so does one that was parted behind a number', () => {
  for (const start of ['The port is shut by fog.', 'Am 23.']) {
    const framed = (text: string) => `${start} November is the month of it. ${text}`
    expect(learnt(framed).standfirsts[0]).toMatch(start)
  }
})

test('no page adds more lines for its sentences than for a few of its first', () => {
  const many = Array.from({ length: 300 }, (_, at) => `Number ${at} begins. It goes on. It ends here too.`)
  const alone = many.map((line) => line.replaceAll('.', ''))
  const [parted, whole] = [many, alone].map((paragraphs) => linesOf({ ...BLANK_PAGE, paragraphs }, TITLE).length)
  expect(parted! - whole!).toBeLessThan(10)
})
