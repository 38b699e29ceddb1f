import type { Clock } from '#src/base/clock.ts'
import type { Config } from '#src/config/config.ts'
import { openFetch, type FetchParts } from '#src/net/fetch.ts'
import { introduce } from '#src/net/introduce.ts'

/** Opens the guarded way out as staff have set it: what may be inside, and whom publishers are told. */
export function openWayOut(
  { network }: Pick<Config, 'network'>,
  { userAgent, ...parts }: { readonly clock: Clock; readonly userAgent: string } & Pick<FetchParts, 'origins'>,
): ReturnType<typeof openFetch> {
  return openFetch({ ...parts, userAgent: introduce(userAgent, network.contact), allow: network.allow })
}
