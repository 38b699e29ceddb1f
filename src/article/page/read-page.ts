import { isBinary } from '#src/text/binary.ts'
import { decodeBody } from '#src/text/charset.ts'
import { clean, oneLine } from '#src/text/clean.ts'
import { canonicalUrl, urlKey } from '#src/text/urls.ts'
import { plainText } from '#src/text/html.ts'
import { languageIn } from '#src/text/language-told.ts'
import { authorsOf } from './authors.ts'
import type { Block } from './block.ts'
import { bodyOf } from './body.ts'
import { boundedPage } from './bounded.ts'
import { openDocument, type PageDocument } from './dom.ts'
import { flagsOf, languageOf } from './flags.ts'
import { headlineOf } from './headline.ts'
import { articleNode, linkedNodes, textOf, type LinkedNode } from './linked-data.ts'
import { mastheadOf } from './masthead.ts'
import { readMeta, type MetaTags } from './meta.ts'
import { BLANK_PAGE, type Page, type PageBody, type ReadPage } from './page.ts'
import { pictureOf } from './picture.ts'
import { standfirstsOf } from './standfirst.ts'
import { storyOf } from './story.ts'
import { timesOf } from './times.ts'
import { sectionOf, tagsOf } from './topics.ts'

/**
 * Reads a page: HTML, or plain text, whose first line is the headline. May take long over hostile markup, and throws
 * where that nests deeper than the stack: `openExtractor` runs it beside the main thread, with a deadline.
 */
export function readPage({ body, contentType, url }: PageBody): ReadPage {
  if (/^\s*(?:image|audio|video|font|application\/(?!xhtml|xml|octet))/i.test(contentType ?? '')) {
    return { is: 'no-page', why: `it is no page but ${/^[\w/+.-]{1,60}/.exec(contentType!.trim())?.[0]}` }
  }
  const { text } = decodeBody(body, contentType)
  if (text.trim() === '') return { is: 'no-page', why: 'it is empty' }
  if (isHtml(text, contentType)) return { is: 'page', page: boundedPage(readHtml(text, url)) }
  return isBinary(text) ? { is: 'no-page', why: 'it is not text' } : { is: 'page', page: boundedPage(readText(text)) }
}

function isHtml(text: string, contentType: string | null): boolean {
  if (/^\s*text\/plain/i.test(contentType ?? '')) return false
  return /<(?:!doctype\s+html|html|head|body|article|main|title|meta|div|p)[\s>]/i.test(text)
}

function readText(text: string): Page {
  const [headline = '', ...rest] = clean(text).trim().split('\n')
  const paragraphs = rest
    .join('\n')
    .split(/\n\s*\n/)
    .map(oneLine)
    .filter((paragraph) => paragraph !== '')
  return { ...BLANK_PAGE, headline: oneLine(headline) || null, paragraphs }
}

function readHtml(html: string, url: string): Page {
  const document = openDocument(html)
  const meta = readMeta(document)
  const blocks = Array.from(document.querySelectorAll('script[type*="ld+json" i]'), (script) => script.textContent)
  const nodes = linkedNodes(blocks)
  const canonical = canonicalOf(document, meta, url)
  const keys = new Set([urlKey(url), ...(canonical === null ? [] : [urlKey(canonical)])])
  const node = articleNode(nodes, (other) => keys.has(urlKey(other)))
  const headline = headlineOf(document, meta, node, url)
  const masthead = mastheadOf(document, headline)
  const standfirsts = standfirstsOf(document, meta, node)
  const authors = authorsOf(document, meta, node, nodes, masthead, url)
  const section = sectionOf(meta, node)
  const shown = [headline, ...standfirsts.map(({ text }) => text)].join(' ')
  const language = languageIn(languageOf(document, meta, node), shown)
  const alts = Array.from(document.querySelectorAll('img'), (image) => image.getAttribute('alt') ?? '')
  return {
    headline,
    standfirsts,
    authors,
    canonical,
    language,
    section,
    tags: tagsOf(meta, node, nodes, headline),
    ...timesOf(document, meta, node, nodes, masthead, { url, language }),
    picture: pictureOf(document, meta, node, nodes, url),
    flags: flagsOf(node, nodes, meta, section, url),
    // Last: it takes the tree apart.
    paragraphs: storyOf(bodyBlocks(document, node, headline), {
      headline,
      standfirsts,
      authors,
      alts,
    }),
  }
}

// Less than this is no news story, but what was left of one.
const SHORTEST_BODY = 250

/** The page's text; where none is to be found in its markup, what JSON-LD tells of it. */
function bodyBlocks(document: PageDocument, node: LinkedNode | null, headline: string | null): readonly Block[] {
  const told = node === null ? null : textOf(node['articleBody'])
  const blocks = bodyOf(document, headline)
  const length = blocks.reduce((sum, block) => sum + block.text.length, 0)
  if (told === null || length >= Math.min(SHORTEST_BODY, told.length)) return blocks
  return plainText(told)
    .split(/\n+/)
    .map((text) => ({ text, linked: 0, is: 'paragraph' as const, box: '', breaks: null }))
}

/** The address that the page gives itself: on the same site, and not the site's front page. */
function canonicalOf(document: PageDocument, meta: MetaTags, url: string): string | null {
  const asked = new URL(url)
  const told = [document.querySelector('link[rel~="canonical" i]')?.getAttribute('href') ?? null, meta.first('og:url')]
  for (const text of told) {
    const canonical = text === null || text.trim() === '' ? null : canonicalUrl(text, url)
    if (canonical === null) continue
    const { hostname, pathname } = new URL(canonical)
    const elsewhere = siteOf(hostname) !== siteOf(asked.hostname)
    if (!elsewhere && (pathname !== '/' || asked.pathname === '/')) return canonical
  }
  return null
}

/** The last two labels, or three below `co.uk` and its like: enough to tell `m.` and `www.` from another site's name. */
function siteOf(hostname: string): string {
  const labels = hostname.split('.')
  const shared = /^(?:co|com|org|net|edu|ac|gov|go|gob|or|ne)$/.test(labels.at(-2) ?? '') && labels.length > 2
  return labels.slice(shared ? -3 : -2).join('.')
}
