import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'

const text = z.string().nullish()
const list = z.array(z.string()).nullish()

const schema = z.array(
  z.object({
    id: z.string(),
    publisher: text,
    file: z.string(),
    url: z.string(),
    expect: z.object({
      title: text,
      authors: list,
      published: text,
      standfirst: text,
      body: text,
      coverImages: list,
    }),
    meta: z
      .object({
        ogImage: text,
        twitterImage: text,
        ldImage: text,
        canonical: text,
        metaDescription: text,
        ogDescription: text,
        ldDescription: text,
      })
      .optional(),
  }),
)

/** A page with what a person says that it holds. */
export type Case = z.infer<typeof schema>[number] & { readonly html: Uint8Array }

/** The cases of a folder: `cases.json`, and the pages it names, gzipped or plain. */
export function readCases(folder: string): readonly Case[] {
  const cases = schema.parse(JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')))
  return cases.map((each) => {
    const bytes = readFileSync(join(folder, each.file))
    return { ...each, html: each.file.endsWith('.gz') ? gunzipSync(bytes) : bytes }
  })
}

/** The page without the descriptions that are meant for machines: what is left must be found by reading. */
export function hideDescriptions(html: Uint8Array): Uint8Array {
  const latin1 = Buffer.from(html).toString('latin1')
  const hidden = latin1
    .replace(/<meta\b[^>]*\b(?:name|property|itemprop)\s*=\s*["']?[\w:.]*description["']?[^>]*>/gi, '')
    .replace(/(<script[^>]*ld\+json[^>]*>)([\s\S]*?)(<\/script>)/gi, (_, open: string, json: string, close: string) => {
      return open + json.replace(/("(?:description|abstract)"\s*:\s*)"(?:[^"\\]|\\[\s\S])*"/g, '$1""') + close
    })
  return Buffer.from(hidden, 'latin1')
}

/**
 * What the markup itself calls the standfirst: the heading right under the page's own, and what schema.org calls
 * `description` or `alternativeHeadline`. Read from the bytes, without any of Crier's rules.
 */
export function underHeadline(html: Uint8Array): readonly string[] {
  const text = Buffer.from(html).toString()
  const headings = text.matchAll(/<h1\b[^>]*>(?:(?!<\/h1>)[\s\S])*<\/h1>\s*<h2\b[^>]*>((?:(?!<\/h2>)[\s\S])*)<\/h2>/gi)
  const blocks = Array.from(text.matchAll(/<script[^>]*ld\+json[^>]*>([\s\S]*?)<\/script>/gi), ([, json]) => json!)
  const linked = blocks.flatMap((json) => [
    ...json.matchAll(/"(?:description|alternativeHeadline)"\s*:\s*"((?:[^"\\]|\\.)*)"/g),
  ])
  return [...headings, ...linked].map(([, words]) => unescaped(words!.replace(/<[^>]*>/g, ' ')))
}

/** `text` with JSON's escapes of characters resolved. */
export function unescaped(text: string): string {
  return text.replace(/\\u([\da-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
