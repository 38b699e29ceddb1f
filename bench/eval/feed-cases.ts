import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const text = z.string().nullish()
const list = z.array(z.string()).nullish()
const enclosures = z.array(z.object({ url: z.string() })).nullish()

const item = z.object({
  index: z.number(),
  title: text,
  link: text,
  id: text,
  date: text,
  summary: text,
  content: text,
  author: text,
  categories: list,
  enclosures,
  image: text,
})

const schema = z.array(
  z.object({
    id: z.string(),
    tier: z.string(),
    file: z.string(),
    contentType: text,
    baseUrl: text,
    expect: z.object({
      itemCount: z.number().nullish(),
      feed: z.object({ title: text, link: text, language: text }).nullish(),
      items: z.array(item).nullish(),
    }),
  }),
)

/** What a person says that one item of a feed holds; what is absent is not asked for. */
export type ExpectedItem = z.infer<typeof item>

/** A feed's bytes, with what a person says that they hold. */
export type FeedCase = z.infer<typeof schema>[number] & { readonly body: Uint8Array; readonly url: string }

/** The cases of a folder: `cases.json`, and the files it names. */
export function readFeedCases(folder: string): readonly FeedCase[] {
  const cases = schema.parse(JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')))
  return cases.map((each) => ({
    ...each,
    body: readFileSync(join(folder, each.file)),
    url: each.baseUrl ?? 'http://feed.invalid/',
  }))
}
