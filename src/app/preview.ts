import type { Clock, Millis } from '#src/base/clock.ts'
import { CallerMistake } from '#src/base/errors.ts'
import { scrub } from '#src/base/secret.ts'
import type { ChannelConfig, Config } from '#src/config/config.ts'
import { inZone, showPost } from '#src/desk/show.ts'
import { compose } from '#src/post/compose.ts'
import type { Platform } from '#src/platform/platform.ts'
import type { PostedChannel } from '#src/post/route.ts'
import { FIRST_POSTS, route } from '#src/post/rules.ts'
import type { Draft, Piece } from '#src/records.ts'
import { letThrough } from '#src/store/trust.ts'
import { embargoed } from '#src/store/reasons.ts'
import { posted } from './members.ts'
import { findPreviewed, openKnown, type Previewed } from './previewed.ts'

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
  /** Why `run` would not send it, or not by itself; null where it would. */
  readonly kept: { readonly is: 'not sent' | 'waits'; readonly why: string } | null
  readonly refused: string | null
}

/**
 * Prints what `run` would send for an article, for every article of a feed, or for a file. Answers the exit code.
 * @throws CallerMistake where the target cannot be had.
 */
export async function preview(parts: PreviewParts): Promise<number> {
  const { config, clock, print, target, json } = parts
  if (target === undefined) throw new CallerMistake('Say what to preview: crier preview URL, or FILE --url URL.')
  const articles = await findPreviewed({ ...parts, target })
  const trusted = await trustedIn(config)
  const posts = articles.flatMap((article) =>
    config.channels
      .filter(({ feeds }) => article.newsIn === null || article.newsIn.some((feed) => feeds.includes(feed)))
      .map((channel) => {
        const asRun = posted(channel, config.accounts, config.rehearsal !== 'off')
        const kept = keptFrom(article, asRun, trusted.get(channel.id) ?? 0, clock.now())
        return previewOne(article, channel, config, kept)
      }),
  )
  if (json) print(JSON.stringify(posts, null, 2))
  else if (articles.length === 0) print(`${target} has no entries now.`)
  else if (posts.length === 0)
    print(
      `No channel takes ${[...new Set(articles.map(({ feed }) => feed))].join(', ')}: see \`channels\` in crier.yaml.`,
    )
  else for (const post of posts) print(inZone(show(post), config.timezone))
  return posts.some((post) => post.refused !== null) ? 1 : 0
}

/** How many posts of each channel a person has let through; of no channel where Crier has never run. */
async function trustedIn(config: Config): Promise<ReadonlyMap<string, number>> {
  await using store = await openKnown(config)
  if (store === null) return new Map()
  const counted = config.channels.map(
    async (channel) => [channel.id, await letThrough(store.read, channel, FIRST_POSTS)] as const,
  )
  return new Map(await Promise.all(counted))
}

/** What the rules of a channel say of an article, as far as it is known before it is routed. */
function keptFrom(article: Previewed, channel: PostedChannel, trusted: number, now: Millis): PreviewedPost['kept'] {
  if (article.state === 'old') return { is: 'not sent', why: article.reason }
  const embargo = embargoed(article.published, now)
  if (embargo !== null) return { is: 'waits', why: embargo }
  const newsIn = article.newsIn ?? channel.feeds
  const routed = { ...channel, firstSeen: article.seen }
  const decision = route({ ...article, feed: article.feed ?? '' }, routed, { newsIn, oldIn: [], trusted, now })
  if (decision.is === 'not-for-it' || decision.state === 'dropped') return { is: 'not sent', why: decision.why }
  return decision.state === 'held' ? { is: 'waits', why: decision.why } : null
}

function previewOne(
  article: Previewed,
  channel: ChannelConfig,
  config: Config,
  kept: PreviewedPost['kept'],
): PreviewedPost {
  const { platform } = config.accounts.find((account) => account.id === channel.account)!
  const post = compose({ ...article, feed: article.feed ?? 'preview' }, channel.wording, channel.picture)
  const draft = platform.format(post, channel.settings)
  const base = { channel: channel.id, platform: platform.label, url: article.url, kept }
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
    ...(post.kept === null ? [] : [[post.kept.is, post.kept.why]]),
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
