import { deliveryById, partsIn, type Part } from '#src/store/deliveries.ts'
import { pictureOf } from '#src/store/media.ts'
import type { Reader } from '#src/store/open.ts'
import { wordQuestion } from '#src/store/question-words.ts'
import { openQuestions, questionedBy, type Question, type Questioned } from '#src/store/questions.ts'
import { changedSince } from '#src/store/revisions.ts'
import { settling, wayOut } from './actions.ts'
import { showPost, showTime } from './show.ts'

/** A post that waits for a person, with the way out. */
export interface Waiting {
  readonly delivery: string
  readonly channel: string
  readonly account: string
  readonly state: string
  readonly reason: string
  readonly since: number
  readonly text: string
  readonly used: number
  readonly allowed: number
  /** The link that the post has where no reader sees it written: behind words, or on a button. */
  readonly link: string | null
  /** The address of the picture that goes with it. */
  readonly picture: string | null
  /** Whether its article was edited after it was composed. */
  readonly changed: boolean
  readonly wayOut: string
}

/** A question of the gate, with the articles that wait for its answer, the newest first. */
export interface Asked extends Question {
  readonly articles: readonly Questioned[]
}

/** Everything that waits for a person, the longest waiting first. */
export interface Held {
  readonly questions: readonly Asked[]
  readonly posts: readonly Waiting[]
  /** Posts of unknown fate that Crier itself looks for; a person who knows more may settle them. */
  readonly soughtFor: readonly Waiting[]
}

export async function held(reader: Reader): Promise<Held> {
  const parts = [...(await partsIn(reader, 'held')), ...(await partsIn(reader, 'refused'))]
  const questions: Asked[] = []
  for (const question of await openQuestions(reader)) {
    questions.push({ ...question, articles: await questionedBy(reader, question.id) })
  }
  const posts: Waiting[] = []
  for (const part of parts) posts.push({ ...toWaiting(part), changed: await isChanged(reader, part) })
  return { questions, posts, soughtFor: (await partsIn(reader, 'unknown')).map(toWaiting) }
}

async function isChanged(reader: Reader, { delivery: id }: Part): Promise<boolean> {
  const delivery = await deliveryById(reader, id)
  return delivery !== undefined && (await changedSince(reader, delivery)) !== null
}

export function showHeld(
  { questions, posts, soughtFor }: Held,
  platformOf: (account: string) => string,
  timezone: string,
): string {
  const nothing = questions.length + posts.length === 0
  return [
    ...(nothing ? ['Nothing waits for you.'] : []),
    ...questions.map((asked) => {
      return `${asked.id}  question since ${showTime(asked.asked, timezone)}\n${wordQuestion(asked, asked.articles)}`
    }),
    ...[...Map.groupBy(posts, ({ delivery, state, reason }) => [delivery, state, reason].join(' ')).values()].map(
      (parts) => {
        const [post] = parts as [Waiting, ...Waiting[]]
        const frames = parts.map((part) => showPart(part, platformOf(part.account), timezone))
        const changed = post.changed ? ['Its article has changed since: approving it shows how.'] : []
        return [`${post.delivery}  ${stateOf(post)}`, ...frames, ...changed, post.wayOut].join('\n')
      },
    ),
    ...soughtFor.map((part) => {
      const { delivery, channel, account, reason, since } = part
      return [
        `${delivery}  ${reason}`,
        showPart(part, platformOf(account), timezone),
        `Since ${showTime(since, timezone)} nobody knows whether it stands. Crier looks for it in ${channel}, for half an hour of its own running at most, then sends it once more or asks you.`,
        `Or settle it now: ${settling(delivery)}`,
      ].join('\n')
    }),
  ].join('\n\n')
}

/** What was refused is so by a rule of that name. */
function stateOf({ state, reason }: Waiting): string {
  return reason.startsWith(`${state}: `) ? reason : `${state}: ${reason}`
}

/** One message of a post, in its frame; replies to it follow in frames of their own. */
function showPart(part: Waiting, platform: string, timezone: string): string {
  const { link, picture } = part
  return [
    showPost({ ...part, platform, note: `since ${showTime(part.since, timezone)}` }),
    ...(link === null ? [] : [`Its link: ${link}`]),
    ...(picture === null ? [] : [`Its picture: ${picture}`]),
  ].join('\n')
}

/** The same as JSON: one list, in which a question has a `question` and a post a `delivery`. */
export function listHeld({ questions, posts, soughtFor }: Held): string {
  const asked = questions.map(({ id, asked: since, ...rest }) => ({
    question: id,
    since,
    ...rest,
    wayOut: `crier answer ${id} post | drop | newest N`,
  }))
  return JSON.stringify([...asked, ...posts, ...soughtFor], null, 2)
}

function toWaiting(part: Part): Waiting {
  const { delivery, channel, account, state, reason, text, link, used, allowed } = part
  return {
    delivery,
    channel,
    account,
    state,
    reason,
    since: part.changed,
    text,
    used,
    allowed,
    link: link !== null && !text.includes(link) ? link : null,
    picture: pictureOf(part)?.url ?? null,
    changed: false,
    wayOut: wayOut(delivery, part),
  }
}
