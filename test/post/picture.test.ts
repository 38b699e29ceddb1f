import { expect, test } from 'vitest'
import { leadPicture } from '#src/post/picture.ts'
import type { Picture } from '#src/records.ts'

function picture(name: string, width: number | null, alt: string | null = null, height: number | null = null): Picture {
  return { url: `https://news.example.com/${name}.jpg`, type: null, width, height, alt }
}

test('the first picture is the lead', () => {
  expect(leadPicture([picture('lead', null), picture('other', 2_000)])?.url).toContain('lead')
  expect(leadPicture([picture('lead', 1_200), picture('wider', 2_000)])?.url).toContain('lead')
  expect(leadPicture([])).toBeNull()
})

test('of one picture in several sizes the first that is wide enough goes, with the words that stand at the first', () => {
  const sizes = [picture('small', 240, 'A tram'), picture('middle', 460), picture('large', 700), picture('huge', 2_000)]
  expect(leadPicture(sizes)).toEqual({ ...picture('large', 700), alt: 'A tram' })
})

test('where none is wide enough the widest goes', () => {
  expect(leadPicture([picture('small', 240), picture('middle', 460), picture('less', 300)])?.url).toContain('middle')
})

test('no picture goes that says that it is a thumbnail', () => {
  expect(leadPicture([picture('thumb', 140)])).toBeNull()
  expect(leadPicture([picture('flat', 1_200, null, 90)])).toBeNull()
  expect(leadPicture([picture('thumb', 140), picture('lead', 1_200)])?.url).toContain('lead')
})

test('a description of any length is cut to what can be carried', () => {
  expect(leadPicture([picture('lead', 1_200, 'x'.repeat(1_000_000))])!.alt!.length).toBeLessThanOrEqual(2_000)
})
