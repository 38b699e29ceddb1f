import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatPost } from '#src/platform/telegram/format.ts'
import { telegram } from '#src/platform/telegram/index.ts'
import { readText } from '#src/platform/telegram/stand-in/read-text.ts'
import { graphemes } from '#src/text/graphemes.ts'
import type { DraftPart, Post } from '#src/records.ts'
import { postOf, posts } from '#test/platform/posts.ts'

interface Made extends DraftPart {
  readonly entities: readonly {
    readonly type: string
    readonly offset: number
    readonly length: number
    readonly url?: string
  }[]
}

function made(post: Post): Made {
  const draft = formatPost(post, { chat: '@news_world' })
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

const LINK = 'https://news.example.com/world/tram'

describe('a message for Telegram', () => {
  it('is text with entities, addressed to its chat, with the card of the article', () => {
    expect(formatPost(postOf(telegram.template), { chat: '@news_world' })).toEqual({
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
        },
      ],
    })
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

  it('takes about 600 characters of summary at most', () => {
    const sentences = Array.from({ length: 30 }, (_, at) => `Sentence number ${at} says a little something here.`)
    const { text } = made(postOf('{{ summary }}', { sentences }))
    expect(text.length).toBeLessThanOrEqual(600)
    expect(text.length).toBeGreaterThan(500)
    expect(text).toMatch(/here\.$/)
  })

  it('shortens a title that is longer than any message', () => {
    const { text, length } = made(postOf(telegram.template, { title: 'гавань 🚋 '.repeat(700) }))
    expect(length.used).toBeLessThanOrEqual(4096)
    expect(length.used).toBeGreaterThan(4080)
    expect(text).toMatch(/…\n\nhttps:\/\/\S+$/)
  })

  it('refuses only what the template alone makes impossible, and says what to do', () => {
    expect(formatPost(postOf(`${'x'.repeat(4090)} {{ link }}`), { chat: '@a' })).toMatchObject({
      is: 'refusal',
      why: expect.stringContaining('shorten the template'),
    })
    expect(formatPost(postOf('<b>{{ title }}</b>', { title: '' }), { chat: '@a' })).toMatchObject({ is: 'refusal' })
    expect(formatPost(postOf('<p>{{ title }}</p>'), { chat: '@a' })).toMatchObject({
      is: 'refusal',
      why: expect.stringMatching(/^the template holds <p>/),
    })
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
