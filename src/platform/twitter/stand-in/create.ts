import type { Clock } from '#src/base/clock.ts'
import * as answers from './answers.ts'
import { BEYOND_THE_ACCOUNT, parseCreate, type CreateRequest } from './create-request.ts'
import { weigh } from './length.ts'
import type { Limits } from './limits.ts'
import { postable, type MediaShelf } from './media.ts'
import type { Member } from './members.ts'
import { textOf, type Tweet, type Tweets } from './tweets.ts'

export interface CreateParts {
  readonly clock: Clock
  readonly limits: Limits
  readonly tweets: Tweets
  readonly media: MediaShelf
  readonly author: Member
  /** Called for a post that is taken. */
  readonly taken: (tweet: Tweet) => void
}

// Nothing is lighter for its length than a link, 23 for at most 4,096 units: longer texts are refused unweighed.
const UNITS_PER_WEIGHT = 200
// twitter-text: validCashtag.
const CASHTAG = /(?<=^|\s)\$[a-z]{1,6}(?:[._][a-z]{1,2})?(?=$|[\s!'#%&()*+,\\\-./:;<=>?@[\]^_{|}~$])/gi

/** `POST /2/tweets`: 201 with the id, or what X answers instead (X, "Create or edit a post"). */
export function create(parts: CreateParts, type: string | undefined, bytes: Buffer): answers.Answer {
  const request = parseCreate(type, bytes)
  if ('status' in request) return request
  const text = request.text.trim()
  const refusal = refuse(parts, request, text) ?? refuseMore(parts)
  if (refusal !== null) return refusal
  const replied = request.reply === undefined ? null : parts.tweets.find(request.reply.in_reply_to_tweet_id)
  const media = (postable(parts, request.media?.media_ids ?? []) ?? []).map((medium) => ({ ...medium, bytes: null }))
  const { weight } = weigh(text)
  const tweet = parts.tweets.take({ author: parts.author, text, weight, repliesTo: replied, media })
  parts.author.windows.day.count(parts.clock.now())
  parts.author.windows.halfHour.count(parts.clock.now())
  parts.taken(tweet)
  return answers.json(201, {
    data: { id: tweet.id, text: textOf(tweet), edit_history_tweet_ids: [tweet.id] },
  })
}

function refuse(parts: CreateParts, request: CreateRequest, text: string): answers.Answer | null {
  if (BEYOND_THE_ACCOUNT.some((field) => request[field] !== undefined)) return answers.NO_ACCESS
  if (request.media !== undefined && postable(parts, request.media.media_ids) === null) {
    const key = 'media.media_ids'
    return answers.invalidRequest('Your media IDs are invalid.', { [key]: request.media.media_ids })
  }
  if (text === '' && request.media === undefined)
    return answers.invalidRequest('A post must hold text or media.', { '$.text': [text] })
  if (text.length > parts.limits.length * UNITS_PER_WEIGHT) return answers.NOT_PERMITTED
  const { weight, hasInvalid } = weigh(text)
  if (hasInvalid) return answers.invalidRequest('The text holds characters that are not allowed.', { '$.text': [text] })
  if (weight > parts.limits.length) return answers.NOT_PERMITTED
  if ((text.match(CASHTAG) ?? []).length > 1) return answers.TWO_CASHTAGS
  return refuseReply(parts, request) ?? (isDuplicate(parts, text) ? answers.DUPLICATE : null)
}

/** The account's own limit: no header tells of it. */
function refuseMore({ author, clock }: CreateParts): answers.Answer | null {
  return author.windows.halfHour.remaining(clock.now()) === 0 ? answers.OVER_LIMIT : null
}

function refuseReply({ tweets, author }: CreateParts, request: CreateRequest): answers.Answer | null {
  if (request.reply === undefined) return null
  const replied = tweets.find(request.reply.in_reply_to_tweet_id)
  if (replied === null) return answers.REPLY_TO_NOTHING
  return replied.author.account === author.account ? null : answers.REPLY_TO_STRANGER
}

function isDuplicate({ clock, limits, tweets, author }: CreateParts, text: string): boolean {
  const since = clock.now() - limits.duplicateWithinMs
  return tweets
    .all()
    .some(
      (tweet) =>
        tweet.author.account === author.account &&
        tweet.deleted === null &&
        tweet.at > since &&
        tweet.text.normalize('NFC') === text.normalize('NFC'),
    )
}
