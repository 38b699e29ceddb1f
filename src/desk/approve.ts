import { CallerMistake, unreachable } from '#src/base/errors.ts'
import { articleById, moveArticle } from '#src/store/articles.ts'
import { deliveryById, partsOf, type Part } from '#src/store/deliveries.ts'
import type { Reader, Writer } from '#src/store/open.ts'
import { ruleOf, type Reason } from '#src/store/reasons.ts'
import { changedSince, renew, type Words } from '#src/store/revisions.ts'
import { takeBack } from '#src/store/waiting.ts'
import { moveParts, wayOut, type Desk } from './actions.ts'
import type { PageChange } from './changed.ts'

/** What a yes means where the article was edited after its post was composed; `ask`: nothing yet. */
export type Knowing = 'ask' | 'as-it-is' | 'anew'

interface FeedChange {
  readonly before: Words
  readonly now: Words
}

/** What came of an approval. */
export type Approved =
  | { readonly is: 'approved' }
  /** Nothing is approved: the article says something else by now. */
  | { readonly is: 'changed'; readonly feed: FeedChange | null; readonly page: PageChange | null }
  /** The post is composed from the article of now, and goes by the rules of its channel as any other. */
  | { readonly is: 'anew' }

/**
 * Lets a post go that waits for a person's yes: one whose article was edited since, by its feed or on its `page`, only
 * when asked again, knowing that.
 * @throws CallerMistake where it does not wait for a yes; `anew` also where its article has not been edited.
 */
export async function approve(
  { store, clock, who }: Desk,
  delivery: string,
  knowing: Knowing = 'ask',
  page: PageChange | null = null,
): Promise<Approved> {
  const by = { at: clock.now(), who }
  return store.write(async (writer) => {
    const feed = await changeOf(writer, delivery)
    const changed = feed !== null || page !== null
    switch (knowing) {
      case 'ask':
        if (changed && (await waitsForYes(writer, delivery))) return { is: 'changed', feed, page }
        await letGo(writer, delivery, by)
        return { is: 'approved' }
      case 'as-it-is':
        await letGo(writer, delivery, by)
        return { is: 'approved' }
      case 'anew':
        if (!changed || !(await waitsForYes(writer, delivery))) await refuseUnchanged(writer, delivery)
        await composeFromNewer(writer, delivery, page, by)
        return { is: 'anew' }
      default:
        return unreachable(knowing)
    }
  })
}

interface By {
  readonly at: number
  readonly who: string
}

// What these rules held, a person's yes lets go.
const WAIT_FOR_A_YES: ReadonlySet<string> = new Set(['approve', 'hold-words', 'missing', 'embargo', 'page-words'])

async function letGo(writer: Writer, delivery: string, by: By): Promise<void> {
  const next = (part: Part) => {
    refuseOthers(delivery, part)
    return { to: 'ready', why: 'approve: approved' } as const
  }
  await moveParts(writer, delivery, ['held'], next, by)
}

function refuseOthers(delivery: string, part: Part): void {
  if (WAIT_FOR_A_YES.has(ruleOf(part.reason))) return
  throw new CallerMistake(`${delivery} does not wait for approval (${part.reason}). ${wayOut(delivery, part)}`)
}

async function refuseUnchanged(reader: Reader, delivery: string): Promise<never> {
  const [part] = await partsOf(reader, delivery)
  if (part?.state === 'held') refuseOthers(delivery, part)
  throw new CallerMistake(`${delivery} waits for no yes, or its article says what it said. See \`crier held\`.`)
}

async function changeOf(reader: Reader, id: string): Promise<FeedChange | null> {
  const delivery = await deliveryById(reader, id)
  return delivery ? changedSince(reader, delivery) : null
}

/** Whether a person's yes lets a delivery go. What else there is to it is told when it is let go. */
export async function waitsForYes(reader: Reader, id: string): Promise<boolean> {
  const [part] = await partsOf(reader, id)
  return part?.state === 'held' && WAIT_FOR_A_YES.has(ruleOf(part.reason))
}

/** The article is read and routed once more, in the words of now, for the channel that has no post of it any more. */
async function composeFromNewer(writer: Writer, id: string, page: PageChange | null, { at, who }: By): Promise<void> {
  const delivery = (await deliveryById(writer, id))!
  const why: Reason = `anew: to be composed for ${delivery.channel} from the newer article`
  await takeBack(writer, delivery, { why, at, who })
  const article = await articleById(writer, delivery.article)
  // One that is still on its way is routed anyway.
  if (article?.state !== 'routed' && article?.state !== 'waiting') return
  await renew(writer, article.id)
  const retitled = page !== null && page.now.title !== page.before.title
  const better = retitled ? { title: page.now.title } : {}
  await moveArticle(writer, article, { to: 'seen', why, at, who, better })
}
