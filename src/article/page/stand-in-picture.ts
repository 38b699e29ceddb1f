import { bare } from '../same.ts'

// What such files are named for.
const STAND_IN =
  /^(?:logo|logotype|masthead|placeholder|default|fallback|blank|spacer|noimage|nophoto|dummy|missing|unavailable|icon|favicon|sprite)s?$/
// The one that a site has for whatever is shared of it.
const FOR_SHARING = /^(?:share|sharing|social|soc)$/
// "no-image", "image not available".
const NONE = /\bno\P{L}+(?=(?:image|photo|picture|pic|thumb|thumbnail)\b)|\b(?:not\P{L}+available|not\P{L}+found)\b/gu
// A file that is named for one article among others.
const NUMBERED = /^(?:\d{5,}|[a-f\d]{6,})$/
// What else their names are made of: uses, sizes, colours.
const FILLER =
  /^(?:\d+(?:x\d+)?|[a-f\d]{6,}|v\d+|no|the|available|soc|wp|cropped|og|fb|facebook|x|social|share|sharing|image|img|picture|pic|photo|thumb|thumbnail|card|cover|banner|header|article|news|post|story|site|website|brand|app|amp|big|small|large|medium|square|round|wide|full|hd|retina|new|old|white|black|dark|light|blue|red|color|colour|bg|background|transparent|rgb|web|main|meta|seo|online|com|org|net|de|en|fr|ru|uk|png|jpe?g|gif|webp|svg)$/
const FOLDERS = /\/(?:logos?|placeholders?|icons?|sprites?|emojis?|smilies|smileys|avatars?)\//i

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
    .replaceAll('_', '-')
    .replaceAll(NONE, 'missing-')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  const rest = words.filter((word) => !FILLER.test(word) && !hosts.includes(word))
  if (!rest.every((word) => STAND_IN.test(word))) return false
  if (words.some((word) => STAND_IN.test(word))) return true
  // One that is made for the article has its number, or lies where the article does.
  const slug = new URL(page).pathname.split('/').findLast((part) => part !== '')
  const isOfArticle = words.some((word) => NUMBERED.test(word)) || pathname.split('/').some((part) => part === slug)
  return words.some((word) => FOR_SHARING.test(word)) && !isOfArticle
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
