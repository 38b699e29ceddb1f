/** Which channels have said no to an article. */
import type { Change } from './history.ts'
import type { Reader } from './open.ts'
import { prepare } from './prepared.ts'
import { ruleOf } from './reasons.ts'

const NO = 'not routed to '

/** How the history says that an article is not for a channel. */
export function notRoutedTo(channel: string): string {
  return `${NO}${channel}`
}

/**
 * The channels that an article is not for, where it is routed once more only because a person, or a change of another
 * channel, wants that: what their rules say by now is for what comes. None where anything new is known of it.
 */
export async function declinedBy(reader: Reader, article: string): Promise<ReadonlySet<string>> {
  const declined = new Set<string>()
  let wanted = false
  for (const { was, became, why } of await ABOUT.all(reader, { article })) {
    if (became.startsWith(NO)) declined.add(became.slice(NO.length))
    else if (FOR_SOME.has(ruleOf(why))) wanted = true
    else if (became === 'routed') wanted = false
    else if (was !== 'seen' || became !== 'read') declined.clear()
  }
  return wanted ? declined : NONE
}

const NONE: ReadonlySet<string> = new Set()
// Any other rule that sends it on its way tells something new of it: then every channel is asked.
const FOR_SOME: ReadonlySet<string> = new Set(['post', 'post-again', 'retry', 'anew'])

const ABOUT = prepare<{ readonly article: string }, Pick<Change, 'was' | 'became' | 'why'>>((db, blank) =>
  db
    .selectFrom('history')
    .select(['was', 'became', 'why'])
    .where('article', '=', blank('article'))
    .where('delivery', 'is', null)
    .orderBy('at')
    .orderBy('id'),
)
