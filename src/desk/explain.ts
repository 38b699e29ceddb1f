import { urlKey } from '#src/text/urls.ts'
import type { Article } from '#src/records.ts'
import { articleById, articleByKeys } from '#src/store/articles.ts'
import { deliveriesOf, partsOf, type Part } from '#src/store/deliveries.ts'
import { historyOf, type Change } from '#src/store/history.ts'
import { looksOf, type Look } from '#src/store/looks.ts'
import type { Reader } from '#src/store/open.ts'
import { callsOf, type LoggedCall } from '#src/store/sends.ts'
import { wayOut } from './actions.ts'
import { takenBackFrom } from '#src/store/waiting.ts'
import { showTime } from './show.ts'
import { showWait, waitFor, type Turns, type Wait } from './waits.ts'

/** Everything that was decided about an article, and every attempt to send it. */
export interface Explanation {
  readonly article: Pick<Article, 'id' | 'title' | 'url' | 'state' | 'reason' | 'published' | 'seen'>
  readonly changes: readonly Change[]
  readonly deliveries: readonly {
    readonly id: string
    readonly channel: string
    readonly parts: readonly Part[]
    readonly waits: Wait | null
    readonly calls: readonly LoggedCall[]
    readonly looks: readonly Look[]
  }[]
}

/**
 * Explains the article at `url`, or of that id; null where Crier has never seen it. Without `turns`, not what it waits
 * for.
 */
export async function explain(reader: Reader, url: string, turns: Turns | null = null): Promise<Explanation | null> {
  // By its id too, as the log has it: not every article has an address of its own.
  const article = (await articleByKeys(reader, [`url:${urlKey(url)}`])) ?? (await articleById(reader, url))
  if (!article) return null
  const deliveries = await Promise.all(
    (await deliveriesOf(reader, article.id)).map(async ({ id, channel }) => {
      const parts = await partsOf(reader, id)
      const waits = turns && (await waitFor(reader, parts, turns))
      return { id, channel, parts, waits, calls: await callsOf(reader, id), looks: await looksOf(reader, id) }
    }),
  )
  return { article, changes: await historyOf(reader, article.id), deliveries }
}

/** What people did lately, about articles and everything else. */
export function showActions(actions: readonly Change[], timezone: string): string {
  if (actions.length === 0) return 'Nobody has done anything yet.'
  return actions
    .flatMap(({ at, who, article, delivery, was, became, why, earlier }) => [
      `${showTime(at, timezone)}  ${who}: ${was === null ? '' : `${was} → `}${became}, ${why}${aboutOf(article, delivery)}`,
      ...before(earlier),
    ])
    .join('\n')
}

function aboutOf(article: string | null, delivery: string | null): string {
  const about = [
    ...(delivery === null ? [] : [`delivery ${delivery}`]),
    ...(article === null ? [] : [`article ${article}`]),
  ]
  return about.length === 0 ? '' : ` (${about.join(', ')})`
}

function before(earlier: string | null | undefined): readonly string[] {
  return earlier == null ? [] : earlier.split('\n').map((line) => `  before: ${line}`)
}

// Of what is unknown Crier looks for itself; a person who knows more may settle it.
const WAITS_FOR_STAFF: ReadonlySet<string> = new Set(['held', 'refused', 'unknown'])

export function showExplanation({ article, changes, deliveries }: Explanation, timezone: string): string {
  const time = (at: number) => showTime(at, timezone)
  // Of what was taken back, only the history knows where it was to go.
  const taken = changes.flatMap(({ delivery, became }) => {
    const channel = takenBackFrom(became)
    return delivery === null || channel === null ? [] : [[delivery, channel] as const]
  })
  const channelOf = new Map([...taken, ...deliveries.map(({ id, channel }) => [id, channel] as const)])
  const lines = [
    article.title,
    article.url,
    `published ${time(article.published)}, first seen ${time(article.seen)}`,
    '',
    ...changes.flatMap((change) => {
      const about = change.delivery === null ? 'article' : (channelOf.get(change.delivery) ?? change.delivery)
      const who = change.who === 'crier' ? '' : ` (${change.who})`
      const told = `${time(change.at)}  ${about}: ${change.was === null ? '' : `${change.was} → `}${change.became}, ${change.why}${who}`
      return [told, ...before(change.earlier)]
    }),
  ]
  for (const { id, channel, parts, waits, calls, looks } of deliveries) {
    lines.push('', `${channel}, delivery ${id}`)
    for (const part of parts) {
      lines.push(`  part ${part.ordinal}: ${part.state}${part.ref_url ? ` at ${part.ref_url}` : ''}`)
      if (WAITS_FOR_STAFF.has(part.state)) lines.push(`    ${part.reason}`, `    ${wayOut(id, part)}`)
    }
    if (waits !== null) lines.push(`  ${showWait(waits, time)}`)
    for (const call of calls) {
      lines.push(
        `  attempt ${time(call.at)}: ${call.outcome ?? 'under way'}${call.why === null ? '' : `, ${call.why}`}`,
      )
    }
    for (const look of looks) lines.push(`  look ${time(look.at)}: ${look.found}, ${look.why}`)
  }
  return lines.join('\n')
}
