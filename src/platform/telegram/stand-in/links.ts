/** A link as Telegram stores it, or why it takes none. */
export type CheckedLink = { readonly is: 'link'; readonly url: string } | { readonly is: 'bad'; readonly why: string }

const PARTS = /^(?:(?<scheme>[a-z][a-z0-9+.-]*):\/\/)?(?<authority>[^/?#]*)(?<rest>.*)$/isu
const HOST_CHARACTERS = /^(?:[a-z0-9._-]|[^\p{ASCII}])*$/iu
const IPV6 = /^\[[0-9a-f:.]+\]$/i

/**
 * What becomes of the address of a text link: http without a scheme, the host in small letters, a path at least `/`.
 * Hosts without a dot and schemes other than http, https and tg are not taken (TDLib, `LinkManager::check_link`).
 */
export function checkLink(link: string): CheckedLink {
  const trimmed = link.trim()
  if (/^tg:(?:\/\/)?[a-z0-9_-]/i.test(trimmed)) return { is: 'link', url: trimmed }
  const parts = PARTS.exec(trimmed)?.groups
  const scheme = parts?.['scheme']?.toLowerCase() ?? 'http'
  if (parts === undefined || (scheme !== 'http' && scheme !== 'https')) {
    return { is: 'bad', why: 'Unsupported URL protocol' }
  }
  const authority = parts['authority'] ?? ''
  const at = authority.lastIndexOf('@')
  const port = /:\d*$/.exec(authority.slice(at + 1))?.[0] ?? ''
  const host = authority.slice(at + 1, authority.length - port.length).toLowerCase()
  if (port.length > 1 && Number(port.slice(1)) > 65_535)
    return { is: 'bad', why: 'Wrong port number specified in the URL' }
  if (host === '') return { is: 'bad', why: 'URL host is empty' }
  if (!IPV6.test(host)) {
    if (!HOST_CHARACTERS.test(host)) return { is: 'bad', why: 'Disallowed character in URL host' }
    if (!host.includes('.')) return { is: 'bad', why: 'Wrong HTTP URL' }
  }
  const rest = (parts['rest'] ?? '').replace(/[\p{Cc} ]/gu, (character) => encodeURIComponent(character))
  const path = rest.startsWith('/') ? rest : `/${rest}`
  return { is: 'link', url: `${scheme}://${authority.slice(0, at + 1)}${host}${port.length > 1 ? port : ''}${path}` }
}
