import { describe, expect, it } from 'vitest'
import { readMarkup } from '#src/platform/telegram/markup.ts'

const read = (source: string) => {
  const markup = readMarkup(source)
  if (markup.is === 'mistake') throw new Error(markup.why)
  return markup
}

describe('a template', () => {
  it.each([
    ['<b>a</b>', 'a', ['bold']],
    ['<strong>a</strong>', 'a', ['bold']],
    ['<i>a</i><em>b</em>', 'ab', ['italic', 'italic']],
    ['<u>a</u><ins>b</ins>', 'ab', ['underline', 'underline']],
    ['<s>a</s><strike>b</strike><del>c</del>', 'abc', ['strikethrough', 'strikethrough', 'strikethrough']],
    ['<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>', 'ab', ['spoiler', 'spoiler']],
    ['<code>a</code><pre>b</pre>', 'ab', ['code', 'pre']],
    ['<pre><code class="language-ts">a</code></pre>', 'a', ['pre']],
    ['<blockquote>a</blockquote><blockquote expandable>b</blockquote>', 'ab', ['blockquote', 'expandable_blockquote']],
    ['<B><I>a</I></B>', 'a', ['bold', 'italic']],
    ['<b>a<strong>b</strong></b>', 'ab', ['bold']],
    ['<blockquote><code>a</code></blockquote>', 'a', ['blockquote', 'code']],
    ['a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#x27; &nbsp;&eacute;', 'a <b> & "c" \'d\' \u00a0é', []],
    ['a < b & c > d', 'a < b & c > d', []],
    ['<!-- a note -->a', 'a', []],
  ])('reads %s', (source, shape, types) => {
    const markup = read(source)
    expect(markup.shape).toBe(shape)
    expect(markup.spans.map(({ type }) => type)).toEqual(types)
  })

  it('tells where formatting stands, the outer before the inner', () => {
    expect(read('x<i><a href="https://a.b/?c=d&amp;e">\ue000</a></i>y').spans).toEqual([
      { type: 'italic', from: 1, to: 2 },
      { type: 'text_link', from: 1, to: 2, url: 'https://a.b/?c=d&e' },
    ])
  })

  it.each([
    'https://a.b/c',
    ' https://a.b ',
    'HTTPS://news.example.org?a=b',
    'http://user@приклад.укр:8080/',
    'http://192.0.2.7/',
    'http://[2001:db8::1]:81/a',
    'tg://resolve?domain=news',
    '\ue000',
    'https://\ue000/rss',
    'https://t.me/share/url?url=\ue000',
  ])('may lead to %j', (address) => {
    expect(read(`<a href="${address}">a</a>`).spans).toMatchObject([{ type: 'text_link', url: address.trim() }])
  })

  it.each([
    ['<p>a</p>', /holds <p>, which Telegram does not know .*write a line break as it is/],
    ['a<br>b', /holds <br>.*line break/],
    ['<h1>a</h1>', /holds <h1>.*&lt;/],
    ['<constructor>a</constructor>', /holds <constructor>/],
    ['<span>a</span>', /<span> that is no tg-spoiler/],
    ['<a>a</a>', /<a> without an address/],
    ['<a href="">a</a>', /<a> without an address/],
    [
      '<a href="https://intranet/tips">a</a>',
      /holds <a href="https:\/\/intranet\/tips">, an address that Telegram takes/,
    ],
    ['<a href="https://intranet/\ue000">a</a>', /<a href="https:\/\/intranet\/\{\{ … \}\}">/],
    ['<a href="tel:+380441234567">a</a>', /write a whole one/],
    ['<a href="tel:\ue000">a</a>', /write a whole one/],
    ['<a href="ftp://files.example.org/a">a</a>', /write a whole one/],
    ['<a href="javascript:alert(1)">a</a>', /write a whole one/],
    ['<a href="mailto:tips@example.org">a</a>', /write a whole one/],
    ['<a href="news.example.org/tips">a</a>', /write a whole one/],
    ['<a href="/tips">a</a>', /write a whole one/],
    ['<b>a', /opens <b> and does not close it/],
    ['<b><i>a</b></i>', /opens <i> and does not close it/],
    ['a</b>', /closes a tag that is not open/],
    ['a <b', /ends within a tag/],
    ['a <a href="\ue000>b</a>', /opens <a> and does not close it/],
    ['<b><code>a</code></b>', /puts <code> into other formatting/],
    ['<code><b>a</b></code>', /formats text within <code>/],
    ['<pre>a<i>b</i></pre>', /formats text within <pre>/],
    ['<blockquote>a<blockquote>b</blockquote></blockquote>', /<blockquote> into another/],
    ['<a href="https://a.b"><i><a href="https://c.d">a</a></i></a>', /./],
    ['<x\ue000>a</x\ue000>', /holds <x\{\{ … \}\}>/],
  ])('is told what is wrong with it: %s', (source, why) => {
    const markup = readMarkup(source)
    expect(markup).toMatchObject({ is: 'mistake', why: expect.stringMatching(why) })
    expect(markup.is === 'mistake' && source.slice(markup.from, markup.to)).toMatch(/^<[/a-z].*>?$/)
  })
})
