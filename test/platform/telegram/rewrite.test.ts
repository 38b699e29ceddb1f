import { describe, expect, it } from 'vitest'
import { editableText, rewriteMessage } from '#src/platform/telegram/rewrite.ts'
import type { DraftPart, Picture } from '#src/records.ts'

const LINK = 'https://news.example.com/a'
const picture: Picture = { url: `${LINK}.jpg`, type: null, width: null, height: null, alt: null }

function message(change: Partial<DraftPart> = {}): DraftPart {
  const body = { chat_id: '@news', text: 'Old words', entities: [], link_preview_options: { url: LINK } }
  return { body, text: 'Old words', length: { used: 9, allowed: 4096 }, link: null, picture: null, ...change }
}

describe('words of staff', () => {
  it('may have the markup of templates, and leave the rest of the message as it is', () => {
    const words = `\n<b>Flood &amp; storm</b>\r\n\r\n\r\nA < B, <a href="${LINK}?a=1&amp;b=2">read</a> `
    const { body, text, length } = rewriteMessage(message(), words) as DraftPart
    expect(text).toBe('Flood & storm\n\nA < B, read')
    expect(length).toEqual({ used: 26, allowed: 4096 })
    expect(body).toEqual({
      chat_id: '@news',
      text,
      link_preview_options: { url: LINK },
      entities: [
        { type: 'bold', offset: 0, length: 13 },
        { type: 'text_link', offset: 22, length: 4, url: `${LINK}?a=1&b=2` },
      ],
    })
  })

  it.each([
    ['<b>open', 'the text opens <b> and does not close it'],
    ['<h1>big</h1>', 'the text holds <h1>, which Telegram does not know'],
    ['<b> </b>', 'nothing is left to say'],
  ])('%j are refused with what is wrong', (words, why) => {
    expect(rewriteMessage(message(), words)).toMatchObject({
      is: 'refusal',
      why: expect.stringContaining(why) as string,
    })
  })

  it('keep the link of the post: in the text, behind words of it, or on the button', () => {
    const linked = message({ link: LINK })
    const why = `its link is missing: write ${LINK}, or <a href="${LINK}">…</a>`
    expect(rewriteMessage(linked, 'New')).toEqual({ is: 'refusal', why })
    expect(rewriteMessage(linked, `New ${LINK}`)).toMatchObject({ link: LINK })
    expect(rewriteMessage(linked, `<a href="${LINK}">New</a>`)).toMatchObject({ text: 'New' })
    const keyboard = { inline_keyboard: [[{ text: 'Read more', url: LINK }]] }
    const onButton = message({ link: LINK, body: { ...linked.body, reply_markup: keyboard } })
    expect(rewriteMessage(onButton, 'New')).toMatchObject({ text: 'New', body: { reply_markup: keyboard } })
  })

  it('are asked for a link in the way in which it can stand', () => {
    const link = 'http://newsroom/2'
    const linked = message({ link })
    expect(rewriteMessage(linked, 'New')).toEqual({ is: 'refusal', why: `its link is missing: write ${link}` })
    expect(rewriteMessage(linked, `<a href="${link}">New</a>`)).toMatchObject({
      is: 'refusal',
      why: expect.stringMatching(/^the text holds <a href="http:\/\/newsroom\/2">/) as string,
    })
    expect(rewriteMessage(linked, `New ${link}`)).toMatchObject({ link })
  })

  it('are counted in code points, and have less room below a picture', () => {
    const long = '🚋'.repeat(1025)
    expect(rewriteMessage(message(), long)).toMatchObject({ length: { used: 1025, allowed: 4096 } })
    expect(rewriteMessage(message({ picture }), long)).toEqual({
      is: 'refusal',
      why: 'the text has 1025 characters, and Telegram allows 1024 below a picture',
    })
    expect(rewriteMessage(message({ picture }), long.slice(2))).toMatchObject({ length: { used: 1024, allowed: 1024 } })
  })

  it('cannot bring in the characters that stand for pieces of a post', () => {
    expect(rewriteMessage(message(), 'a\ue000b &#xE000; c')).toMatchObject({ text: 'ab c' })
    expect(rewriteMessage(message(), '\ue000 — Words')).toMatchObject({ text: '— Words' })
  })
})

it('the text of a message is written with its formatting as tags, nested as it is, and read back the same', () => {
  const words =
    '<b><i>One</i> &amp; <u>two</u></b> <s>3</s> <tg-spoiler>4</tg-spoiler>\n<code>a&lt;b</code> <a href="https://a.example/?a=&quot;1&quot;&amp;b">“link”</a>\n<blockquote expandable>said "so"</blockquote>\n<pre>x</pre><blockquote>y</blockquote>'
  const written = rewriteMessage(message(), words) as DraftPart
  expect(editableText(written)).toBe(words)
})
