import { DAY, systemClock, type Millis } from '#src/base/clock.ts'
import { openLog } from '#src/base/log.ts'
import type { SendingAccount } from '#src/delivery/account.ts'
import { startLanes } from '#src/delivery/deliver.ts'
import type { Proofs } from '#src/delivery/prove.ts'
import type { Store } from '#src/store/open.ts'
import type { Window } from '#src/store/sends.ts'
import { API_ROOT, REMOTE_ID, type Lane } from './million.ts'

const proven: Proofs = {
  proven: new Map(),
  of: () => REMOTE_ID,
  why: () => null,
  whyNotToStaff: () => null,
  name: (account) => account,
  nudge() {},
  async [Symbol.asyncDispose]() {},
}

/**
 * Lets real lanes empty channels whose platform answers at once, one channel after the other. Answers the time from
 * each answer to the next call: the answer settled, the next part claimed, both committed, and bottleneck's hop between.
 */
export async function timeRounds(
  store: Store,
  lanes: readonly Lane[],
  budget: SendingAccount['budget'],
): Promise<readonly Millis[]> {
  const times: Millis[] = []
  for (const lane of lanes) {
    const { count } = await store.read
      .selectFrom('part')
      .select((is) => is.fn.countAll<number>().as('count'))
      .where('channel', '=', lane.channel)
      .where('state', '=', 'ready')
      .where('ordinal', '=', 0)
      .executeTakeFirstOrThrow()
    let answered: Millis | null = null
    let calls = 0
    const all = Promise.withResolvers<void>()
    const account: SendingAccount = {
      id: lane.account,
      label: 'A platform',
      apiRoot: API_ROOT,
      afterUnknown: 'held',
      postsWaitAlone: false,
      refusesPicture: () => null,
      attach: (body) => body,
      follow: (body) => body,
      address: (body) => body,
      silence: (body) => body,
      // As many windows as any platform has, and room in all of them.
      windows: WIDE,
      budget,
      channels: [
        {
          id: lane.channel,
          settings: {},
          place: null,
          maxAge: 60 * DAY,
          approve: 'first',
          rhythm: { windows: [], quiet: null },
          cooling: 0,
          first: 'oldest',
          withoutLink: () => null,
        },
      ],
      connection: {
        check: async () => ({ is: 'unreachable', why: 'this account is proven' }),
        async send() {
          calls += 1
          if (answered !== null) times.push(systemClock.monotonic() - answered)
          if (calls === count) all.resolve()
          answered = systemClock.monotonic()
          return { is: 'sent', ref: { id: `${lane.channel} ${calls}`, url: null } }
        },
      },
    }
    await using _ = startLanes([account], proven, {
      store,
      clock: systemClock,
      log: openLog('error', false),
      fetchPicture: async () => ({ is: 'no-picture', why: 'the bench has none' }),
      maySend: () => true,
      lookAgain: async () => {},
      onSent: () => {},
      onUnknown: () => {},
      abandon: new AbortController().signal,
    })
    await all.promise
  }
  return times
}

const WIDE: readonly Window[] = [
  { of: 'account', max: 1_000_000, within: 900_000 },
  { of: 'place', max: 1_000_000, within: 1_000 },
  { of: 'place', max: 1_000_000, within: 60_000 },
]
