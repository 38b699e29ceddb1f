import { telegram } from '#src/platform/telegram/index.ts'
import { conform, type Promises } from '#test/platform/conformance.ts'
import { conformPictures } from '#test/platform/conformance.pictures.ts'

const promises: Promises = {
  account: { staffChat: '-1009876543210', afterUnknown: 'verified' },
  channel: telegram.channel.parse({ chat: '@news_world' }),
  staff: { chat: '-1009876543210' },
  missing: {
    channel: { chat: '@not_ours' },
    says: /^@not_ours: .*Administrators → Add, choose @\w+, allow Post Messages/,
  },
  faults: {
    unauthorized: 'later: account, until staff act',
    kicked: 'later: place, until staff act',
    'no-rights': 'later: place, until staff act',
    'chat-not-found': 'later: place, until staff act',
    'bad-entities': 'refused',
    'too-long': 'refused',
    'rate-limit': 'later: place, for a time',
    'long-rate-limit': 'later: place, for a time',
    restart: 'unknown',
    'bad-gateway-html': 'unknown',
    'gateway-timeout-html': 'unknown',
    'not-json': 'unknown',
    'too-large-html': 'unknown',
    'bad-gzip': 'unknown',
    'sent-and-deleted': 'unknown',
    'accept-then-reset': 'unknown',
    'accept-then-timeout': 'unknown',
    'accept-then-504': 'unknown',
    'accept-then-cut': 'unknown',
    'reset-before': 'unknown',
    drip: 'unknown',
  },
  taken: ['sent-and-deleted', 'accept-then-reset', 'accept-then-timeout', 'accept-then-504', 'accept-then-cut'],
  // The chat may still take text.
  withPicture: { 'no-rights': 'refused' },
  takenAndDeleted: ['sent-and-deleted'],
  hangs: ['accept-then-timeout', 'drip'],
}

conform(telegram, promises)
conformPictures(telegram, promises)
