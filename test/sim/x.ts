/** X, as far as Crier sees it: answers and bodies as PLATFORMS A6 lists them, on a ledger of its own. */
import type { XAnswer, XRequest } from '#src/platform/twitter/call.ts'
import { refuseMedia } from './pictures.ts'
import { newOwner, post, row, showingTakes, type Owner } from './platforms.ts'
import { after, clockIsOffBy, trueTime, wallTime } from './time.ts'
import { judgeWaits, overfills, type Strict } from './windows.ts'
import { isQuiet, prepared, world, type Flight, type Posted } from './world.ts'

const MINUTE = 60_000
/** By account: of X, staff may have told Crier less than the platform's own numbers. */
const LIMITS: Readonly<Record<string, readonly Strict[]>> = {
  'first-x': [{ name: 'posts in 15 minutes', max: 4, within: 15 * MINUTE }],
  'second-x': [{ name: 'posts in 15 minutes', max: 12, within: 15 * MINUTE }],
}
const PROBLEMS = 'https://api.twitter.com/2/problems'

let owners: Map<string, Owner> = new Map()
let ids = 0

export function openX(): void {
  owners = new Map(['first-x', 'second-x'].map((account, at) => [account, newOwner(account, `10${at + 1}`)]))
  ids = 0
}

export const xOwner = (account: string): Owner => owners.get(account)!

/** Staff put in the credentials of another account of X. */
export function swapX(account: string, remoteId: string): void {
  Object.assign(xOwner(account), { remoteId, isSwapped: true })
}

/** The other account has posted nothing, and waits for nothing. */
function beginOther(owner: Owner): void {
  Object.assign(owner, { isSwapped: false, arrivals: [], bannedUntil: 0 })
  for (const { id, flights } of world.followed.values()) {
    if (accountOf(id) === owner.account) for (const flight of flights) flight.told = null
  }
}

const answered = (body: unknown, headers: Record<string, string> = {}): XAnswer => ({
  is: 'answered',
  headers: { 'x-access-level': 'read-write', date: new Date(trueTime()).toUTCString(), ...headers },
  body,
})
const rejected = (status: number, body: unknown, headers: Record<string, string> = {}): XAnswer => ({
  is: 'rejected',
  signed: wallTime(),
  status,
  headers: { date: new Date(trueTime()).toUTCString(), ...headers },
  body,
})
const forbidden = (detail: string, kind: string | null = null): XAnswer =>
  rejected(403, { title: 'Forbidden', detail, type: kind ? `${PROBLEMS}/${kind}` : 'about:blank', status: 403 })
const duplicate = (): XAnswer => forbidden('You are not allowed to create a Tweet with duplicate content.')

const unauthorized = (): XAnswer =>
  rejected(401, { title: 'Unauthorized', detail: 'Unauthorized', type: 'about:blank', status: 401 })

/** What the machine signs at a time that is not X's, X takes from nobody; null where the time is right. */
export function refuseTime(): XAnswer | null {
  if (Math.abs(clockIsOffBy()) <= IN_BOUNDS) return null
  row('X 401 clock')
  return unauthorized()
}

// X does not tell; by its own clock alone.
const IN_BOUNDS = 5 * MINUTE

/** What staff have to mend. */
const TROUBLES: Readonly<Record<string, () => XAnswer>> = {
  'X 401': unauthorized,
  'X 402 credits': () =>
    rejected(402, {
      title: 'CreditsDepleted',
      detail: 'Your enrolled account [7] does not have any credits to fulfill this request.',
      type: `${PROBLEMS}/credits`,
    }),
  'X 403 spend cap': () =>
    rejected(403, {
      title: 'SpendCapReached',
      detail: 'Your enrolled account has reached its billing cycle spend cap.',
      reset_date: new Date(trueTime() + 1440 * MINUTE).toISOString().slice(0, 10),
      type: `${PROBLEMS}/credits`,
    }),
  'X 403 suspended': () => forbidden('The user used for authentication is suspended', 'user-suspended'),
  'X 403 app suspended': () => forbidden('This app is suspended', 'app-suspended'),
  'X 403 read-only tokens': () =>
    forbidden('Your client app is not configured with the appropriate oauth1 app permissions', 'oauth1-permissions'),
  'X 429 usage cap': () =>
    rejected(429, {
      title: 'UsageCapExceeded',
      period: 'Monthly',
      scope: 'Product',
      detail: 'Usage cap exceeded: Monthly product cap',
      type: `${PROBLEMS}/usage-capped`,
    }),
}
export const X_TROUBLES: readonly string[] = Object.keys(TROUBLES)

