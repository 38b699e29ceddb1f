import { expect, test } from 'vitest'
import { showMistakes } from '#src/config/show.ts'
import { changed, lines, mistakesOf } from './good.ts'

const BOT = '123456789:AAcanaryAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
const OUT = 'into the environment or .env'
const BOTH = 'NEWS_PAPER_APP_KEY, NEWS_PAPER_ACCESS_TOKEN'
const NEVER = 'secrets never stand in the file'

test.each([
  [
    'edition: morning',
    'appKey: canary',
    `16:5 accounts.0.appKey: ${NEVER} → remove it here, and put NEWS_PAPER_APP_KEY ${OUT}`,
  ],
  [
    'edition: morning',
    'token: canary',
    `16:5 accounts.0.token: ${NEVER} → remove it here, and put NEWS_PAPER_ACCESS_TOKEN ${OUT}`,
  ],
  [
    'edition: morning',
    'password: canary',
    `16:5 accounts.0.password: ${NEVER} → remove it here, and put ${BOTH} ${OUT}`,
  ],
  [
    'edition: morning',
    'secrets: { appKey: canary }',
    `16:5 accounts.0.secrets: ${NEVER} → remove it here, and put ${BOTH} ${OUT}`,
  ],
  ['approve: first', 'bot_token: canary', `32:5 channels.1.bot_token: ${NEVER} → remove it here, and put it ${OUT}`],
  [
    'edition: morning',
    `edition: "${BOT}"`,
    `16:14 accounts.0.edition: this looks like a secret; ${NEVER} → remove it here, and put ${BOTH} ${OUT}`,
  ],
  [
    '"@news_world"',
    `"${BOT}"`,
    `30:11 channels.1.room: this looks like a secret; ${NEVER} → remove it here, and put it ${OUT}`,
  ],
  [
    'id: sport',
    'id: 1234567890-canaryCANARY0123456789canaryCANARY',
    `11:9 feeds.1.id: this looks like a secret; ${NEVER} → remove it here, and put it ${OUT}`,
  ],
  [
    'edition: morning',
    `edition: morning # ${BOT}`,
    `16:24 : this looks like a secret; ${NEVER} → remove it here, and put it ${OUT}`,
  ],
])('%j written as %j is sent to the environment and not repeated', (from, to, mistake) => {
  const mistakes = mistakesOf(changed(from, to))
  expect(lines(mistakes)[0]).toBe(mistake)
  expect(showMistakes(mistakes)).not.toMatch(/canary/i)
})

test('a token under a key of its own making, or as a key, is not repeated', () => {
  const mistakes = mistakesOf(changed('edition: morning', `"${BOT}": { x: "${BOT}" }`))
  expect(mistakes.length).toBeGreaterThan(0)
  expect(showMistakes(mistakes)).not.toContain('canary')
})
