import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#src/base/clock.ts'
import type { KeptPicture, Platform, Wanted } from '#src/platform/platform.ts'
import type { Media, PictureFile } from '#src/records.ts'
import { pictureFile, somePicture } from '#test/fixtures/pictures.ts'
import { LINK, brief, never, openAccount, type Opened, type Promises } from './conformance.ts'
import { afterTenMute, BROKEN_HANDSHAKES, mute } from './mute.ts'
import { postOf } from './posts.ts'

/** A message with its picture, ready to go. */
interface Pictured {
  readonly bytes: string
  readonly file: KeptPicture | null
}

const DIGEST = 'd'.repeat(64)

/** What every platform promises of pictures. */
export function conformPictures(platform: Platform, promises: Promises): void {
  const bodyOf = (title: string) => {
    const made = platform.format(postOf(platform.template, { title, picture: somePicture() }), promises.channel)
    if ('is' in made) throw new Error(made.why)
    expect(made.parts[0].picture).toEqual(somePicture())
    expect(made.pieces).toContainEqual({
      of: 'picture',
      from: null,
      stands: 'https://news.example.com/tram.jpg, described as "A tram on a bridge"',
      why: null,
    })
    return made.parts[0].body
  }
  const pictured = async (
    { connection }: Pick<Opened, 'connection'>,
    title: string,
    file: PictureFile,
  ): Promise<Pictured> => {
    if (connection.prepare === undefined) {
      return { bytes: JSON.stringify(platform.attach(bodyOf(title), { is: 'file', digest: DIGEST })), file }
    }
    const upload = await connection.prepare(file, somePicture().alt, never)
    if (upload.is === 'failed') throw new Error(upload.why)
    return { bytes: JSON.stringify(platform.attach(bodyOf(title), { is: 'uploaded', id: upload.id })), file: null }
  }
  const PHOTO = pictureFile('image/jpeg', 1_200, 675, 50_000)
  const faults = Object.keys(promises.faults)

  describe(`${platform.label} keeps the promises of the seam about pictures`, () => {
    let one: Opened
    beforeAll(async () => {
      one = await openAccount(platform, promises)
    })
    afterAll(() => one[Symbol.asyncDispose]())

    it('shows nothing before the message that names it, and then the very picture, in the place of a card', async () => {
      await using account = await openAccount(platform, promises)
      const { bytes, file } = await pictured(account, 'Pictured', PHOTO)
      expect(account.standIn.posts()).toEqual([])
      expect(await account.connection.send(bytes, 'key', never, file)).toMatchObject({ is: 'sent' })
      const [post, ...more] = account.standIn.posts()
      expect(more).toEqual([])
      expect(post).toMatchObject({ card: null, text: expect.stringContaining('Pictured') as string })
      const shown = await fetch(post!.picture!)
      expect(shown.headers.get('content-type')).toBe('image/jpeg')
      expect(Buffer.from(await shown.arrayBuffer()).equals(PHOTO.bytes)).toBe(true)
      if (account.connection.prepare !== undefined) expect(post!.alt).toBe(somePicture().alt)
    })

    it('takes a picture out of a message again, and leaves it as it was', () => {
      const body = bodyOf('Taken out')
      for (const media of [
        { is: 'file', digest: DIGEST },
        { is: 'uploaded', id: '12' },
      ] satisfies Media[]) {
        const taken = platform.attach(platform.attach(body, media), null)
        expect(JSON.parse(JSON.stringify(taken))).toEqual(JSON.parse(JSON.stringify(body)))
        expect(platform.attach(platform.attach(body, media), media)).toEqual(platform.attach(body, media))
      }
      expect(JSON.stringify(platform.attach(body, null))).toBe(JSON.stringify(body))
    })

    it('lets no picture through that its platform refuses', async () => {
      // Megabytes take their time.
      const connection = one.connectTo(one.standIn.apiRoot, 'right', systemClock)
      let serial = 0
      const side = fc.oneof(fc.integer({ min: 1, max: 12_000 }), fc.constantFrom(200, 500, 5_000, 9_999))
      const type = fc.constantFrom('image/jpeg', 'image/png', 'image/webp', 'image/gif')
      const weight = fc.constantFrom(0, 0, 0, 4_900_000, 5_300_000, 11_000_000)
      await fc.assert(
        fc.asyncProperty(type, side, side, weight, async (kind, width, height, padding) => {
          const file = pictureFile(kind, width, height, padding)
          const refusal = platform.refusesPicture(file)
          if (refusal !== null) {
            expect(refusal.length).toBeGreaterThan(10)
            return
          }
          serial += 1
          const message = await pictured({ connection }, `Picture ${serial}`, file)
          expect(await connection.send(message.bytes, 'key', never, message.file)).toMatchObject({ is: 'sent' })
        }),
        { numRuns: 40 },
      )
    }, 30_000)

    it.concurrent.each(faults)('prepares through %s without posting, and says what failed', async (fault) => {
      await using account = await openAccount(platform, promises)
      if (account.connection.prepare === undefined) return
      account.standIn.play(fault, { on: 'any' })
      const upload = await account.connection.prepare(PHOTO, 'A tram', never)
      account.expectNoSecret(upload)
      expect(account.standIn.posts()).toEqual([])
      expect(upload.is).toBe('failed')
      if (upload.is === 'failed') expect(upload.why.length).toBeGreaterThan(10)
      // What failed can be done again.
      expect(await account.connection.prepare(PHOTO, 'A tram', never)).toEqual({
        is: 'uploaded',
        id: expect.any(String),
        until: expect.any(Number),
        lacks: null,
      })
    })

    it.concurrent.each(faults)('takes %s for the same with a picture as without', async (fault) => {
      await using account = await openAccount(platform, promises)
      const { bytes, file } = await pictured(account, fault, PHOTO)
      account.standIn.play(fault)
      const outcome = await account.connection.send(bytes, 'key', never, file)
      expect(brief(outcome)).toBe(promises.withPicture?.[fault] ?? promises.faults[fault])
      expect(account.standIn.posts()).toHaveLength(promises.taken.includes(fault) ? 1 : 0)
      account.expectNoSecret(outcome)
    })

    it.concurrent.each(promises.taken)('finds a post with a picture after %s', async (fault) => {
      await using account = await openAccount(platform, promises)
      const { place, id: after } = await account.others('earlier')
      const { bytes, file } = await pictured(account, fault, PHOTO)
      account.standIn.play(fault)
      expect((await account.connection.send(bytes, 'key', never, file)).is).toBe('unknown')
      const [stands] = account.standIn.posts().slice(1)
      const { id: before } = await account.others('later')
      for (const link of [LINK, null]) {
        const wanted: Wanted = { bytes, link, place, after, before, at: systemClock.now() }
        const found = await account.connection.find!(wanted, never)
        const refs = [{ id: stands!.id, url: expect.any(String) as string }]
        if (stands!.deleted === null) expect(found).toMatchObject({ is: 'present', refs, missed: null })
        else expect(found).toMatchObject({ is: 'unclear' })
      }
    })

    it.each(BROKEN_HANDSHAKES)('knows that nothing was sent where %s breaks the handshake', async (_, answer) => {
      const connection = one.connectTo((await mute(answer)).origin)
      const plain = { bytes: JSON.stringify(bodyOf('broken')), file: null }
      for (const { bytes, file } of [plain, await pictured(one, 'broken', PHOTO)]) {
        const outcome = await connection.send(bytes, 'key', never, file)
        expect(outcome).toMatchObject({ is: 'not-sent' })
        one.expectNoSecret(outcome)
      }
      const upload = await connection.prepare?.(PHOTO, 'A tram', never)
      if (upload)
        expect(upload).toMatchObject({ is: 'failed', why: expect.stringContaining('no connection') as string })
      one.expectNoSecret(upload ?? null)
    })

    it('knows that a connection without an answer to its handshake sent nothing, and gives it 10 s', async () => {
      const { bytes, file } = await pictured(one, 'mute', PHOTO)
      const outcome = await afterTenMute((origin, clock) =>
        one.connectTo(origin, 'right', clock).send(bytes, 'key', never, file),
      )
      expect(outcome).toMatchObject({ is: 'not-sent' })
      one.expectNoSecret(outcome)
    })

    it('uploads nothing when it is stopped before it begins', async () => {
      await using account = await openAccount(platform, promises)
      if (account.connection.prepare === undefined) return
      expect(await account.connection.prepare(PHOTO, null, AbortSignal.abort())).toMatchObject({ is: 'failed' })
      expect(account.standIn.requests()).toEqual([])
    })
  })
}