/** What is about one post alone. */
const REFUSALS: Readonly<Record<string, () => XAnswer>> = {
  'X 403 duplicate': duplicate,
  'X 403 not permitted': () => forbidden('You are not permitted to perform this action.'),
  'X 403 content': () => forbidden('Posts are limited to a maximum of one cashtag'),
}

export function refuseX(): XAnswer {
  const name = world.chance.pick(Object.keys(REFUSALS))
  row(name)
  return REFUSALS[name]!()
}

export function gatewayX(): XAnswer {
  if (world.chance.odds(0.5)) {
    row('X 503')
    const body = { title: 'Service Unavailable', detail: 'Service Unavailable', type: 'about:blank', status: 503 }
    return rejected(503, body)
  }
  row('X 5xx page')
  return rejected(world.chance.pick([502, 503, 504]), '<!DOCTYPE html><title>api.x.com | 504: Gateway time-out</title>')
}

/** POST /2/tweets. */
export function createPost(
  account: string,
  body: Readonly<Record<string, unknown>>,
  part: string,
  flight: Flight | null,
  late: boolean,
): XAnswer {
  const owner = xOwner(account)
  if (owner.trouble !== null) {
    row(owner.trouble)
    return TROUBLES[owner.trouble]!()
  }
  if (trueTime() < owner.bannedUntil) return tooMany(owner, flight, part, late)
  if (!late && overfills(owner.arrivals, LIMITS[account]!, account)) return tooMany(owner, flight, part, late)
  const text = String(body['text'])
  postBeside(account, text)
  const own = world.posts.filter((one) => one.account === account && !one.deleted)
  if (world.plan.guard && own.some((one) => one.text === text && one.at > trueTime() - 30 * MINUTE)) {
    row('X 403 duplicate')
    return duplicate()
  }
  const parent = (body['reply'] as { in_reply_to_tweet_id?: string } | undefined)?.in_reply_to_tweet_id
  if (parent !== undefined && !own.some((one) => one.id === parent)) {
    return forbidden('You attempted to reply to a Tweet that is deleted or not visible to you.')
  }
  const refusal = refuseMedia(account, body)
  if (refusal !== null) return refusal
  const made = postAs(owner, text, body, part)
  if (isQuiet() || world.chance.odds(0.95)) {
    row('X 201')
    return answered({ data: { id: made.id, text } })
  }
  row('X 201 the last for now')
  owner.bannedUntil = trueTime() + world.chance.between(30_000, 10 * MINUTE)
  return answered({ data: { id: made.id, text } }, noneLeft(owner, flight))
}

/** What X takes no more before, to the second. */
function noneLeft(owner: Owner, flight: Flight | null): Record<string, string> {
  const reset = Math.ceil(Math.max(owner.bannedUntil, trueTime() + 1_000) / 1_000)
  if (flight) flight.told = reset * 1_000
  return { 'x-rate-limit-limit': '5', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(reset) }
}

/** Somebody posts by hand, most of the time about an article that Crier is to post, or may have posted, too. */
export function postByHand(account: string, text: string): void {
  const open = prepared(
    `select link, state from part where account = ? and link is not null and state in ('ready', 'sending', 'unknown') order by id`,
  ).all(account)
  // What is lost is few among what waits, and the one that is looked for.
  const lost = open.filter(({ state }) => state === 'unknown')
  const among = lost.length > 0 && world.chance.odds(0.5) ? lost : open
  const link = among.length > 0 && world.chance.odds(0.7) ? String(world.chance.pick(among)['link']) : null
  const words = link === null ? text : `${text}\n\n${link}`
  postAs(xOwner(account), words, { text: words }, null)
}

