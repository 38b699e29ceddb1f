import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SECOND, systemClock, type Clock } from '#src/base/clock.ts'
import type { Log } from '#src/base/log.ts'
import { secret } from '#src/base/secret.ts'
import { listen } from '#src/net/listen.ts'
import type { Connection, Platform, StandIn, Wanted } from '#src/platform/platform.ts'
import type { Draft, Outcome, Post } from '#src/records.ts'
import { afterTenMute } from './mute.ts'
import { postOf, posts } from './posts.ts'

/** What an outcome asks for, in a few words: the rest of it is for staff. */
export type Expected =
  | 'sent'
  | 'refused'
  | 'not-sent'
  | 'unknown'
  | `later: ${'place' | 'account'}, ${'for a time' | 'until staff act'}`

/** What a platform's folder promises beyond its own tables. */
export interface Promises {
  /** Every fault of the stand-in, and what it means for the post at hand. */
  readonly faults: Readonly<Record<string, Expected>>
  /** Those in which the stand-in takes the post before it fails. */
  readonly taken: readonly string[]
  /** What some of them mean for a post with a picture, where that is something else. */
  readonly withPicture?: Readonly<Record<string, Expected>>
  /** Those that only a deadline ends. */
  readonly hangs: readonly string[]
  /** Those of them that take it away again: what is gone cannot be told from what somebody deleted. */
  readonly takenAndDeleted?: readonly string[]
  /** Settings of an account that can look for messages of unknown fate. */
  readonly account: unknown
  /** Settings of a channel that the account may post to. */
  readonly channel: unknown
  /** Where looking leaves traces for a moment, if anywhere. */
  readonly staff?: unknown
  /** Settings of a channel that it may not, where there is such a thing; and what `check` must say of it. */
  readonly missing?: { readonly channel: unknown; readonly says: RegExp }
}

// Deadlines of half a minute pass in less than a second; everything else is as it is.
const hurried: Clock = {
  ...systemClock,
  // To connect is real work, which takes its time where the machine has much to do.
  sleep: (ms, signal) => systemClock.sleep(ms === 10 * SECOND ? ms : ms / 40, signal),
}

export const never: AbortSignal = new AbortController().signal

