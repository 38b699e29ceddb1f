import { readdirSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import type { Millis } from '#src/base/clock.ts'
import type { Config } from '#src/config/config.ts'
import { storesNamedIn } from '#src/config/load.ts'
import { peekInForce, type InForce } from '#src/store/in-force.ts'
import { isAtWork } from '#src/store/lease.ts'
import { configure } from './configure.ts'

/** What a Crier goes by on one store, as it stands there. */
interface Standing extends InForce {
  readonly store: string
}

/**
 * The config that Crier goes by while `file` has mistakes: the one that is in force where one is at work, else the one
 * that was put in force last. Null where no store has any.
 */
export async function configInForce(file: string, now: Millis): Promise<Config | null> {
  const { live, rehearsal } = storesNamedIn(file)
  const [working] = await atWorkBy(file, [live, rehearsal], now)
  if (working) return working
  const [newest] = (await standingsOn([live, rehearsal])).toSorted((one, other) => other.seen - one.seen)
  return newest ? configOf({ ...newest, file }) : null
}

/** What staff's commands go by. */
export type GoesBy =
  /** Whether a Crier is at work on the store that the file names, and goes by the file. */
  | { readonly is: 'file'; readonly atWork: boolean }
  /** Another config is in force; `why` says so, for staff. */
  | { readonly is: 'in-force'; readonly config: Config; readonly why: string }

/**
 * Whether staff's commands are to go by a config as it was read: a Crier that is at work may have refused it, or may not
 * know of it yet, and stands by another one, on another store perhaps. It is looked for on the stores beside the one that
 * the file names, as their folders hold them.
 */
export async function goesBy(config: Config, now: Millis): Promise<GoesBy> {
  const [own] = (await standingsOn([config.store])).filter((each) => isAtWork(each, now))
  if (own) {
    const inForce = own.text === config.text ? null : configOf(own)
    if (inForce === null || inForce.store !== config.store) return { is: 'file', atWork: true }
    const why = `${config.file} is not what Crier goes by: it has refused what stands there now (its log says why), or has yet to read it.`
    return { is: 'in-force', config: inForce, why }
  }
  const { live, rehearsal } = storesNamedIn(config.file)
  const [other] = await atWorkBy(config.file, [config.store, live, rehearsal], now)
  if (other === undefined) return { is: 'file', atWork: false }
  const why = `No Crier runs on ${config.store}, which ${config.file} means now: the one at work is on ${other.store}, and another store or rehearsal needs a restart of it.`
  return { is: 'in-force', config: other, why }
}

/** The configs in force by `file` where a Crier is at work, on `stores` and the other files of their folders. */
async function atWorkBy(file: string, stores: readonly string[], now: Millis): Promise<readonly Config[]> {
  const beside = stores.flatMap((store) => filesLike(store))
  const standing = await standingsOn([...new Set([...stores, ...beside])])
  return standing.flatMap((each) => {
    const config = isAtWork(each, now) && each.file === file ? configOf(each) : null
    // A rehearsal that was asked for by the command line is none of what the file says.
    return config?.store === each.store ? [config] : []
  })
}

async function standingsOn(stores: readonly string[]): Promise<readonly Standing[]> {
  const found: Standing[] = []
  for (const store of stores) {
    const inForce = await peekInForce(store)
    if (inForce !== null) found.push({ ...inForce, store })
  }
  return found
}

function configOf({ file, text }: Pick<InForce, 'file' | 'text'>): Config | null {
  const loaded = configure(file, undefined, text)
  return loaded.is === 'config' ? loaded.config : null
}

function filesLike(store: string): readonly string[] {
  try {
    const folder = dirname(store)
    return readdirSync(folder).flatMap((name) => (extname(name) === extname(store) ? [join(folder, name)] : []))
  } catch {
    return []
  }
}