/** Somebody has posted the words of what waits already, all of them. */
export function postSameByHand(account: string): void {
  const waiting = prepared(
    `select bytes from part where account = ? and state = 'ready' and ordinal = 0 and bytes is not null order by id`,
  ).all(account)
  if (waiting.length === 0) return
  const body = JSON.parse(String(world.chance.pick(waiting)['bytes'])) as Record<string, unknown>
  postAs(xOwner(account), String(body['text']), body, null)
}

/** A colleague is about as fast as Crier with the same news. */
function postBeside(account: string, text: string): void {
  const [link] = /https:\/\/\S+/.exec(text) ?? []
  if (link === undefined || isQuiet() || world.chance.odds(0.9)) return
  const words = `A colleague's words\n\n${link}`
  after(world.chance.between(1, 240_000), () => postAs(xOwner(account), words, { text: words }, null))
}

/** Whether somebody has posted the same link or words by hand, so that only a person can tell what became of `part`. */
export function isPostedBeside(part: string): boolean {
  const row = prepared('select account, link from part where id = ?').get(part)
  const link = row?.['link']
  const words = wordsOf(part)
  return world.posts.some(
    ({ part: whose, account, text }) =>
      whose === null &&
      account === row?.['account'] &&
      (text === words || (typeof link === 'string' && text.includes(link))),
  )
}

/** In which words a part goes; null where it has none. */
export function wordsOf(part: string): string | null {
  const bytes = prepared('select bytes from part where id = ?').get(part)?.['bytes']
  return typeof bytes === 'string' ? String((JSON.parse(bytes) as { text?: unknown }).text) : null
}

function postAs(owner: Owner, text: string, body: Readonly<Record<string, unknown>>, part: string | null): Posted {
  ids += 1
  const id = String(1_990_000_000_000_000_000n + BigInt(ids))
  const { account } = owner
  return post({ id, account, place: `${account}/${owner.remoteId}`, text, body, part }, showingTakes())
}

function tooMany(owner: Owner, flight: Flight | null, part: string, late: boolean): XAnswer {
  if (flight && !late) judgeWaits(flight, part, `${owner.account}/x`, (other) => `${accountOf(other)}/x`)
  row('X 429')
  const body = { title: 'Too Many Requests', detail: 'Too Many Requests', type: 'about:blank', status: 429 }
  return rejected(429, body, noneLeft(owner, flight))
}

function accountOf(part: string): string {
  return String(prepared('select account from part where id = ?').get(part)?.['account'])
}

/** Everything that only reads. */
export function readX(account: string, request: XRequest): XAnswer {
  const owner = xOwner(account)
  if (owner.trouble === 'X 401') return TROUBLES['X 401']!()
  if (request.path === 'users/me' && owner.isSwapped) beginOther(owner)
  if (request.path === 'users/me') return answered({ data: { id: owner.remoteId, username: account, name: account } })
  const of = /^users\/(\d+)\/tweets$/.exec(request.path)?.[1]
  if (request.method !== 'GET' || of === undefined) {
    return rejected(404, { title: 'Not Found', detail: 'Not Found', type: 'about:blank', status: 404 })
  }
  const {
    since_id: since = '0',
    start_time: from = '1970-01-01T00:00:00Z',
    max_results: most = '10',
  } = request.query ?? {}
  const shown = world.posts
    .filter((one) => one.place === `${account}/${of}` && !one.deleted && one.shownAt <= trueTime())
    .filter((one) => BigInt(one.id) > BigInt(since) && one.at >= Date.parse(from))
    .toReversed()
  const page = shown.slice(0, Number(most))
  const more = shown.length > page.length ? { next_token: 'more' } : {}
  if (page.length === 0) return answered({ meta: { result_count: 0 } })
  return answered({ data: page.map(showTweet), meta: { result_count: page.length, ...more } })
}

function showTweet({ id, text, at }: Posted): unknown {
  const urls: { readonly url: string; readonly expanded_url: string }[] = []
  const shortened = text.replace(/https?:\/\/\S+/g, (long) => {
    const url = `https://t.co/${id.slice(-6)}${urls.length}`
    urls.push({ url, expanded_url: long })
    return url
  })
  const escaped = shortened.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
  return { id, text: escaped, created_at: new Date(at).toISOString(), ...(urls.length > 0 && { entities: { urls } }) }
}
