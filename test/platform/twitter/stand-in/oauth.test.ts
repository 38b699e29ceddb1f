import { expect, test } from 'vitest'
import { openSignatureCheck, type Keys, type SignedRequest } from '#src/platform/twitter/stand-in/oauth.ts'
import { authorize, handClock, type Ask } from '#test/platform/twitter/stand-in/signed-client.ts'

const SECRETS = { APP_KEY: 'app', APP_SECRET: 'app secret', ACCESS_TOKEN: '20-token', ACCESS_SECRET: 'access+secret' }
const KEYS: Keys = { appKey: 'app', appSecret: 'app secret', accessToken: '20-token', accessSecret: 'access+secret' }
const ORIGINS = ['https://api.x.com', 'http://127.0.0.1:5000']

function set(
  asked: Ask,
  parts: { secrets?: Record<string, string>; now?: number; header?: (header: string) => string } = {},
) {
  const clock = handClock()
  const check = openSignatureCheck(
    clock,
    (token) => (token === KEYS.accessToken ? KEYS : undefined),
    () => ORIGINS,
  )
  const header = authorize({ ...SECRETS, ...parts.secrets }, asked, clock.now() + (parts.now ?? 0))
  const [path = '', query = ''] = asked.path.split('?')
  const request: SignedRequest = {
    method: asked.method ?? 'GET',
    path,
    query,
    authorization: parts.header?.(header) ?? header,
  }
  return { clock, check, request }
}

const passes = (...parts: Parameters<typeof set>) => {
  const { check, request } = set(...parts)
  return check(request) === KEYS
}

test('a signature known to be right passes (the example of X, "Creating a signature")', () => {
  const keys: Keys = {
    appKey: 'xvz1evFS4wEEPTGEFPHBog',
    appSecret: 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw',
    accessToken: '370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb',
    accessSecret: 'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE',
  }
  const clock = { ...handClock(), now: () => 1_318_622_958_000 }
  const check = openSignatureCheck(
    clock,
    () => keys,
    () => ['https://api.x.com'],
  )
  const authorization =
    'OAuth oauth_consumer_key="xvz1evFS4wEEPTGEFPHBog", oauth_nonce="kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg", ' +
    'oauth_signature="Ls93hJiZbQ3akF3HF3x1Bz8%2FzU4%3D", oauth_signature_method="HMAC-SHA1", ' +
    'oauth_timestamp="1318622958", oauth_token="370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb", oauth_version="1.0"'
  const query = 'include_entities=true&status=Hello%20Ladies%20%2b%20Gentlemen%2c%20a%20signed%20OAuth%20request%21'
  const request: SignedRequest = { method: 'POST', path: '/1.1/statuses/update.json', query, authorization }
  expect(check(request)).toBe(keys)
})

test('a signature passes for the real address and for the one at hand, and for no other', () => {
  expect(passes({ path: '/2/users/me' })).toBe(true)
  expect(passes({ path: '/2/users/me', signedFor: 'http://127.0.0.1:5000' })).toBe(true)
  expect(passes({ path: '/2/users/me', signedFor: 'https://api.example.com' })).toBe(false)
})

test('parameters of the query are signed, encoded and ordered as the RFC says', () => {
  expect(passes({ path: "/2/x?b5=%3D%253D&a3=a&c%40=&a2=r%20b&c2=&a3=2%20q&z=!*'()&y=a+b" })).toBe(true)
})

test('any change after signing is noticed', () => {
  const { check, request } = set({ method: 'POST', path: '/2/tweets?a=1' })
  expect(check({ ...request, method: 'DELETE' })).toBeNull()
  expect(check({ ...request, path: '/2/tweets/1' })).toBeNull()
  expect(check({ ...request, query: 'a=2' })).toBeNull()
  expect(check({ ...request, query: '' })).toBeNull()
  expect(check({ ...request, authorization: request.authorization!.replace('HMAC-SHA1', 'PLAINTEXT') })).toBeNull()
  expect(check(request)).toBe(KEYS)
})

test.each(Object.keys(SECRETS))('a wrong %s does not pass', (name) => {
  expect(passes({ path: '/2/users/me' }, { secrets: { [name]: 'wrong' } })).toBe(false)
})

test('a nonce is good once, even on another request', () => {
  const { check, request, clock } = set({ path: '/2/users/me', oauth: { oauth_nonce: 'once' } })
  expect(check(request)).toBe(KEYS)
  expect(check(request)).toBeNull()
  const other = { path: '/2/tweets/1', oauth: { oauth_nonce: 'once' } }
  expect(
    check({ method: 'GET', path: other.path, query: '', authorization: authorize(SECRETS, other, clock.now()) }),
  ).toBeNull()
})

test('a refused request does not use its nonce up', () => {
  const { check, request } = set({ path: '/2/users/me' })
  expect(check({ ...request, path: '/2/tweets' })).toBeNull()
  expect(check(request)).toBe(KEYS)
})

test('a timestamp counts for five minutes to either side', () => {
  for (const now of [-290_000, 290_000]) expect(passes({ path: '/2/users/me' }, { now })).toBe(true)
  for (const now of [-310_000, 310_000]) expect(passes({ path: '/2/users/me' }, { now })).toBe(false)
})

test.each([
  ['another method', { oauth_signature_method: 'HMAC-SHA256' }],
  ['another version', { oauth_version: '2.0' }],
  ['a timestamp that is no number', { oauth_timestamp: 'soon' }],
  ['an empty nonce', { oauth_nonce: '' }],
])('%s does not pass', (_, oauth) => {
  expect(passes({ path: '/2/users/me', oauth })).toBe(false)
})

test('the version may be left out, a realm may be given', () => {
  const { check, request } = set({ path: '/2/users/me', oauth: {} })
  expect(check({ ...request, authorization: request.authorization!.replace('OAuth ', 'OAuth realm="x", ') })).toBe(KEYS)
})

test.each([
  ['no header', () => ''],
  ['a bearer', () => 'Bearer abc'],
  ['no signature', (header: string) => header.replace(/, oauth_signature="[^"]*"/, '')],
  ['a parameter twice', (header: string) => `${header}, oauth_version="1.0"`],
  ['a broken escape', (header: string) => header.replace(/oauth_nonce="/, 'oauth_nonce="%E0%A4%A')],
  ['no quotation marks', (header: string) => header.replaceAll('"', '')],
])('%s does not pass', (_, change) => {
  expect(passes({ path: '/2/users/me' }, { header: change })).toBe(false)
})

test('a query with a broken escape does not pass', () => {
  const { check, request } = set({ path: '/2/users/me' })
  expect(check({ ...request, query: 'a=%' })).toBeNull()
})
