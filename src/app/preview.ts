import type { Clock } from '#src/base/clock.ts'
import { CallerMistake } from '#src/base/errors.ts'
import { scrub } from '#src/base/secret.ts'
import type { ChannelConfig, Config } from '#src/config/config.ts'
import { showPost } from '#src/desk/show.ts'
import { compose } from '#src/post/compose.ts'
import type { Platform } from '#src/platform/platform.ts'
import type { Draft, Piece } from '#src/records.ts'
import { findPreviewed, type Previewed } from './previewed.ts'

export interface PreviewParts {
  readonly config: Config
  readonly clock: Clock
  readonly userAgent: string
  readonly print: (text: string) => void
  /** A URL (article or feed) or the path of a saved page or text file. */
  readonly target: string | undefined
  /** Where a file's article stands on the web. */
  readonly url: string | undefined
  readonly json: boolean
}

/** What one channel would post. */
export interface PreviewedPost {
  readonly channel: string
  readonly platform: string
  readonly url: string
  /** The bodies that would be sent, byte for byte but for what names a picture; empty where the post is refused. */
  readonly bytes: readonly string[]
  readonly text: string
  readonly used: number
  readonly allowed: number
  readonly usd: number
  /** What the same post would cost with the channel set otherwise. */
  readonly alternatives: readonly { readonly name: string; readonly usd: number }[]
  /** What became of every part of the post. */
  readonly pieces: readonly Piece[]
  readonly refused: string | null
}

/**
 * Prints what `run` would send for an article, for every article of a feed, or for a file. Answers the exit code.
 * @throws CallerMistake where the target cannot be had.
 */
export async function preview(parts: PreviewParts): Promise<number> {
  const { config, print, target, json } = parts
  if (target === undefined) throw new CallerMistake('Say what to preview: crier preview URL, or FILE --url URL.')
  const articles = await findPreviewed({ ...parts, target })
  const posts = articles.flatMap((article) =>
    config.channels
      .filter(({ feeds }) => article.newsIn === null || article.newsIn.some((feed) => feeds.includes(feed)))
      .map((channel) => previewOne(article, channel, config)),
  )
  if (json) print(JSON.stringify(posts, null, 2))
  else for (const post of posts) print(show(post))
  return posts.some((post) => post.refused !== null) ? 1 : 0
}

function previewOne(article: Previewed, channel: ChannelConfig, config: Config): PreviewedPost {
  const { platform } = config.accounts.find((account) => account.id === channel.account)!
  const post = compose({ ...article, feed: article.feed ?? 'preview' }, channel.wording, channel.picture)
  const draft = platform.format(post, channel.settings)
  const base = { channel: channel.id, platform: platform.label, url: article.url }
  if ('is' in draft) {
    const nothing = { bytes: [], text: '', used: 0, allowed: 0, usd: 0, alternatives: [], pieces: [] }
    return { ...base, ...nothing, refused: draft.why }
  }
  const others = (platform.alternatives?.(channel.settings) ?? []).flatMap(({ name, channel: settings }) => {
    const other = platform.format(post, settings)
    return 'is' in other ? [] : [{ name, usd: priceOf(other, platform) }]
  })
  const [first] = draft.parts
  return {
    ...base,
    bytes: draft.parts.map((part) => JSON.stringify(part.body)),
    text: draft.parts.map((part) => platform.show(part)).join('\n\n↳ in reply to it:\n'),
    ...first.length,
    usd: priceOf(draft, platform),
    alternatives: others,
    pieces: draft.pieces,
    refused: null,
  }
}

function show(post: PreviewedPost): string {
  if (post.refused !== null) return `${post.platform} · ${post.channel}: cannot be posted, ${post.refused}\n`
  const note = post.usd > 0 ? dollars(post.usd) : undefined
  const frame = showPost({ ...post, account: post.url, ...(note && { note }) })
  const others = post.alternatives.map(({ name, usd }) => `${dollars(usd)} with \`${name}\``)
  const lines = [
    ...post.pieces.map((piece) => [piece.of, sentenceOf(piece)]),
    ...(note === undefined ? [] : [['price', [note, ...others].join(', ')]]),
  ].map(([name = '', told = '']) => `  ${name.padEnd(8)}  ${told}`)
  return `${[frame, ...lines.map((line) => scrub(line))].join('\n')}\n`
}

/** What became of a part, in one line: "the feed's summary, 1 of 3 sentences: the next does not fit". */
function sentenceOf({ from, stands, why }: Piece): string {
  const told = [from, stands === null ? 'left out' : stands === 'whole' && from !== null ? null : stands]
  return [told.filter((each) => each !== null).join(', '), ...(why === null ? [] : [why])].join(': ')
}

function dollars(usd: number): string {
  return `$${usd.toFixed(3)}`
}

function priceOf(draft: Draft, platform: Platform): number {
  return draft.parts.reduce((total, part) => total + platform.price(part), 0)
}
