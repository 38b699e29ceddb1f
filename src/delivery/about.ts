import type { Part, ReadyPart } from '#src/store/deliveries.ts'

/** What every line of the log about a message says it is about. The feed stands in it where it has been asked for. */
export function aboutPart({
  article,
  channel,
  account,
  delivery,
  ...rest
}: Part & Partial<Pick<ReadyPart, 'feed'>>): Readonly<Record<string, string>> {
  return { ...(rest.feed && { feed: rest.feed }), article, channel, account, delivery }
}
