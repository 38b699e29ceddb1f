import { expect, test } from 'vitest'
import type { PreviewedPost } from '#src/app/preview.ts'
import { SECOND } from '#src/base/clock.ts'
import { listen } from '#src/net/listen.ts'
import { openHouse, until, type House } from '../fixtures/house.ts'

const STANDFIRST = 'Nine years of building end with a walk across the river.'
const storyOf = (title: string): string =>
  `When it was said that ${title.toLowerCase()}, thousands of people walked through the city until late at night.`

/** A publisher whose feed has titles and links only, with the pages behind them. */
async function openPublisher(standfirst = STANDFIRST) {
  const titles: string[] = []
  const asked: string[] = []
  const server = await listen((request, response) => {
    const path = request.url ?? '/'
    if (path !== '/world.rss') asked.push(path)
    const title = titles[Number(/^\/article-(\d+)$/.exec(path)?.[1] ?? -1)]
    if (path === '/world.rss') return void response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(rss())
    if (title === undefined) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(
      `<html><head><title>${title}</title></head><body><article><h1>${title}</h1>
       <p class="standfirst">${standfirst}</p>${`<p>${storyOf(title)}</p>`.repeat(3)}</article></body></html>`,
    )
  })
  const rss = () => {
    const items = titles.map(
      (title, at) =>
        `<item><title>${title}</title><link>${server.origin}/article-${at}</link><guid isPermaLink="false">${at}</guid></item>`,
    )
    return `<rss version="2.0"><channel><title>World</title>${items.join('')}</channel></rss>`
  }
  return { ...server, origin: server.origin, titles, asked, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

function configFor(house: House, origin: string): string {
  return house.config.text
    .replaceAll(house.feeds.authority, new URL(origin).host)
    .replaceAll(house.feeds.origin, origin)
}

test(
  'a line that recurs over the site reaches neither the post nor its preview, which says the same before Crier ever ran',
  { timeout: 60 * SECOND },
  async () => {
    await using house = await openHouse()
    await using publisher = await openPublisher('Follow us for the best news of the city every day.')
    house.config.text = configFor(house, publisher.origin)
    const preview = async (): Promise<readonly string[]> => {
      const { out } = await house.command('preview', `${publisher.origin}/article-3`, '--json')
      return (JSON.parse(out) as PreviewedPost[]).map((post) => post.text)
    }
    const title = 'The long bridge opens'
    publisher.titles.push('An old story of the harbour', 'A story of the ferry', 'A story of the tram', title)
    const before = await preview()
    publisher.titles.pop()
    const crier = house.start()
    await crier.logged('feed seen for the first time')
    publisher.titles.push(title)
    await until(house, crier, () => house.x.posts().length === 1 && house.telegram.posts().length === 2)
    expect(await crier.end()).toBe(0)
    const [sent] = house.telegram.posts()
    expect(sent?.text).toContain(`${title}\n\n${storyOf(title)}`)
    expect(before).toContain(sent?.text)
    expect(await preview()).toEqual(before)
  },
)

test(
  'where a feed gives titles only, posts are made of the pages, each asked for once, as preview showed them',
  { timeout: 60 * SECOND },
  async () => {
    await using house = await openHouse()
    await using publisher = await openPublisher()
    house.config.text = configFor(house, publisher.origin)
    publisher.titles.push('An old story of the harbour')
    const crier = house.start()
    await crier.logged('feed seen for the first time')
    publisher.titles.push('The long bridge opens')
    await until(house, crier, () => house.x.posts().length === 1 && house.telegram.posts().length === 2)
    expect(await crier.end()).toBe(0)
    expect(house.telegram.posts()[0]!.text).toContain(`The long bridge opens\n\n${STANDFIRST}`)
    expect(house.telegram.posts()[0]!.text).not.toContain('until late at night')
    // The new page, and the old one for what recurs.
    expect(publisher.asked.toSorted((a, b) => a.localeCompare(b))).toEqual(['/article-0', '/article-1', '/robots.txt'])

    const { out } = await house.command('preview', `${publisher.origin}/article-1`, '--json')
    const previewed = (JSON.parse(out) as PreviewedPost[]).map((post) => post.text)
    expect(previewed.filter((text) => text.includes(STANDFIRST))).toHaveLength(3)
  },
)
