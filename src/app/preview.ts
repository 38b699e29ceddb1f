import type { Clock, Millis } from '#src/base/clock.ts'
import { CallerMistake } from '#src/base/errors.ts'
import { scrub } from '#src/base/secret.ts'
import type { ChannelConfig, Config } from '#src/config/config.ts'
import { spentBy, type Spent } from '#src/delivery/budget.ts'
import { inZone, showPost } from '#src/desk/show.ts'
import { compose } from '#src/post/compose.ts'
import type { Platform } from '#src/platform/platform.ts'
import type { PostedChannel } from '#src/post/route.ts'
import { route } from '#src/post/rules.ts'
import type { Article, Draft, Piece, Post } from '#src/records.ts'
import type { Store } from '#src/store/open.ts'
import { FIRST_POSTS, letThrough } from '#src/store/trust.ts'
import { embargoed } from '#src/store/reasons.ts'
import { posted, withoutLink } from './members.ts'
import { atBudget, type Going, type WithoutLink } from './over-budget.ts'
import { pausedIn } from './paused.ts'
import { findPreviewed, openKnown, type Previewed } from './previewed.ts'
import { decidedOn, standingOf, type Decided, type Kept, type Made } from './standing.ts'

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
  /**
   * The bodies that would be sent, or were, byte for byte but for what names a picture; empty where the post is refused
   * or what was posted is forgotten.
   */
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
  readonly kept: Kept
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
  await using store = await openKnown(config)
  const channels = config.channels.map((channel) => posted(channel, config.accounts, config.rehearsal !== 'off'))
  const now = clock.now()
  const known = await knownOf(config.channels, store, now)
  const posts: PreviewedPost[] = []
  for (const article of articles) {
    const decided = store && (await decidedOn(store.read, article.id, channels))
    for (const [index, asRun] of channels.entries()) {
      const before = decided?.get(asRun.id) ?? UNDECIDED
      const takes = article.newsIn === null || article.newsIn.some((feed) => asRun.feeds.includes(feed))
      // A person may want it in a channel that does not take its feed.
      if (!takes && before.is === 'nothing' && before.placement === null) continue
      const facts = { ...(known.get(asRun.id) ?? NOTHING_KNOWN), now }
      posts.push(previewOne(article, config.channels[index]!, config, { before, asRun, facts }))
    }
  }
  if (json) print(JSON.stringify(posts, null, 2))
  else if (articles.length === 0) print(`${target} has no entries now.`)
  else if (posts.length === 0)
    print(
      `No channel takes ${[...new Set(articles.map(({ feed }) => feed))].join(', ')}: see \`channels\` in crier.yaml.`,
    )
  else for (const post of posts) print(inZone(show(post), config.timezone))
  return posts.some((post) => post.refused !== null) ? 1 : 0
}

/** What is known of each channel beforehand; nothing where Crier has never run. */
async function knownOf(
  channels: readonly ChannelConfig[],
  store: Store | null,
  now: Millis,
): Promise<ReadonlyMap<string, Omit<Facts, 'now'>>> {
  if (store === null) return new Map()
  const known = channels.map(async (channel) => {
    const facts = {
      trusted: await letThrough(store.read, channel, FIRST_POSTS),
      paused: await pausedIn(store.read, channel, now),
      spent: await spentBy(store.read, channel.account, now),
    }
    return [channel.id, facts] as const
  })
  return new Map(await Promise.all(known))
}

const NOTHING_KNOWN: Omit<Facts, 'now'> = { trusted: 0, paused: null, spent: { day: 0, month: 0 } }

const UNDECIDED: Decided = { is: 'nothing', declined: null, placement: null }

interface Facts {
  /** How many posts of the channel a person has let through. */
  readonly trusted: number
  /** Why nothing goes to it for now. */
  readonly paused: string | null
  /** By its account. */
  readonly spent: Spent
  readonly now: Millis
}

/** What the rules of a channel say of an article that has no delivery there, as far as it is known beforehand. */
function keptFrom(
  article: Previewed,
  channel: PostedChannel,
  { declined, placement }: Exclude<Decided, Made>,
  facts: Facts,
): Kept {
  const { state, reason, published, seen } = article
  if (state === 'old' || state === 'aside') return { is: 'not sent', why: reason }
  if (state === 'waiting') return { is: 'waits', why: reason }
  if (state === 'routed' && declined !== null) return { is: 'not sent', why: declined }
  const embargo = embargoed(published, facts.now)
  if (embargo !== null && !placement?.anyway) return { is: 'waits', why: embargo }
  const newsIn = article.newsIn ?? channel.feeds
  const routed = { ...channel, firstSeen: seen }
  const decision = route({ ...article, feed: article.feed ?? '' }, routed, {
    newsIn,
    oldIn: [],
    placement,
    page: article.pageText,
    ...facts,
  })
  if (decision.is === 'not-yet') return { is: 'waits', why: decision.why }
  if (decision.is === 'not-for-it' || decision.state === 'dropped') return { is: 'not sent', why: decision.why }
  if (state === 'routed') return { is: 'not sent', why: `routed: it had gone its way before ${channel.id} was there` }
  return decision.state === 'held' ? { is: 'waits', why: decision.why } : null
}

