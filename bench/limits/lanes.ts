import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HOUR, systemClock, type Millis } from '#src/base/clock.ts'
import type { Log } from '#src/base/log.ts'
import type { Rhythm } from '#src/delivery/rhythm.ts'
import type { SendingAccount } from '#src/delivery/account.ts'
import { startLanes } from '#src/delivery/deliver.ts'
import { startProving } from '#src/delivery/prove.ts'
import { meetChannel } from '#src/store/channels.ts'
import { addDelivery } from '#src/store/deliveries.ts'
import { openStore, type Store, type Writer } from '#src/store/open.ts'
import type { Account, World } from './world.ts'

// What staff decide for their followers is not measured here.
const FREE: Rhythm = { windows: [], quiet: null }
const MAX_AGE = 24 * HOUR

/** How long a commit of the store takes on this disk: the median of 50, in milliseconds. Each post needs two. */
export async function commitTime(): Promise<Millis> {
  const folder = mkdtempSync(join(tmpdir(), 'crier-limits-'))
  const store = await openStore({ file: join(folder, 'crier.db'), use: 'rehearsal' })
  const times: Millis[] = []
  for (let index = 0; index < 50; index++) {
    const before = systemClock.monotonic()
    await store.write((writer) => meetChannel(writer, `channel-${index}`, before))
    times.push(systemClock.monotonic() - before)
  }
  await store[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
  return times.toSorted((a, b) => a - b)[25]!
}

/** Fills a store with everything that is to be posted, then lets Crier's own lanes empty it. */
export async function openLanes(world: World, log: Log): Promise<{ readonly run: () => Promise<AsyncDisposable> }> {
  const folder = mkdtempSync(join(tmpdir(), 'crier-limits-'))
  const store = await openStore({ file: join(folder, 'crier.db'), use: 'rehearsal' })
  await store.write(async (writer) => {
    for (const account of world.accounts) await fill(writer, account)
  })
  return { run: async () => start(world, store, folder, log) }
}

function start(world: World, store: Store, folder: string, log: Log): AsyncDisposable {
  const stack = new AsyncDisposableStack()
  stack.defer(() => rmSync(folder, { recursive: true, force: true }))
  stack.use(store)
  const accounts = world.accounts.map((account): SendingAccount => ({
    id: account.id,
    label: account.platform.label,
    apiRoot: account.apiRoot,
    connection: account.connection,
    afterUnknown: 'held',
    postsWaitAlone: false,
    refusesPicture: () => null,
    attach: (body) => body,
    follow: (body) => body,
    address: (body) => body,
    silence: (body) => body,
    windows: account.limits,
    budget: null,
    channels: account.channels.map(({ id, settings }) => ({
      id,
      settings,
      place: null,
      maxAge: MAX_AGE,
      approve: 'never' as const,
      rhythm: FREE,
      cooling: 0,
      first: 'oldest' as const,
      withoutLink: () => null,
    })),
  }))
  const abandon = new AbortController()
  const parts = { store, clock: systemClock, log }
  const proofs = stack.use(startProving(accounts, { ...parts, onProven: () => lanes.nudge() }))
  const lanes = stack.use(
    startLanes(accounts, proofs, {
      ...parts,
      fetchPicture: async () => ({ is: 'no-picture', why: 'the bench has none' }),
      lookAgain: async () => {},
      maySend: () => true,
      onSent: () => {},
      onUnknown: () => {},
      abandon: abandon.signal,
    }),
  )
  return stack
}

async function fill(writer: Writer, account: Account): Promise<void> {
  const now = systemClock.now()
  for (const channel of account.channels) {
    await meetChannel(writer, channel.id, now)
    for (const [index, draft] of channel.posts.entries()) {
      const delivery = {
        article: `${channel.id}-${index}`,
        channel: channel.id,
        account: account.id,
        apiRoot: account.apiRoot,
        remoteId: null,
        published: now,
        queued: index,
        state: 'ready',
        reason: 'route: the bench wants it',
        parts: [{ draft, usd: 0 }],
      } as const
      await addDelivery(writer, delivery, now)
    }
  }
}
