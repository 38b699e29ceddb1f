/** The end of a history: what the platforms show against what the newsroom published and what the store says. */
import { CHANNELS, LOW_BUDGET, maxAgeOf } from './config.ts'
import { STAFF } from './bot.ts'
import { everything, type Published } from './publisher.ts'
import { trueTime } from './time.ts'
import { blame, count, followed, prepared, world, type Posted } from './world.ts'
import { wordsOf } from './x.ts'

interface PartRow {
  readonly id: string
  readonly url: string
  readonly channel: string
  readonly account: string
  readonly ordinal: number
  readonly state: string
  readonly reason: string
  readonly ref: string | null
  readonly text: string
}

const FINAL: ReadonlySet<string> = new Set(['sent', 'refused', 'dropped', 'removed'])

function rows(sql: string): readonly Record<string, unknown>[] {
  return prepared(sql).all()
}

/** Whether every article and every part has come to its end. */
export function nothingIsOpen(): boolean {
  const open = prepared(
    `select exists (select 1 from part where state in ('ready', 'sending', 'unknown', 'held')) or
        exists (select 1 from article where state in ('seen', 'waiting', 'read')) or
        exists (select 1 from notice where told is null) as open`,
  ).get()
  if (open?.['open'] !== 0) return false
  const made = new Set(
    rows(`select article.url, delivery.channel from delivery join article on article.id = delivery.article`).map(
      ({ url, channel }) => `${String(url)} ${String(channel)}`,
    ),
  )
  const aside = new Set(rows(`select url from article where state = 'aside'`).map(({ url }) => url))
  return everything().every(
    (article) => aside.has(article.url) || wantedBy(article).every((channel) => made.has(`${article.url} ${channel}`)),
  )
}

/** The channels that an article is for. */
function wantedBy({ newsIn, oldIn, age }: Published): readonly string[] {
  // What is too old for every channel of its feed is no news.
  const most = Math.max(...Object.keys(CHANNELS).map(maxAgeOf))
  if (age > most) return []
  return Object.entries(CHANNELS)
    .filter(([, { feeds }]) => feeds.some((feed) => (newsIn as ReadonlySet<string>).has(feed)))
    .filter(([, { feeds }]) => !feeds.some((feed) => feed === oldIn))
    .map(([channel]) => channel)
}

export function judgeEnd(): void {
  const parts = rows(
    `select part.id, article.url, part.channel, part.account, part.ordinal, part.state, part.reason, part.ref_id as ref,
       part.text
     from part join delivery on delivery.id = part.delivery join article on article.id = delivery.article
     order by part.published, part.queued, part.channel, part.ordinal`,
  ) as unknown as readonly PartRow[]
  count('deliveries', parts.filter((part) => part.ordinal === 0).length)
  for (const article of everything()) judgeArticle(article, parts)
  const known = new Set(everything().map((article) => article.url))
  for (const part of parts) {
    if (!known.has(part.url)) blame(`${part.url} is old, and was made into a post for ${part.channel}`)
    if (part.state === 'ready' && moneyIsSpent(part.account)) count('waits for the money of another day')
    else if (!FINAL.has(part.state)) blame(`${nameOf(part)} is still ${part.state}: ${part.reason}`)
  }
  judgeMoney()
  judgePictures()
  judgeTelling()
  const alike = Map.groupBy(parts, (part) => `${part.channel} ${part.text}`)
  for (const group of alike.values()) judgeAlike(group, parts)
}

const LINK_COSTS = 0.2
/** Counted for every post whose picture is to be described. */
const ALT_COSTS = 0.005
const DAY = 86_400_000

const sameDay = (one: number, other: number): boolean => Math.floor(one / DAY) === Math.floor(other / DAY)

/** What an account has paid X on the day (UTC) that holds `at`. */
function paidOn(account: string, at: number): number {
  return costOf(account, (post) => sameDay(post.at, at), 0)
}

function costOf(account: string, counts: (post: Posted) => boolean, more: number): number {
  return world.posts
    .filter((post) => post.part !== null && post.account === account && counts(post))
    .reduce((usd, { text }) => usd + (text.includes('https://') ? LINK_COSTS : 0.015) + more, 0)
}

/** A post without its picture is told; no file is left behind. */
function judgePictures(): void {
  const untold = rows(
    `select part.id from part where state = 'sent' and picture is not null and
       bytes not like '%media_ids%' and bytes not like '%attach://%' and
       not exists (select 1 from history where delivery = part.delivery and why like 'picture: it goes without,%')`,
  )
  for (const { id } of untold) blame(`${String(id)} stands without its picture, and nobody is told`)
  const left = Number(prepared('select count(*) as files from picture_file').get()?.['files'])
  if (left > 0 && nothingIsOpen()) blame(`${left} files of pictures are left behind`)
}

function moneyIsSpent(account: string): boolean {
  if (!world.plan.lowBudget || account === 'bot') return false
  const now = trueTime()
  // X may have made the post on either day: it counts when its answer came.
  const mayCount = ({ at, part }: Posted): boolean =>
    sameDay(at, now) || followed(part!).flights.some(({ settled }) => settled !== null && sameDay(settled, now))
  return costOf(account, mayCount, ALT_COSTS) + givenUp(account) + LINK_COSTS + ALT_COSTS > LOW_BUDGET
}

