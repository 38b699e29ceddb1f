import type { Picture } from '#src/records.ts'
import { isThumbnail } from '#src/store/reasons.ts'

// About as wide as timelines show pictures.
const WIDE_ENOUGH = 600
const LONGEST_ALT = 2_000

/**
 * The picture of an article that goes with its posts: the first, as newsrooms give the lead picture first. Feeds also
 * give one picture in several sizes, the smallest first: where the first says that it is small, the first that is wide
 * enough goes, else the widest. None goes that says that it is a thumbnail.
 */
export function leadPicture(pictures: readonly Picture[]): Picture | null {
  const shown = pictures.filter((picture) => !isThumbnail(picture))
  const [first] = shown
  if (first === undefined) return null
  const lead =
    shown.find(({ width }) => width === null || width >= WIDE_ENOUGH) ??
    shown.toSorted((one, other) => (other.width ?? 0) - (one.width ?? 0))[0]!
  const alt = lead.alt ?? (lead === first ? null : first.alt)
  return { ...lead, alt: alt && alt.slice(0, LONGEST_ALT) }
}
