import type { Parsed } from './parsed.ts'

// Where WordPress, Ghost, Jekyll, Hugo and most newsrooms' own software put it.
const USUAL_PATHS: readonly string[] = ['/feed', '/rss', '/rss.xml', '/feed.xml', '/atom.xml', '/index.xml']

/**
 * The feed of a page that names none: the first of the usual addresses on its host, beside the page before at its root,
 * that `read` answers with a feed of at least one entry. Null where there is none.
 */
export async function usualFeed(page: string, read: (url: string) => Promise<Parsed | null>): Promise<string | null> {
  const { origin, pathname } = new URL(page)
  const folder = pathname.replace(/\/[^/]*\.\w+$/, '').replace(/\/+$/, '')
  const folders = [...new Set([folder, ''])]
  for (const address of folders.flatMap((each) => USUAL_PATHS.map((path) => `${origin}${each}${path}`))) {
    const parsed = await read(address)
    if (parsed?.is === 'feed' && parsed.entries.length > 0) return address
  }
  return null
}
