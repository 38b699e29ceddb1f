import { MINUTE, SECOND, type Clock, type Millis } from '#src/base/clock.ts'
import type { Fetch } from './fetch.ts'
import { readImageHeader, type ImageHeader } from './image-header.ts'

/** What came of fetching a picture. */
export type FetchedPicture =
  | { readonly is: 'picture'; readonly file: ImageHeader & { readonly bytes: Uint8Array } }
  /** One sentence for staff. */
  | { readonly is: 'no-picture'; readonly why: string }

/** Fetches the picture at a URL that a feed or a page gave, within 15 s. Never throws. */
export type FetchPicture = (url: string) => Promise<FetchedPicture>

// As much as any platform takes.
const MOST_BYTES = 10 * 2 ** 20
const WITHIN: Millis = 15 * SECOND
// One article goes to many channels at once: its picture is asked for once.
const KEPT_FOR: Millis = MINUTE
const KEPT_AT_MOST = 4

interface Kept {
  readonly until: Millis
  readonly found: Promise<FetchedPicture>
}

/** Opens the way to pictures. What several ask for within a minute is fetched once, whether it could be had or not. */
export function openPictures({ clock, fetch }: { readonly clock: Clock; readonly fetch: Fetch }): FetchPicture {
  const kept = new Map<string, Kept>()
  return (url) => {
    const now = clock.monotonic()
    const known = kept.get(url)
    if (known !== undefined && known.until > now) return known.found
    const found = fetchOne(fetch, url)
    kept.delete(url)
    kept.set(url, { until: now + KEPT_FOR, found })
    for (const [other, { until }] of kept) if (until <= now || kept.size > KEPT_AT_MOST) kept.delete(other)
    return found
  }
}

async function fetchOne(fetch: Fetch, url: string): Promise<FetchedPicture> {
  const answer = await fetch(url, {
    trust: 'content',
    maxBytes: MOST_BYTES,
    within: WITHIN,
    // Servers that choose by it would send AVIF, which no platform takes.
    headers: { accept: 'image/jpeg, image/png, image/webp;q=0.9, image/*;q=0.1' },
  })
  if (answer.is === 'failed') return { is: 'no-picture', why: answer.why }
  if (answer.status !== 200) return { is: 'no-picture', why: `its server answered ${answer.status}` }
  const header = readImageHeader(answer.body)
  if (header === null) return { is: 'no-picture', why: 'what its server sent is no JPEG, PNG, WebP or GIF' }
  return { is: 'picture', file: { ...header, bytes: answer.body } }
}
