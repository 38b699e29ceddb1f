import { isLoopback } from './authority.ts'
import type { AccountConfig, ChannelConfig, Config } from './config.ts'
import type { Path } from './finding.ts'

/** Something in the file that can stand, but may not be meant. */
export interface Remark {
  readonly path: Path
  readonly text: string
}

export function findRemarks(config: Config): readonly Remark[] {
  return [
    ...unused(config),
    ...sameFeedOnTwoAccounts(config),
    ...sameFeedTwiceInOnePlace(config),
    ...strangeTags(config),
    ...reach(config),
    ...unknownToPublishers(config),
  ]
}

function unused({ feeds, accounts, channels }: Config): readonly Remark[] {
  if (channels.length === 0) return [{ path: [], text: 'there are no channels: nothing will be posted' }]
  return [
    ...feeds.flatMap(({ id }, at) =>
      channels.some((channel) => channel.feeds.includes(id))
        ? []
        : [{ path: ['feeds', at], text: `no channel takes the feed ${id}` }],
    ),
    ...accounts.flatMap(({ id }, at) =>
      channels.some((channel) => channel.account === id)
        ? []
        : [{ path: ['accounts', at], text: `no channel posts with the account ${id}` }],
    ),
    ...accounts.flatMap(({ id, budget, platform }, at) =>
      budget !== null && !platform.billed
        ? [
            {
              path: ['accounts', at, 'budget'],
              text: `posts on ${platform.label} cost nothing; the budget of ${id} has no effect`,
            },
          ]
        : [],
    ),
  ]
}

function sameFeedOnTwoAccounts({ accounts, channels }: Config): readonly Remark[] {
  return oncePerChannel(channels, (first, second, at) => {
    const platform = accountOf(accounts, second).platform
    const shared = sharedFeed(first, second)
    if (shared === null || first.account === second.account || !platform.oneAccountPerFeed) return []
    if (accountOf(accounts, first).platform !== platform) return []
    const text =
      `the channels ${first.id} and ${second.id} take the feed ${shared} to two accounts; ` +
      `${platform.label} forbids substantially similar posts on several accounts`
    return [{ path: ['channels', at], text }]
  })
}

function sameFeedTwiceInOnePlace({ channels }: Config): readonly Remark[] {
  return oncePerChannel(channels, (first, second, at) => {
    const shared = sharedFeed(first, second)
    const onePlace =
      first.account === second.account && JSON.stringify(first.settings) === JSON.stringify(second.settings)
    if (shared === null || !onePlace) return []
    return [
      {
        path: ['channels', at],
        text: `the channels ${first.id} and ${second.id} post the feed ${shared} twice to one place`,
      },
    ]
  })
}

function strangeTags({ accounts, channels }: Config): readonly Remark[] {
  return channels.flatMap((channel, at) => {
    const { label, markup } = accountOf(accounts, channel).platform
    const [tag] = markup ? [] : (/<\/?[a-z][^<>{}]*>/i.exec(channel.wording.template) ?? [])
    if (tag === undefined) return []
    const text = `${label} has no markup: readers of ${channel.id} would see ${tag} as it stands in the template`
    return [{ path: ['channels', at, 'template'], text }]
  })
}

function reach({ accounts, console }: Config): readonly Remark[] {
  const open = isLoopback(console.host)
    ? []
    : [
        {
          path: ['console', 'listen'],
          text: `the pages for staff can be reached from other machines (${console.host})`,
        },
      ]
  const plain = accounts.flatMap(({ id, apiRoot }, at) =>
    apiRoot.startsWith('http:') && !isLoopback(new URL(apiRoot).hostname)
      ? [
          {
            path: ['accounts', at, 'apiRoot'],
            text: `the secrets of ${id} cross the network without encryption (http:)`,
          },
        ]
      : [],
  )
  return [...open, ...plain]
}

function unknownToPublishers({ network, rehearsal, feeds }: Config): readonly Remark[] {
  if (network.contact !== null || rehearsal === 'newsroom' || feeds.length === 0) return []
  const text =
    'publishers are not told who fetches their feeds; ' +
    'write for instance network: { contact: https://news.example.com/contact }, or a mail address'
  return [{ path: ['network'], text }]
}

function accountOf(accounts: readonly AccountConfig[], channel: ChannelConfig): AccountConfig {
  return accounts.find(({ id }) => id === channel.account)!
}

function sharedFeed(first: ChannelConfig, second: ChannelConfig): string | null {
  return first.feeds.find((feed) => second.feeds.includes(feed)) ?? null
}

/** What is remarkable of each channel beside one above it: beside the first of them, where it is so beside many. */
function oncePerChannel(
  channels: readonly ChannelConfig[],
  remarksOn: (first: ChannelConfig, second: ChannelConfig, at: number) => readonly Remark[],
): readonly Remark[] {
  return channels.flatMap((second, at) => {
    const beside = channels.slice(0, at).map((first) => remarksOn(first, second, at))
    return beside.find((remarks) => remarks.length > 0) ?? []
  })
}
