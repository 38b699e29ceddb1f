/** Feeds of the simulated publisher, in the place of the way out to the web. */
import type { Fetch, Fetched } from '#src/net/fetch.ts'
import { goOn, never } from '../life.ts'
import { isPictureUrl, readPictureOf } from '../pictures.ts'
import { readFeedOf } from '../publisher.ts'
import { pass } from '../strikes.ts'
import { after, cancel } from '../time.ts'
import { whoRuns, world } from '../world.ts'
import { judgeBegun } from './flight.ts'

export type { Answer, Fetch, Fetched, FetchFailed } from '#src/net/fetch.ts'

export function openFetch(): { readonly fetch: Fetch } & AsyncDisposable {
  return {
    async fetch(url, { conditions, signal }) {
      const life = whoRuns()
      judgeBegun(life, url)
      pass(life, 'poll')
      while (life.frozen) await life.frozen.promise
      if (life.dead) await never
      signal?.throwIfAborted()
      const { promise, resolve, reject } = Promise.withResolvers<Fetched>()
      const asked = after(world.chance.between(20, 600), () => {
        const answer = isPictureUrl(url)
          ? readPictureOf(url)
          : readFeedOf(url, conditions?.headers['if-none-match'] ?? null)
        goOn(life, () => resolve(answer))
      })
      const give = (): void => {
        cancel(asked)
        reject(signal?.reason as Error)
      }
      signal?.addEventListener('abort', give, { once: true })
      const answer = await promise
      signal?.removeEventListener('abort', give)
      return answer
    },
    async [Symbol.asyncDispose]() {},
  }
}
