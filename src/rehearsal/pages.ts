import { html, raw } from 'hono/html'
import type { Millis } from '#src/base/clock.ts'
import { ORIGIN, picturePath, type NewsroomArticle } from './article.ts'
import { PICTURE_HEIGHT, PICTURE_WIDTH } from './picture.ts'
import type { Published } from './rss.ts'

/** What {@link html} answers: a page, escaped where it must be. */
export type Markup = ReturnType<typeof html>

/** The page of an article, as news sites build it: JSON-LD NewsArticle (schema.org), OpenGraph, description, figure. */
export function articlePage({ article, at }: Published): Markup {
  const picture = ORIGIN + picturePath(article.number)
  const summary = article.standfirst.join(' ')
  const date = new Date(at).toISOString()
  const head = html`<meta name="description" content="${summary}" />
    <meta name="author" content="${article.author}" />
    <link rel="canonical" href="${article.url}" />
    <meta property="og:type" content="article" />
    <meta property="og:site_name" content="The Orrisund Beacon" />
    <meta property="og:title" content="${article.title}" />
    <meta property="og:description" content="${summary}" />
    <meta property="og:url" content="${article.url}" />
    <meta property="og:image" content="${picture}" />
    <meta property="og:image:width" content="${PICTURE_WIDTH}" />
    <meta property="og:image:height" content="${PICTURE_HEIGHT}" />
    <meta property="og:image:alt" content="${article.picture}" />
    <meta property="article:published_time" content="${date}" />
    <meta property="article:section" content="${article.section}" />
    <script type="application/ld+json">
      ${raw(linkedData(article, at, picture))}
    </script>`
  const body = html`<article>
    <p class="section">${article.section}</p>
    <h1>${article.title}</h1>
    <p class="standfirst">${summary}</p>
    <p class="byline">By ${article.author} · <time datetime="${date}">${shownDate(at)}</time></p>
    <figure>
      <img
        src="${picturePath(article.number)}"
        width="${PICTURE_WIDTH}"
        height="${PICTURE_HEIGHT}"
        alt="${article.picture}"
      />
      <figcaption>The view of the day, drawn for the Beacon</figcaption>
    </figure>
    ${article.paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)}
  </article>`
  return page(article.title, article.language, head, body)
}

/** The front page: the latest articles, newest first. */
export function frontPage(newestFirst: readonly Published[], feeds: readonly string[]): Markup {
  const head = feeds.map(
    (feed) => html`<link rel="alternate" type="application/rss+xml" title="${feed}" href="/${feed}.rss" />`,
  )
  const stories = newestFirst.map(
    ({ article, at }) =>
      html`<li lang="${article.language}">
        <p class="section">${article.section} · <time>${shownDate(at)}</time></p>
        <h2><a href="${article.path}">${article.title}</a></h2>
        <p>${article.standfirst.join(' ')}</p>
      </li>`,
  )
  return page(
    'The Orrisund Beacon',
    'en',
    html`${head}`,
    html`<ul>
      ${stories}
    </ul>`,
  )
}

/** The answer to an address at which nothing stands. */
export function nothingHere(): Markup {
  return page('Not found', 'en', html``, html`<h1>Nothing stands here</h1>`)
}

function page(title: string, language: string, head: Markup, body: Markup): Markup {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${head}
        <link rel="stylesheet" href="/newsroom.css" />
      </head>
      <body>
        <header><a href="/">The Orrisund Beacon</a><span>Crier's rehearsal newsroom</span></header>
        <main>${body}</main>
        <footer>An invented city, so that a rehearsal has something to tell.</footer>
      </body>
    </html>`
}

function linkedData(article: NewsroomArticle, at: Millis, picture: string): string {
  const date = new Date(at).toISOString()
  const data = {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: article.title,
    description: article.standfirst.join(' '),
    inLanguage: article.language,
    articleSection: article.section,
    datePublished: date,
    dateModified: date,
    author: [{ '@type': 'Person', name: article.author }],
    publisher: { '@type': 'NewsMediaOrganization', name: 'The Orrisund Beacon', url: `${ORIGIN}/` },
    image: [{ '@type': 'ImageObject', url: picture, width: PICTURE_WIDTH, height: PICTURE_HEIGHT }],
    mainEntityOfPage: article.url,
    articleBody: article.paragraphs.join('\n\n'),
  }
  // A headline that holds "</script>" must not end the block.
  return JSON.stringify(data).replaceAll('<', String.raw`\u003c`)
}

function shownDate(at: Millis): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
