// Languages come from feeds and pages: whatever they say, so many are kept.
const KEPT = 200
const known = new Map<string, boolean>()

/**
 * Whether numbers parted by slashes begin with the day in `language`, a tag: where CLDR's short dates do
 * (https://cldr.unicode.org, "yMd"). `en` alone is American, and so is no language.
 */
export function beginsWithDay(language: string | null): boolean {
  if (language === null) return false
  const found = known.get(language)
  if (found !== undefined) return found
  if (known.size >= KEPT) known.clear()
  const answer = dayBeforeMonth(language)
  known.set(language, answer)
  return answer
}

function dayBeforeMonth(language: string): boolean {
  try {
    const format = new Intl.DateTimeFormat(language.replaceAll('_', '-'), {
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    })
    const parts = format.formatToParts(0).map(({ type }) => type)
    return parts.indexOf('day') < parts.indexOf('month')
  } catch {
    // No tag that anybody knows.
    return false
  }
}
