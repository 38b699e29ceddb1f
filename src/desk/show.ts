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

/** A point in time for people: in `timezone`, to the second, with the offset from UTC. */
export function showTime(at: number, timezone: string): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone)
  return zoned.toString({ smallestUnit: 'second', timeZoneName: 'never' }).replace('T', ' ')
}

/** `text` with the points in time that stand in it, as in stored reasons, as people read them. */
export function inZone(text: string, timezone: string): string {
  return text.replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, (at) => showTime(Date.parse(at), timezone))
}
