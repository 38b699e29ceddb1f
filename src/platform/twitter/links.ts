import type { Ref } from '#src/records.ts'

const HOSTS: ReadonlySet<string> = new Set(['x.com', 'twitter.com'])

/** A post's own link, or that of its picture: `x.com/NAME/status/ID` and what stands behind it. */
export function refIn(link: string): Ref | null {
  const url = URL.parse(link)
  if (url === null || !HOSTS.has(url.hostname.replace(/^(?:www|mobile)\./, ''))) return null
  const id = /^\/(?:i\/web|\w{1,15})\/status\/(\d+)(?:\/|$)/.exec(url.pathname)?.[1]
  return id === undefined ? null : { id, url: `https://x.com/i/status/${id}` }
}
