import { expect, test } from 'vitest'
import { MINUTE, SECOND } from '#src/base/clock.ts'
import { openHouse, until, type Crier } from '#test/fixtures/house.ts'

const story = (number: number) => ({
  title: `Report ${number}`,
  path: `/report-${number}`,
  published: Date.now() - MINUTE + number,
})

test(
  'an article that a person posts beside a running Crier is read from its page and stands once in each channel',
  { timeout: 60 * SECOND },
  async () => {
    await using house = await openHouse()
    const path = '/by-hand'
    const url = `${house.feeds.origin}${path}`
    const words =
      'The harbour was closed for the whole day on Friday, as the wind was too strong for the ferries to land.'
    house.feeds.serve(
      path,
      Buffer.from(
        `<!doctype html><html lang="en"><head><meta property="og:title" content="Storm closes the harbour"></head><body><article><h1>Storm closes the harbour</h1><p>${words}</p><p>${words} Nobody was hurt.</p></article></body></html>`,
      ),
    )
    house.feeds.publish('world', story(1))
    const crier = house.start()
    await crier.logged('feed seen for the first time')

    const posted = await house.command('post', url, '--channel', 'x-world', '--channel', 'telegram-first')
    expect(posted).toMatchObject({ code: 0, err: '' })
    expect(posted.out).toMatch(/^x-world: (?:ready|sending|sent), /m)
    await until(house, crier, () => house.x.posts().length + house.telegram.posts().length === 2)
    expect(house.x.posts()[0]!.text).toContain('Storm closes the harbour')
    expect(house.telegram.posts().map(({ placeName }) => placeName)).toEqual(['@first_news'])

    const again = await house.asked('post', url, '--channel', 'x-world')
    expect(again.code).toBe(1)
    const id = /crier post-again (\w+) --yes/.exec(again.out)?.[1]
    expect((await house.command('post-again', id!)).code).toBe(2)
    expect(house.x.posts()).toHaveLength(1)
    expect((await house.asked('explain', url)).out).toContain('post: asked for')
    expect(await crier.end()).toBe(0)
  },
)

test(
  'a pause of everything, an account or a channel is obeyed within two seconds, over a restart too, and tells what is in flight',
  { timeout: 90 * SECOND },
  async () => {
    await using house = await openHouse()
    const { x, telegram } = house
    const counts = () => [x.posts().length, telegram.posts().length]
    const reach = (crier: Crier, ...wanted: readonly number[]) =>
      until(house, crier, () => counts().join() === wanted.join())
    const goOn = async (...scope: readonly string[]) =>
      expect(await house.asked('resume', ...scope)).toMatchObject({ code: 0 })
    house.feeds.publish('world', story(1))
    const first = house.start()
    await first.logged('feed seen for the first time')

    // A call that the platform takes and does not answer is under way when everything is paused.
    telegram.play('accept-then-timeout')
    house.feeds.publish('world', story(2))
    await reach(first, 1, 2)
    const { out } = await house.asked('pause')
    expect(out).toContain('all is paused until `crier resume`.')
    expect(out).toMatch(/^In flight, and not called back: \w+ to telegram-(?:first|second)\.$/m)
    house.feeds.publish('world', story(3))
    await first.logged('the channel waits', 2)
    await first.end('SIGKILL')

    const second = house.start()
    await second.logged('the channel waits', 3)
    expect(counts()).toEqual([1, 2])
    await goOn()
    await reach(second, 2, 4)

    const pausedAt = async (...scope: readonly string[]) => {
      expect(await house.asked('pause', ...scope)).toMatchObject({ code: 0 })
      return Date.now()
    }
    const account = await pausedAt('news-telegram')
    house.feeds.publish('world', story(4))
    await reach(second, 3, 4)
    await second.logged('the channel waits', 5)
    expect(telegram.posts().filter(({ at }) => at > account + 2 * SECOND)).toEqual([])
    await pausedAt('x-world')
    await goOn('news-telegram')
    house.feeds.publish('world', story(5))
    await reach(second, 3, 8)
    await second.logged('the channel waits', 6)
    expect((await house.asked('status')).out).toContain('channel:x-world  until resumed: paused by')
    await goOn('x-world')
    await reach(second, 4, 8)
    expect(await second.end()).toBe(0)
  },
)
