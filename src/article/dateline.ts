/**
 * `paragraph` without where, when and by whom it was written before it begins: "KYIV, July 12 (Agency) — ". A place in
 * capitals, or one with a day or an agency behind it, then a dash: a dash alone may be the sentence's own. Agencies of
 * East Asia have forms of their own, without a dash.
 */
export function withoutDateline(paragraph: string): string {
  for (const pattern of [CAPITALS, NAMED, CASELESS, COLON, CHINESE, KOREAN]) {
    const rest = paragraph.replace(pattern, '')
    if (rest !== paragraph && /^["'“«„»(「『]?\p{L}|^["'“«„]?\p{N}/u.test(rest)) return rest
  }
  return paragraph
}

const DASH = String.raw`\s*(?:[—–]|--?(?=\s))\s*`
const BEHIND = String.raw`(?:,\s*[^—–\n]{1,30}?)?(?:\s*\([^()]{2,40}\))?`
const CAPITALS = new RegExp(`^\\p{Lu}[\\p{Lu}\\p{M}\\s.'’-]{2,40}${BEHIND}${DASH}`, 'u')
/** "KYIV: The bridge…", "NEW DELHI: The…" */
const COLON = /^(?:\p{Lu}{4,}|\p{Lu}{2,}(?:\s\p{Lu}{2,}){1,2}):\s+(?=["“]?\p{Lu})/u
// German agencies write themselves in small letters: "(dpa/lno)".
const AGENCY = String.raw`\((?:\p{Lu}[^()]{1,40}|\p{Ll}{2,5}(?:[/,-]\s?\p{L}{2,5}){0,3})\)`
const NAMED = new RegExp(
  `^\\p{Lu}[\\p{L}\\p{M}\\s.'’-]{1,40}(?:,\\s*[^—–\\n]{0,25}\\d[^—–\\n]{0,12}|,?\\s*${AGENCY}|,\\s*\\d[^—–\\n]{0,25}\\s*\\([^()]{2,40}\\))${DASH}(?=["'“«„]?[\\p{Lu}\\p{N}])`,
  'u',
)
/** In scripts without capitals only a short name with an agency behind it is sure: "القدس (وكالة) - ". */
const CASELESS = new RegExp(`^\\p{Lo}[\\p{Lo}\\p{M}\\s]{1,24}\\s?\\([^()]{2,40}\\)${DASH}`, 'u')
/** "本报北京7月12日电（记者 李文）", "中新社讯 (记者…)": a day or a reporter marks it, and 电 or 讯 (a dispatch) ends it. */
const CHINESE =
  /^\p{Script=Han}[\p{Script=Han}\s]{1,14}(?:(?:\d{1,2}月)?\d{1,2}日[电電讯訊](?:\s*[（(][^（）()]{2,40}[）)])?|[电電讯訊]\s*[（(](?:记者|記者|通讯员|通訊員)[^（）()]{1,40}[）)])\s*[:：]?\s*/u
/** "(서울=연합뉴스) 홍길동 기자 = " */
const KOREAN = /^\([^()=]{1,15}=[^()]{1,20}\)\s*(?:[^=\n]{1,24}기자\s*=\s*)?/u
