import { scrub } from '#src/base/secret.ts'

/** A post in a frame, as a reader sees it: who it is from, how long it is by the platform's count, and its text. */
export function showPost(post: {
  readonly platform: string
  readonly channel: string
  readonly account: string
  readonly text: string
  readonly used: number
  readonly allowed: number
  readonly note?: string
}): string {
  const { platform, channel, account, text, used, allowed, note } = post
  const head = `${platform} · ${account} · ${channel} · ${used}/${allowed}${note === undefined ? '' : ` · ${note}`}`
  const body = text.split('\n').map((line) => (line === '' ? '│' : `│ ${line}`))
  return scrub([`┌ ${head}`, ...body, '└'].join('\n'))
}

/** A point in time for people: in UTC, to the second. */
export function showTime(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ')
}
