import { SECOND, type Millis } from '#src/base/clock.ts'
import { describeError } from '#src/base/errors.ts'
import { countTry, partById, uncountTry, type Part } from '#src/store/deliveries.ts'
import { aboutPart } from './about.ts'
import type { LaneParts } from './account.ts'
import { end } from './end.ts'

/** How often something may fail before it is not done again. */
export const MOST_TRIES = 2

/** The parts whose stored count holds a try that this process has outlived, and could not take back yet. */
export type CountedTries = Set<string>

/**
 * Does `work` for a ready part, counted in the store before it begins and taken back when it has ended, well or not: what
 * is left is how often it ended the process, or hung it until it was ended. After the second time it is not done again:
 * the part waits for a person. Being stopped, and what the store does, is no part's fault.
 * @throws what `work` and the store throw.
 */
export async function tryPart(
  part: Part,
  counted: CountedTries,
  parts: LaneParts,
  work: () => Promise<void>,
): Promise<void> {
  const { store } = parts
  // Counted once: where the store failed before it could be taken back, the next turn is still the same try.
  const tries = counted.has(part.id)
    ? (await partById(store.read, part.id))?.tries
    : await store.write((writer) => countTry(writer, part.id))
  if (tries === undefined) return
  counted.add(part.id)
  try {
    if (tries > MOST_TRIES) await hold(part, tries - 1, 'it ended the process twice', parts)
    else await work()
  } finally {
    await store.write((writer) => uncountTry(writer, part.id))
    counted.delete(part.id)
  }
}

/** A part that breaks its lane a second time waits for a person, and the others go on. Answers when to go on. */
export async function setAside(part: Part, error: unknown, parts: LaneParts): Promise<Millis> {
  const failures = (await parts.store.write((writer) => countTry(writer, part.id))) ?? 0
  const words = describeError(error)
  if (failures >= MOST_TRIES) {
    await hold(part, failures, words, parts)
    return 0
  }
  tellBroken(part, failures, words, parts)
  return SECOND
}

async function hold(part: Part, failures: number, words: string, parts: LaneParts): Promise<void> {
  const { store, clock } = parts
  tellBroken(part, failures, words, parts)
  await store.write(async (writer) => {
    const now = await partById(writer, part.id)
    if (now?.state === 'ready') await end(writer, now, { to: 'held', why: `aside: ${words}`, at: clock.now() })
  })
}

function tellBroken(part: Part, failures: number, words: string, { log }: LaneParts): void {
  log.error({ ...aboutPart(part), failures, error: words }, 'a delivery broke its lane')
}
