import type { Millis } from '#src/base/clock.ts'
import { DAY, MINUTE } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'

/** A story of a made-up newsroom. */
export interface Story {
  readonly number: number
  readonly title: string
  readonly text: string
  readonly published: Millis
}

/** What a publisher's software makes of its stories: everything but their words. */
export interface Dress {
  readonly scheme: string
  readonly host: string
  readonly folder: string
  readonly guid: 'number' | 'none' | 'link' | 'uuid' | 'shared' | 'position'
  readonly slug: 'number' | 'words' | 'query' | 'folder'
  readonly dates: 'own' | 'none' | 'day' | Renewed
  readonly texts: 'summary' | 'content' | 'none'
  readonly order: 'newest' | 'oldest' | 'mixed'
  readonly suffix: string
  readonly tail: string
  /** How many stories the document holds. */
  readonly window: number
}

/** Everything that stood there at `at` is dated anew, so far from then. */
interface Renewed {
  readonly at: Millis
  readonly by: Millis
  readonly newest: number
}

export const PLAIN: Dress = {
  scheme: 'http',
  host: 'old.example.com',
  folder: 'news',
  guid: 'number',
  slug: 'number',
  dates: 'own',
  texts: 'summary',
  order: 'newest',
  suffix: '',
  tail: '',
  window: 20,
}

/** Where a mutation happens: now, and the number of the newest story of then. */
interface Moment {
  readonly now: Millis
  readonly newest: number
}

/** The ways in which software issues an archive anew. */
export const MUTATIONS: Readonly<Record<string, (dress: Dress, moment: Moment) => Dress>> = {
  'https instead of http': (dress) => ({ ...dress, scheme: 'https' }),
  'another host': (dress) => ({ ...dress, host: 'www.example.org' }),
  'another folder': (dress) => ({ ...dress, folder: `archive/${dress.folder}` }),
  'new guids': (dress) => ({ ...dress, guid: 'uuid' }),
  'tracking parameters': (dress) => ({ ...dress, tail: '?utm_source=feed' }),
  'dates renewed': (dress, { now, newest }) => ({ ...dress, dates: { at: now, by: 0, newest } }),
  'order reversed': (dress) => ({ ...dress, order: 'oldest' }),
  'slugs from headlines': (dress) => ({ ...dress, slug: 'words' }),
  'text as content': (dress) => ({ ...dress, texts: 'content' }),
  'guids that are links': (dress) => ({ ...dress, guid: 'link' }),
  'slashes and fragments': (dress) => ({ ...dress, tail: '/#top' }),
  'dates of tomorrow': (dress, { now, newest }) => ({ ...dress, dates: { at: now, by: DAY, newest } }),
  'a larger archive': (dress) => ({ ...dress, window: dress.window * 2 }),
  'no guids': (dress) => ({ ...dress, guid: 'none' }),
  'headlines with the name of the house': (dress) => ({ ...dress, suffix: ' | Example' }),
  'a folder for each story': (dress) => ({ ...dress, slug: 'folder' }),
  'order mixed': (dress) => ({ ...dress, order: 'mixed' }),
  'queries instead of paths': (dress) => ({ ...dress, slug: 'query' }),
  'one guid for all': (dress) => ({ ...dress, guid: 'shared' }),
  'guids that are places': (dress) => ({ ...dress, guid: 'position' }),
  'all at once': (dress, { now, newest }) => ({
    ...dress,
    scheme: dress.scheme === 'http' ? 'https' : 'http',
    host: 'new.example.net',
    folder: `again/${dress.folder}`,
    guid: dress.guid === 'uuid' ? 'number' : 'uuid',
    slug: dress.slug === 'words' ? 'number' : 'words',
    dates: { at: now, by: -MINUTE, newest },
    order: dress.order === 'newest' ? 'oldest' : 'newest',
  }),
}

/** The document that a publisher's software makes of `stories`, oldest first. */
export function dressed(stories: readonly Story[], dress: Dress): readonly Partial<Entry>[] {
  const shown = stories.slice(-dress.window)
  const ordered = {
    newest: shown.toReversed(),
    oldest: shown,
    mixed: shown.toSorted((a, b) => a.title.localeCompare(b.title)),
  }[dress.order]
  return ordered.map((story, index) => entryOf(story, index, dress))
}

function entryOf(story: Story, index: number, dress: Dress): Partial<Entry> {
  const { number, title, text } = story
  const words = title.toLowerCase().replaceAll(' ', '-')
  const path = { number: `${number}`, words, query: `?story=${number}`, folder: `${number}/${words}/index` }[dress.slug]
  const link = `${dress.scheme}://${dress.host}/${dress.folder}/${path}${dress.slug === 'query' ? '' : dress.tail}`
  const guid = {
    number: `story-${number}`,
    none: null,
    link,
    uuid: `${dress.folder}#${words}`,
    shared: 'rss',
    position: `item-${index}`,
  }[dress.guid]
  const html = dress.texts === 'none' ? null : `<p>${text}</p>`
  return {
    guid,
    link,
    title: `${title}${dress.suffix}`,
    summary: dress.texts === 'summary' ? html : null,
    content: dress.texts === 'content' ? html : null,
    published: dateOf(story, dress),
  }
}

function dateOf({ number, published }: Story, { dates }: Dress): Millis | null {
  if (dates === 'own') return published
  if (dates === 'none') return null
  if (dates === 'day') return published - (published % DAY)
  return number > dates.newest ? published : dates.at + dates.by - (dates.newest - number) * 1_000
}

const SUBJECTS = 'council harbour bridge school ferry market theatre library station hospital museum orchard'.split(' ')
const DEEDS = 'opens closes moves wins loses finds builds paints saves elects drops mends'.split(' ')
const PLACES = 'north south east west old new upper lower inner outer little great'.split(' ')

/** Stories that have nothing in common but how they are told. */
export function storyOf(number: number, published: Millis): Story {
  const word = (list: readonly string[], at: number): string => list[at % list.length]!
  const subject = word(SUBJECTS, number)
  const deed = word(DEEDS, Math.floor(number / SUBJECTS.length))
  const place = word(PLACES, Math.floor(number / SUBJECTS.length / DEEDS.length) + number * 5)
  const title = `The ${place} ${subject} ${deed} its door ${number}`
  return {
    number,
    title,
    text: `After a long evening, people of the ${place} side say that the ${subject} ${deed} a door at last. It took ${number} years of talk, and the ${word(SUBJECTS, number + 3)} will be next.`,
    published,
  }
}
