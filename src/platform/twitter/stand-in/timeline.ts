import type { Millis } from '#src/base/clock.ts'
import { invalidRequest, json, type Answer } from './answers.ts'
import { textOf, urlsOf, type Tweet } from './tweets.ts'

// X, OpenAPI document: the parameters of GET /2/users/{id}/tweets and the values of tweet.fields.
const LISTS: Readonly<Record<string, string>> = {
  'tweet.fields':
    'article,attachments,author_id,card_uri,community_id,context_annotations,conversation_id,created_at,display_text_range,edit_controls,edit_history_tweet_ids,entities,geo,id,in_reply_to_user_id,lang,media_metadata,non_public_metrics,note_tweet,organic_metrics,possibly_sensitive,promoted_metrics,public_metrics,referenced_tweets,reply_settings,scopes,source,suggested_source_links,text,withheld',
  exclude: 'replies,retweets',
}
const IGNORED = ['expansions', 'media.fields', 'place.fields', 'poll.fields', 'user.fields']
const IDS = ['since_id', 'until_id', 'pagination_token']
const TIMES = ['start_time', 'end_time']

interface TimelineQuery {
  readonly size: number
  readonly after: bigint
  readonly before: bigint | null
  readonly from: Millis
  readonly to: Millis
  readonly fields: readonly string[]
  readonly replies: boolean
}

/**
 * `GET /2/users/:id/tweets` over `tweets` (one user's, oldest first, those that show already): newest first, 5 to 100 at
 * a time (X, "Get Posts").
 */
export function timeline(tweets: readonly Tweet[], query: URLSearchParams): Answer {
  const asked = parseTimeline(query)
  if ('status' in asked) return asked
  const matching = tweets
    .filter((tweet) => BigInt(tweet.id) > asked.after && (asked.before === null || BigInt(tweet.id) < asked.before))
    .filter((tweet) => tweet.at >= asked.from && tweet.at < asked.to && (asked.replies || tweet.repliesTo === null))
    .toReversed()
  const page = matching.slice(0, asked.size)
  const [newest, oldest] = [page.at(0), page.at(-1)]
  if (newest === undefined || oldest === undefined) return json(200, { meta: { result_count: 0 } })
  return json(200, {
    data: page.map((tweet) => describe(tweet, asked.fields)),
    meta: {
      result_count: page.length,
      newest_id: newest.id,
      oldest_id: oldest.id,
      ...(matching.length > page.length ? { next_token: oldest.id } : {}),
    },
  })
}

function describe(tweet: Tweet, fields: readonly string[]): Readonly<Record<string, unknown>> {
  const has = (field: string) => fields.includes(field)
  const urls = urlsOf(tweet)
  return {
    id: tweet.id,
    text: textOf(tweet),
    edit_history_tweet_ids: [tweet.id],
    ...(has('author_id') ? { author_id: tweet.author.id } : {}),
    ...(has('created_at') ? { created_at: instant(tweet.at) } : {}),
    ...(has('entities') && urls.length > 0 ? { entities: { urls } } : {}),
    ...(has('in_reply_to_user_id') && tweet.repliesTo ? { in_reply_to_user_id: tweet.repliesTo.author.id } : {}),
    ...(has('referenced_tweets') && tweet.repliesTo
      ? { referenced_tweets: [{ type: 'replied_to', id: tweet.repliesTo.id }] }
      : {}),
  }
}

function instant(at: Millis): string {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toString({ fractionalSecondDigits: 3 })
}

function parseTimeline(query: URLSearchParams): TimelineQuery | Answer {
  const mistake = findMistake(query)
  if (mistake !== null) return mistake
  const id = (name: string) => (query.has(name) ? BigInt(query.get(name)!) : null)
  const [until, page] = [id('until_id'), id('pagination_token')]
  return {
    size: Number(query.get('max_results') ?? 10),
    after: id('since_id') ?? 0n,
    before: until === null || (page !== null && page < until) ? page : until,
    from: parseTime(query.get('start_time')) ?? -Infinity,
    to: parseTime(query.get('end_time')) ?? Infinity,
    fields: (query.get('tweet.fields') ?? '').split(','),
    replies: !(query.get('exclude') ?? '').split(',').includes('replies'),
  }
}

function findMistake(query: URLSearchParams): Answer | null {
  const size = query.get('max_results')
  if (size !== null && !(/^[0-9]{1,4}$/.test(size) && Number(size) >= 5 && Number(size) <= 100)) {
    return invalidRequest(`The \`max_results\` query parameter value [${size}] is not between 5 and 100`, {
      max_results: [size],
    })
  }
  for (const [name, value] of query) {
    const allowed = LISTS[name]
    const wrong = allowed === undefined ? undefined : value.split(',').find((one) => !allowed.split(',').includes(one))
    if (wrong !== undefined) {
      return invalidRequest(`The \`${name}\` query parameter value [${wrong}] is not one of [${allowed}]`, {
        [name]: [value],
      })
    }
    const isWrong =
      (IDS.includes(name) && !/^[0-9]{1,19}$/.test(value)) || (TIMES.includes(name) && parseTime(value) === null)
    if (isWrong)
      return invalidRequest(`The \`${name}\` query parameter value [${value}] is not valid`, { [name]: [value] })
  }
  return findUnknown(query, [...Object.keys(LISTS), ...IGNORED, ...IDS, ...TIMES, 'max_results'])
}

/** X's 400 for a parameter that the endpoint does not have. */
export function findUnknown(query: URLSearchParams, known: readonly string[]): Answer | null {
  const name = Array.from(query.keys()).find((name) => !known.includes(name))
  if (name === undefined) return null
  return invalidRequest(`The query parameter [${name}] is not one of [${known.join(',')}]`, {
    [name]: query.getAll(name),
  })
}

function parseTime(value: string | null): Millis | null {
  if (value === null || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value)) return null
  try {
    return Temporal.Instant.from(value).epochMilliseconds
  } catch {
    return null
  }
}
