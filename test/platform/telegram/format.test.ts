import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatPost, type TelegramChannel } from '#src/platform/telegram/format.ts'
import { telegram } from '#src/platform/telegram/index.ts'
import { detect } from '#src/platform/telegram/stand-in/detect.ts'
import { readText } from '#src/platform/telegram/stand-in/read-text.ts'
import { graphemes } from '#src/text/graphemes.ts'
import type { DraftPart, Post } from '#src/records.ts'
import { somePicture } from '#test/fixtures/pictures.ts'
import { postOf, posts } from '#test/platform/posts.ts'

interface Made extends DraftPart {
  readonly entities: readonly {
    readonly type: string
    readonly offset: number
    readonly length: number
    readonly url?: string
  }[]
}

function made(post: Post, change: Partial<TelegramChannel> = {}): Made {
  const draft = formatPost(post, { ...CHANNEL, ...change })
  if ('is' in draft) throw new Error(draft.why)
  const [part] = draft.parts
  return { ...part, entities: part.body['entities'] as Made['entities'] }
}

/** The entities as what they cover. */
const covered = ({ text, entities }: Made) =>
  entities.map(({ type, offset, length, url }) => [
    type,
    text.slice(offset, offset + length),
    ...(url === undefined ? [] : [url]),
  ])

const CHANNEL: TelegramChannel = { chat: '@news_world', link: 'inline', button: null, preview: 'auto', summary: 400 }
const FULL = '<b>{{ title }}</b>\n\n{{ summary }}\n\n{{ link }}'
const LINK = 'https://news.example.com/world/tram'

