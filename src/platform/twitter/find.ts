import { z } from 'zod'
import { DAY, HOUR, type Millis } from '#src/base/clock.ts'
import type { Ref } from '#src/records.ts'
import type { Found, Wanted } from '../platform.ts'
import type { XAnswer, XRequest } from './call.ts'

const timeline = z.object({
  data: z
    .array(
      z.object({
        id: z.string(),
        text: z.string(),
        created_at: z.string().optional(),
        entities: z
          .object({
            urls: z
              .array(
                z.object({ url: z.string(), expanded_url: z.string().optional(), media_key: z.string().optional() }),
              )
              .optional(),
          })
          .optional(),
      }),
    )
    .optional(),
  meta: z.object({ result_count: z.number(), next_token: z.string().optional() }),
})

type Tweet = NonNullable<z.infer<typeof timeline>['data']>[number]

// Clocks differ and are set: ids are X's own order, the time only keeps a post of another day from being taken for ours.
const TOLERANCE: Millis = DAY + HOUR

/**
 * Looks for a post of unknown fate in the account's own timeline (GET /2/users/:id/tweets, an owned read). It is known
 * by its link, as X lists it in the post's entities, or, without a link of its own, by its whole text; and it must be
 * newer than what stood there before.
 */
export async function findPost(ask: (request: XRequest) => Promise<XAnswer>, wanted: Wanted): Promise<Found> {
  const answer = await ask({
    method: 'GET',
    path: `users/${wanted.place}/tweets`,
    query: {
      max_results: '100',
      'tweet.fields': 'created_at,entities',
      ...(wanted.after !== null && { since_id: wanted.after }),
    },
  })
  if (answer.is === 'rejected') return { is: 'unclear', why: `X refused the look (${answer.status})` }
  if (answer.is !== 'answered') return { is: 'unclear', why: answer.why }
  const page = timeline.safeParse(answer.body).data
  if (page === undefined) return { is: 'unclear', why: "X's answer to the look makes no sense" }
  const text = normal(String((JSON.parse(wanted.bytes) as { text?: unknown }).text))
  // A full page may have pushed it out: that it is not on it proves nothing, unless the page reaches back far enough.
  const reachesBack = wanted.after === null && createdAt(page.data?.at(-1)) < wanted.at - HOUR
  const missed = page.meta.next_token === undefined || reachesBack ? null : 'more than 100 posts have been made since'
  const matching = (page.data ?? []).filter((tweet) => isRecent(tweet, wanted.at) && matches(tweet, wanted.link, text))
  if (matching.length > 0) {
    const likely = matching.toSorted((a, b) => Number(sameText(b, text)) - Number(sameText(a, text)))
    return { is: 'present', refs: likely.map(refOf), missed }
  }
  return missed === null ? { is: 'absent' } : { is: 'unclear', why: missed }
}

function matches(tweet: Tweet, link: string | null, text: string): boolean {
  if (link === null) return sameText(tweet, text)
  return (tweet.entities?.urls ?? []).some(({ expanded_url: url }) => url !== undefined && sameUrl(url, link))
}

function sameUrl(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) ? new URL(one).href === new URL(other).href : one === other
}

function isRecent(tweet: Tweet, at: Millis): boolean {
  const created = createdAt(tweet)
  return Number.isNaN(created) || created >= at - TOLERANCE
}

function createdAt(tweet: Tweet | undefined): Millis {
  return Date.parse(tweet?.created_at ?? '')
}

const MEDIA_PAGE = /^https:\/\/(?:x|twitter)\.com\/\w+\/status\/\d+\/photo\/\d+$/

/** X escapes three characters and rewrites every link; what is left is compared. */
function sameText(tweet: Tweet, text: string): boolean {
  const urls = tweet.entities?.urls ?? []
  const links = new Map(urls.map(({ url, expanded_url: long }) => [url, spellings(long ?? url)]))
  const media = urls.find((one) => one.media_key !== undefined || MEDIA_PAGE.test(one.expanded_url ?? ''))?.url
  // X puts a link to the media behind the words.
  const shown = media === undefined ? tweet.text : tweet.text.replace(new RegExp(`\\s*${RegExp.escape(media)}$`), '')
  // Links are put in last: theirs is not escaped.
  const words = normal(shown.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&'))
  let at = 0
  for (const piece of words.split(/(https:\/\/t\.co\/\w+)/)) {
    const found = (links.get(piece) ?? [piece]).find((spelling) => text.startsWith(spelling, at))
    if (found === undefined) return false
    at += found.length
  }
  return at === text.length
}

/** As a link may have been written that X gives as `url`: without a scheme, without the last slash. */
function spellings(url: string): readonly string[] {
  const bare = url.replace(/^https?:\/\//i, '')
  return [url, bare].flatMap((one) => [one, one.replace(/\/$/, '')])
}

function normal(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim()
}

function refOf({ id }: Tweet): Ref {
  return { id, url: `https://x.com/i/status/${id}` }
}
