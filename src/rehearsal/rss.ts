import type { Millis } from '#src/base/clock.ts'
import { ORIGIN, picturePath, type NewsroomArticle } from './article.ts'
import { PICTURE_HEIGHT, PICTURE_WIDTH } from './picture.ts'

/** An article and the time of its publication. */
export interface Published {
  readonly article: NewsroomArticle
  readonly at: Millis
}

/**
 * The RSS 2.0 document of `feed` (https://www.rssboard.org/rss-specification), newest first. Descriptions come in the
 * four ways in which publishing systems write them: plain text, escaped HTML, HTML in CDATA, and HTML beside the full text.
 */
export function writeRss(feed: string, newestFirst: readonly Published[]): string {
  const items = newestFirst.map(item)
  const built = newestFirst[0]?.at ?? 0
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
<title>The Orrisund Beacon: ${escape(feed)}</title>
<link>${ORIGIN}/</link>
<atom:link href="${ORIGIN}/${escape(feed)}.rss" rel="self" type="application/rss+xml"/>
<description>News from the harbour, the city and the river Velm</description>
<language>en</language>
<lastBuildDate>${rfc822(built)}</lastBuildDate>
${items.join('\n')}
</channel>
</rss>
`
}

function item({ article, at }: Published): string {
  const picture = ORIGIN + picturePath(article.number)
  return `<item>
<title>${escape(article.feedTitle ?? article.title)}</title>
<link>${article.url}</link>
<guid isPermaLink="false">${article.guid}</guid>
<pubDate>${rfc822(at)}</pubDate>
<dc:creator>${escape(article.author)}</dc:creator>
<dc:language>${article.language}</dc:language>
<category>${article.section.replace(/^./, (first) => first.toUpperCase())}</category>
${description(article)}
<media:content url="${picture}" type="image/png" medium="image" width="${PICTURE_WIDTH}" height="${PICTURE_HEIGHT}"><media:description>${escape(article.picture)}</media:description></media:content>
</item>`
}

function description(article: NewsroomArticle): string {
  const { standfirst, paragraphs, number } = article
  switch (number % 4) {
    case 0:
      return `<description>${escape(standfirst.join(' '))}</description>`
    case 1:
      return `<description>${escape(markup(standfirst))}</description>`
    case 2:
      return `<description>${cdata(markup(standfirst))}</description>`
    default:
      return (
        `<description>${cdata(`<p>${standfirst.map(prose).join(' ')}</p>`)}</description>\n` +
        `<content:encoded>${cdata(markup([standfirst.join(' '), ...paragraphs]))}</content:encoded>`
      )
  }
}

function markup(paragraphs: readonly string[]): string {
  return paragraphs.map((text) => `<p>${prose(text)}</p>`).join('\n')
}

// As a rich-text editor saves it: named entities for typography, and the city's name as a link.
function prose(text: string): string {
  return escape(text)
    .replace(/(^|[\s(])&quot;/g, '$1&ldquo;')
    .replaceAll('&quot;', '&rdquo;')
    .replace(/(?<=\p{L})'(?=\p{L})/gu, '&rsquo;')
    .replaceAll(' — ', '&nbsp;&mdash; ')
    .replaceAll('\u00a0', '&nbsp;')
    .replace(/(Orrisund|Оррісунд)\p{L}*/u, `<a href="${ORIGIN}/">$&</a>`)
}

function cdata(html: string): string {
  return `<![CDATA[${html.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

function rfc822(at: Millis): string {
  return new Date(at).toUTCString()
}
