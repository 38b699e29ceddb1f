import type { Ref } from '#src/records.ts'

const HOSTS: ReadonlySet<string> = new Set(['x.com', 'twitter.com'])

/** A post's own link, or that of its picture: `x.com/NAME/status/ID` and what stands behind it. `i` is anybody's name. */
export function refIn(link: string, { name }: { readonly name: string | null }): Ref | null {
  const url = URL.parse(link)
  if (url === null || !HOSTS.has(url.hostname.replace(/^(?:www|mobile)\./, ''))) return null
  const [, poster, id] = /^\/(i\/web|\w{1,15})\/status\/0*(\d{1,19})(?:\/|$)/.exec(url.pathname) ?? []
  if (poster === undefined || id === undefined) return null
  const isOwn =
    name === null || poster.startsWith('i/') || ['i', name.replace(/^@/, '')].some((own) => same(own, poster))
  return isOwn ? { id, url: `https://x.com/i/status/${id}` } : null
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
