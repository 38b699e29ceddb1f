// Takes what comes one byte at a time, as a process that its test gives little memory: `fetch <origin>`, or `door`, which
// prints its origin first. Prints how many bytes there were.
import { systemClock } from '#src/base/clock.ts'
import { answerHubs } from '#src/feed/callback.ts'
import { openFetch } from '#src/net/fetch.ts'
import { listen } from '#src/net/listen.ts'

const [what, origin = ''] = process.argv.slice(2)
if (what === 'fetch') {
  await using open = openFetch({ clock: systemClock, userAgent: 'test', allow: [new URL(origin).host] })
  const answer = await open.fetch(origin, { trust: 'configured' })
  console.log(answer.is === 'answer' ? answer.body.length : answer.why)
} else {
  const server = await listen(
    answerHubs({
      verify: async () => null,
      deny: async () => false,
      expects: () => true,
      enter: () => ({ more: () => true, leave: () => {} }),
      take: (_, body) => {
        console.log(body.length)
        return true
      },
    }),
  )
  console.log(server.origin)
}
