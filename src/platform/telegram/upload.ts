import { Agent, FormData, request } from 'undici'
import { readBody } from '#src/net/decode.ts'
import type { Wire } from '#src/net/wire.ts'
import type { KeptPicture } from '../platform.ts'

/** What answered, in whatever form; `json` is undefined where it is none. */
export interface UploadAnswer {
  readonly status: number
  readonly json: unknown
}

const MOST_ANSWER = 2 ** 20

/**
 * Posts `payload` with its photo as a form (core.telegram.org/bots/api#making-requests), once, over `wire`: telegraf's
 * uploads stall on this Node. Redirects are answers here.
 * @throws undici's error where no whole answer came, and the reason of the signal.
 */
export async function upload(
  url: string,
  payload: Readonly<Record<string, unknown>>,
  photo: KeptPicture,
  wire: Wire,
  signal: AbortSignal,
): Promise<UploadAnswer> {
  const agent = new Agent({ connections: 1, pipelining: 0, allowH2: false, connect: wire.connect })
  try {
    const answer = await request(url, { dispatcher: agent, method: 'POST', body: formOf(payload, photo), signal })
    const coding = String(answer.headers['content-encoding'] ?? '')
    const bytes = await readBody(answer.body, coding, MOST_ANSWER)
    return { status: answer.statusCode, json: parsed(new TextDecoder().decode(bytes)) }
  } finally {
    await agent.destroy()
  }
}

// A photo leaves no room for the preview of a link.
const LEFT_OUT: ReadonlySet<string> = new Set(['photo', 'link_preview_options'])

function formOf(payload: Readonly<Record<string, unknown>>, photo: KeptPicture): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(payload)) {
    if (LEFT_OUT.has(name) || value === undefined || value === null) continue
    form.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  }
  form.set('photo', new Blob([Buffer.from(photo.bytes)], { type: photo.type }), `photo.${photo.type.slice(6)}`)
  return form
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