/** What may have been billed for posts that staff gave up without saying whether they stand. */
function givenUp(account: string): number {
  const dropped = rows(`select id, usd from part where account = '${account}' and reason = 'settle: given up'`)
  const unclear = dropped.flatMap(({ id, usd }) =>
    followed(String(id)).flights.flatMap(({ clear }) => (clear ? [] : Number(usd))),
  )
  return unclear.reduce((sum, usd) => sum + usd, 0)
}

/** No day costs more than its budget; days are told by the machine's clock, if that is right. */
function judgeMoney(): void {
  if (!world.plan.lowBudget || world.plan.troubles.some(({ kind }) => kind === 'clock')) return
  for (const account of ['first-x', 'second-x']) {
    for (const at of [world.quietFrom - 600_000, trueTime()]) {
      const paid = paidOn(account, at)
      if (paid > LOW_BUDGET + 0.001) blame(`${account} pays $${paid.toFixed(3)} in a day`)
    }
  }
}

/** Every notice has come to the chat of staff, and counts as told only then; at once where nothing stands in its way. */
function judgeTelling(): void {
  const said = world.posts.filter(({ place }) => place === `bot/${STAFF}`)
  const clockIsRight = world.plan.troubles.every(({ kind }) => kind !== 'clock')
  for (const { text, told, at } of rows('select text, told, at from notice')) {
    const since = Number(at)
    const post = said.find((one) => one.text.includes(String(text)) && (!clockIsRight || one.at >= since))
    if (told === null) blame(`staff are never told: ${String(text)}`)
    else if (!post) blame(`staff were not told: ${String(text)}`)
    else if (clockIsRight && since > world.quietFrom + CALMS_DOWN && post.at - since > AT_ONCE) {
      blame(`staff are told ${post.at - since} ms late: ${String(text)}`)
    }
  }
}

/** What is left of the last fault: a limit that is full, a wait that was asked for, an account to prove anew. */
const CALMS_DOWN = 400_000
/**
 * A notice may change for a minute before it is told; looks for lost messages forward to the same chat, and fill its
 * limits.
 */
const AT_ONCE = 180_000

/** Nothing is lost, and nothing goes where it does not belong. */
function judgeArticle(article: Published, parts: readonly PartRow[]): void {
  // What was being routed whenever the process ended is poison for all that anybody can tell: set aside, and told.
  if (stateOf(article).includes('ended the process') && world.plan.strikes.length >= 2)
    return count('articles set aside')
  const wanted = new Set(wantedBy(article))
  for (const channel of Object.keys(CHANNELS)) {
    const made = parts.filter((part) => part.url === article.url && part.channel === channel && part.ordinal === 0)
    if (wanted.has(channel) && made.length !== 1) {
      blame(`${article.url} has ${made.length} deliveries for ${channel}: ${stateOf(article)}`)
    }
    if (!wanted.has(channel) && made.length > 0) blame(`${article.url} is not for ${channel}`)
  }
}

function stateOf(article: Published): string {
  const found = prepared('select state, reason from article where url = ?').get(article.url)
  return found ? `${String(found['state'])}, ${String(found['reason'])}` : 'the store does not know it'
}

/**
 * Nothing stands twice, and what is sent stands. Two parts of the same words in one channel cannot be told apart, so
 * they are judged together: as many stand as are sent, and each is known by a post of its own.
 */
function judgeAlike(alike: readonly PartRow[], parts: readonly PartRow[]): void {
  const ids = new Set(alike.map((part) => part.id))
  const standing = world.posts.filter((post) => post.part !== null && ids.has(post.part) && !post.deleted)
  const sent = alike.filter((part) => part.state === 'sent')
  const names = alike.map((part) => `${nameOf(part)} ${part.state} (${part.reason})`).join('; ')
  if (standing.length > sent.length) blame(`stands ${standing.length} times: ${names}`)
  const refs = new Set(sent.map((part) => part.ref))
  if (refs.size < sent.length) blame(`one post is taken for several: ${names}`)
  for (const part of sent) {
    const post = standing.find((one) => one.id === part.ref)
    if (!post && isTakenFor(part)) count('known by the same words, posted by hand at that time')
    else if (!post) blame(`${nameOf(part)} is sent (${part.reason}), and does not stand as ${part.ref}`)
    else if (part.ordinal > 0) judgeReply(part, post, parts)
  }
}

const AT_THAT_TIME = 122_000

/** Whether a part is known by the same words that somebody posted within the two minutes before it: nobody can tell. */
function isTakenFor({ id, ref }: PartRow): boolean {
  const beside = world.posts.find((one) => one.id === ref && one.part === null)
  if (beside === undefined || beside.text !== wordsOf(id)) return false
  return followed(id).flights.some(({ started }) => started - beside.at < AT_THAT_TIME)
}

function judgeReply(part: PartRow, post: Posted, parts: readonly PartRow[]): void {
  const parent = parts.find((one) => one.url === part.url && one.channel === part.channel && one.ordinal === 0)
  const reply = post.body['reply'] as { in_reply_to_tweet_id?: string } | undefined
  if (reply?.in_reply_to_tweet_id !== parent?.ref) blame(`${nameOf(part)} does not reply to its post`)
}

function nameOf(part: PartRow): string {
  return `${part.id} (${part.url.slice(25)} to ${part.channel}, part ${part.ordinal})`
}
