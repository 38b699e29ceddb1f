import { openHouse, until, type Crier } from '../fixtures/house.ts'
import { ended, patiently } from './ending.ts'
import { balance, countParts, damageOf, type Balance } from './ledger.ts'
import { openReports } from './reports.ts'

const CHANNELS = 3

/** What came of starts that overlap. */
export interface Deploys extends Balance {
  /** What should not have happened: two at work at once, an ending that is neither a stop nor a refusal with words. */
  readonly wrong: readonly string[]
  /** How many starts were refused. */
  readonly refused: number
  readonly damage: readonly string[]
}

/**
 * Replaces a running Crier `rounds` times as careless deploys do, while articles flow: one new process or two are
 * started while the old one still stops, or before it is told to.
 */
export async function deployAgainAndAgain(rounds: number, tell: (line: string) => void): Promise<Deploys> {
  await using house = await openHouse()
  const reports = openReports(house)
  let running = house.start()
  await patiently(running, 'the first sight', running.logged('feed seen for the first time'))
  const wrong: string[] = []
  const damage: string[] = []
  let refused = 0

  for (let round = 0; round < rounds; round++) {
    reports.publish(2)
    const stopFirst = round % 3 !== 2
    if (stopFirst) running.child.kill('SIGTERM')
    const young = round % 3 === 0 ? [house.start()] : [house.start(), house.start()]
    const fates = young.map((crier) => fateOf(crier))
    if (!stopFirst) {
      await Promise.race(fates)
      running.child.kill('SIGTERM')
    }
    const [old, ...settled] = await Promise.all([ended(running), ...fates])
    if (old.code !== 0)
      wrong.push(`round ${round}: the old one ended with ${old.code}: ${running.said.err.slice(-500)}`)
    wrong.push(...settled.filter((fate) => fate !== 'at work' && fate !== 'refused'))
    refused += settled.filter((fate) => fate === 'refused').length
    const atWork = young.filter((_, index) => settled[index] === 'at work')
    if (atWork.length > 1) wrong.push(`round ${round}: two were at work at once`)
    // Where the old one took its time, the new one was refused; whoever deploys starts it again.
    running = atWork[0] ?? house.start()
    await patiently(running, 'its start', running.logged('Crier runs'))
    damage.push(...damageOf(house.store))
    tell(`round ${round + 1} of ${rounds}: ${settled.join(', ')}`)
  }
  const done = () => countParts(house, `state = 'sent'`) === reports.paths.length * CHANNELS
  await patiently(running, 'the rest', until(house, running, done))
  await running.end()
  return { ...balance(house, reports.paths), wrong, refused, damage }
}

/** Whether a start leads to work, or to a refusal that says why; else what it said. */
async function fateOf(crier: Crier): Promise<string> {
  const fate = await Promise.race([
    patiently(crier, 'its start', crier.logged('Crier runs')).then(() => 'at work' as const),
    ended(crier),
  ])
  if (fate === 'at work') return fate
  const isRefusal = fate.code === 2 && crier.said.err.includes('Crier already runs on this store: process ')
  return isRefusal ? 'refused' : `a start ended with ${fate.code ?? fate.signal}: ${crier.said.err.slice(-500)}`
}
