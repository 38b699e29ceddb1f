import { expect, test } from 'vitest'
import { linesOf } from '#src/article/boilerplate.ts'
import { textOfPage } from '#src/article/page-text.ts'
import { readPage } from '#src/article/page/read-page.ts'
import { termIn } from '#src/text/terms.ts'

function read(text: string) {
  const read = readPage({ body: Buffer.from(text), contentType: 'text/plain', url: 'https://news.example/a' })
  if (read.is !== 'page') throw new Error(read.why)
  return read.page
}

test.each([
  ['one paragraph', 'Word and word are here. '],
  ['many paragraphs', 'Word and word are here.\n\n'],
])('a page of megabytes in %s costs the main thread next to nothing, and keeps its beginning', (_, part) => {
  const page = read(`Headline\n\n${part.repeat(200_000)}`)
  const started = process.threadCpuUsage().user
  linesOf(page, 'Headline')
  termIn(textOfPage(page), ['bomb'])
  // Twice what nothing may block for: a busy machine takes as long over what takes a third of it alone.
  expect((process.threadCpuUsage().user - started) / 1_000).toBeLessThan(400)
  expect(page.paragraphs[0]).toMatch(/^Word and word are here\./)
})

test('a page of a usual length keeps all it says', () => {
  const story = Array.from({ length: 200 }, (_, at) => `${at} ${'words '.repeat(100)}end.`)
  expect(read(`Headline\n\n${story.join('\n\n')}`).paragraphs).toEqual(story)
})
