import { goOn, never, type Life } from '../life.ts'
import type { Way } from '../plan.ts'
import { pass } from '../strikes.ts'
import { after, cancel, trueTime } from '../time.ts'
import { blame, count, followed, isQuiet, prepared, whoRuns, world, type Flight } from '../world.ts'

const DEADLINE = 30_000

/** How a platform takes part in a call; `A` is what the real code's caller gets. */
export interface Call<A> {
  /** For the trace. */
  readonly name: string
  /** The request arrives. `late`: nobody waits for it any more. */
  readonly arrive: (flight: Flight | null, late: boolean) => A
  readonly never: (why: string) => A
  readonly lost: (why: string) => A
  /** What a proxy before the platform says in its place; what half an answer looks like. */
  readonly gateway: () => A
  readonly broken: (answer: A) => A
  /** Whether an answer says for certain what became of the post. */
  readonly isClear: (answer: A) => boolean
  /** An answer from the platform's own list of refusals, in place of doing what it was asked; null where it has none. */
  readonly refuse: (() => A) | null
}

/** Takes a call to its platform and back, or not. `part`: of which it is the message; null where it posts nothing. */
export async function fly<A>(call: Call<A>, signal: AbortSignal, part: string | null): Promise<A> {
  const life = whoRuns()
  if (life.dead) await never
  judgeBegun(life, call.name)
  const flight = part === null ? null : takeOff(life, part)
  pass(life, part === null ? 'poll' : 'call')
  const entered = trueTime()
  while (life.frozen) await life.frozen.promise
  if (life.dead) {
    // It never left.
    unreached(null, flight)
    await never
  }
  const way = drawWay(call)
  if (way !== 'there and back') count(`call: ${way}`)
  world.say(`${life.name} ${call.name}: ${way}`)
  // A process that was frozen for longer than the deadline gives up before it sends.
  if (trueTime() - entered >= DEADLINE) {
    return settle(unreached(call.lost('no answer within 30 s'), flight), flight, call)
  }
  const { promise, resolve } = Promise.withResolvers<A>()
  let told = false
  const finish = (answer: A, atOnce: boolean): void => {
    const tell = (): void => {
      if (life.dead || told) return
      if (!atOnce) pass(life, part === null ? 'poll' : 'answer')
      if (life.dead || life.frozen) return goOn(life, tell)
      told = true
      signal.removeEventListener('abort', onAbort)
      cancel(deadline)
      resolve(settle(answer, flight, call))
    }
    goOn(life, tell)
  }
  const onAbort = (): void => {
    if (part !== null) judgePatience(life, part, entered)
    finish(call.lost('given up'), true)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  const deadline = after(DEADLINE, () => finish(call.lost('no answer within 30 s'), true))
  launch(call, way, flight, life, finish)
  pass(life, part === null ? 'poll' : 'called')
  if (life.dead) await never
  return promise
}

function launch<A>(
  call: Call<A>,
  way: Way,
  flight: Flight | null,
  life: Life,
  finish: (answer: A, atOnce: boolean) => void,
): void {
  const { chance } = world
  if (flight) flight.left = true
  const slow = way === 'slow' ? chance.between(2_000, 28_000) : chance.between(5, 250)
  const arrives = way === 'late arrival' ? chance.between(31_000, 80_000) : slow
  const arrive = (): A => {
    const late = life.dead || (flight !== null && flight.settled !== null) || isOvertaken(life)
    if (flight) flight.arrived = trueTime()
    return call.arrive(flight, late)
  }
  const back = (answer: A): void => void after(chance.between(5, 250), () => finish(answer, false))
  switch (way) {
    case 'there and back':
    case 'slow':
      after(arrives, () => back(arrive()))
      break
    case 'late arrival':
      after(arrives, arrive)
      break
    case 'answer lost':
      after(arrives, () => {
        arrive()
        if (chance.odds(0.6)) back(call.lost('the connection was reset'))
      })
      break
    case 'broken answer':
      after(arrives, () => back(call.broken(arrive())))
      break
    case 'gateway after':
      after(arrives, () => {
        arrive()
        back(call.gateway())
      })
      break
    case 'gateway':
      after(arrives, () => back(unreached(call.gateway(), flight)))
      break
    case 'refused':
      after(arrives, () => back(unreached(call.refuse!(), flight)))
      break
    case 'never sent':
      after(arrives, () => back(unreached(call.never('the connection was refused'), flight)))
      break
    case 'lost':
      if (flight) flight.arrived = trueTime()
      if (chance.odds(0.6)) after(arrives, () => back(call.lost('the connection was reset')))
      break
  }
}

/** What never reaches the platform is not under way. */
function unreached<A>(answer: A, flight: Flight | null): A {
  if (flight) flight.arrived = trueTime()
  return answer
}

function settle<A>(answer: A, flight: Flight | null, call: Call<A>): A {
  if (flight) {
    flight.settled = trueTime()
    flight.clear = call.isClear(answer)
  }
  world.say(`${whoRuns().name} ${call.name} is told ${JSON.stringify(answer)}`)
  return answer
}

/** A life that is asked to end begins nothing more; what it still does takes back what it has done. */
export function judgeBegun(life: Life, name: string): void {
  if (life.askedToEnd === null || name.startsWith('bot deleteMessage')) return
  blame(`${life.name} begins ${name}, ${trueTime() - life.askedToEnd} ms after SIGTERM`)
}

const PATIENCE = 9_900

/** A life that is asked to end lets the post that is on the wire have its ten seconds. */
function judgePatience(life: Life, part: string, since: number): void {
  if (life.askedToEnd === null || life.slept > 0 || isOvertaken(life)) return
  const waited = trueTime() - Math.max(since, life.askedToEnd)
  const own = trueTime() - since
  if (waited < PATIENCE && own < DEADLINE - 1_000) blame(`${life.name} gives ${part} up ${waited} ms after SIGTERM`)
}

function takeOff(life: Life, part: string): Flight {
  const flight: Flight = {
    life,
    started: trueTime(),
    left: false,
    arrived: null,
    settled: null,
    clear: false,
    told: null,
    heeded: null,
  }
  if (isOvertaken(life)) blame(`${life.name} posts ${part}, and another has taken over the store`)
  followed(part).flights.push(flight)
  return flight
}

/** Whether another life has taken the store over, which knows nothing of what this one still sends. */
function isOvertaken(life: Life): boolean {
  return Number(prepared('select fence from lease').get()?.['fence']) !== life.fence
}

function drawWay<A>(call: Call<A>): Way {
  if (isQuiet()) return 'there and back'
  const way = world.chance.weighted(world.plan.calls)
  return way === 'refused' && call.refuse === null ? 'there and back' : way
}

/** The part that is being sent with exactly these bytes; blames the caller where the store knows none. */
export function partBeingSent(account: string, body: Readonly<Record<string, unknown>>): string {
  const bytes = JSON.stringify(body)
  const rows = prepared(`select id from part where account = ? and state = 'sending' and bytes = ?`).all(account, bytes)
  if (rows.length === 0) blame(`${account} is asked to post what the store does not hold as being sent: ${bytes}`)
  const part = String(rows[0]?.['id'] ?? 'nothing')
  judgeBytes(part, JSON.stringify({ ...body, media: undefined, photo: undefined }))
  return part
}

/** What is sent once more without a person is what was sent before. */
function judgeBytes(part: string, bytes: string): void {
  const own = followed(part)
  if (own.resends > 0 && own.sent !== null && own.sent !== bytes) {
    blame(`${part} is sent once more with other words: ${own.sent} then ${bytes}`)
  }
  own.sent = bytes
}
