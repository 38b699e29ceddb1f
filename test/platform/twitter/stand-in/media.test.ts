import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DAY, HOUR } from '#src/base/clock.ts'
import type { StandIn } from '#src/platform/platform.ts'
import { twitterStandIn } from '#src/platform/twitter/stand-in.ts'
import { pictureFile } from '#test/fixtures/pictures.ts'
import { ask, handClock, idOf, type HandClock, type Reply, type Secrets } from './signed-client.ts'

const JPEG = pictureFile('image/jpeg', 1_200, 675, 2_000).bytes

let clock: HandClock
let standIn: StandIn<unknown>
let secrets: Secrets

beforeEach(() => open())
afterEach(() => standIn[Symbol.asyncDispose]())

async function open(limits: Record<string, number> = {}): Promise<void> {
  await standIn?.[Symbol.asyncDispose]()
  clock = handClock()
  standIn = await twitterStandIn({ clock, limits })
  secrets = standIn.admit('news-x', [])
}

const call = (path: string, body: unknown, as = secrets): Promise<Reply> =>
  ask(standIn.apiRoot, as, { method: 'POST', path, body: JSON.stringify(body) }, clock.now())
const media = (bytes: Uint8Array, change: Record<string, unknown> = {}) => ({
  media: Buffer.from(bytes).toString('base64'),
  media_category: 'tweet_image',
  ...change,
})
const upload = (body: unknown = media(JPEG), as = secrets) => call('/2/media/upload', body, as)
const describeAs = (id: string, text: string, as = secrets) =>
  call('/2/media/metadata', { id, metadata: { alt_text: { text } } }, as)
const show = (ids: readonly string[], text = 'Pictured', as = secrets) =>
  call('/2/tweets', { text, media: { media_ids: ids } }, as)

describe('POST /2/media/upload', () => {
  test('takes a picture, which then may be posted for a day', async () => {
    const taken = await upload()
    expect(taken.status).toBe(200)
    const id = idOf(taken)
    expect(taken.json()).toEqual({
      data: { id, media_key: `3_${id}`, size: JPEG.length, expires_after_secs: 86_400 },
    })
    expect(standIn.posts()).toEqual([])
    clock.pass(DAY - 1)
    expect((await show([id])).status).toBe(201)
    clock.pass(1)
    expect((await show([id], 'Later')).body).toContain('Your media IDs are invalid.')
  })

  test.each<[string, () => unknown]>([
    ['no base64', () => media(JPEG, { media: 'data:image/jpeg;base64,AAAA' })],
    ['no picture', () => media(Buffer.from('<!doctype html>'))],
    ['a GIF, which is an animation', () => media(pictureFile('image/gif', 300, 300).bytes)],
    ['another type than it says', () => media(JPEG, { media_type: 'image/png' })],
    ['a type that is uploaded in another way', () => media(JPEG, { media_type: 'image/gif' })],
    ['more than 5 MB', () => media(pictureFile('image/jpeg', 900, 900, 5_242_880).bytes)],
    ['another category', () => media(JPEG, { media_category: 'tweet_video' })],
    ['no category', () => ({ media: Buffer.from(JPEG).toString('base64') })],
    ['a field that X does not know', () => media(JPEG, { alt_text: 'A tram' })],
  ])('refuses %s', async (_, body) => {
    const refused = await upload(body())
    expect(refused).toMatchObject({ status: 400, body: expect.stringContaining('invalid-request') as string })
  })

  test('is signed, limited, and nothing but POST', async () => {
    const strangers = { ...secrets, ACCESS_SECRET: 'wrong' }
    expect((await upload(media(JPEG), strangers)).status).toBe(401)
    expect((await ask(standIn.apiRoot, secrets, { path: '/2/media/upload' }, clock.now())).status).toBe(405)
    await open({ uploadsPer15Minutes: 2 })
    const statuses = [await upload(), await upload(), await upload()].map(({ status }) => status)
    expect(statuses).toEqual([200, 200, 429])
    clock.pass(HOUR)
    expect((await upload()).status).toBe(200)
  })
})

describe('POST /2/media/metadata', () => {
  test('says in words what an upload of one’s own shows', async () => {
    const id = idOf(await upload())
    const told = await describeAs(id, 'A tram')
    expect([told.status, told.json()]).toEqual([
      200,
      { data: { id, associated_metadata: { alt_text: { text: 'A tram' } } } },
    ])
    await show([id])
    expect(standIn.posts()[0]).toMatchObject({ alt: 'A tram', card: null, text: 'Pictured' })
  })

  test('refuses what is too long, and uploads that are not there or not one’s own', async () => {
    const id = idOf(await upload())
    expect((await describeAs(id, 'x'.repeat(1_000))).status).toBe(200)
    expect((await describeAs(id, 'x'.repeat(1_001))).status).toBe(400)
    expect((await describeAs(id, '')).status).toBe(400)
    expect((await describeAs('12', 'A tram')).status).toBe(404)
    expect((await describeAs(id, 'A tram', standIn.admit('other', []))).status).toBe(404)
  })
})

describe('a post with media', () => {
  test.each<[string, () => Promise<readonly string[]>]>([
    ['never uploaded', async () => ['12']],
    ['uploaded by another account', async () => [idOf(await upload(media(JPEG), standIn.admit('other', [])))]],
    [
      'twice in it',
      async () => {
        const id = idOf(await upload())
        return [id, id]
      },
    ],
  ])('is refused where its media were %s', async (_, ids) => {
    const refused = await show(await ids())
    expect(refused.status).toBe(400)
    expect(refused.json()).toMatchObject({ errors: [{ message: 'Your media IDs are invalid.' }] })
    expect(standIn.posts()).toEqual([])
  })

  test('needs no words; the API gives a link to the media behind those that it has', async () => {
    const id = idOf(await upload())
    expect((await show([id], '')).status).toBe(201)
    const made = await show([id], 'See https://example.com/a & more')
    const user = standIn.posts()[0]!.place
    const path = `/2/users/${user}/tweets?tweet.fields=entities`
    const { data } = (await ask(standIn.apiRoot, secrets, { path }, clock.now())).json() as {
      data: { text: string; entities: { urls: Record<string, unknown>[] } }[]
    }
    const [page, photo] = data[0]!.entities.urls
    expect(data[0]!.text).toBe(`See ${String(page!['url'])} &amp; more ${String(photo!['url'])}`)
    expect(photo).toMatchObject({
      expanded_url: `https://x.com/news_x/status/${idOf(made)}/photo/1`,
      media_key: `3_${id}`,
      end: data[0]!.text.length,
    })
    expect(data[1]!.text).toBe(data[1]!.entities.urls[0]!['url'])
  })

  test('is shown with its picture, which the stand-in serves', async () => {
    await show([idOf(await upload())])
    const shown = await fetch(standIn.posts()[0]!.picture!)
    expect(shown.headers.get('content-type')).toBe('image/jpeg')
    expect(Buffer.from(await shown.arrayBuffer()).equals(JPEG)).toBe(true)
  })
})
