import { HOLES, segmentAt } from '../shape.ts'

const LABEL = '[\\w\\P{ASCII}-]+'
const HOST = `(?:${LABEL}(?:\\.${LABEL})+\\.?|\\[[\\da-f:.]+\\])`
const WEB = new RegExp(`^https?://(?:[\\w.~:-]*@)?${HOST}(?::0*[1-9]\\d*)?(?=[/?#]|$)`, 'iu')
const APP = /^tg:(?:\/\/)?[\w-]+(?=[/?#]|$)/i

/**
 * Whether words or a button can lead to `url`: Telegram refuses the whole message where one leads to an address without
 * a dot in its host, with odd signs in it, or of another scheme than http, https and tg (TDLib,
 * `LinkManager::check_link`, `parse_url`). Signs that no name on the web holds are left to nobody's reading: no.
 */
export function canLead(url: string): boolean {
  return (WEB.test(url) || APP.test(url)) && URL.canParse(url)
}

/** Whether `url`, with holes, can become an address that {@link canLead}. What stands in a hole is taken for a host's. */
export function mayLead(url: string): boolean {
  return segmentAt(url) !== null || canLead(url.replace(HOLES, 'a.example'))
}
