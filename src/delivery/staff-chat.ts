import type { StaffChat } from '#src/platform/platform.ts'

/** Channels of the config, and where they post to, as their platform spells it; null where it does not say. */
export type Posting = readonly { readonly id: string; readonly place: string | null }[]

/**
 * Why nothing is told or forwarded in the chat of staff of `account`, and what to mend; null where it may be, or there is
 * none. What staff are told names what is held and embargoed, so that the chat must be known, and none that any
 * channel of the platform posts to (`channels`): by a number here and a name there the config alone does not show it.
 */
export function whyNotToStaff(account: string, staff: StaffChat | undefined, channels: Posting): string | null {
  if (staff === undefined) return null
  const nothing = `nothing is told to staff, or looked for, in the staffChat of ${account}`
  if (staff.missing !== null) return `${nothing}: ${staff.missing}`
  const taken = channels.find(({ place }) => place !== null && staff.places.includes(place))
  if (taken === undefined) return null
  return `${nothing}: it is the chat of ${taken.id}, whose readers would see it. Write a chat that only staff see in crier.yaml.`
}
