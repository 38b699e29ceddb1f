/** Accounts and channels of the config, with what their platforms do for them. */
import { DAY, HOUR } from '#src/base/clock.ts'
import type { AccountConfig, ChannelConfig, Config } from '#src/config/config.ts'
import type { SendingAccount } from '#src/delivery/account.ts'
import type { Rhythm } from '#src/delivery/rhythm.ts'
import type { ConnectionParts, Platform } from '#src/platform/platform.ts'
import { compose } from '#src/post/compose.ts'
import type { PostedChannel } from '#src/post/route.ts'
import type { Article } from '#src/records.ts'
import type { WithoutLink } from './over-budget.ts'

const REHEARSED = 'rehearsal'

/** An account as delivery uses it. */
export function connect(account: AccountConfig, config: Config, parts: ConnectionParts): SendingAccount {
  const { id, platform, settings, apiRoot, secrets, limits, budget } = account
  return {
    id,
    label: platform.label,
    apiRoot: recordedRoot(account, config.rehearsal !== 'off'),
    connection: platform.connect({ id, settings, apiRoot, secrets }, parts),
    afterUnknown: platform.afterUnknown(settings),
    postsWaitAlone: platform.postsWaitAlone,
    refusesPicture: (picture) => platform.refusesPicture(picture),
    attach: (body, media) => platform.attach(body, media),
    follow: (body, previous) => platform.follow?.(body, previous) ?? body,
    address: (body, settings) => platform.address?.(body, settings) ?? body,
    silence: (body) => platform.silence?.(body) ?? body,
    windows: Object.entries(limits).map(([name, limit]) => ({ ...limit, name })),
    budget,
    channels: config.channels
      .filter((channel) => channel.account === id)
      .map((channel) => ({
        ...channel,
        place: account.platform.placeOf?.(channel.settings) ?? null,
        approve: approvalOf(channel, config.rehearsal !== 'off'),
        rhythm: config.rehearsal === 'off' ? rhythmOf(channel) : FREE,
        cooling: config.rehearsal === 'off' ? channel.cooling : 0,
        withoutLink: (article) => withoutLink(article, channel, account.platform),
      })),
  }
}

/** A rehearsal shows every post at once. */
const FREE: Rhythm = { windows: [], quiet: null }

function rhythmOf({ atMost, spacing, quiet, wording }: ChannelConfig): Rhythm {
  const { perHour, perDay } = atMost
  return {
    windows: [
      ...(perHour === null ? [] : [{ name: 'atMost.perHour', max: perHour, within: HOUR }]),
      ...(perDay === null ? [] : [{ name: 'atMost.perDay', max: perDay, within: DAY }]),
      ...(spacing === 0 ? [] : [{ name: 'spacing', max: 1, within: spacing }]),
    ],
    quiet: quiet && { ...quiet, timezone: wording.timezone },
  }
}

/** The post of an article without its link, for a budget that has no room for it; null where none can stand. */
export function withoutLink(
  article: Article,
  { wording, picture, settings }: ChannelConfig,
  platform: Platform,
): WithoutLink | null {
  const draft = platform.format(compose({ ...article, url: '' }, wording, picture), settings)
  if ('is' in draft || draft.parts.length > 1) return null
  return { draft: draft.parts[0], pieces: draft.pieces, usd: platform.price(draft.parts[0]) }
}

/** A channel as routing uses it. */
export function posted(channel: ChannelConfig, accounts: readonly AccountConfig[], rehearsal: boolean): PostedChannel {
  const account = accounts.find(({ id }) => id === channel.account)!
  return {
    ...channel,
    approve: approvalOf(channel, rehearsal),
    apiRoot: recordedRoot(account, rehearsal),
    format: (post) => account.platform.format(post, channel.settings),
    price: (part) => account.platform.price(part),
  }
}

/** Nothing is at stake in a rehearsal: nobody is asked, and the show goes on. */
function approvalOf({ approve }: ChannelConfig, rehearsal: boolean): ChannelConfig['approve'] {
  return rehearsal ? 'never' : approve
}

/** Stand-ins listen at another port every time; what is made for one of them is good for all, and for nothing else. */
export function recordedRoot(account: AccountConfig, rehearsal: boolean): string {
  return rehearsal ? REHEARSED : account.apiRoot
}
