import { html, raw } from 'hono/html'
import type { Markup } from '../pages.ts'
import { harmless, isWeb, leads, short } from './markup.ts'
import type { Surroundings, TimelinePost } from './source.ts'

/** Short messages are read as a timeline, long ones as a channel. */
export type Look = 'timeline' | 'channel'

// Every timeline of short messages allows fewer characters, every channel (even under a picture) more.
const SHORTEST_CHANNEL = 1_000

export function lookOf(post: TimelinePost): Look {
  return post.length.allowed < SHORTEST_CHANNEL ? 'timeline' : 'channel'
}

/** The id of the element that shows a post; `source` is the index of its source. */
export function postId(source: number, post: TimelinePost): string {
  return `post-${source}-${encoded(post.place)}-${encoded(post.id)}`
}

/** `text` as a part of an element's id. */
export function encoded(text: string): string {
  return Buffer.from(text).toString('base64url')
}

/** One post as a follower sees it. */
export function showPost(source: number, post: TimelinePost, around: Surroundings): Markup {
  const look = lookOf(post)
  const time = html`<time datetime="${new Date(post.at).toISOString()}">${clockTime(post.at, around.timezone)}</time>`
  const count = html`<span class="count" title="Length as the platform counts it"
    >${post.length.used}<i>/</i>${post.length.allowed}</span
  >`
  const text = html`<div class="text" dir="auto">${raw(harmless(post.html, around.pageOf, look === 'timeline'))}</div>`
  const picture =
    post.picture !== null && around.mayShow(post.picture) ? shownPicture(post.picture, 'photo', post.alt ?? '') : ''
  const card = post.card === null || !isWeb(post.card) || picture !== '' ? '' : showCard(post.card, look, around)
  const id = postId(source, post)
  if (look === 'channel') {
    return html`<li class="post bubble" id="${id}">
      ${picture}${text}${card}
      <p class="foot">${count}${time}</p>
      ${showButtons(post, around)}
    </li>`
  }
  return html`<li class="post short" id="${id}">
    ${avatar(post)}
    <div class="body">
      <p class="head"><b>${nameOf(post)}</b> <span>${handleOf(post)} · ${time}</span></p>
      ${text}${picture}${card}
      <p class="foot">${count}</p>
    </div>
  </li>`
}

/** A round picture with the first letter of the place's name. */
export function avatar(post: TimelinePost): Markup {
  let hue = 0
  for (const letter of post.place + post.account) hue = (hue * 31 + letter.codePointAt(0)!) % 6
  return html`<span class="avatar hue-${hue}" aria-hidden="true">${firstLetter(nameOf(post))}</span>`
}

function showButtons({ buttons = [] }: TimelinePost, around: Surroundings): Markup | '' {
  if (buttons.length === 0) return ''
  const links = buttons.map(
    ({ text, url }) =>
      html`<a href="${raw(leads(url, around.pageOf))}" target="_blank" rel="noopener noreferrer" dir="auto"
        >${text}</a
      >`,
  )
  return html`<p class="buttons">${links}</p>`
}

function firstLetter(name: string): string {
  for (const { segment } of graphemes.segment(name)) return segment.toUpperCase()
  return ''
}

/** The place's name without the sign that marks it as a handle. */
export function nameOf(post: TimelinePost): string {
  return post.placeName.replace(/^@/, '') || post.place
}

function handleOf(post: TimelinePost): string {
  return `@${(post.placeName.startsWith('@') ? post.placeName.slice(1) : post.account).replaceAll('-', '_')}`
}

function showCard(url: string, look: Look, around: Surroundings): Markup {
  const card = around.cardOf(url)
  const site = new URL(url).host.replace(/^www\./, '')
  const picture = card !== null && around.mayShow(card.picture) ? shownPicture(card.picture, '') : ''
  const href = raw(leads(url, around.pageOf))
  if (look === 'timeline') {
    return html`<a
      class="card${picture === '' ? ' bare' : ''}"
      href="${href}"
      target="_blank"
      rel="noopener noreferrer"
    >
      ${picture}<span class="title" dir="auto">${card?.title ?? short(url)}</span>
      <span class="site">From ${site}</span>
    </a>`
  }
  return html`<a class="preview" href="${href}" target="_blank" rel="noopener noreferrer">
    <span class="site">${site}</span>
    <span class="title" dir="auto">${card?.title ?? short(url)}</span>
    ${card === null ? '' : html`<span class="description" dir="auto">${card.description}</span>`}${picture}
  </a>`
}

function shownPicture(url: string, className: string, alt = ''): Markup {
  return html`<img class="${className}" src="${url}" alt="${alt}" loading="lazy" width="1200" height="675" />`
}

const graphemes = new Intl.Segmenter()
function clockTime(at: number, timezone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone).toPlainTime().toString().slice(0, 5)
}
