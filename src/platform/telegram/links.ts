import type { Ref } from '#src/records.ts'

const HOSTS: ReadonlySet<string> = new Set(['t.me', 'telegram.me', 'telegram.dog'])

/**
 * Links to messages, core.telegram.org/api/links#message-links: `t.me/NAME/ID` and `t.me/c/NUMBER/ID`, in a topic with
 * the topic's number before the message's; `t.me/s/NAME/ID` on the web. A chat that is configured by its name may be
 * linked by its number, and the other way round: then nothing tells whether they are one.
 */
export function refIn(link: string, { channel }: { readonly channel: { readonly chat: string } | null }): Ref | null {
  const url = URL.parse(link)
  if (url === null || !HOSTS.has(url.hostname)) return null
  const [, , number, name, id] =
    /^\/(c\/(\d+)|(?:s\/)?([a-z]\w{3,31}))(?:\/\d+)?\/0*(\d{1,10})\/?$/i.exec(url.pathname) ?? []
  if (id === undefined) return null
  const { chat = null } = channel ?? {}
  if (name !== undefined && chat?.startsWith('@') && chat.slice(1).toLowerCase() !== name.toLowerCase()) return null
  if (number !== undefined && chat?.startsWith('-') && chat !== `-100${number}`) return null
  return { id, url: `https://t.me/${name ?? `c/${number}`}/${id}` }
}
