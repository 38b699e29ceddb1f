/**
 * The User-Agent by which `product` (a name and its version) introduces itself to publishers: what it is, and where those
 * who run it are reached, a web page or a mail address (RFC 9110, 10.1.5). Null: they do not say.
 */
export function introduce(product: string, contact: string | null): string {
  const where = contact === null ? '' : `; ${contact.startsWith('https:') ? '+' : ''}${contact}`
  return `${product} (feed reader for newsrooms${where})`
}
