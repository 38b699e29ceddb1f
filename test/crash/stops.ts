import { until, type Crier, type House } from '../fixtures/house.ts'
import { openChance, wholeFrom } from './chance.ts'
import { ended, patiently } from './ending.ts'
import { ask, balance, countParts, damageOf, openParts, type Balance } from './ledger.ts'
import { openReports } from './reports.ts'
import { STRUCK, strikeAt } from './steps.ts'
import { openStreet, type Street } from './street.ts'

const CHANNELS = 3
const STATEMENTS = 250

/** What came of a history of stops. */
export interface Stops extends Balance {
  /** Every exit code, null where the signal itself ended the process. */
  readonly codes: readonly (number | null)[]
  /** Milliseconds from SIGTERM to the end. */
  readonly times: readonly number[]
  /** Stops at which a call was on the wire. */
  readonly inFlight: number
  /** The ids of calls whose fate nobody knew afterwards. */
  readonly unknown: readonly string[]
  readonly damage: readonly string[]
}

/**
 * Stops Crier `stops` times while articles flow: every third time with a call on the wire whose answer comes only after
 * the signal, else at a statement chosen by chance. The last life is let finish.
 */
export async function stopAgainAndAgain(stops: number, seed: number, tell: (line: string) => void): Promise<Stops> {
  const chance = openChance(seed)
  await using street = await openStreet()
  const { house } = street
  const reports = openReports(house)
  const first = house.start()
  await patiently(first, 'the first sight', first.logged('feed seen for the first time'))
  await first.end()

  const codes: (number | null)[] = []
  const times: number[] = []
  const damage: string[] = []
  let inFlight = 0
  for (let stop = 0; stop < stops; stop++) {
    const onTheWire = stop % 3 === 0
    const [crier, asked] = onTheWire
      ? await stopOnTheWire(street, () => reports.publish(1))
      : stopAtStatement(house, () => reports.publish(1), wholeFrom(chance, 1, STATEMENTS))
    const { code } = await ended(crier)
    times.push(performance.now() - (await asked))
    codes.push(code)
    if (onTheWire) inFlight += 1
    damage.push(...damageOf(house.store))
    tell(`stop ${stop + 1} of ${stops}${onTheWire ? ' (on the wire)' : ''}: exit code ${code}`)
  }
  const last = house.start()
  // All may have gone before it: what has not begun to work yet dies of a signal.
  await patiently(last, 'two proven accounts', last.logged('account proven', 2))
  const done = () => countParts(house, `state = 'sent'`) === reports.paths.length * CHANNELS
  await patiently(last, 'the rest', until(house, last, done))
  codes.push(await last.end())
  const unknown = ask<{ id: string }>(
    house.store,
    `select id from send_log where outcome = 'unknown' or outcome is null`,
  ).map(({ id }) => id)
  return { ...balance(house, reports.paths), codes, times, inFlight, unknown, damage }
}

/** Stops it when a platform has taken a post and its answer is kept back; only then the answer comes. */
async function stopOnTheWire({ house, doors }: Street, publish: () => void): Promise<readonly [Crier, number]> {
  const crier = house.start()
  await patiently(crier, 'two proven accounts', crier.logged('account proven', 2))
  for (const door of doors) door.shut()
  publish()
  await patiently(
    crier,
    'a call on the wire',
    until(house, crier, () => openParts(house).length > 0),
  )
  const asked = performance.now()
  crier.child.kill('SIGTERM')
  for (const door of doors) door.open()
  return [crier, asked]
}

function stopAtStatement(house: House, publish: () => void, nth: number): readonly [Crier, Promise<number>] {
  publish()
  const point = strikeAt({ step: 'any', when: 'after', nth, signal: 'SIGTERM' })
  const crier = house.start(STRUCK, point)
  return [crier, crier.logged('struck').then(() => performance.now())]
}
