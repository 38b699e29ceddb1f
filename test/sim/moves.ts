/** Watches every change of a state as it is committed, and judges it by the promises. */
import type { DatabaseSync } from 'node:sqlite'
import { ASKING, COOLING } from './config.ts'
import { running, type Life } from './life.ts'
import { judgeDropped, judgeLeave, noteBreath } from './leave.ts'
import { judgeProof } from './proof.ts'
import { trueTime } from './time.ts'
import { blame, count, followed, prepared, world, type Followed, type Posted } from './world.ts'
import { isPostedBeside, xOwner } from './x.ts'

export interface Move {
  readonly part: string
  readonly delivery: string
  readonly channel: string
  readonly account: string
  readonly published: number
  readonly was: string | null
  readonly became: string
  readonly reason: string
}

/** DESIGN, "the flow": what may follow what. */
const ARROWS: ReadonlySet<string> = new Set(
  [
    'ready sending held dropped',
    'sending sent ready refused unknown',
    'unknown sent ready held dropped',
    'held ready sent dropped',
    'refused ready dropped',
    'sent removed',
  ].flatMap((line) => {
    const [from, ...to] = line.split(' ')
    return to.map((state) => `${from} → ${state}`)
  }),
)

let moves: Move[] = []
let articles: string[] = []
/** Notices to staff that the open transaction has made, or added to. */
let notices = 0

const PART = 'new.id, new.delivery, new.channel, new.account, new.published'

/** Lets the database tell of every change of a state. Once for each database. */
export function watchMoves(database: DatabaseSync): void {
  const told = (...given: readonly unknown[]): number => {
    const [part, delivery, channel, account, published, was, became, reason] = given as readonly [
      ...[part: string, delivery: string, channel: string, account: string, published: number],
      ...[was: string | null, became: string, reason: string],
    ]
    moves.push({ part, delivery, channel, account, published, was, became, reason })
    return 0
  }
  database.function('sim_moved', { varargs: true }, told)
  database.function('sim_article', (was, became) => {
    articles.push(`article: ${String(was)} → ${String(became)}`)
    return 0
  })
  database.function('sim_noticed', () => {
    notices += 1
    return 0
  })
  database.function('sim_fence', (fence) => {
    const life = running.getStore()
    if (life) life.fence = Number(fence)
    return 0
  })
  database.exec(`
    create temp trigger sim_part_moved after update of state on main.part when old.state <> new.state
      begin select sim_moved(${PART}, old.state, new.state, new.reason); end;
    create temp trigger sim_part_made after insert on main.part
      begin select sim_moved(${PART}, null, new.state, new.reason); end;
    create temp trigger sim_article_moved after update of state on main.article when old.state <> new.state
      begin select sim_article(old.state, new.state); end;
    create temp trigger sim_noticed_anew after insert on main.notice begin select sim_noticed(); end;
    create temp trigger sim_noticed_more after update of more on main.notice when new.more > old.more
      begin select sim_noticed(); end;
    create temp trigger sim_fenced after update of fence on main.lease begin select sim_fence(new.fence); end;
    create temp trigger sim_first_fence after insert on main.lease begin select sim_fence(new.fence); end;
  `)
}

export function forgetMoves(): void {
  moves = []
  articles = []
  notices = 0
}

/** The transaction of `life` is on the disk: what it changed is judged. */
export function judgeMoves(life: Life): void {
  const [done, read, told] = [moves, articles, notices]
  forgetMoves()
  for (const arrow of read) count(arrow)
  if (life.name !== 'desk') judgeTold(done, read, told)
  for (const move of done) {
    world.say(`${life.name} ${move.part} ${move.was ?? 'new'} → ${move.became} (${move.reason})`)
    if (move.was !== null) judge(move, life)
    else count(`part: new → ${move.became}`)
    if (move.became === 'dropped' && life.name !== 'desk') judgeDropped(move)
  }
}

/** What Crier itself ends, or hands to staff, they are told of in the same transaction. */
const TOLD: ReadonlySet<string> = new Set(['ready held', 'ready dropped', 'unknown held', 'sending refused'])

function judgeTold(done: readonly Move[], read: readonly string[], told: number): void {
  const ended = new Set(
    done
      .filter(({ was, became }) => TOLD.has(`${was} ${became}`))
      .map(({ delivery, became }) => `${delivery} ${became}`),
  )
  const owed = ended.size + read.filter((arrow) => arrow.endsWith('→ aside')).length
  if (told < owed) blame(`staff are not told of ${[...ended].join(', ') || 'an article that is set aside'}`)
}

function judge(move: Move, life: Life): void {
  const arrow = `${move.was} → ${move.became}`
  count(`part: ${arrow}`)
  if (!ARROWS.has(arrow)) blame(`${move.part} went ${arrow}`)
  const part = followed(move.part)
  const person = life.name === 'desk'
  switch (arrow) {
    case 'ready → sending':
      part.before = part.flights.length
      judgeLeave(move)
      judgeFirst(move)
      return judgeOrder(move)
    case 'sending → ready': {
      const flight = part.flights.slice(part.before).at(-1)
      noteBreath(move, flight)
      if (flight) flight.heeded = trueTime()
      // It was not taken: the next attempt may go in another form.
      part.sent = null
      if (flight?.clear === false) blame(`${move.part} is to be sent again, and nobody knows whether it was`)
      return
    }
    case 'sending → sent': {
      const flight = part.flights.at(-1)
      if (flight) flight.heeded = trueTime()
      return
    }
    case 'sending → unknown':
      part.unknowns += 1
      part.lostAt = part.flights.at(-1)?.settled ?? trueTime()
      noteBreath(move, part.flights.at(-1))
      return
    case 'unknown → ready':
    case 'held → ready':
      if (person) part.resends = 0
      else judgeResend(part)
      return
    case 'unknown → held':
      return judgeHeld(move, part)
    default:
  }
}

