import { listen } from '#src/net/listen.ts'

export interface Heard {
  readonly method: string
  readonly path: string
  readonly authorization: string
  readonly body: string
}

export interface Said {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** A server that gives each request the answer of `say`, and remembers what it heard. */
export async function answering(
  say: (request: Heard) => Said,
): Promise<AsyncDisposable & { readonly origin: string; readonly heard: readonly Heard[] }> {
  const heard: Heard[] = []
  const server = await listen((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const entry: Heard = {
        method: request.method ?? '',
        path: request.url ?? '',
        authorization: request.headers.authorization ?? '',
        body: Buffer.concat(chunks).toString(),
      }
      heard.push(entry)
      const { status, body, headers } = say(entry)
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    })
  })
  return { origin: server.origin, heard, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}
