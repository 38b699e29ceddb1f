import { DAY, type Millis } from '#src/base/clock.ts'

/**
 * What a platform asks to wait is obeyed up to this: the longest that one counts is a month (X's billing cycle), and its
 * clock may be a day from ours. A longer one is a number that slipped (a time in microseconds), and says nothing.
 */
export const LONGEST_WAIT: Millis = 32 * DAY
