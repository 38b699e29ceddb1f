import { takeTurns } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { roundsOf } from '#src/store/deliveries.ts'
import { doubtFeed } from '#src/store/feeds.ts'
import { CRIER, note } from '#src/store/history.ts'
import type { Writer } from '#src/store/open.ts'
import type { Reason } from '#src/store/reasons.ts'
import { noteReplaced, type Replacing } from '#src/store/outdated.ts'
import { addRevision, newestWords, renew, reword, type Words } from '#src/store/revisions.ts'
import { fingerprint } from '#src/text/fingerprint.ts'
import { plainText } from '#src/text/html.ts'
import type { Sight } from './recognise.ts'
import type { Origin } from './sort.ts'

// Whoever approves a post reads the beginning; and no text costs a poll more than this.
const BEGINNING = 50_000

const UNDER_WAY = ['seen', 'read'] as const

/**
 * Takes note of articles that their own feed shows in other words than before. What waits before the gate takes them
 * over; what was routed keeps the words that its posts were made of, beside the new ones. What is being read, or routed,
 * is left as it is, and the next look asks for all of the feed: its words would be new no more, and a 304.
 */
export async function revise(writer: Writer, sights: readonly Sight[], { feed, now }: Origin): Promise<void> {
  const turn = takeTurns()
  const entries = new Map(sights.flatMap(({ article, entry }) => (article === null ? [] : [[article, entry]])))
  for (const known of await newestWords(writer, feed, [...entries.keys()], ['waiting', 'routed', ...UNDER_WAY])) {
    await turn()
    const change = changeOf(known, entries.get(known.id)!)
    if (change === null) continue
    const { id, state } = known
    const { words } = change
    if (UNDER_WAY.some((each) => each === state)) {
      await doubtFeed(writer, feed, true)
      continue
    }
    if (state === 'waiting' && (await roundsOf(writer, id)).size === 0) await reword(writer, id, words)
    else await addRevision(writer, id, words, now)
    // What is composed when its time has come says what is true by then; its posts of now were made of other words.
    if (state === 'waiting') await renew(writer, id)
    await noteReplaced(writer, id, change, now)
    const why: Reason = `revision: ${feed} shows it in other words`
    await note(writer, { at: now, article: id, delivery: null, was: state, became: state, why, who: CRIER })
  }
}

/** What an entry does not say is as it was: a feed may turn to summaries only, and cuts long headlines. */
function wordsOf({ title, summary, content }: Entry, known: Words): Words {
  const cut = /(?:…|\.\.\.)$/.test(title)
  return { title: cut ? known.title : title, summary: summary ?? known.summary, content: content ?? known.content }
}

/** How an entry changes the words of its article; null where it says the same. */
export function changeOf(known: Words, entry: Entry): (Replacing & { readonly words: Words }) | null {
  const words = wordsOf(entry, known)
  const parts = PARTS.filter((part) => isOther(part, known, words))
  if (parts.length === 0) return null
  const [was, became] = [known, words].map((all) => parts.map((part) => `${part}:${fingerprint(barely(part, all))}`))
  return { words, was: was!, became: became!, updated: entry.updated }
}

const PARTS = ['title', 'summary', 'content'] as const
type Part = (typeof PARTS)[number]

function isOther(part: Part, one: Words, other: Words): boolean {
  return one[part] !== other[part] && barely(part, one) !== barely(part, other)
}

/** Markup that a site sets anew each time says nothing. */
function barely(part: Part, words: Words): string {
  return part === 'title' ? words.title : plain(words[part])
}

function plain(html: string | null): string {
  return plainText((html ?? '').slice(0, BEGINNING))
}
