import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatPost as formatForTelegram, type TelegramChannel } from '#src/platform/telegram/format.ts'
import { sendMessage } from '#src/platform/telegram/stand-in/send.ts'
import { readParameters } from '#src/platform/telegram/stand-in/parameters.ts'
import { createWorld } from '#src/platform/telegram/stand-in/world.ts'
import { formatPost as formatForX } from '#src/platform/twitter/format.ts'
import { create } from '#src/platform/twitter/stand-in/create.ts'
import { limitsWith } from '#src/platform/twitter/stand-in/limits.ts'
import { openShelf } from '#src/platform/twitter/stand-in/media.ts'
import { openMembers } from '#src/platform/twitter/stand-in/members.ts'
import { openTweets } from '#src/platform/twitter/stand-in/tweets.ts'
import type { Draft, DraftPart, Post } from '#src/records.ts'
import { graphemes } from '#src/text/graphemes.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { composed, graphemesOf } from './composed.ts'

const clock = fakeClock()
const limits = limitsWith({ perHalfHour: 1_000_000 })
const media = openShelf(clock)
const members = openMembers(limits)
const keys = members.admit('news', {})
const author = members.byToken(keys['ACCESS_TOKEN']!)!

/** What X answers, without the requests around it: limits of pace and repetitions are not what this is about. */
function answerOfX(body: unknown): number {
  const tweets = openTweets(clock)
  const bytes = Buffer.from(JSON.stringify(body))
  return create({ clock, limits, tweets, media, author, taken: () => {} }, 'application/json', bytes).status
}

const world = createWorld(clock)
const bot = world.admit('news', ['@news_world'], undefined)

/** The text as Telegram shows it. Throws what Telegram refuses. */
function shownByTelegram(body: unknown): unknown {
  const parameters = readParameters('', 'application/json', Buffer.from(JSON.stringify(body)))
  const windows = { wait: () => 0, count: () => {} }
  const call = { ...parameters, bot, world, clock, windows, photos: new Map(), onTaken: () => {} }
  return (sendMessage(call) as { text: string }).text
}

/** Nothing to say is the one thing that may be refused. */
function partsOf(draft: ReturnType<typeof formatForX>): Draft['parts'] | readonly [] {
  if (!('is' in draft)) return draft.parts
  expect(draft.why).toMatch(/^nothing is left to say/)
  return []
}

/**
 * Only whole characters of the article, of the template, and the ellipsis; the link and the joiners that break links
 * aside.
 */
function expectWhole({ text, link }: DraftPart, post: Post): void {
  // Whatever is cut ends with an ellipsis.
  if (!text.includes('…')) return
  const allowed = graphemesOf(post)
  const words = text.replaceAll(link ?? '\u2060', '').replaceAll('\u2060', '')
  const strange = graphemes(words).filter((one) => !/^[… ]$/.test(one) && !allowed.has(one))
  expect(strange).toEqual([])
}

const elsewhere = fc.constantFrom('reply', 'none')
const onTelegram = fc.record({
  button: fc.constantFrom(null, 'Читати', '続きを読む'),
  preview: fc.constantFrom<TelegramChannel['preview']>('auto', 'large', 'off'),
  summary: fc.constantFrom(40, 400),
})

test(
  '20,000 messages in many scripts are taken by X and Telegram as they are, and none is cut within a character',
  { timeout: 120_000 },
  () => {
    fc.assert(
      fc.property(composed, elsewhere, onTelegram, (post, other, telegram) => {
        for (const link of ['inline', other] as const) {
          for (const part of partsOf(formatForX(post, { link }))) {
            expect(answerOfX(part.body)).toBe(201)
            expectWhole(part, post)
          }
        }
        for (const link of ['inline', 'button'] as const) {
          for (const part of partsOf(formatForTelegram(post, { ...telegram, chat: '@news_world', link }))) {
            expect(shownByTelegram(part.body)).toBe(part.text)
            expectWhole(part, post)
          }
        }
      }),
      { numRuns: 5_000 },
    )
  },
)
