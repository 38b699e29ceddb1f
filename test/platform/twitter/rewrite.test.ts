import { expect, it } from 'vitest'
import { rewritePost } from '#src/platform/twitter/rewrite.ts'
import type { DraftPart } from '#src/records.ts'

const LINK = 'https://news.example.com/a/very/long/path/that/counts/twenty-three/whatever/its/length'

function post(link: string | null = null, text = 'Old words'): DraftPart {
  return { body: { text }, text, length: { used: 9, allowed: 280 }, link, picture: null }
}

it.each([
  ['a'.repeat(280), 280],
  ['я'.repeat(280), 280],
  ['漢'.repeat(140), 280],
  ['👨‍👩‍👧‍👦'.repeat(140), 280],
  [`${'a'.repeat(256)} ${LINK}`, 280],
])('%s is counted by X’s weights', (words, used) => {
  const part = words.includes(LINK) ? post(LINK, LINK) : post()
  expect(rewritePost(part, words)).toMatchObject({ text: words, body: { text: words }, length: { used, allowed: 280 } })
  expect(rewritePost(part, `a${words}`)).toEqual({
    is: 'refusal',
    why: `the text has ${used + 1} characters by X's count, and X allows 280`,
  })
})

it('what cannot be counted any more is refused all the same', () => {
  expect(rewritePost(post(), 'a'.repeat(100_000))).toEqual({
    is: 'refusal',
    why: "the text has more than 100000 characters by X's count, and X allows 280",
  })
})

it('mentions and hashtags of staff stay as they wrote them', () => {
  expect(rewritePost(post(), 'With @olena_koval, #news and example.com')).toMatchObject({
    text: 'With @olena_koval, #news and example.com',
  })
})

it('the link stays a link: left out or grown onto, it is missed', () => {
  const why = `its link is missing, or no link where it stands: ${LINK}`
  expect(rewritePost(post(LINK, LINK), 'New')).toEqual({ is: 'refusal', why })
  expect(rewritePost(post(LINK, LINK), `New ${LINK}/more`)).toEqual({ is: 'refusal', why })
  expect(rewritePost(post(LINK, LINK), `New ${LINK}`)).toMatchObject({ link: LINK })
})

it('an address that X links nowhere stays among the words', () => {
  const local = 'http://newsroom/a'
  expect(rewritePost(post(local, `Old ${local}`), `New ${local}`)).toMatchObject({ text: `New ${local}` })
  expect(rewritePost(post(local, `Old ${local}`), 'New')).toMatchObject({ is: 'refusal' })
})
