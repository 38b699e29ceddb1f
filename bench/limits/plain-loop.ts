import { systemClock } from '#src/base/clock.ts'
import type { Account, World } from './world.ts'

/**
 * A loop for each account that posts one thing after the other as fast as it can, the oldest for every channel first,
 * and waits as long as a platform tells it to (`retry_after`, `x-rate-limit-reset`) before it tries the same again.
 */
export async function loopPlainly(world: World): Promise<void> {
  await Promise.all(world.accounts.map(loop))
}

async function loop({ connection, channels }: Account): Promise<void> {
  const rounds = Math.max(...channels.map(({ posts }) => posts.length))
  for (let round = 0; round < rounds; round++) {
    for (const { id, posts } of channels) {
      const post = posts[round]
      if (post === undefined) continue
      for (;;) {
        const outcome = await connection.send(JSON.stringify(post.body), `${id} ${round}`, AbortSignal.any([]))
        if (outcome.is === 'sent') break
        if (outcome.is !== 'later' || outcome.at === null) throw new Error(`a post of ${id} is ${outcome.is}`)
        await systemClock.sleep(outcome.at - systemClock.now())
      }
    }
  }
}
