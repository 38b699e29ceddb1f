/** Feeds are read in line, by the same function that the thread beside the main one runs. */
import type { Body, Parsed } from '#src/feed/parsed.ts'
import type { Parser } from '#src/feed/parse.ts'
import { readFeed } from '#src/feed/read-feed.ts'

export type { Body, Feed, Parsed } from '#src/feed/parsed.ts'
export type { Parser, ParserParts } from '#src/feed/parse.ts'

export function openParser(): Parser & AsyncDisposable {
  return {
    async parse(body: Body): Promise<Parsed> {
      return readFeed(body)
    },
    async [Symbol.asyncDispose]() {},
  }
}
