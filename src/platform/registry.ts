import type { Platform } from './platform.ts'
import { telegram } from './telegram/index.ts'
import { twitter } from './twitter/index.ts'

/** Every platform Crier knows. Console, config, limits and docs iterate this list; a new platform is one line here. */
export const platforms: readonly Platform[] = [twitter, telegram]

/** The platform of this id, or null where there is none. */
export function platformOf(id: string): Platform | null {
  return platforms.find((platform) => platform.id === id) ?? null
}
