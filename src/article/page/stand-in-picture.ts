import { bare } from '../same.ts'

// What such files are named for.
const STAND_IN =
  /^(?:logo|logotype|placeholder|default|fallback|blank|spacer|noimage|nophoto|dummy|missing|icon|favicon|sprite)s?$/
// What else their names are made of: uses, sizes, colours.
const FILLER =
  /^(?:\d+(?:x\d+)?|[a-f\d]{6,}|v\d+|no|the|og|fb|facebook|x|social|share|sharing|image|img|picture|pic|photo|thumb|thumbnail|card|cover|banner|header|article|news|post|story|site|website|brand|app|amp|big|small|large|medium|square|round|wide|full|hd|retina|new|old|white|black|dark|light|blue|red|color|colour|bg|background|transparent|rgb|web|main|meta|seo|online|com|org|net|de|en|fr|ru|uk|png|jpe?g|gif|webp|svg)$/
const FOLDERS = /\/(?:logos?|placeholders?|icons?|sprites?)\//i

/**
 * Whether a file is a stand-in for a picture, of which a site has one for all its articles: by its name, which says so
 * and nothing else, the site's own name and sizes aside. "acme-logo-sign.jpg" shows a logo, and is a picture.
 */
export function isStandIn(url: string, page: string): boolean {
  const { pathname } = new URL(url)
  if (/\.svg$/i.test(pathname) || FOLDERS.test(pathname)) return true
  const hosts = bare(new URL(url).hostname + new URL(page).hostname)
  const file = decode(pathname.split('/').at(-1) ?? '').replace(/\.\w{2,5}$/, '')
  const words = file
    .replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  const rest = words.filter((word) => !FILLER.test(word) && !hosts.includes(word))
  return words.some((word) => STAND_IN.test(word)) && rest.every((word) => STAND_IN.test(word))
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
