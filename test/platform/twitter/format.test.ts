import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatPost } from '#src/platform/twitter/format.ts'
import { findLinks } from '#src/platform/twitter/stand-in/links.ts'
import { weigh } from '#src/platform/twitter/stand-in/length.ts'
import { twitter } from '#src/platform/twitter/index.ts'
import { graphemes } from '#src/text/graphemes.ts'
import { postOf, posts } from '#test/platform/posts.ts'

const textOf = (post: Parameters<typeof formatPost>[0]): string => {
  const draft = formatPost(post)
  if ('is' in draft) throw new Error(draft.why)
  return draft.parts[0].text
}

describe('a post for X', () => {
  it('is plain text with the link, and counts as X does', () => {
    expect(formatPost(postOf(twitter.template))).toEqual({
      parts: [
        {
          body: {
            text: 'Tram line opens\n\nThe first tram left at six. The mayor was aboard.\n\nhttps://news.example.com/world/tram',
          },
          text: 'Tram line opens\n\nThe first tram left at six. The mayor was aboard.\n\nhttps://news.example.com/world/tram',
          length: { used: 15 + 2 + 49 + 2 + 23, allowed: 280 },
        },
      ],
    })
  })

  it('shortens a title that is too long by itself, with the link whole', () => {
    const text = textOf(postOf(twitter.template, { title: 'harbour '.repeat(60) }))
    expect(text).toMatch(/^(harbour )*harbour…\n\nhttps:\/\/news\.example\.com\/world\/tram$/)
    expect(weigh(text).weight).toBeGreaterThan(270)
  })

  it('takes a link of any length, as X counts it 23', () => {
    const link = `https://news.example.com/${'very-long-'.repeat(300)}end`
    const draft = formatPost(postOf('{{ title }} {{ link }}', { link }))
    expect(draft).toMatchObject({ parts: [{ text: `Tram line opens ${link}`, length: { used: 39 } }] })
  })

  it('spells the link so that X links all of it', () => {
    const text = textOf(postOf('{{ link }}', { link: 'https://zh.example.org/新闻/电车' }))
    expect(findLinks(text)).toEqual([expect.objectContaining({ start: 0, end: text.length })])
  })

  it('says what to do where the template alone is too long', () => {
    expect(formatPost(postOf(`${'x'.repeat(260)} {{ link }}`))).toEqual({
      is: 'refusal',
      why: "the template's own words and the link do not fit into X's 280 characters: shorten the template",
    })
    expect(formatPost(postOf('{{ title }}', { title: '' }))).toMatchObject({ is: 'refusal' })
  })

  it('cuts no emoji', () => {
    const family = '👩‍👩‍👧‍👦'
    const text = textOf(postOf('{{ title }}', { title: `${family} `.repeat(200) }))
    expect(new Set(graphemes(text))).toEqual(new Set([family, ' ', '…']))
  })

  it('fits and makes no link by accident, whatever the article holds', () => {
    fc.assert(
      fc.property(posts, (post) => {
        const draft = formatPost(post)
        if ('is' in draft) throw new Error(draft.why)
        const { text, length } = draft.parts[0]
        const weighed = weigh(text)
        expect(weighed.weight).toBeLessThanOrEqual(280)
        expect(length.used).toBeGreaterThanOrEqual(weighed.weight)
        expect(weighed.hasInvalid).toBe(false)
        expect(text).not.toMatch(/\n{3}|^\s|\s$/)
        expect(findLinks(text).filter(({ url }) => !/^https?:\/\//i.test(url))).toEqual([])
        expect(text.isWellFormed()).toBe(true)
      }),
      { numRuns: 1_500 },
    )
  })

  it('stays fast on hostile titles', () => {
    for (const title of ['a.'.repeat(50_000), '@a '.repeat(30_000), 'x.ai'.repeat(20_000), '👩‍👩‍👧‍👦'.repeat(10_000)]) {
      expect(formatPost(postOf(twitter.template, { title, sentences: [title] }))).toHaveProperty('parts')
    }
  })
})

describe('the price of a post', () => {
  it.each([
    ['plain words', 0.015],
    ['words and https://example.com/a', 0.2],
    ['ASP.NET in the template', 0.2],
    ['a new domain: example.music', 0.2],
    ['Node.js and U.S. and 2.0.1', 0.015],
  ])('of %j is $%d', (text, usd) => {
    expect(twitter.price({ body: { text }, text, length: { used: 1, allowed: 280 } })).toBe(usd)
  })
})
