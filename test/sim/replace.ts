/** Puts the simulated outside in the place of the modules that touch the real one. Everything else is the real code. */
import { registerHooks } from 'node:module'

const REPLACED: Readonly<Record<string, string>> = {
  'src/net/fetch.ts': 'outside/fetch.ts',
  'src/feed/parse.ts': 'outside/parse.ts',
  'src/platform/twitter/call.ts': 'outside/call-x.ts',
  'src/platform/telegram/call.ts': 'outside/call-bot.ts',
  'src/store/sqlite.ts': 'outside/sqlite.ts',
  'src/store/lease.ts': 'outside/lease.ts',
  'src/base/loop.ts': 'outside/loop.ts',
}

/** From now on whatever `src` imports of the outside is simulated; the simulator itself gets the real modules. */
export function replaceModules(): void {
  const here = new URL('./', import.meta.url).href
  const root = new URL('../../', import.meta.url).href
  const places = new Map(Object.entries(REPLACED).map(([real, ours]) => [root + real, here + ours]))
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context)
      const ours = places.get(found.url)
      return ours === undefined || context.parentURL?.startsWith(here) ? found : { ...found, url: ours }
    },
  })
}
