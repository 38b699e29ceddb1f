import type { IncomingMessage, ServerResponse } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '#src/base/clock.ts'
import { openFetch } from '#src/net/fetch.ts'
import { listen } from '#src/net/listen.ts'

/** Posts a form to a server of the test's own. */
async function posted(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
  form: Record<string, string>,
) {
  const server = await listen(handler)
  onTestFinished(() => server[Symbol.asyncDispose]())
  const fetching = openFetch({ clock: systemClock, userAgent: 'test', allow: [new URL(server.origin).host] })
  onTestFinished(() => fetching[Symbol.asyncDispose]())
  return fetching.fetch(`${server.origin}/old`, { trust: 'content', form })
}

test('a form is posted, and posted on where a redirect keeps the method', async () => {
  const came: string[] = []
  const form = { 'hub.mode': 'subscribe', 'hub.topic': 'https://a.example/?b=c&d' }
  const answer = await posted((request, response) => {
    if (request.url === '/old') return void response.writeHead(308, { location: '/new' }).end()
    request.on('data', (chunk) => came.push(`${request.method} ${request.headers['content-type']} ${chunk}`))
    request.on('end', () => response.writeHead(202).end())
  }, form)
  expect(answer).toMatchObject({ is: 'answer', status: 202 })
  expect(came).toEqual([
    'POST application/x-www-form-urlencoded hub.mode=subscribe&hub.topic=https%3A%2F%2Fa.example%2F%3Fb%3Dc%26d',
  ])
})

test.each([301, 302, 303])(
  'a form is not posted on, nor a page asked for in its place, by a redirect of %d',
  async (status) => {
    const answer = await posted((_, response) => void response.writeHead(status, { location: '/new' }).end(), {
      a: 'b',
    })
    expect(answer).toMatchObject({ is: 'failed', failure: 'redirects' })
  },
)
