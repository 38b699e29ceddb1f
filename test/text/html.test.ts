import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plainText, plainTitle, withoutEscapes } from '#src/text/html.ts'

describe('the text of HTML', () => {
  test.each([
    ['paragraphs are parted by an empty line', '<p>One.</p><p>Two.</p>', 'One.\n\nTwo.'],
    ['so is a block from loose text', 'One.<div>Two.</div>Three.', 'One.\n\nTwo.\n\nThree.'],
    ['a break and a list item begin a line', 'One<br>two<ul><li>a<li>b</ul>', 'One\ntwo\n\na\nb'],
    ['cells have a space between them', '<table><tr><td>1<td>2</table>', '1 2'],
    ['inline markup leaves no trace', 'A <b>bo</b>ld <a href="/x">link</a>.', 'A bold link.'],
    ['white space collapses', '  a \n\t b&nbsp;&nbsp;c ', 'a b c'],
    ['entities are decoded once', 'Q&amp;A &lt;b&gt; &#8211; &eacute; &amp;amp;', 'Q&A <b> – é &amp;'],
    ['scripts and styles are not text', '<style>p{}</style>a<script>if (a<b) "</p>"</script>b', 'ab'],
    [
      'nor is what browsers do not show',
      'a<template><p>x</p></template><noscript><img></noscript><svg><title>t</title></svg>b',
      'ab',
    ],
    ['nor are comments', 'a<!-- <p>x</p> -->b', 'ab'],
    ['markup that is cut off does no harm', 'The end <a href="http', 'The end'],
    ['CDATA is text', '<![CDATA[a b]]>c', 'a bc'],
    ['a lone < is text', 'a < b & c', 'a < b & c'],
    ['nothing is nothing', '<p> &nbsp; </p><br>', ''],
  ])('%s', (_, html, text) => {
    expect(plainText(html)).toBe(text)
  })

  test.each([
    ['nested tags', '<div>'.repeat(200_000)],
    ['tags that close nothing', '<a>'.repeat(100_000) + '</b>'.repeat(100_000)],
    ['openings of tags', '<a b="'.repeat(200_000)],
    ['ampersands', '&'.repeat(500_000)],
    ['comments that never end', '<!--'.repeat(200_000)],
    ['spaces', '\u00a0 '.repeat(300_000)],
  ])('half a million characters of %s take no time to speak of', { timeout: 20_000 }, (_, html) => {
    expect(plainText(html).length).toBeLessThanOrEqual(html.length)
    expect(plainTitle(html).length).toBeLessThanOrEqual(html.length)
  })
})

describe('a title', () => {
  test.each([
    ['plain', 'Harbour opens', 'Harbour opens'],
    ['with an escape', 'Fish &amp; chips', 'Fish & chips'],
    ['escaped twice', 'Fish &amp;amp; chips', 'Fish & chips'],
    ['with markup', '<b>Harbour</b> <i class="x">opens</i>', 'Harbour opens'],
    ['with escaped markup', '&lt;b&gt;Harbour&lt;/b&gt; opens', 'Harbour opens'],
    ['with markup escaped twice', '&amp;lt;b&amp;gt;Harbour&amp;lt;/b&amp;gt; opens', 'Harbour opens'],
    ['with a break', 'Harbour<br/>opens', 'Harbour opens'],
    ['with a break of XHTML', 'Harbour<br />opens', 'Harbour opens'],
    ['with a paragraph', '<p>Harbour opens</p>', 'Harbour opens'],
    ['with a script', 'Harbour<script>alert(1)</script>', 'Harbour'],
    ['in CDATA twice', '<![CDATA[Harbour & port]]>', 'Harbour & port'],
    ['on several lines', ' Harbour\n\t opens ', 'Harbour opens'],
    ['with a mark against its direction', 'Harbour \u202esnepo', 'Harbour snepo'],
    ['with numeric escapes', 'Caf&#xE9; &#8220;One&#8221;', 'Café “One”'],
  ])('%s is one line of plain text', (_, given, title) => {
    expect(plainTitle(given)).toBe(title)
  })

  test.each([
    'a < b & c',
    'AT&T and R&D',
    'I <3 Paris',
    'Is 5<6 and 7>6?',
    'if a<b and c>d',
    'What the <b> tag does',
    'x <unknown> y',
    'Copyright &copy without a semicolon',
    'No such &bogus; thing',
    '“Quoted” — with dashes…',
  ])('%j stays as it is', (title) => {
    expect(plainTitle(title)).toBe(title)
  })

  test('is one line whatever is given, and reading it again adds nothing', () => {
    const piece = fc.constantFrom(
      '<b>',
      '</b>',
      '&amp;',
      '&lt;',
      '&gt;',
      '<',
      '>',
      '&',
      ';',
      ' a ',
      'br',
      '<br>',
      '\n',
      'é',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const title = plainTitle(pieces.join(''))
        expect(title).not.toMatch(/[\n\r\t]|^ | $/)
        expect(plainTitle(title).length).toBeLessThanOrEqual(title.length)
      }),
    )
  })
})

