import { z } from 'zod'
import { DAY, HOUR, MINUTE, type Clock, type Millis } from '#src/base/clock.ts'
import type { Ref } from '#src/records.ts'
import { nfc } from '#src/text/normal-form.ts'
import type { Doubt, Found, Wanted } from '../platform.ts'
import type { XAnswer, XRequest } from './call.ts'
import { priceOfReading } from './prices.ts'
import { platformNow, retryAfter, waitEnd } from './wait.ts'

const timeline = z.object({
  data: z
    .array(
      z.object({
        id: z.string().regex(/^\d+$/),
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
  // What X could not show (docs.x.com, "Response codes and errors", partial errors).
  errors: z.unknown().optional(),
})

type Page = z.infer<typeof timeline>
type Tweet = NonNullable<Page['data']>[number]

// X's times are whole seconds, and a request may take its time; posts of minutes before are others'.
const TOLERANCE: Millis = 2 * MINUTE
// Where X does not tell its time, this machine's clock places the attempt, and that may be set wrong by hours.
const WIDE_TOLERANCE: Millis = DAY + HOUR
// Two machines' clocks never differ so far; X refuses what one that does has signed.
const WELL_BEFORE: Millis = DAY
// Where no post is known before it: an account of years is not read to the hundredth post, nor a wrong clock trusted.
const READ_BACK: Millis = 7 * DAY

/**
 * Looks for a post of unknown fate in the account's own timeline (GET /2/users/:id/tweets, an owned read), among what is
 * newer than what stood there before, or of the week before the attempt. It is known by its whole text, as X shows it.
 * What has its link and other words, or its words at an earlier time, is not taken for it; but it may be it (somebody has
 * edited it, a clock was wrong, this machine slept since), so the look is unclear. What has only its link and is older
 * than the attempt, by X's own time, is another's.
 */
export async function findPost(
  ask: (request: XRequest) => Promise<XAnswer>,
  clock: Clock,
  wanted: Wanted,
): Promise<Found> {
  const answer = await ask({
    method: 'GET',
    path: `users/${wanted.place}/tweets`,
    query: {
      max_results: '100',
      'tweet.fields': 'created_at,entities',
      ...(wanted.after === null ? { start_time: instant(wanted.at - READ_BACK) } : { since_id: wanted.after }),
    },
  })
  if (answer.is === 'rejected') {
    const { status, headers } = answer
    const again = status === 429 ? waitEnd(headers, clock.now()) : retryAfter(headers, clock.now())
    return { is: 'unclear', why: `X refused the look (${status})`, ...(again !== null && { again }) }
  }
  if (answer.is !== 'answered') return { is: 'unclear', why: answer.why }
  const page = timeline.safeParse(answer.body).data
  if (page === undefined) return { is: 'unclear', why: "X's answer to the look makes no sense" }
  const found = judge(page, wanted, earliest(wanted, platformNow(answer.headers), clock.now()))
  return { ...found, usd: priceOfReading(page.data?.length ?? 0) }
}

/**
 * The earliest time, by X's clock, at which the post may have been made, if this machine has not slept since: then it is
 * older by as much, and nothing tells how much. So no age proves that words are not those that are looked for.
 */
function earliest({ at }: Wanted, now: Millis | null, ours: Millis): Millis {
  return now === null ? at - WIDE_TOLERANCE : now - (ours - at) - TOLERANCE
}

function judge(page: Page, wanted: Wanted, since: Millis): Found {
  const text = normal(String((JSON.parse(wanted.bytes) as { text?: unknown }).text))
  const refs: Ref[] = []
  const doubts: Doubt[] = []
  for (const tweet of page.data ?? []) {
    const isOlder = createdAt(tweet) < since
    const isSame = sameText(tweet, text)
    if (isSame && !isOlder) refs.push(refOf(tweet))
    else if (isSame) doubts.push(doubt(tweet, 'has the same words, and is older than the attempt'))
    else if (!isOlder && hasLink(tweet, wanted.link)) doubts.push(doubt(tweet, 'has the same link and other words'))
  }
  const missed = missedOf(page, since - WELL_BEFORE)
  const [first] = doubts
  if (refs.length > 0) return { is: 'present', refs, missed, ...(first && { doubts }) }
  if (missed !== null) return { is: 'unclear', why: missed }
  return first ? { is: 'unclear', why: first.why, doubts } : { is: 'absent' }
}

/**
 * Why the post may stand and not be on `page`; null where the page shows everything among which it can stand: a full one
 * may have pushed it out, unless it reaches back beyond `surely`.
 */
function missedOf({ data = [], meta, errors }: Page, surely: Millis): string | null {
  const oldest = data.at(-1)
  const reachesBack = oldest !== undefined && createdAt(oldest) < surely
  if (meta.next_token !== undefined && !reachesBack) return 'it may stand behind the newest 100 posts'
  if (meta.result_count > data.length) return `X counts ${meta.result_count} posts and shows ${data.length}`
  return hasErrors(errors) ? 'X says that its answer is not whole' : null
}

/** Errors in a form that nobody knows are errors; a list of none is none. */
function hasErrors(errors: unknown): boolean {
  return Array.isArray(errors) ? errors.length > 0 : errors != null
}

function doubt(tweet: Tweet, what: string): Doubt {
  const ref = refOf(tweet)
  return { ref, why: `${ref.url} ${what}` }
}

function hasLink(tweet: Tweet, link: string | null): boolean {
  if (link === null) return false
  return (tweet.entities?.urls ?? []).some(({ expanded_url: url }) => url !== undefined && sameUrl(url, link))
}

function sameUrl(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) ? new URL(one).href === new URL(other).href : one === other
}

/** In whole seconds, as X takes times (X, OpenAPI document, `start_time`). */
function instant(at: Millis): string {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).round('second').toString()
}

function createdAt(tweet: Tweet): Millis {
  return Date.parse(tweet.created_at ?? '')
}

const MEDIA_PAGE = /^https:\/\/(?:x|twitter)\.com\/\w+\/status\/(\d+)\/photo\/\d+$/

/** X escapes three characters and rewrites every link; what is left is compared. */
function sameText(tweet: Tweet, text: string): boolean {
  const urls = tweet.entities?.urls ?? []
  const links = new Map(urls.map(({ url, expanded_url: long }) => [url, long ?? url]))
  const media = urls.find(
    (one) => one.media_key !== undefined || MEDIA_PAGE.exec(one.expanded_url ?? '')?.[1] === tweet.id,
  )?.url
  // X puts a link to the media behind the words.
  const shown = media === undefined ? tweet.text : tweet.text.replace(new RegExp(`\\s*${RegExp.escape(media)}$`), '')
  const words = normal(shown.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&'))
  let at = 0
  // Links are put in last: theirs is not escaped.
  for (const piece of words.split(/(https:\/\/t\.co\/\w+)/)) {
    const long = links.get(piece)
    const length = long === undefined ? (text.startsWith(piece, at) ? piece.length : null) : linkAt(text, at, long)
    if (length === null) return false
    at += length
  }
  return at === text.length
}

/** The length of the link at `at` that X gives as `long`; null where another one stands there, or none. */
function linkAt(text: string, at: number, long: string): number | null {
  const spelling = spellings(long).find((one) => text.startsWith(one, at))
  if (spelling !== undefined) return spelling.length
  const [word = ''] = /^\S*/.exec(text.slice(at)) ?? []
  return sameUrl(word, long) ? word.length : null
}

/** As a link may have been written that X gives as `url`: without a scheme, without the last slash. */
function spellings(url: string): readonly string[] {
  const bare = url.replace(/^https?:\/\//i, '')
  return [url, bare].flatMap((one) => [one, one.replace(/\/$/, '')])
}

function normal(text: string): string {
  return nfc(text).replace(/\s+/g, ' ').trim()
}

function refOf({ id }: Tweet): Ref {
  return { id, url: `https://x.com/i/status/${id}` }
}