/** The suite that every platform passes against its own stand-in. */
export function conform(platform: Platform, promises: Promises): void {
  describe(`${platform.label} keeps the promises of the seam`, () => {
    const open = async (): Promise<Opened> => openAccount(platform, promises)
    let one: Opened
    beforeAll(async () => {
      one = await open()
    })
    afterAll(() => one[Symbol.asyncDispose]())

    const draft = (post: Post): Draft => {
      const made = platform.format(post, promises.channel)
      if ('is' in made) throw new Error(made.why)
      return made
    }
    const bytesOf = (title: string): string => JSON.stringify(draft(postOf(platform.template, { title })).parts[0].body)

    it('posts a draft once, as it was shown, and says where it stands', async () => {
      await using account = await open()
      const { parts } = draft(postOf(platform.template, { title: 'Tram <b>line</b> & harbour 🚋' }))
      const outcome = await account.connection.send(JSON.stringify(parts[0].body), 'key', never)
      const [post, ...more] = account.standIn.posts()
      expect(more).toEqual([])
      expect(outcome).toMatchObject({ is: 'sent', ref: { id: post!.id } })
      expect(post!.text.startsWith(parts[0].text.split('\n')[0]!)).toBe(true)
      expect(post!.length).toEqual(parts[0].length)
    })

    it('sends what was made for another place, byte for byte otherwise, to where its channel is now', () => {
      const { channel, missing } = promises
      const elsewhere = { ...(channel as object), ...(missing?.channel as object | undefined) }
      const post = postOf(platform.template)
      const made = platform.format(post, elsewhere)
      if ('is' in made) throw new Error(made.why)
      const [{ body }] = made.parts
      const now = platform.address?.(body, channel) ?? body
      expect(JSON.stringify(now)).toBe(JSON.stringify(draft(post).parts[0].body))
    })

    it('writes nothing that its platform refuses, whatever the article holds', async () => {
      let serial = 0
      await fc.assert(
        fc.asyncProperty(posts, async (post) => {
          serial += 1
          const unique: Post = { ...post, segments: [{ is: 'literal', text: `${serial} ` }, ...post.segments] }
          const made = platform.format(unique, promises.channel)
          if ('is' in made) throw new Error(made.why)
          expect(made.parts[0].length.used).toBeLessThanOrEqual(made.parts[0].length.allowed)
          const outcome = await one.connection.send(JSON.stringify(made.parts[0].body), 'key', never)
          expect(outcome).toMatchObject({ is: 'sent' })
        }),
        { numRuns: 150 },
      )
    })

    it('says a price and a text for every draft', () => {
      const { parts } = draft(postOf(platform.template))
      expect(platform.price(parts[0])).toBeGreaterThanOrEqual(0)
      expect(platform.show(parts[0])).toContain('Tram line opens')
    })

    it('takes the words that it shows for editing as they are, whatever the article holds', () => {
      fc.assert(
        fc.property(posts, (post) => {
          const [part] = draft(post).parts
          const again = platform.rewrite(part, platform.editable(part))
          if ('is' in again) throw new Error(again.why)
          expect(again.text.match(/[\p{L}\p{N}\p{P}]/gu)).toEqual(part.text.match(/[\p{L}\p{N}\p{P}]/gu))
          expect(platform.rewrite(again, platform.editable(again))).toEqual(again)
        }),
        { numRuns: 150 },
      )
    })

    it('posts the words of staff as they are shown, with the link that the post had, and counts them', async () => {
      await using account = await open()
      const [part] = draft(postOf(platform.template)).parts
      const words = platform.editable(part).replace('Tram line opens', 'Трамвай 🚋 is back')
      const edited = platform.rewrite(part, words)
      if ('is' in edited) throw new Error(edited.why)
      expect(edited).toMatchObject({ link: part.link, picture: part.picture })
      expect(await account.connection.send(JSON.stringify(edited.body), 'key', never)).toMatchObject({ is: 'sent' })
      const [post] = account.standIn.posts()
      expect(post!.text).toContain('Трамвай 🚋 is back')
      expect(post!.length).toEqual(edited.length)
      expect(post!.card).toBe(LINK)
    })

    it('refuses words of staff that are too long, with their count, that are none, or that lost the link', () => {
      const [part] = draft(postOf(platform.template)).parts
      const words = platform.editable(part)
      const { allowed } = part.length
      const longer = platform.rewrite(part, `${'я'.repeat(allowed)} ${words}`)
      expect(longer).toMatchObject({ is: 'refusal', why: expect.stringMatching(/the text has \d+ char/) as string })
      expect(longer).toMatchObject({ why: expect.stringContaining(String(allowed)) as string })
      expect(platform.rewrite(part, ' \n\u200b\u202e ')).toMatchObject({ is: 'refusal' })
      const why = expect.stringMatching(/link is missing/) as string
      expect(platform.rewrite(part, words.replaceAll(LINK, ''))).toMatchObject({ is: 'refusal', why })
    })

    it('lists every fault of its stand-in', () => {
      expect(Object.keys(promises.faults).toSorted()).toEqual(one.standIn.faults.toSorted())
    })

    it.concurrent.each(Object.entries(promises.faults))('takes %s for: %s', async (fault, expected) => {
      await using account = await open()
      account.standIn.play(fault)
      const outcome = await account.connection.send(bytesOf(fault), 'key', never)
      expect(brief(outcome)).toBe(expected)
      expect(account.standIn.posts()).toHaveLength(promises.taken.includes(fault) ? 1 : 0)
      // What was played was the only request: nothing tries again by itself.
      expect(account.standIn.requests()).toHaveLength(1)
      const until = outcome.is === 'later' ? (outcome.at ?? Infinity) : Infinity
      expect(until).toBeGreaterThan(systemClock.now())
      expect(said(outcome).length).toBeGreaterThan(10)
      account.expectNoSecret(outcome)
    })

    it.concurrent.each(promises.hangs)(
      'does not know what became of a call that is stopped during %s',
      async (fault) => {
        await using account = await open()
        account.standIn.play(fault)
        const stop = new AbortController()
        const sending = account.connection.send(bytesOf('stopped'), 'key', stop.signal)
        await account.arrived()
        stop.abort(new Error('the process is stopping'))
        expect(await sending).toMatchObject({ is: 'unknown' })
      },
    )

    it('sends nothing when it is stopped before it begins', async () => {
      await using account = await open()
      expect(await account.connection.send(bytesOf('stopped'), 'key', AbortSignal.abort())).toMatchObject({
        is: 'not-sent',
      })
      expect(account.standIn.requests()).toEqual([])
    })

    it('knows that a refused connection sent nothing', async () => {
      const closed = await listen(() => {})
      await closed[Symbol.asyncDispose]()
      const connection = one.connectTo(closed.origin)
      const outcome = await connection.send(bytesOf('closed'), 'key', never)
      expect(outcome).toMatchObject({ is: 'not-sent' })
      one.expectNoSecret(outcome)
      expect(await connection.check([], never)).toMatchObject({ is: 'unreachable' })
    })

    it('knows that a connection without an answer to its handshake sent nothing, and gives it 10 s', async () => {
      const outcome = await afterTenMute((origin, clock) =>
        one.connectTo(origin, 'right', clock).send(bytesOf('mute'), 'key', never),
      )
      expect(outcome).toMatchObject({ is: 'not-sent' })
      one.expectNoSecret(outcome)
    })

    it('proves account and channels without posting', async () => {
      await using account = await open()
      const named = [{ id: 'one', settings: promises.channel }]
      const check = await account.connection.check(named, never)
      expect(check).toMatchObject({ is: 'proven', channels: [{ channel: 'one', missing: null }] })
      expect(check.is === 'proven' && check.channels[0]!.place).toBeTruthy()
      expect(account.standIn.posts()).toEqual([])
      const sent = await account.connection.send(bytesOf('place'), 'key', never)
      expect(sent.is).toBe('sent')
      expect(check.is === 'proven' && check.channels[0]!.place).toBe(account.standIn.posts()[0]!.place)
    })

    it('names the channel that it may not post to, and proves the others', async () => {
      const closed = promises.missing === undefined ? [] : [{ id: 'closed', settings: promises.missing.channel }]
      const channels = [...closed, { id: 'one', settings: promises.channel }]
      const check = await one.connection.check(channels, never)
      const found = check.is === 'proven' ? check.channels : []
      expect(found.map(({ channel, place }) => [channel, place !== null])).toEqual([
        ...closed.map(({ id }) => [id, false]),
        ['one', true],
      ])
      const missing = found.flatMap((channel) => channel.missing ?? [])
      expect(missing).toHaveLength(closed.length)
      expect(missing.filter((line) => !promises.missing?.says.test(line))).toEqual([])
    })

    it.concurrent.each(Object.keys(promises.faults))(
      'checks through %s without posting, and says what is wrong',
      async (fault) => {
        await using account = await open()
        account.standIn.play(fault, { on: 'any' })
        const check = await account.connection.check([{ id: 'one', settings: promises.channel }], never)
        account.expectNoSecret(check)
        expect(account.standIn.posts()).toEqual([])
        expect(account.standIn.requests()[0]!.fault).toBe(fault)
        // A fault that takes a post and then fails takes nothing from a question; all others must show.
        const well = check.is === 'proven' && check.channels[0]!.missing === null
        expect(well && !promises.taken.includes(fault)).toBe(false)
      },
    )

    it.concurrent.each(Object.keys(promises.faults).filter((fault) => promises.faults[fault] === 'unknown'))(
      'finds out what became of a post after %s, and leaves no trace of having looked',
      async (fault) => {
        await using account = await open()
        const { place, id: after } = await account.others('earlier')
        const wanted = { bytes: bytesOf(fault), link: LINK, place, after, at: systemClock.now() }
        account.standIn.play(fault)
        expect((await account.connection.send(wanted.bytes, 'key', never)).is).toBe('unknown')
        const taken = account.standIn.posts().at(-1)!
        const { id: before } = await account.others('later')

        const then = account.standIn.posts()
        const found = await account.connection.find!({ ...wanted, before }, never)
        account.expectNoSecret(found)
        if (promises.takenAndDeleted?.includes(fault)) expect(found).toMatchObject({ is: 'unclear' })
        else if (promises.taken.includes(fault)) {
          const refs = [{ id: taken.id, url: expect.any(String) as string }]
          expect(found).toMatchObject({ is: 'present', refs, missed: null })
        } else expect(found).toMatchObject({ is: 'absent' })
        const now = account.standIn.posts()
        expect(now.slice(0, then.length)).toEqual(then)
        expect(now.slice(then.length).filter(({ deleted }) => deleted === null)).toEqual([])
      },
    )

    it.concurrent.each(Object.keys(promises.faults))('never takes %s during a look for an answer', async (fault) => {
      await using account = await open()
      const { place, id: after } = await account.others('earlier')
      const wanted = { bytes: bytesOf('wanted'), link: LINK, place, after, at: systemClock.now() }
      expect((await account.connection.send(wanted.bytes, 'key', never)).is).toBe('sent')
      const { id: before } = await account.others('later')
      account.standIn.play(fault, { on: 'any' })
      const found = await account.connection.find!({ ...wanted, before }, never)
      account.expectNoSecret(found)
      // It stands: some faults spoil nothing of a look, but none makes it look absent.
      expect(found.is).not.toBe('absent')
      if (found.is === 'unclear') expect(found.why.length).toBeGreaterThan(10)
    })

    it('looks no further when it is stopped, and then knows nothing', async () => {
      await using account = await open()
      const { place, id: after } = await account.others('earlier')
      const requests = account.standIn.requests().length
      const wanted: Wanted = {
        bytes: bytesOf('wanted'),
        link: LINK,
        place,
        after,
        before: null,
        at: systemClock.now(),
      }
      expect(await account.connection.find!(wanted, AbortSignal.abort())).toMatchObject({ is: 'unclear' })
      expect(account.standIn.requests()).toHaveLength(requests)
    })

    it('knows nothing of a message where the platform cannot be reached', async () => {
      const closed = await listen(() => {})
      await closed[Symbol.asyncDispose]()
      const wanted: Wanted = {
        bytes: bytesOf('wanted'),
        link: LINK,
        place: '1',
        after: '1',
        before: null,
        at: systemClock.now(),
      }
      const found = await one.connectTo(closed.origin).find!(wanted, never)
      expect(found).toMatchObject({ is: 'unclear' })
      one.expectNoSecret(found)
    })

    it('refuses secrets that are wrong, and does not show them', async () => {
      const outcome = await one.connectTo(one.standIn.apiRoot, 'wrong').send(bytesOf('wrong'), 'key', never)
      expect(brief(outcome)).toBe('later: account, until staff act')
      expect(await one.connectTo(one.standIn.apiRoot, 'wrong').check([], never)).toMatchObject({ is: 'refused' })
      one.expectNoSecret(outcome)
    })
  })
}

