import type { Ref } from '#src/records.ts'

const HOSTS: ReadonlySet<string> = new Set(['t.me', 'telegram.me', 'telegram.dog'])

/**
 * Links to messages, core.telegram.org/api/links#message-links: `t.me/NAME/ID` and `t.me/c/NUMBER/ID`, in a topic with
 * the topic's number before the message's; `t.me/s/NAME/ID` on the web.
 */
export function refIn(link: string): Ref | null {
  const url = URL.parse(link)
  if (url === null || !HOSTS.has(url.hostname)) return null
  const [, place, id] = /^\/(c\/\d+|(?:s\/)?[a-z]\w{3,31})(?:\/\d+)?\/(\d+)\/?$/i.exec(url.pathname) ?? []
  if (place === undefined || id === undefined) return null
  return { id, url: `https://t.me/${place.replace(/^s\//, '')}/${id}` }
}
