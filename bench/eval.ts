/**
 * Scores what Crier reads of a folder of pages, and what it would post: `npm run eval -- FOLDER [--each]`. The folder
 * holds `cases.json`: pages with their headline, authors, date, standfirst and body as a person says they are. Body by
 * runs of four words; summary by ROUGE against the newsroom's standfirst, readable and hidden, beside lead-1, lead-3
 * and TextRank on the same text. Every figure is given for all cases, and for every other one beginning with the first
 * and with the second: a rule that was found on one half is to hold on the other. `--each` prints every case.
 */
import { parseArgs } from 'node:util'
import { bare } from '#src/article/same.ts'
import { readPage } from '#src/article/page/read-page.ts'
import type { Page } from '#src/article/page/page.ts'
import { summarise } from '#src/article/summarise.ts'
import { withoutDateline, withoutSignature } from '#src/article/dateline.ts'
import { decodeBody } from '#src/text/charset.ts'
import { plainText, plainTitle } from '#src/text/html.ts'
import { isWhole, sentences } from '#src/text/sentences.ts'
import { urlKey } from '#src/text/urls.ts'
import { lead, textRank } from './eval/baselines.ts'
import { hideDescriptions, readCases, underHeadline, unescaped, type Case } from './eval/cases.ts'
import { bodyScore, rouge, rougeL, sameAuthors, sameTime } from './eval/scores.ts'

const { values, positionals } = parseArgs({ allowPositionals: true, options: { each: { type: 'boolean' } } })
const [folder] = positionals
if (folder === undefined) throw new Error('Say where the cases are: npm run eval -- FOLDER')

interface Measure {
  readonly value: number
  readonly half: number
}

const measured = new Map<string, Measure[]>()
let half = 0
const note = (what: string, value: number | boolean): void => {
  measured.set(what, [...(measured.get(what) ?? []), { value: Number(value), half }])
}

function read(html: Uint8Array, url: string): Page | null {
  const found = readPage({ body: html, contentType: null, url })
  return found.is === 'page' ? found.page : null
}

function summaryOf(page: Page, title: string): readonly string[] {
  return summarise({ title, summary: null, content: null, language: page.language, authors: [] }, page)
}

function sentencesOf(page: Page, title: string): readonly string[] {
  const lines = [...page.paragraphs, ...page.standfirsts.flatMap(({ text }) => text.split('\n'))]
  return lines
    .flatMap((line) => [line, withoutSignature(line), withoutDateline(line, page.language, title)])
    .flatMap((line) => sentences(line, page.language))
}

/** Those of `summary` that are not, character by character, a sentence of the article's or of a standfirst's. */
function notSentences(summary: readonly string[], page: Page, title: string): readonly string[] {
  const all = new Set(sentencesOf(page, title))
  return summary.filter((sentence) => !all.has(sentence))
}

/**
 * Those that were cut off: without an end of their own, where the page goes on after their words; or with a full stop
 * that was set behind the cut, where the story goes on.
 */
function cutSentences(summary: readonly string[], page: Page, title: string): readonly string[] {
  const story = page.paragraphs
    .flatMap((line) => sentences(withoutDateline(line, page.language, title), page.language))
    .map(bare)
  const all = sentencesOf(page, title).map(bare)
  return summary.filter((each) => {
    const same = bare(each)
    if (story.includes(same)) return false
    if (isWhole(each)) return story.some((other) => other.startsWith(same))
    return all.some((other) => other.includes(same) && !other.endsWith(same))
  })
}

/** Whether the page holds these words in this order, in its text, its tags or its JSON-LD. */
function isOn(sentence: string, html: Uint8Array): boolean {
  const { text } = decodeBody(html, null)
  const plain = unescaped(text)
  return [plainText(text), plainTitle(plain), decoded(plain)].some((all) => bare(all).includes(bare(sentence)))
}

function decoded(html: string): string {
  return plainText(html.replace(/[<>]/g, ' ')).replace(/<[^>]*>/g, '')
}

function scoreSummary(kind: string, summary: string, expected: string): void {
  note(`${kind} ROUGE-1`, rouge(summary, expected, 1))
  note(`${kind} ROUGE-2`, rouge(summary, expected, 2))
  note(`${kind} ROUGE-L`, rougeL(summary, expected))
}

function scoreFields(each: Case, page: Page): void {
  const { expect, meta } = each
  if (expect.title) note('headline', bare(page.headline ?? '') === bare(expect.title))
  if (expect.published) note('date', sameTime(page.published, expect.published))
  if (expect.authors && expect.authors.length > 0) note('authors', sameAuthors(page.authors, expect.authors))
  const pictures = [...(expect.coverImages ?? []), meta?.ogImage, meta?.twitterImage, meta?.ldImage].filter(Boolean)
  const keyOf = (url: string): string => (URL.canParse(url, each.url) ? new URL(url, each.url).pathname : url)
  if (pictures.length > 0) {
    note('picture', page.picture !== null && pictures.some((url) => keyOf(url!) === keyOf(page.picture!.url)))
  }
  // A made-up address of the case has no canonical one.
  if (meta?.canonical && URL.canParse(meta.canonical, each.url) && new URL(each.url).hostname.includes('.')) {
    note('canonical', urlKey(page.canonical ?? each.url) === urlKey(new URL(meta.canonical, each.url).href))
  }
}