describe('a message for Telegram', () => {
  it('is text with entities, addressed to its chat, with the card of the article', () => {
    expect(formatPost(postOf(telegram.template), CHANNEL)).toMatchObject({
      parts: [
        {
          body: {
            chat_id: '@news_world',
            text: `Tram line opens\n\nThe first tram left at six. The mayor was aboard.\n\n${LINK}`,
            entities: [{ type: 'bold', offset: 0, length: 15 }],
            link_preview_options: { url: LINK },
          },
          text: `Tram line opens\n\nThe first tram left at six. The mayor was aboard.\n\n${LINK}`,
          length: { used: 103, allowed: 4096 },
          link: LINK,
          picture: null,
        },
      ],
    })
  })

  it('goes without an address that no message has room for, and says so', () => {
    const link = `https://a.example/?${'q=1&'.repeat(1_200)}`
    const draft = formatPost(postOf(telegram.template, { title: 'Harbour', link }), CHANNEL)
    expect(draft).toMatchObject({ parts: [{ text: expect.stringContaining('Harbour') as string, link: null }] })
    const why = 'the address of the article is too long for a post'
    expect('pieces' in draft && draft.pieces).toContainEqual({ of: 'link', from: null, stands: null, why })
  })

  it('without an address is a message without a link and without a card', () => {
    const message = made(postOf('<a href="{{ link }}">{{ title }}</a>\n\n{{ summary }}\n\n{{ link }}', { link: '' }))
    expect(message).toMatchObject({
      text: 'Tram line opens\n\nThe first tram left at six. The mayor was aboard.',
      link: null,
    })
    expect(message.entities).toEqual([])
    expect(message.body['link_preview_options']).toEqual({ is_disabled: true })
  })

  it('takes markup from the template only, and words as words', () => {
    const title = '<i>x</i> &amp; <script>alert(1)</script> </b> {{ link }} \ue000'
    const message = made(postOf('<b>{{ title }}</b> &amp; &lt;more&gt;', { title }))
    expect(message.text).toBe(`${title} & <more>`)
    expect(covered(message)).toEqual([['bold', title]])
  })

  it('puts the link behind words', () => {
    const message = made(postOf('<a href="{{ link }}"><b>{{ title }}</b></a>\n{{ summary }}'))
    expect(message.text).not.toContain('http')
    expect(covered(message)).toEqual([
      ['text_link', 'Tram line opens', LINK],
      ['bold', 'Tram line opens'],
    ])
    expect(message.body['link_preview_options']).toEqual({ url: LINK })
  })

  it('goes below its picture where Telegram allows a caption of that length, by code points', () => {
    const picture = somePicture()
    const at = (length: number) => formatPost(postOf('{{ title }}', { title: '😀'.repeat(length), picture }), CHANNEL)
    expect(at(1_024)).toMatchObject({
      parts: [{ picture, length: { used: 1_024, allowed: 1_024 }, body: { text: '😀'.repeat(1_024) } }],
    })
    expect(at(1_025)).toMatchObject({
      parts: [{ picture: null, length: { used: 1_025, allowed: 4_096 } }],
      pieces: [
        { of: 'title' },
        { of: 'picture', stands: null, why: 'the text has 1025 characters, and Telegram allows 1024 below a picture' },
        { of: 'preview' },
      ],
    })
    const linked = formatPost(postOf(telegram.template, { picture }), CHANNEL)
    expect(linked).toMatchObject({ parts: [{ body: { link_preview_options: { url: LINK } } }] })
    expect('is' in linked ? [] : linked.pieces.slice(-1)).toMatchObject([
      { of: 'preview', stands: null, why: 'the picture stands in its place' },
    ])
  })

  it.each([
    'http://newsroom/2',
    'http://newsroom:8080/3',
    'https://a!b.example.org/10',
    'https://a~b.example.org/12',
    'https://example.org:0/',
    'https://a%21b.example.org/',
    "https://a'b@example.org/",
    'tel:+380441234567',
  ])('keeps the words that no link could stand behind, and tells it: %s', (link) => {
    const post = postOf('<a href="{{ link }}">{{ title }}</a>', { link })
    expect(made(post)).toMatchObject({ text: 'Tram line opens', entities: [], link: null })
    expect(formatPost(post, CHANNEL)).toMatchObject({
      pieces: [
        { of: 'link', stands: null, why: 'Telegram links no words to such an address' },
        { of: 'title', stands: 'whole' },
        { of: 'preview', stands: null },
      ],
    })
    const written = made(postOf('<a href="{{ link }}">{{ title }}</a> {{ link }}', { link }))
    expect(written).toMatchObject({ text: `Tram line opens ${link}`, entities: [], link })
  })

  it('tells that its link does not stand where the words do not that it would stand behind', () => {
    const post = postOf('<a href="{{ link }}">{{ title }}</a>\n{{ summary }}', { title: '' })
    expect(made(post)).toMatchObject({ entities: [], link: null })
    expect(formatPost(post, CHANNEL)).toMatchObject({
      pieces: [{ of: 'link', stands: null, why: 'the words that would lead to it are missing' }, {}, {}, {}],
    })
  })

  it('escapes what stands inside an address', () => {
    const message = made(
      postOf('<a href="https://t.me/share/url?url={{ link }}&amp;text={{ title }}">Share</a>', { title: 'A & ü' }),
    )
    expect(covered(message)).toEqual([
      ['text_link', 'Share', `https://t.me/share/url?url=${encodeURIComponent(LINK)}&text=A%20%26%20%C3%BC`],
    ])
  })

  it('shows no card of a page that the words happen to mention, where the template has no link', () => {
    expect(made(postOf('{{ title }}')).body['link_preview_options']).toEqual({ is_disabled: true })
  })

  it('leaves no trace of a part that is empty, its formatting included', () => {
    const message = made(
      postOf('{{ title }}\n\n<blockquote>{{ summary }}</blockquote>\n\n<i>By {{ title }}</i>', { sentences: [] }),
    )
    expect(message.text).toBe('Tram line opens\n\nBy Tram line opens')
    expect(covered(message)).toEqual([['italic', 'By Tram line opens']])
  })

  it('formats no white space at the ends', () => {
    expect(covered(made(postOf('a<b> {{ title }}\n</b>b<i> </i>')))).toEqual([['bold', 'Tram line opens']])
  })

  it('takes about 400 characters of summary at most', () => {
    const sentences = Array.from({ length: 30 }, (_, at) => `Sentence number ${at} says a little something here.`)
    const { text } = made(postOf('{{ summary }}', { sentences }))
    expect(text.length).toBeLessThanOrEqual(400)
    expect(text.length).toBeGreaterThan(300)
    expect(text).toMatch(/here\.$/)
  })

  it('shortens a title that is longer than any message', () => {
    const { text, length } = made(postOf(telegram.template, { title: 'гавань 🚋 '.repeat(700) }))
    expect(length.used).toBeLessThanOrEqual(4096)
    expect(length.used).toBeGreaterThan(4080)
    expect(text).toMatch(/…\n\nhttps:\/\/\S+$/)
  })

  it.each([5_000, 50_000])('cuts a title that is one word of %d letters where nothing else could stand', (length) => {
    const post = postOf(telegram.template, { title: 'A'.repeat(length), sentences: ['B'.repeat(50_000)] })
    const draft = formatPost(post, { ...CHANNEL, link: 'button' })
    expect(draft).toMatchObject({
      parts: [{ text: `${'A'.repeat(4_095)}…`, length: { used: 4_096 } }],
      pieces: [{ of: 'title', stands: 'shortened' }, { of: 'summary', stands: null }, {}, {}],
    })
  })

  it('says of every part why it does not stand where none does', () => {
    const post = postOf('{{ title }}\n{{ summary }}', { title: '', sentences: [] })
    expect(formatPost(post, { ...CHANNEL, link: 'button' })).toEqual({
      is: 'refusal',
      why: 'nothing is left to say (title: the article has none; summary: the article gives no whole sentence for it)',
    })
  })

  it('refuses only what the template alone makes impossible, and says what to do', () => {
    expect(formatPost(postOf(`${'x'.repeat(4090)} {{ link }}`), CHANNEL)).toMatchObject({
      is: 'refusal',
      why: expect.stringContaining('shorten the template'),
    })
    expect(formatPost(postOf('<b>{{ title }}</b>', { title: '', sentences: [] }), CHANNEL)).toMatchObject({
      is: 'refusal',
    })
  })

  it('goes without the markup of a template that is none for this post, and says why', () => {
    const formatted = (template: string) => {
      const draft = formatPost(postOf(template, { title: 'Trams & <ferries>', sentences: ['One.'] }), CHANNEL)
      if ('is' in draft) throw new Error(draft.why)
      return { ...draft, text: draft.parts[0].text, body: draft.parts[0].body }
    }
    const link = 'https://news.example.com/world/tram'
    const open = formatted('<b>{{ title }}\n<i>{{ summary }}</i>\n{{ link }}')
    expect(open).toMatchObject({
      text: `Trams & <ferries>\nOne.\n${link}`,
      body: { entities: [] },
      mistake: { why: 'the template opens <b> and does not close it', tag: '<b>', before: '', behind: '' },
    })
    expect(open.pieces[0]).toEqual({
      of: 'template',
      from: null,
      stands: 'without its markup',
      why: 'the template opens <b> and does not close it',
    })
    expect(formatted('<h1>{{ title }}</h1><br>{{ summary }} &lt;3').text).toBe('Trams & <ferries>\nOne. <3')
    // A link that stood in markup stands behind the words.
    for (const broken of ['<p><a href="{{ link }}">{{ title }}</a></p>', '<a href="{{ link }}>{{ title }}</a>']) {
      expect(formatted(broken)).toMatchObject({ text: `Trams & <ferries>\n\n${link}`, parts: [{ link }] })
    }
  })

  it('puts the link on a button where the channel says so, in its own words', () => {
    const draft = formatPost(postOf(telegram.template), { ...CHANNEL, link: 'button', button: 'Читати' })
    expect(draft).toMatchObject({
      parts: [
        {
          text: 'Tram line opens\n\nThe first tram left at six. The mayor was aboard.',
          link: LINK,
          body: {
            reply_markup: { inline_keyboard: [[{ text: 'Читати', url: LINK }]] },
            link_preview_options: { url: LINK },
          },
        },
      ],
    })
  })

  it.each([
    'http://localhost/a',
    'http://localhost:8080/a',
    'https://a!b.example.org/10',
    'https://a~b.example.org/12',
  ])('keeps a link in the text that no button could hold: %s', (link) => {
    const { text, body } = made(postOf('{{ link }}', { link }), { link: 'button' })
    expect(text).toBe(link)
    expect(body).not.toHaveProperty('reply_markup')
  })

  it.each<[TelegramChannel['preview'], Post['card'], object]>([
    ['large', 'nothing', { url: LINK, prefer_large_media: true }],
    ['off', 'picture', { is_disabled: true }],
    ['auto', 'picture', { url: LINK, prefer_large_media: true }],
    ['auto', 'unknown', { url: LINK }],
    ['auto', 'nothing', { is_disabled: true }],
  ])('with preview: %s and a card of the page that would add: %s', (preview, card, options) => {
    expect(made({ ...postOf(FULL), card }, { preview }).body['link_preview_options']).toEqual(options)
  })

  it('keeps the preview that would repeat, where headline or summary do not stand in the post', () => {
    for (const post of [postOf('{{ title }} {{ link }}'), postOf('{{ summary }} {{ link }}')]) {
      expect(made({ ...post, card: 'nothing' }).body['link_preview_options']).toEqual({ url: LINK })
    }
  })

  it('tells what became of every part', () => {
    const post = { ...postOf(FULL, { sentences: ['One is here.', 'x'.repeat(500)] }), origins: { summary: 'the feed' } }
    const draft = formatPost(post, { ...CHANNEL, link: 'button' })
    expect('pieces' in draft && draft.pieces).toEqual([
      { of: 'title', from: null, stands: 'whole', why: null },
      { of: 'summary', from: 'the feed', stands: '1 of 2 sentences', why: 'no more than 400 characters here' },
      { of: 'link', from: null, stands: 'on a button', why: null },
      { of: 'preview', from: null, stands: "of the size that Telegram's apps choose", why: null },
    ])
  })

  it.each([
    'https://example.org/ends.',
    'https://example.org/a_(b)',
    'https://example.org/a)b',
    'https://example.org/(a',
    'https://example.org/really?!',
    "https://example.org/it's",
    'https://example.org/стаття',
    'https://example.org/«так»',
    'https://example.org/?q=a,',
    'https://example.org/新闻/电车',
    'https://example.org/مقال',
  ])('spells %s so that Telegram links all of it', (link) => {
    const { text } = made(postOf('{{ title }} {{ link }}', { link }))
    expect(detect(text)).toEqual([{ type: 'url', offset: 16, length: text.length - 16 }])
    expect(new URL(text.slice(16)).href.replaceAll(/%2[1789CE]|%3[F]/g, decodeURIComponent)).toBe(new URL(link).href)
  })

  it('is taken by Telegram as it is, whatever the article holds', () => {
    const dressed = ({ segments, ...post }: Post): Post => ({
      ...post,
      segments: [
        { is: 'literal', text: '<b>' },
        ...segments.slice(0, 1),
        { is: 'literal', text: '</b> <i>x<a href="' },
        { is: 'link', url: post.link },
        { is: 'literal', text: '">' },
        ...segments.slice(1),
        { is: 'literal', text: '</a></i><u>y</u>' },
      ],
    })
    fc.assert(
      fc.property(posts, (post) => {
        const { text, entities, length } = made(dressed(post))
        expect(length.used).toBeLessThanOrEqual(4096)
        const taken = readText(
          new Map([
            ['text', text],
            ['entities', JSON.stringify(entities)],
          ]),
          'text',
        )
        expect(taken.text).toBe(text)
        const byItself = taken.entities.filter(({ offset, type }) => {
          // What is glued to an address was linked on purpose, or belongs to it.
          const run = text.slice(text.slice(0, offset).search(/\S*$/)).split(/\s/)[0]!
          return ['url', 'mention', 'cashtag'].includes(type) && !run.includes('://')
        })
        expect(byItself).toEqual([])
        expectSound(text, entities)
      }),
      { numRuns: 1_500 },
    )
  })
})

function expectSound(text: string, entities: Made['entities']): void {
  const starts = new Set([0, text.length])
  let at = 0
  for (const grapheme of graphemes(text)) starts.add((at += grapheme.length))
  const open: number[] = []
  let last = 0
  for (const { offset, length } of entities) {
    expect(length).toBeGreaterThan(0)
    expect(starts.has(offset) && starts.has(offset + length)).toBe(true)
    expect(offset).toBeGreaterThanOrEqual(last)
    last = offset
    while (open.length > 0 && open.at(-1)! <= offset) open.pop()
    expect(offset + length).toBeLessThanOrEqual(open.at(-1) ?? text.length)
    open.push(offset + length)
  }
}
