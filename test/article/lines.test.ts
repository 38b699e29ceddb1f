import { expect, test } from 'vitest'
import { readPage } from '#src/article/page/read-page.ts'
import { summarise } from '#src/article/summarise.ts'

const of = ({ title, ...given }: { readonly title: string; readonly summary?: string; readonly content?: string }) =>
  summarise({ title, summary: null, content: null, language: 'en', authors: [], ...given })

test.each([
  (all: string) => all,
  (all: string) => `<pre>${all}</pre>`,
  (all: string) => `\n  ${all.replaceAll('\n', '\r\n')}`,
])('a blank line in a plain text parts the headline from what it says', (dressed) => {
  const title = 'Fog & ice shut port'
  const told = 'Twelve ships had to wait outside the harbour.'
  const html = dressed(`Fog &amp; ice shut port\n\n${told}`)
  expect(of({ title, content: html })).toEqual([told])
  expect(of({ title, summary: html })).toEqual([told])
})

test('a blank line in the source of a paragraph parts nothing else', () => {
  const html = '<p>Fog &amp; ice\n\nshut the port for six hours on Friday.</p>'
  expect(of({ title: 'Fog', content: html })).toEqual(['Fog & ice shut the port for six hours on Friday.'])
})

test.each([
  (all: string) => all,
  (all: string) => `<pre>${all}</pre>`,
  (all: string) => all.replaceAll('\n', '\r\n').replace('two', '<em>two</em>'),
])('a blank line in a plain text parts its paragraphs', (dressed) => {
  const [first, second] = ['Fog shut the port of Marlow on Friday.', 'The two pilots waited outside for six hours.']
  const html = dressed(`By Jane Roe\n\n${first}\n\nWhat is known\n\n${second}`)
  for (const given of [{ content: html }, { summary: html }]) expect(of({ title: 'Ships', ...given })).toEqual([first])
})

test.each(['strong', 'b', 'em'])('a byline or the headline that begins a line in <%s> is none of it', (name) => {
  const title = 'Ferry runs aground off Tarnholm'
  const [first, second] = [
    'Two hundred passengers were taken ashore on Friday.',
    'Nobody was hurt, the coastguard said.',
  ]
  for (const label of ['By Jane Roe', 'Von Jan Brandt', title]) {
    const html = `<p><${name}>${label}</${name}> ${first}</p><p>${second}</p>`
    expect(of({ title, content: html })).toEqual([first, second])
    expect(of({ title, summary: html })).toEqual([first, second])
    const page = readPage({
      body: Buffer.from(`<article><h1>${title}</h1>${html}</article>`),
      contentType: null,
      url: 'https://x.example/1',
    })
    expect(page.is === 'page' && page.page.paragraphs).toEqual([first, second])
  }
  const own = `<p><${name}>${title}</${name}> at night, the coastguard said on Friday morning.</p>`
  expect(of({ title, content: own })).toEqual([`${title} at night, the coastguard said on Friday morning.`])
})