/** Sentences from outside the article's body, headline and standfirst, as the case and the page's own markup tell them. */
function leaks(summary: readonly string[], each: Case, title: string): readonly string[] {
  const { metaDescription, ogDescription, ldDescription } = each.meta ?? {}
  const { body, standfirst } = each.expect
  // Where the case does not say what the standfirst is, the page's markup does.
  const marked = standfirst ? [] : underHeadline(each.html)
  const own = [body, standfirst, title, metaDescription, ogDescription, ldDescription, ...marked]
  const known = bare(own.map((text) => plainTitle(text ?? '')).join(' '))
  return summary.filter((sentence) => !known.includes(bare(sentence)))
}

const positions = new Map<string, number>()
for (const [index, each] of readCases(folder).entries()) {
  half = index % 2
  const { user, system } = process.threadCpuUsage()
  const page = read(each.html, each.url)
  const spent = process.threadCpuUsage()
  note('ms of CPU per article', (spent.user - user + spent.system - system) / 1000)
  if (page === null) {
    console.log(`${each.id}: cannot be read`)
    continue
  }
  const { expect } = each
  scoreFields(each, page)
  const title = expect.title ?? page.headline ?? ''
  const summary = summaryOf(page, title)
  const hidden = read(hideDescriptions(each.html), each.url)
  const unseen = hidden === null ? [] : summaryOf(hidden, title)
  if (expect.body) {
    const body = bodyScore(page.paragraphs.join('\n'), expect.body)
    for (const [name, value] of Object.entries(body)) note(`body ${name}`, value as number)
    const leaked = leaks(summary, each, title)
    note('leak (share of posts)', leaked.length > 0)
    const leakedHidden = leaks(unseen, each, title)
    note('leak, standfirst hidden', leakedHidden.length > 0)
    const site = each.publisher ?? new URL(each.url).host
    positions.set(site, (positions.get(site) ?? 0) + 1)
    if (positions.get(site)! > 1) note(`leak, page ${positions.get(site)} of its site`, leaked.length > 0)
    if (values.each)
      console.log(
        `\n## ${each.id} body ${body.precision.toFixed(2)} ${body.recall.toFixed(2)}${[...leaked, ...leakedHidden].map((text) => `\n   LEAK ${text}`).join('')}`,
      )
  }
  note('no summary', summary.length === 0)
  for (const [told, source] of [
    [summary, page],
    [unseen, hidden ?? page],
  ] as const) {
    const strange = notSentences(told, source, title).concat(told.filter((sentence) => !isOn(sentence, each.html)))
    const cut = cutSentences(told, source, title)
    note('no sentence of the article (share)', strange.length > 0)
    note('cut sentence (share)', cut.length > 0)
    for (const sentence of strange) console.log(`${each.id}: NO SENTENCE OF THE ARTICLE: ${sentence}`)
    for (const sentence of cut) console.log(`${each.id}: CUT: ${sentence}`)
  }
  if (expect.standfirst) {
    scoreSummary('summary, standfirst readable:', summary.join(' '), expect.standfirst)
    scoreSummary('summary, standfirst hidden:', unseen.join(' '), expect.standfirst)
    scoreSummary('lead-1:', lead(page.paragraphs, page.language, 1), expect.standfirst)
    scoreSummary('lead-3:', lead(page.paragraphs, page.language, 3), expect.standfirst)
    scoreSummary('TextRank:', textRank(page.paragraphs, page.language), expect.standfirst)
  }
  if (values.each) {
    console.log(
      `   TITLE    ${page.headline}\n   EXPECTED ${expect.title}\n   AUTHORS  ${page.authors.join(' + ')} / ${expect.authors?.join(' + ')}`,
    )
    console.log(
      `   DATE     ${page.published === null ? null : new Date(page.published).toISOString()} / ${expect.published}`,
    )
    console.log(
      `   SUMMARY  ${summary.join(' ‖ ')}\n   HIDDEN   ${unseen.join(' ‖ ')}\n   EXPECTED ${expect.standfirst}`,
    )
  }
}

const mean = (all: readonly Measure[]): string =>
  all.length === 0 ? '' : (all.reduce((sum, { value }) => sum + value, 0) / all.length).toFixed(3)

console.log(`\n${positions.size} sites${' '.repeat(38)}all      odd     even  (cases)`)
for (const [what, all] of measured) {
  const halves = [0, 1].map((each) => mean(all.filter((measure) => measure.half === each)).padStart(8))
  const values = all.map(({ value }) => value).toSorted((a, b) => a - b)
  const median = what.startsWith('ms') ? `  median ${values[Math.floor(values.length / 2)]!.toFixed(1)}` : ''
  console.log(`${what.padEnd(40)} ${mean(all).padStart(8)} ${halves.join(' ')}  (${all.length})${median}`)
}
