import { HOUR, type Clock, type Millis } from '#src/base/clock.ts'
import { silentLog } from '#src/base/log.ts'
import type { SendingAccount, SendingChannel } from '#src/delivery/account.ts'
import { startLanes } from '#src/delivery/deliver.ts'
import type { Proofs } from '#src/delivery/prove.ts'
import { startRouting, type PostedChannel } from '#src/post/route.ts'
import type { Draft, Outcome, Post } from '#src/records.ts'
import { addArticle, addSighting } from '#src/store/articles.ts'
import type { Store } from '#src/store/open.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { meetChannels } from '#test/fixtures/stages.ts'
import { someArticle } from '#test/fixtures/stored.ts'
import { someWording } from '#test/fixtures/wording.ts'
import type { Item } from './flow.ts'

/** A call as the platform met it. */
export interface Call {
  readonly account: string
  readonly channel: string
  readonly item: string
  readonly at: Millis
  readonly silent: boolean
  readonly outcome: Outcome['is']
}

export interface Lived {
  readonly calls: readonly Call[]
  /** When each item was routed. */
  readonly end: Millis
}

/** A channel of the house, with what staff decided for it. */
export interface HouseChannel extends Pick<SendingChannel, 'rhythm' | 'first' | 'maxAge'> {
  readonly id: string
  readonly feeds: readonly string[]
}

export interface HouseAccount extends Pick<SendingAccount, 'windows' | 'budget'> {
  readonly id: string
  /** US dollars a post. */
  readonly price: number
  readonly channels: readonly HouseChannel[]
  /** What its platform answers at a time; taken, where that is null. */
  readonly answer: (at: Millis) => Outcome | null
}

/** Lets the items come to the house, and time pass until nothing may go any more. */
export async function live(
  store: Store,
  start: Millis,
  items: readonly Item[],
  accounts: readonly HouseAccount[],
): Promise<Lived> {
  const clock = fakeClock(start)
  const calls: Call[] = []
  const sending = accounts.map((account) => sendingAccount(account, clock, calls))
  const lanes = startLanes(sending, PROVEN, {
    store,
    clock,
    log: silentLog,
    fetchPicture: async () => ({ is: 'no-picture', why: 'there are none' }),
    lookAgain: async () => {},
    maySend: () => true,
    onSent: () => {},
    onUnknown: () => {},
    abandon: new AbortController().signal,
  })
  const channels = accounts.flatMap((account) => account.channels.map((channel) => postedChannel(account, channel)))
  await meetChannels(store, channels, clock)
  const routing = startRouting({
    store,
    clock,
    log: silentLog,
    channels,
    pageText: async () => null,
    onRouted: (made) => lanes.nudge(made),
  })
  const sleepers = channels.length + 1
  for (const item of items) {
    await clock.advance(item.at - clock.now(), sleepers)
    await publish(store, item)
    routing.nudge()
  }
  await clock.advance(7 * HOUR, sleepers)
  await routing[Symbol.asyncDispose]()
  await lanes[Symbol.asyncDispose]()
  return { calls, end: clock.now() }
}

const PROVEN: Proofs = {
  proven: new Map(),
  of: () => '42',
  why: () => null,
  whyNotToStaff: () => null,
  name: (account) => account,
  nudge() {},
  async [Symbol.asyncDispose]() {},
}

async function publish(store: Store, { id, feed, urgent, at }: Item): Promise<void> {
  const categories = urgent ? ['Breaking'] : ['News']
  const article = someArticle({ id, feed, title: id, categories, published: at, seen: at, state: 'read' })
  await store.write(async (writer) => {
    await addArticle(writer, article, at)
    await addSighting(writer, { article: id, feed, seen: at, baseline: false })
  })
}

function sendingAccount({ id, windows, budget, channels, answer }: HouseAccount, clock: Clock, calls: Call[]) {
  let posts = 0
  return {
    id,
    label: id,
    apiRoot: 'https://api.example.com',
    connection: {
      check: async () => ({ is: 'unreachable', why: 'nobody asks' }) as const,
      async send(bytes: string): Promise<Outcome> {
        const { channel, item, silent = false } = JSON.parse(bytes) as Partial<Call> & Pick<Call, 'channel' | 'item'>
        const at = clock.now()
        const outcome = answer(at) ?? { is: 'sent', ref: { id: String((posts += 1)), url: null } }
        calls.push({ account: id, channel, item, at, silent, outcome: outcome.is })
        return outcome
      },
    },
    afterUnknown: 'held',
    postsWaitAlone: false,
    refusesPicture: () => null,
    attach: (body) => body,
    follow: (body) => body,
    address: (body) => body,
    silence: (body) => ({ ...body, silent: true }),
    windows,
    budget,
    channels: channels.map((channel) => ({
      ...channel,
      approve: 'never' as const,
      settings: {},
      place: null,
      cooling: 0,
      withoutLink: () => null,
    })),
  } satisfies SendingAccount
}

function postedChannel({ id: account, price }: HouseAccount, { id, feeds, maxAge }: HouseChannel): PostedChannel {
  return {
    id,
    account,
    feeds,
    maxAge,
    wording: someWording({ template: '{{ title }}' }),
    picture: false,
    only: null,
    except: null,
    holdWords: [],
    urgent: { categories: ['Breaking'] },
    approve: 'never',
    apiRoot: 'https://api.example.com',
    format: (post) => draftOf(post, id),
    price: () => price,
  }
}

function draftOf({ segments }: Post, channel: string): Draft {
  const item = segments.map((segment) => ('text' in segment ? segment.text : '')).join('')
  const part = { body: { channel, item }, text: item, length: { used: 1, allowed: 280 }, link: null, picture: null }
  return { parts: [part], pieces: [] }
}
