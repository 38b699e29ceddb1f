import { DAY, systemClock } from '#src/base/clock.ts'
import { CallerMistake, describeError } from '#src/base/errors.ts'
import type { Config } from '#src/config/config.ts'
import { openParser } from '#src/feed/parse.ts'
import type { WatchedFeed } from '#src/feed/poll.ts'
import { openWebSub, type WebSub, type WebSubParts } from '#src/feed/websub.ts'

/**
 * Has feeds pushed as `websub` of the config says.
 * @throws CallerMistake where its address cannot be listened at.
 */
export async function openPushed(
  { publicUrl, listen }: NonNullable<Config['websub']>,
  feeds: readonly WatchedFeed[],
  parts: Omit<WebSubParts, 'parser' | 'publicUrl' | 'listen'>,
): Promise<WebSub> {
  // Awake all the time: a thread takes longer to start than an article may take from the hub to the store.
  const parser = openParser({ clock: systemClock, log: parts.log, idle: DAY })
  try {
    const webSub = await openWebSub(feeds, { ...parts, parser, publicUrl, listen })
    return {
      ...webSub,
      async [Symbol.asyncDispose]() {
        await webSub[Symbol.asyncDispose]()
        await parser[Symbol.asyncDispose]()
      },
    }
  } catch (error) {
    await parser[Symbol.asyncDispose]()
    if (!isNoAddress(error)) throw error
    throw new CallerMistake(
      `nothing can listen at ${listen.host}:${listen.port} (${describeError(error)}); write another address under "websub: listen" in crier.yaml`,
    )
  }
}

function isNoAddress(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'listen'
}
