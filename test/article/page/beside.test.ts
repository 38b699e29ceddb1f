import { expect, test } from 'vitest'
import { pageOf, PARAGRAPHS, STORY } from '#test/fixtures/page.ts'

const heading = '<h1>The long bridge opens</h1>'
const paragraphs = (before: string, after = '', head = ''): readonly string[] =>
  pageOf(head, before, { after }).paragraphs

test.each([
  [
    'a newsletter',
    '<div class="NewsletterBox _wide"><p>The perfect start into your day, with all the news of the city.</p></div>',
  ],
  [
    'a list of related stories',
    '<section class="c-related-stories"><p>A ferry sank in the bay last night, and nobody knew.</p></section>',
  ],
  [
    'a caption',
    '<div class="wp-caption"><p class="wp-caption-text">The bridge was lit for its first evening.</p></div>',
  ],
  ['a caption in a paragraph', '<p class="image-caption">The bridge was lit for its first evening.</p>'],
  [
    'a disclaimer',
    '<section class="article-disclaimer"><em>Welcome to our daily news. Follow us at once.</em></section>',
  ],
  ['who wrote it', '<div class="author-bio"><p>She has written about bridges for more than twenty years.</p></div>'],
  [
    'a correction',
    '<div class="article-correction"><p>The bridge was built in 2024, and not in another year.</p></div>',
  ],
  [
    'words for screen readers',
    '<span class="visually-hidden">The video starts by itself, press escape to end it.</span>',
  ],
  [
    'what a machine has summed up',
    '<div class="ai-summary"><p>AI-generated summary: The bridge has opened after nine years.</p></div>',
  ],
  [
    'key points',
    '<section class="KeyPoints_root"><h2>In short:</h2><p>The bridge has opened.</p><p>The tram runs in May.</p></section>',
  ],
])('%s in a box of its own is none of the story', (_, box) => {
  expect(paragraphs(heading + box)).toEqual(STORY)
  expect(paragraphs(heading, box)).toEqual(STORY)
})

test('the story stays where its own box, or its paragraphs, are called so', () => {
  expect(pageOf('', '', { after: `<div class="social-story">${PARAGRAPHS}</div>` }).paragraphs).toContain(STORY[2])
  const named = STORY.map((text) => `<p class="text promo-after">${text}</p>`).join('')
  expect(paragraphs(`${heading}<div class="related">${named}</div>`)).toContain(STORY[1])
})

const POINTS =
  '<ul><li>Ferries will stop at the end of May.</li><li>Traders fear for the old town.</li><li>Trams run at night.</li></ul>'

test('a list before the first paragraph is beside the story, within it a part of it', () => {
  expect(paragraphs(`${heading}<div><h3>Das Wichtigste in Kürze</h3>${POINTS}</div>`)).toEqual(['', ...STORY])
  expect(paragraphs(`${heading}${POINTS}<p class="byline">By Jane Rowe</p>`)).toEqual(['', ...STORY])
  expect(paragraphs(heading, POINTS)).toContain('Trams run at night.')
})

test('of a story that is a list every point stays', () => {
  const points = STORY.map((text) => `<li>${text} It was built in ${text.length} days.</li>`).join('')
  expect(paragraphs(`${heading}<ol>${points}</ol>`)).toHaveLength(6)
})

test('what stands before the headline is none of the story', () => {
  const player = '<div><p>The video is available until the sixth of May.</p></div>'
  const head = '<meta property="og:title" content="The long bridge opens">'
  expect(paragraphs(player + heading, '', head)).toEqual(STORY)
})

test('a line that describes an image is a caption, unless it is set as the story is', () => {
  const image = '<img src="/a.jpg" alt="The bridge was lit for its first evening.">'
  const caption = '<section><div class="plain">The bridge was lit for its first evening.</div></section>'
  expect(paragraphs(heading + image + caption)).toEqual(STORY)
  expect(paragraphs(`${heading}<img src="/a.jpg" alt="${STORY[0]}">`)).toEqual(STORY)
})

test('a page without an end is no story without an end', () => {
  const line = 'The bridge is long, and so is this page, which says the same again and again and again. '.repeat(100)
  const found = paragraphs(heading, `<p>${line}</p>`.repeat(40))
  expect(found.join('').length).toBeLessThanOrEqual(200_000)
  expect(found.slice(0, 3)).toEqual(STORY)
})

test('the last lines tell of the author, the first ones of the story', () => {
  const author = '<meta name="author" content="Anna Weaver">'
  const line = 'Anna Weaver is a reporter in the city, and has written this for many years.'
  expect(paragraphs(heading, `<p>${line}</p>`, author)).toEqual(STORY)
  expect(paragraphs(`${heading}<p>${line}</p>`, '', author)).toEqual([line, ...STORY])
})

test('a description for machines that is the story’s first paragraph is no reason to leave it out', () => {
  const head = `<meta name="description" content="${STORY[0]?.replaceAll('"', '')}">`
  expect(paragraphs(heading, '', head)).toEqual(STORY)
  const apart = `${heading}<section><div class="top"><b>Nine years of building end with a walk across the bay.</b></div></section>`
  const told = '<meta name="description" content="Nine years of building end with a walk across the bay.">'
  expect(paragraphs(apart, '', told)).toEqual(STORY)
})
