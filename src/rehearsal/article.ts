import { runningOrder } from './stories/running-order.ts'
import type { Story } from './stories/story.ts'

/** The fixed origin of every link and guid: a reserved name (RFC 2606) that readers of text recognise as an address. */
export const ORIGIN = 'https://newsroom.example.org'

/** An article of the newsroom. All of it is a pure function of its number; only its date is not. */
export interface NewsroomArticle extends Story {
  readonly number: number
  readonly guid: string
  /** For example `/harbour/night-ferry-9`. */
  readonly path: string
  readonly url: string
}

/** What every guid begins with; the number follows, in at least six digits. */
export const GUID_PREFIX = 'crier-newsroom-'

/** The article with `number` (from 1): the same at every call, and in every run. */
export function articleOf(number: number): NewsroomArticle {
  const told = runningOrder[(number - 1) % runningOrder.length]!
  const story = told(Math.floor((number - 1) / runningOrder.length))
  const path = `/${story.section}/${story.slug}-${number}`
  return {
    ...story,
    number,
    guid: `${GUID_PREFIX}${String(number).padStart(6, '0')}`,
    path,
    url: ORIGIN + path,
  }
}

/** The number in the path of an article's page; null for any other path. */
export function numberOfPath(path: string): number | null {
  const digits = /-([1-9]\d{0,8})$/.exec(path)?.[1]
  return digits !== undefined && articleOf(Number(digits)).path === path ? Number(digits) : null
}

/** The path of the picture that belongs to the article with `number`. */
export function picturePath(number: number): string {
  return `/pictures/${number}.png`
}
