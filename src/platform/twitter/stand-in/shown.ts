import { createHash } from 'node:crypto'
import { findLinks, type Link } from './links.ts'

/** A link of a post: what was written, the page it leads to, X's own short address for it, and how X displays it. */
export interface ShownLink extends Link {
  readonly page: string
  readonly short: string
  readonly display: string
}

const SHOWN_LENGTH = 27

/** The links of the post `id`, each with an address of t.co of its own. */
export function showLinks(id: string, text: string): readonly ShownLink[] {
  return findLinks(text).map((link, index) => {
    const page = /^https?:\/\//i.test(link.url) ? link.url : `http://${link.url}`
    const bare = page.replace(/^https?:\/\/(www\.)?/i, '')
    return {
      ...link,
      page,
      short: shortLink(id, index),
      display: bare.length > SHOWN_LENGTH ? `${bare.slice(0, SHOWN_LENGTH - 1)}…` : bare,
    }
  })
}

/** X's own address for the link `index` of the post `id`. */
export function shortLink(id: string, index: number): string {
  const digest = createHash('sha256').update(`${id} ${index}`).digest('base64').replace(/[+/=]/g, '')
  return `https://t.co/${digest.slice(0, 10)}`
}

/** `text` with every link replaced by what `show` makes of it, and all between by what `plain` makes of that. */
function replaceLinks(
  text: string,
  links: readonly ShownLink[],
  show: (link: ShownLink) => string,
  plain: (part: string) => string = (part) => part,
): string {
  let shown = ''
  let at = 0
  for (const link of links) {
    shown += plain(text.slice(at, link.start)) + show(link)
    at = link.end
  }
  return shown + plain(text.slice(at))
}

/** The text that X's API gives for a post: links as t.co, and `&`, `<`, `>` as entities, as it has always been. */
export function apiText(text: string, links: readonly ShownLink[]): string {
  return replaceLinks(text, links, (link) => link.short, escapeAngles)
}

/** `entities.urls` for {@link apiText}: positions in its code points. */
export function apiLinks(text: string, links: readonly ShownLink[]): readonly Readonly<Record<string, unknown>>[] {
  let shift = 0
  let before = 0
  return links.map((link) => {
    shift += length(escapeAngles(text.slice(before, link.start)))
    before = link.end
    const start = shift
    shift += link.short.length
    return { start, end: shift, url: link.short, expanded_url: link.page, display_url: link.display }
  })
}

/** What followers read: the whole address of every link, without its scheme. */
export function followerText(text: string, links: readonly ShownLink[]): string {
  return replaceLinks(text, links, withoutScheme)
}

/** The same as safe HTML. */
export function followerHtml(text: string, links: readonly ShownLink[]): string {
  return replaceLinks(
    text,
    links,
    (link) => `<a href="${escapeHtml(link.page)}">${escapeHtml(withoutScheme(link))}</a>`,
    (part) => escapeHtml(part).replace(/\r\n?|\n/g, '<br>'),
  )
}

function withoutScheme(link: ShownLink): string {
  return link.page.replace(/^https?:\/\//i, '')
}

function escapeAngles(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function escapeHtml(text: string): string {
  return escapeAngles(text).replaceAll('"', '&quot;').replaceAll("'", '&#39;')
}

function length(text: string): number {
  return Array.from(text).length
}