/** Whether a post is one that a person let go, or the reply to one that has set out. */
const LET_GO = (part: string): string =>
  `(${part}.ordinal > 0 or exists (select 1 from history where history.delivery = ${part}.delivery and
     history.who <> 'crier'))`
const STANDS = `(select count(*) from part as first where first.channel = mine.channel and first.ordinal = 0 and
  first.state in ('sent', 'removed'))`

/** Until three posts of a channel stand, nothing goes that no person has let go. */
function judgeFirst({ part, channel }: Move): void {
  if (channel !== ASKING) return
  const sql = `select ${STANDS} as standing, ${LET_GO('mine')} as asked from part as mine where mine.id = ?`
  const { standing, asked } = prepared(sql).get(part)!
  if (Number(standing) < 3 && !asked) blame(`${part} is one of the first three, and nobody has let it go`)
}

/**
 * A delivery never overtakes an older one of its channel that is ready, and whose article has settled; but for those that
 * a person let go while the first three do not stand.
 */
function judgeOrder({ part, channel }: Move): void {
  const older = prepared(
    `select other.id from part as mine join part as other on other.channel = mine.channel
       where mine.id = ? and mine.channel = ? and other.state = 'ready' and
         (other.published, other.queued, other.ordinal) < (mine.published, mine.queued, mine.ordinal) and
         not exists (select 1 from part as ahead where ahead.delivery = other.delivery and
           ahead.ordinal < other.ordinal and ahead.state <> 'sent') and
         not (mine.channel = ? and other.ordinal = 0 and exists (select 1 from article
           where article.id = other.article and article.seen > mine.changed - ?)) and
         not (mine.channel = ? and ${LET_GO('mine')} and not ${LET_GO('other')} and ${STANDS} < 3)`,
  ).get(part, channel, COOLING.channel, COOLING.ms, ASKING)
  if (older) blame(`${part} overtakes ${String(older['id'])}, which is older and ready`)
}

/** Sent once more without a person: only with proof, and once. */
function judgeResend(part: Followed): void {
  part.resends += 1
  if (!isVerified(part.id)) blame(`${part.id} is to be sent again, and nobody looked for it`)
  judgeProof(part.id)
  if (part.resends > 1) blame(`${part.id} is sent again of its own accord a second time`)
  // Of two parts with the same words, one may be known by the other's post.
  const stands = world.posts.find((post) => post.part === part.id && !post.deleted && !isKnown(post))
  if (stands) blame(`${part.id} is to be sent again, and stands as ${stands.id}`)
  if (part.flights.some((flight) => flight.left && flight.arrived === null && flight.settled === null)) {
    blame(`${part.id} is to be sent again while a call for it is under way`)
  }
}

/** Whether a message is on record as some part's. */
export function isKnown({ id, account, place }: Posted): boolean {
  const found = prepared(
    `select 1 from part join channel on channel.id = part.channel
       where part.ref_id = ? and part.account = ? and (part.account <> 'bot' or 'bot/' || channel.place = ?)`,
  ).get(id, account, place)
  return found !== undefined
}

/** Holding everything would be a failure: what can be looked for is held only when looking does not settle it. */
function judgeHeld({ part: id, reason }: Move, part: Followed): void {
  count('held: unknown')
  if (!isVerified(id)) return count('held: nothing can look for it')
  if (isOfAnother(id)) return count('held: its account is another by now')
  if (part.unknowns > 1) return count('held: sent twice, and absent')
  const looked = prepared(
    `select count(*) as looks from look join send_log on send_log.id = look.call
       where send_log.part = ? and look.found <> 'unclear'`,
  ).get(id)
  if (isPostedBeside(id)) return count('held: posted by hand too')
  // A clock that is set back while nobody runs takes the time of that rest away: the attempt seems younger than it is.
  const doubted = reason.includes('older than the attempt') && world.tally.has('trouble: clock')
  if (doubted) return count('held: a clock hid when it was sent')
  if (Number(looked?.['looks']) > 0) blame(`${id} is held though looking can settle it`)
  count('held: looking gave nothing')
}

/** Whether a message was made for another account than the one that its channel posts as: nobody looks there for it. */
function isOfAnother(part: string): boolean {
  const made = prepared(
    'select part.account, delivery.remote_id as made_for from part join delivery on delivery.id = part.delivery where part.id = ?',
  ).get(part)
  return made?.['account'] !== 'bot' && made?.['made_for'] !== xOwner(String(made?.['account'])).remoteId
}

export function isVerified(part: string): boolean {
  const row = prepared('select account from part where id = ?').get(part)
  return row?.['account'] !== 'bot' || world.plan.variant.verified
}
