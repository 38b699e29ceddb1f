import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SECOND } from '#src/base/clock.ts'
import { movePart, type Part } from '#src/store/deliveries.ts'
import { openStore } from '#src/store/open.ts'
import { addedDelivery, NOON, ownFolder } from '#test/fixtures/stored.ts'
import { openChance, wholeFrom, type Chance } from './chance.ts'
import { ask, damageOf } from './ledger.ts'
import { endOfCommits } from './write-ahead-log.ts'

const CUTS = 500
const WRITES = 150
const STALE = 50_000

/** The files as they are on the disk at one moment. */
interface Disk {
  readonly file: Buffer
  readonly log: Buffer
}

/** The log only a little beyond its end: far behind stands what is long in the file. */
function lookAt(file: string): Disk {
  const log = readFileSync(`${file}-wal`)
  return { file: readFileSync(file), log: log.subarray(0, endOfCommits(log) + STALE) }
}

/** What a power failure can leave of bytes that were never acknowledged: nothing, what was there before, or holes. */
const LEFT: readonly ((chance: Chance, log: Buffer, from: number, before: Buffer) => Buffer)[] = [
  (_, log, from) => log.subarray(0, from),
  (_, log, from, before) => Buffer.concat([log.subarray(0, from), before.subarray(from)]),
  (chance, log, from) => {
    const torn = Buffer.from(log)
    torn.fill(0, from, wholeFrom(chance, from, log.length))
    return torn
  },
]

test(
  `the log cut at ${CUTS} places past the last acknowledged write loses nothing acknowledged, and leaves the store whole`,
  { timeout: 120 * SECOND },
  async () => {
    const chance = openChance(11)
    const folder = ownFolder()
    const file = join(folder, 'crier.db')
    const moments: { readonly acknowledged: number; readonly before: Disk; readonly after: Disk }[] = []
    {
      await using store = await openStore({ file, use: 'live' })
      const parts: Part[] = []
      for (let number = 0; number < WRITES; number++) {
        parts.push(...(await addedDelivery(store, { article: `article${number}`, queued: number })))
      }
      for (const [acknowledged, part] of parts.entries()) {
        const before = lookAt(file)
        await store.write((writer) => movePart(writer, part, { to: 'sending', why: 'sending: its turn', at: NOON }))
        moments.push({ acknowledged, before, after: lookAt(file) })
      }
    }
    const begunAnew = moments.filter(({ before, after }) => endOfCommits(after.log) < endOfCommits(before.log))
    expect(begunAnew.length).toBeGreaterThan(0)
    for (let cut = 0; cut < CUTS; cut++) {
      const { acknowledged, before, after } = moments[wholeFrom(chance, 0, moments.length - 1)]!
      const first = endOfCommits(before.log)
      const last = endOfCommits(after.log)
      // Where the log was begun anew, all that was acknowledged had gone into the file before.
      const from = wholeFrom(chance, last < first ? 0 : first, last)
      const copy = join(folder, 'cut.db')
      rmSync(`${copy}-shm`, { force: true })
      writeFileSync(copy, after.file)
      writeFileSync(`${copy}-wal`, LEFT[cut % LEFT.length]!(chance, after.log, from, before.log))
      await (await openStore({ file: copy, use: 'live' }))[Symbol.asyncDispose]()
      const states = ask<{ state: string }>(copy, 'select state from part order by queued').map(({ state }) => state)
      const kept = states.filter((state) => state === 'sending').length
      expect(states, `cut ${cut}`).toEqual(states.map((_, index) => (index < kept ? 'sending' : 'ready')))
      expect([acknowledged, acknowledged + 1], `cut ${cut}`).toContain(kept)
      expect(damageOf(copy)).toEqual([])
    }
  },
)