describe('HTML that was escaped once too often', () => {
  test.each([
    [
      'entities',
      'The master&amp;#8217;s port &amp;amp; harbour&amp;nbsp;shut',
      'The master&#8217;s port &amp; harbour&nbsp;shut',
    ],
    ['markup', '&lt;p&gt;The port &amp;amp; more&lt;/p&gt;', '<p>The port &amp; more</p>'],
    ['markup escaped twice', '&amp;lt;p&amp;gt;The port&amp;lt;/p&amp;gt;', '<p>The port</p>'],
    ['a paragraph that is never closed', '&lt;p&gt;The port', '<p>The port'],
    [
      'words within markup',
      'The &lt;b&gt;port&lt;/b&gt; is &lt;i&gt;shut&lt;/i&gt;.',
      'The <b>port</b> is <i>shut</i>.',
    ],
    [
      'a paragraph with space around',
      '&lt;p&gt; The &lt;b&gt; port &lt;/b&gt; &lt;/p&gt;',
      '<p> The <b> port </b> </p>',
    ],
    [
      'a link with a space before its end',
      '&lt;a href="https://news.example/x"&gt;John Roe &lt;/a&gt; of the town',
      '<a href="https://news.example/x">John Roe </a> of the town',
    ],
    ['a word with a space behind it', '&lt;strong&gt;KYIV &lt;/strong&gt; The port', '<strong>KYIV </strong> The port'],
    [
      'a paragraph that begins behind a word',
      'First. &lt;p&gt; The council &lt;b&gt;voted&lt;/b&gt;',
      'First. <p> The council <b>voted</b>',
    ],
    ['a paragraph behind another line', 'The port\n&lt;p&gt;\nIt shut.\n&lt;/p&gt;', 'The port\n<p>\nIt shut.\n</p>'],
    ['a break', 'The port&lt;br /&gt;shut', 'The port<br />shut'],
    ['what is cut within an entity', 'The port &amp;amp; all &amp;am', 'The port &amp; all &am'],
  ])('is read as it was meant: %s', (_, given, meant) => {
    expect(withoutEscapes(given)).toBe(meant)
  })

  test.each([
    'Fish &amp; chips',
    'AT&amp;T &amp;amp; others',
    'What the &lt;b&gt; tag does',
    'What the &lt;p&gt; tag does',
    'How the &lt;b&gt; and &lt;/b&gt; tags work.',
    '&lt;b&gt; and &lt;/b&gt;, or &lt;i&gt; and &lt;/i&gt;: which to use',
    'Between &lt;p&gt; and &lt;/p&gt; stands a paragraph, between &lt;div&gt; and &lt;/div&gt; anything.',
    'a &lt; b &amp;amp; c',
    '<p>How to write &amp;amp; in HTML</p>',
    'Caf&eacute; &amp;amp; bar',
    'x &lt;unknown&gt; y &amp;amp; z',
  ])('is not what has markup of its own, or speaks of it: %s', (given) => {
    expect(withoutEscapes(given)).toBe(given)
  })

  test('is looked at in time that grows with it', { timeout: 5_000 }, () => {
    for (const piece of ['&lt;!--', '&amp;amp;', '&lt;script&gt;', '&lt;b ', '&', '&amp;lt;'])
      expect(withoutEscapes(piece.repeat(100_000)).length).toBeGreaterThan(0)
  })
})