function previewOne(
  article: Previewed,
  channel: ChannelConfig,
  config: Config,
  { before, asRun, facts }: { readonly before: Decided; readonly asRun: PostedChannel; readonly facts: Facts },
): PreviewedPost {
  const account = config.accounts.find(({ id }) => id === channel.account)!
  const { platform } = account
  const read: Article = { ...article, feed: article.feed ?? 'preview' }
  const post = compose(read, channel.wording, channel.picture)
  const composed = platform.format(post, channel.settings)
  const { kept, stored } =
    before.is === 'made'
      ? standingOf(before, asRun, platform, channel.settings, facts.now)
      : { kept: keptFrom(article, asRun, before, facts), stored: null }
  const base = { channel: channel.id, platform: platform.label, url: article.url }
  const isStored = stored !== null && ('is' in composed || !isSame(stored.draft, composed))
  const planned = isStored ? stored : 'is' in composed ? composed : toGoing(composed, platform)
  if ('is' in planned) {
    const nothing = { bytes: [], text: '', used: 0, allowed: 0, usd: 0, alternatives: [], pieces: [] }
    return { ...base, ...nothing, kept, refused: planned.why }
  }
  const withoutIt = (): WithoutLink | null =>
    before.is === 'made' && before.touched ? null : withoutLink(read, channel, platform)
  const due =
    kept === null ? atBudget(planned, { ...facts, account, withoutLink: withoutIt }) : { kept, going: planned }
  const { draft, usd } = due.going
  const alternatives = isStored || draft.parts !== planned.draft.parts ? [] : alternativesOf(post, channel, platform)
  const paused = kept === null && facts.paused !== null ? ({ is: 'waits', why: facts.paused } as const) : null
  return {
    ...base,
    kept: paused ?? due.kept,
    ...told(draft, platform),
    usd: usd.reduce((sum, each) => sum + each, 0),
    alternatives,
    pieces: draft.pieces,
    refused: null,
  }
}

function toGoing(draft: Draft, platform: Platform): Going {
  return { draft, usd: draft.parts.map((part) => platform.price(part)), ordinal: 0 }
}

function alternativesOf(post: Post, { settings }: ChannelConfig, platform: Platform): PreviewedPost['alternatives'] {
  return (platform.alternatives?.(settings) ?? []).flatMap(({ name, channel }) => {
    const other = platform.format(post, channel)
    return 'is' in other ? [] : [{ name, usd: priceOf(other, platform) }]
  })
}

/** The messages of a draft: as they go, as a reader sees them, and how long the first is. */
function told(draft: Draft, platform: Platform): Pick<PreviewedPost, 'bytes' | 'text' | 'used' | 'allowed'> {
  const parts = draft.parts.filter(({ text }) => text !== '')
  return {
    bytes: parts.map(({ body }) => JSON.stringify(body)),
    text: parts.map((part) => platform.show(part)).join('\n\n↳ in reply to it:\n'),
    ...draft.parts[0].length,
  }
}

/** Whether what is stored is what would be composed now. */
function isSame(stored: Draft, composed: Draft): boolean {
  const told = ({ parts }: Draft): string => JSON.stringify(parts.map(({ body, picture }) => [body, picture]))
  return told(stored) === told(composed)
}

function show(post: PreviewedPost): string {
  const kept = post.kept === null ? [] : [[post.kept.is, post.kept.why]]
  if (post.refused !== null) {
    const refused = `${post.platform} · ${post.channel}: cannot be posted, ${post.refused}`
    return `${[refused, ...lined(kept)].join('\n')}\n`
  }
  if (post.text === '') return `${[`${post.platform} · ${post.url} · ${post.channel}`, ...lined(kept)].join('\n')}\n`
  const note = post.usd > 0 ? dollars(post.usd) : undefined
  const frame = showPost({ ...post, account: post.url, ...(note && { note }) })
  const others = post.alternatives.map(({ name, usd }) => `${dollars(usd)} with \`${name}\``)
  const lines = [
    ...kept,
    ...post.pieces.map((piece) => [piece.of, sentenceOf(piece)]),
    ...(note === undefined ? [] : [['price', [note, ...others].join(', ')]]),
  ]
  return `${[frame, ...lined(lines)].join('\n')}\n`
}

function lined(lines: readonly (readonly string[])[]): readonly string[] {
  return lines.map(([name = '', told = '']) => scrub(`  ${name.padEnd(8)}  ${told}`))
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
