import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '#src/base/clock.ts'
import type { Found } from '#src/platform/platform.ts'
import type { XAnswer } from '#src/platform/twitter/call.ts'
import { findPost } from '#src/platform/twitter/find.ts'
import { fakeClock } from '#test/fake-clock.ts'

const bytesOf = (text: string): string => JSON.stringify({ text })

describe('a timeline as X may give it', () => {
  const at = Date.UTC(2026, 4, 20, 12)
  const LONG = 'https://news.example.com/1'
  const url = 'https://t.co/a'

  async function looked(tweet: object, date: string | null, text = `Our title\n\n${LONG}`): Promise<Found> {
    const body = {
      data: [{ id: '99', text: `Our title\n\n${url}`, entities: { urls: [{ url, expanded_url: LONG }] }, ...tweet }],
      meta: { result_count: 1 },
    }
    const ask = async (): Promise<XAnswer> => ({ is: 'answered', headers: date === null ? {} : { date }, body })
    const wanted = { bytes: bytesOf(text), place: '1', after: null, before: null, link: LONG, at }
    return findPost(ask, fakeClock(at + MINUTE), wanted)
  }
  const made = (minutes: number) => ({ created_at: new Date(at + minutes * MINUTE).toISOString() })
  const others = (minutes: number) => ({ ...made(minutes), text: `Quite other words ${url}` })
  const TRUE = new Date(at + MINUTE).toUTCString()
  // X's clock is three hours ahead of ours.
  const AHEAD = new Date(at + MINUTE + 3 * HOUR).toUTCString()

  it.each<[string, object, string | null, Found['is']]>([
    ['ours', made(0), TRUE, 'present'],
    ['ours, a minute early by X’s clock', made(-1), TRUE, 'present'],
    ['the same words from three minutes before', made(-3), TRUE, 'unclear'],
    ['other words from three minutes before', others(-3), TRUE, 'absent'],
    ['other words from a minute after', others(1), TRUE, 'unclear'],
    ['ours, by X’s clock that is ahead', made(180), AHEAD, 'present'],
    ['other words from three minutes before, by X’s clock that is ahead', others(177), AHEAD, 'absent'],
    ['the same words, where X tells no time', made(-20 * 60), null, 'present'],
    ['other words, where X tells no time', others(-20 * 60), null, 'unclear'],
    ['other words of another day, where X tells no time', others(-26 * 60), null, 'absent'],
    ['ours, where X does not say when', {}, TRUE, 'present'],
    ['a date that is none', others(-20 * 60), 'yesterday', 'unclear'],
  ])('is judged in X’s own time: %s', async (_, tweet, date, is) => {
    expect((await looked(tweet, date)).is).toBe(is)
  })

  it('shows ours though it is not whole, and that another may be missed', async () => {
    const body = { data: [{ id: '99', text: 'Our title', ...made(0) }], meta: { result_count: 2 }, errors: [{}] }
    const ask = async (): Promise<XAnswer> => ({ is: 'answered', headers: { date: TRUE }, body })
    const wanted = { bytes: bytesOf('Our title'), place: '1', after: null, before: null, link: null, at }
    expect(await findPost(ask, fakeClock(at + MINUTE), wanted)).toMatchObject({
      is: 'present',
      missed: 'X counts 2 posts and shows 1',
    })
  })

  it('is whole with a list of no errors', async () => {
    const ask = async (): Promise<XAnswer> => ({
      is: 'answered',
      headers: { date: TRUE },
      body: { meta: { result_count: 0 }, errors: [] },
    })
    const wanted = { bytes: bytesOf('Our title'), place: '1', after: null, before: null, link: null, at }
    expect((await findPost(ask, fakeClock(at + MINUTE), wanted)).is).toBe('absent')
  })

  it.each<[string, string, readonly { readonly url: string; readonly expanded_url: string }[]]>([
    [
      'the link that X adds for a picture',
      `Our title\n\n${url} https://t.co/p`,
      [
        { url, expanded_url: LONG },
        { url: 'https://t.co/p', expanded_url: 'https://x.com/news/status/99/photo/1' },
      ],
    ],
    ['another spelling of the same link', `Our title\n\n${url}`, [{ url, expanded_url: 'HTTPS://News.Example.com/1' }]],
  ])('shows a post of ours with %s', async (_, text, urls) => {
    expect((await looked({ ...made(0), text, entities: { urls } }, TRUE)).is).toBe('present')
  })

  it('shows a link to another’s picture as a part of the words', async () => {
    const urls = [{ url, expanded_url: 'https://x.com/news/status/98/photo/1' }]
    expect((await looked({ ...made(0), text: `Our title ${url}`, entities: { urls } }, TRUE, 'Our title')).is).toBe(
      'absent',
    )
  })
})