/** The link of every {@link postOf}. */
export const LINK = 'https://news.example.com/world/tram'

export interface Opened extends AsyncDisposable {
  readonly standIn: StandIn<unknown>
  readonly connection: Connection<unknown>
  /** With the account's own secrets, or with each of them changed a little. */
  connectTo(apiRoot: string, secrets?: 'right' | 'wrong', clock?: Clock): Connection<unknown>
  /** Resolves when a request stands in the stand-in's ledger. */
  arrived(): Promise<void>
  expectNoSecret(told: unknown): void
  /** Posts another article under `title`, and answers where it stands. */
  others(title: string): Promise<{ readonly place: string; readonly id: string }>
}

export async function openAccount(platform: Platform, { account, channel, staff }: Promises): Promise<Opened> {
  const limits = Object.fromEntries(Object.keys(platform.limits).map((name) => [name, 1_000_000]))
  const standIn = await platform.standIn({ clock: systemClock, limits })
  const values = standIn.admit('news', [channel, ...(staff === undefined ? [] : [staff])])
  const logged: unknown[] = []
  const keep = (about: object, event: string) => void logged.push(about, event)
  const log: Log = { debug: keep, info: keep, warn: keep, error: keep }

  const connectTo = (apiRoot: string, kind: 'right' | 'wrong' = 'right', clock = hurried) => {
    const secrets = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        secret(kind === 'right' ? value : value.slice(0, -1) + (value.endsWith('a') ? 'b' : 'a')),
      ]),
    )
    return platform.connect({ id: 'news', settings: account, apiRoot, secrets }, { clock, log })
  }
  const connection = connectTo(standIn.apiRoot)
  return {
    standIn,
    connection,
    connectTo,
    async arrived() {
      while (standIn.requests().length === 0) await new Promise((resolve) => setImmediate(resolve))
    },
    expectNoSecret(told) {
      const all = JSON.stringify([told, logged])
      for (const value of Object.values(values)) {
        expect(all).not.toContain(value)
        expect(all).not.toContain(value.split(':').at(-1))
      }
    },
    async others(title) {
      const made = platform.format(postOf(platform.template, { title, link: `${LINK}/${title}` }), channel)
      if ('is' in made) throw new Error(made.why)
      await connection.send(JSON.stringify(made.parts[0].body), title, never)
      const { id, place } = standIn.posts().at(-1)!
      return { place, id }
    },
    [Symbol.asyncDispose]: () => standIn[Symbol.asyncDispose](),
  }
}

/** What an outcome asks for. */
export function brief(outcome: Outcome): Expected {
  if (outcome.is !== 'later') return outcome.is
  return `later: ${outcome.holds}, ${outcome.at === null ? 'until staff act' : 'for a time'}`
}

function said(outcome: Outcome): string {
  return outcome.is === 'sent' ? 'the platform took it' : outcome.why
}
