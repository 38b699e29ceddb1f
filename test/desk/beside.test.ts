import { expect, test } from 'vitest'
import { MINUTE, SECOND } from '#src/base/clock.ts'
import { openHouse, until } from '#test/fixtures/house.ts'

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

    const again = await house.command('post', url, '--channel', 'x-world')
    expect(again.code).toBe(1)
    const id = /crier post-again (\w+) --yes/.exec(again.out)?.[1]
    expect((await house.command('post-again', id!)).code).toBe(2)
    expect(house.x.posts()).toHaveLength(1)
    expect((await house.command('explain', url)).out).toContain('post: asked for')
    expect(await crier.end()).toBe(0)
  },
)
