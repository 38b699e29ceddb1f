import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatPost } from '#src/platform/twitter/format.ts'
import { findLinks } from '#src/platform/twitter/stand-in/links.ts'
import { weigh } from '#src/platform/twitter/stand-in/length.ts'
import { twitter } from '#src/platform/twitter/index.ts'
import { graphemes } from '#src/text/graphemes.ts'
import { somePost } from '#test/fixtures/wording.ts'
import type { Draft } from '#src/records.ts'
import { somePicture } from '#test/fixtures/pictures.ts'
import { postOf, posts } from '#test/platform/posts.ts'

const INLINE = { link: 'inline' } as const
const LINK = 'https://news.example.com/world/tram'

const made = (draft: ReturnType<typeof formatPost>): Draft => {
  if ('is' in draft) throw new Error(draft.why)
  return draft
}

const textOf = (post: Parameters<typeof formatPost>[0]): string => {
  const draft = formatPost(post, INLINE)
  if ('is' in draft) throw new Error(draft.why)
  return draft.parts[0].text
}

describe('a post for X', () => {
  it('is plain text with the link, and counts as X does', () => {
    expect(formatPost(postOf(twitter.template), INLINE)).toMatchObject({
      parts: [
        {
          body: {
            text: 'Tram line opens\n\nThe first tram left at six. The mayor was aboard.\n\nhttps://news.example.com/world/tram',
          },
          text: 'Tram line opens\n\nThe first tram left at six. The mayor was aboard.\n\nhttps://news.example.com/world/tram',
          length: { used: 15 + 2 + 49 + 2 + 23, allowed: 280 },
          link: LINK,
        },
      ],
    })
  })

  it('shows its picture, which weighs nothing, and not in the reply that holds the link', () => {
    const picture = somePicture()
    const post = postOf(twitter.template, { picture })
    const [{ length }] = made(formatPost(postOf(twitter.template), INLINE)).parts
    expect(made(formatPost(post, INLINE)).parts).toMatchObject([{ picture, length }])
    expect(made(formatPost(post, { link: 'reply' })).parts).toMatchObject([{ picture }, { picture: null }])
  })

  it('costs more with a picture that is described', () => {
    const [part] = made(formatPost(postOf(twitter.template), INLINE)).parts
    expect(twitter.price({ ...part, picture: somePicture({ alt: null }) })).toBe(0.2)
    expect(twitter.price({ ...part, picture: somePicture() })).toBe(0.205)
  })

  it('shortens a title that is too long by itself, with the link whole', () => {
    const text = textOf(postOf(twitter.template, { title: 'harbour '.repeat(60) }))
    expect(text).toMatch(/^(harbour )*harbour…\n\nhttps:\/\/news\.example\.com\/world\/tram$/)
    expect(weigh(text).weight).toBeGreaterThan(270)
  })

  it('takes a link of any length, as X counts it 23', () => {
    const link = `https://news.example.com/${'very-long-'.repeat(300)}end`
    const draft = formatPost(postOf('{{ title }} {{ link }}', { link }), INLINE)
    expect(draft).toMatchObject({ parts: [{ text: `Tram line opens ${link}`, length: { used: 39 } }] })
  })

  it.each(['inline', 'reply', 'none'] as const)('without an address is one post without a link: %s', (link) => {
    expect(formatPost(postOf(twitter.template, { link: '' }), { link })).toMatchObject({
      parts: [{ text: 'Tram line opens\n\nThe first tram left at six. The mayor was aboard.', link: null }],
    })
  })

  it('spells the link so that X links all of it', () => {
    const text = textOf(postOf('{{ link }}', { link: 'https://zh.example.org/新闻/电车' }))
    expect(findLinks(text)).toEqual([expect.objectContaining({ start: 0, end: text.length })])
  })

  it('says what to do where the template alone is too long', () => {
    expect(formatPost(postOf(`${'x'.repeat(260)} {{ link }}`), INLINE)).toEqual({
      is: 'refusal',
      why: "the template's own words and the link do not fit into X's 280 characters: shorten the template",
    })
    expect(formatPost(postOf('{{ title }}', { title: '', sentences: [] }), INLINE)).toMatchObject({ is: 'refusal' })
  })

  it.each(['inline', 'reply', 'none'] as const)('goes without an address that no post has room for (%s)', (link) => {
    const post = postOf(twitter.template, { title: 'Harbour', link: `https://a.example/?${'q=1&'.repeat(1_200)}` })
    const draft = formatPost(post, { link })
    expect(draft).toMatchObject({ parts: [{ text: expect.stringMatching(/^Harbour\n/) as string, link: null }] })
    const why = link === 'none' ? 'the channel says link: none' : 'the address of the article is too long for a post'
    expect('pieces' in draft && draft.pieces).toContainEqual({ of: 'link', from: null, stands: null, why })
  })

  it.each([5_000, 50_000])('cuts a title that is one word of %d letters where nothing else could stand', (length) => {
    const post = postOf(twitter.template, { title: 'A'.repeat(length), sentences: ['B'.repeat(50_000)] })
    const inline = formatPost(post, INLINE)
    expect(inline).toMatchObject({ parts: [{ text: expect.stringMatching(/^A{200,}…\n\nhttps:/) as string }] })
    for (const link of ['reply', 'none'] as const) {
      expect(formatPost(post, { link })).toMatchObject({
        parts: [{ text: `${'A'.repeat(278)}…` }, ...(link === 'reply' ? [{}] : [])],
      })
    }
  })

  it('says of every part why it does not stand where none does', () => {
    const post = postOf('{{ title }}\n{{ summary }}', { title: '', sentences: [] })
    expect(formatPost(post, { link: 'none' })).toEqual({
      is: 'refusal',
      why: 'nothing is left to say (title: the article has none; summary: the article gives no whole sentence for it)',
    })
  })

  it('cuts no emoji', () => {
    const family = '👩‍👩‍👧‍👦'
    const text = textOf(postOf('{{ title }}', { title: `${family} `.repeat(200) }))
    expect(new Set(graphemes(text))).toEqual(new Set([family, ' ', '…']))
  })

  it('fits and makes no link by accident, whatever the article holds', () => {
    fc.assert(
      fc.property(posts, (post) => {
        const draft = formatPost(post, INLINE)
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
      expect(formatPost(postOf(twitter.template, { title, sentences: [title] }), INLINE)).toHaveProperty('parts')
    }
  })
})

const LONG = `The tram ${'went on and on and on '.repeat(4)}until it was very dark.`

describe('a post for X whose link stands elsewhere', () => {
  it('is followed by a reply that is the link alone, and holds no link itself', () => {
    expect(formatPost(postOf(twitter.template), { link: 'reply' })).toMatchObject({
      parts: [
        { text: 'Tram line opens\n\nThe first tram left at six. The mayor was aboard.', link: null },
        { body: { text: LINK }, text: LINK, length: { used: 23, allowed: 280 }, link: LINK },
      ],
    })
  })

  it('is one post without the link where the channel wants none', () => {
    const draft = formatPost(postOf(twitter.template), { link: 'none' })
    expect(draft).toMatchObject({ parts: [{ link: null, length: { used: 15 + 2 + 49 } }] })
    expect('parts' in draft && draft.parts).toHaveLength(1)
    expect(JSON.stringify(draft)).not.toContain('news.example.com')
  })

  it('has the room of the link for more words', () => {
    const sentences = [LONG, LONG]
    const used = (['inline', 'none'] as const).map((link) => {
      const draft = formatPost(postOf(twitter.template, { sentences }), { link })
      if ('is' in draft) throw new Error(draft.why)
      return draft.parts[0].text.replace(LINK, '').trim().length
    })
    expect(used[1]).toBeGreaterThan(used[0]!)
  })

  it('names the post that a reply answers, and changes nothing else of it', () => {
    expect(twitter.follow?.({ text: LINK }, { id: '77', url: null })).toEqual({
      text: LINK,
      reply: { in_reply_to_tweet_id: '77' },
    })
  })

  it('costs by the links of each message: that is what a reply is for', () => {
    const draft = formatPost(postOf(twitter.template), { link: 'reply' })
    if ('is' in draft) throw new Error(draft.why)
    expect(draft.parts.map((part) => twitter.price(part))).toEqual([0.015, 0.2])
  })
})

describe('names that staff gave', () => {
  const signed = (sign: string, title = 'Tram @stranger opens') =>
    somePost({
      segments: [
        { is: 'value', text: title },
        { is: 'literal', text: ' by ' },
        { is: 'sign', text: sign },
      ],
    })

  it('stay a mention, where those of the article do not', () => {
    expect(textOf(signed('@okoval'))).toBe('Tram @\u2060stranger opens by @okoval')
  })

  it('stay a hashtag in every script', () => {
    for (const sign of ['#Політика', '#国际', '#عالم', '#हिंदी']) expect(textOf(signed(sign))).toMatch(sign)
  })
})

describe('the settings of a channel on X', () => {
  it('put the link into the post unless they say otherwise', () => {
    expect(twitter.channel.parse({})).toEqual(INLINE)
    expect(twitter.channel.parse({ link: 'reply' })).toEqual({ link: 'reply' })
    expect(twitter.channel.safeParse({ link: 'somewhere' }).success).toBe(false)
  })
})

describe('the price of a channel set otherwise', () => {
  it('is told for every other place of the link', () => {
    const others = twitter.alternatives?.({ link: 'reply' }).map(({ name, channel }) => {
      const draft = twitter.format(postOf(twitter.template), channel)
      return [name, 'is' in draft ? 0 : draft.parts.reduce((sum, part) => sum + twitter.price(part), 0)]
    })
    expect(others).toEqual([
      ['link: inline', 0.2],
      ['link: none', 0.015],
    ])
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
    expect(twitter.price({ body: { text }, text, length: { used: 1, allowed: 280 }, link: null, picture: null })).toBe(
      usd,
    )
  })
})
