import { existsSync } from 'node:fs'
import type { Config } from '#src/config/config.ts'
import { storesNamedIn } from '#src/config/load.ts'
import { lastInForce } from '#src/store/in-force.ts'
import { openStore } from '#src/store/open.ts'
import { configure } from './configure.ts'

/**
 * The config that Crier goes by while the file has mistakes: the one that it put in force last, as its store has it.
 * Null where no store has any.
 */
export async function configInForce(file: string): Promise<Config | null> {
  const stores = storesNamedIn(file)
  let newest: { readonly text: string; readonly seen: number } | null = null
  for (const use of ['live', 'rehearsal'] as const) {
    if (!existsSync(stores[use])) continue
    await using store = await openStore({ file: stores[use], use })
    const found = await lastInForce(store.read)
    if (found !== null && found.seen >= (newest?.seen ?? 0)) newest = found
  }
  if (newest === null) return null
  const loaded = configure(file, undefined, newest.text)
  return loaded.is === 'config' ? loaded.config : null
}
