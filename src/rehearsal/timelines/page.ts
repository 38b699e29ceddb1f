import { html } from 'hono/html'
import type { Markup } from '../pages.ts'
import { avatar, encoded, lookOf, nameOf, showPost } from './post.ts'
import type { Surroundings, TimelinePost, TimelineSource } from './source.ts'

/** How many posts of a source the page begins with. */
export const SHOWN_AT_FIRST = 60

/** The id of the element that shows one place of a source. */
export function columnId(source: number, post: TimelinePost): string {
  return `column-${source}-${encoded(post.place)}`
}

/** The posts of `source` that still stand, newest first, as many as the page begins with. */
export function standing(source: TimelineSource): readonly TimelinePost[] {
  return source
    .posts()
    .slice(-SHOWN_AT_FIRST)
    .filter((post) => post.deleted === null)
    .toReversed()
}

/** The column of the place in which `post` stands, with `posts` in it. */
export function showColumn(source: number, label: string, post: TimelinePost, posts: readonly Markup[]): Markup {
  const look = lookOf(post)
  return html`<section class="column ${look}" id="${columnId(source, post)}" data-source="${source}">
    <header>
      ${avatar(post)}
      <h2 dir="auto">${nameOf(post)}</h2>
      <p>${label}</p>
    </header>
    <ol tabindex="0" aria-label="Posts on ${label}, newest first">
      ${posts}
    </ol>
  </section>`
}

/** The whole page. `run` is another one at every start of the process. */
export function timelinesPage(run: string, sources: readonly TimelineSource[], around: Surroundings): Markup {
  return html`<!doctype html>
    <html lang="en" data-run="${run}" data-timezone="${around.timezone}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Crier · rehearsal</title>
        <link rel="icon" href="/icon.svg" />
        <link rel="stylesheet" href="/page.css" />
        <link rel="stylesheet" href="/posts.css" />
        <script type="module" src="/page.js"></script>
      </head>
      <body>
        <header class="top">
          <h1>Crier</h1>
          <p>A rehearsal: nothing leaves this machine.</p>
          <p class="live" role="status"><span>connecting</span></p>
        </header>
        <main>${sources.map((source, index) => columnsOf(index, source, around))}</main>
      </body>
    </html>`
}

function columnsOf(index: number, source: TimelineSource, around: Surroundings): Markup {
  const posts = standing(source)
  const newestOfPlace = new Map(posts.toReversed().map((post) => [post.place, post]))
  const columns = [...newestOfPlace.values()].map((newest) =>
    showColumn(
      index,
      source.label,
      newest,
      posts.filter((post) => post.place === newest.place).map((post) => showPost(index, post, around)),
    ),
  )
  return columns.length > 0 ? html`${columns}` : emptyColumn(index, source.label)
}

function emptyColumn(index: number, label: string): Markup {
  return html`<section class="column empty" data-source="${index}">
    <header>
      <h2>${label}</h2>
    </header>
    <div class="waiting">
      <span class="pulse" aria-hidden="true"></span>
      <p><b>Nothing here yet.</b><br />The first post is seconds away.</p>
    </div>
  </section>`
}
