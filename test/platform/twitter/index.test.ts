import { twitter } from '#src/platform/twitter/index.ts'
import { conform, type Promises } from '#test/platform/conformance.ts'
import { conformPictures } from '#test/platform/conformance.pictures.ts'

const promises: Promises = {
  account: {},
  channel: { link: 'inline' },
  faults: {
    unauthorized: 'later: account, until staff act',
    'credits-depleted': 'later: account, until staff act',
    'spend-cap': 'later: account, for a time',
    forbidden: 'refused',
    suspended: 'later: account, until staff act',
    duplicate: 'unknown',
    'rate-limit': 'later: account, for a time',
    'usage-cap': 'later: account, until staff act',
    'unavailable-json': 'unknown',
    'unavailable-html': 'unknown',
    'bad-gzip': 'unknown',
    'empty-201': 'unknown',
    redirect: 'unknown',
    'not-json': 'unknown',
    'accept-then-reset': 'unknown',
    'accept-then-timeout': 'unknown',
    'accept-then-504': 'unknown',
    'accept-then-cut': 'unknown',
    'reset-before': 'unknown',
    drip: 'unknown',
  },
  taken: ['accept-then-reset', 'accept-then-timeout', 'accept-then-504', 'accept-then-cut'],
  hangs: ['accept-then-timeout', 'drip'],
}

conform(twitter, promises)
conformPictures(twitter, promises)
