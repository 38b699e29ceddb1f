import type { Article, Post, Segment, Wording } from '#src/records.ts'
import { leans } from '#src/text/leaning.ts'
import { withUtm } from '#src/text/urls.ts'
import { keptApart } from './clinging.ts'
import type { Supposed } from './conditions.ts'
import { hashtagsOf } from './hashtags.ts'
import { leadPicture } from './picture.ts'
import { render, type TemplateValues } from './template.ts'

/**
 * Composes the post of one channel from one revision of an article, with its picture where the channel takes pictures.
 * Pure; nothing is measured here. `supposed`: for trying a template, as {@link render} takes it.
 * @throws where the template breaks a rule or a limit of Liquid.
 */
export function compose(article: Article, wording: Wording, picture = true, supposed: Supposed | null = null): Post {
  const { title, sentences, language, origins } = article
  const topics = topicsOf(article)
  const link = article.url === '' ? '' : withUtm(article.url, wording.utm)
  const shown = picture ? leadPicture(article.pictures) : null
  const common = {
    link,
    date: article.published,
    authors: article.authors,
    categories: topics,
    hashtags: hashtagsOf(topics, wording),
    source: siteOf(article.url),
    feed: article.feed,
    language,
  }
  const composed = (title: string, sentences: readonly string[]): Omit<Post, 'instead'> => {
    const values: TemplateValues = { ...common, title, summary: sentences.length > 0 }
    const fixed = { title: article.title, link, language, origins, card: cardOf(article), picture: shown }
    const segments = render(wording, values, supposed)
    // A template may have left out the one place in which words could stand.
    const whole = isBare(segments) ? render(wording, { ...values, summary: true }, supposed) : segments
    const titled = whole.some((segment) => 'of' in segment && segment.of === 'title')
    return { segments: keptApart(whole), sentences: titled ? sentences : standing(sentences, language), ...fixed }
  }
  const [lead, ...rest] = sentences
  const led = wording.lead === 'instead' && lead !== undefined && !leans(lead, language) ? composed(lead, rest) : null
  const origin = { ...origins, ...(origins.summary !== undefined && { title: origins.summary }) }
  // Where the lead sentence cannot stand, the plain post does: no headline takes its place.
  const instead = led && { ...led, title: '', origins: origin, instead: null }
  return { ...composed(title, sentences), instead }
}

/** The sentences from the first that speaks of somebody without a headline above it. */
function standing(sentences: readonly string[], language: string | null): readonly string[] {
  const first = sentences.findIndex((sentence) => !leans(sentence, language))
  return first === -1 ? [] : sentences.slice(first)
}

/** Whether nothing stands but the link: no words of the article, nor of the template beside its markup. */
function isBare(segments: readonly Segment[]): boolean {
  return segments.every((segment) => {
    if (segment.is === 'link') return true
    if (segment.is === 'literal') return !/[\p{L}\p{N}]/u.test(segment.text.replace(/<[^>]*>/g, ''))
    return segment.is === 'value' && segment.text === ''
  })
}

/**
 * A page's card has its lead picture, its headline, and its description of itself. Only a page that was read, and that
 * has no picture, leaves an article without one and its summary with such an origin.
 */
function cardOf({ pictures, origins }: Article): Post['card'] {
  if (pictures.length > 0) return 'picture'
  return origins.summary?.endsWith('description') ? 'nothing' : 'unknown'
}

/** Its section first, then what feed and page call its topics; each once. */
function topicsOf({ section, categories, tags }: Article): readonly string[] {
  return [...new Set([...(section === null ? [] : [section]), ...categories, ...tags])]
}

function siteOf(url: string): string {
  return URL.parse(url)?.hostname.replace(/^www\./, '') ?? ''
}
