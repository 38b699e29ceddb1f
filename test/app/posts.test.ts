import { expect, onTestFinished, test } from 'vitest'
import { startReading } from '#src/article/read.ts'
import { platforms } from '#src/platform/registry.ts'
import { compose } from '#src/post/compose.ts'
import type { Article } from '#src/records.ts'
import { articleById } from '#src/store/articles.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { keptLog } from '#test/fixtures/lanes.ts'
import { pagesOf, SITES, storyOf, type FixtureStory } from '#test/fixtures/newsroom.ts'
import { addedArticle, NOON, ownStore } from '#test/fixtures/stored.ts'
import { someWording } from '#test/fixtures/wording.ts'

const NEW = ['1', '2', '3', '4', '5', '6', '7', '8']
const OLD = ['old-1', 'old-2', 'old-3']

/** The stories of a site as Crier reads them: from the feed, from their pages, and with what recurs on the site. */
async function readAll(stories: readonly FixtureStory[], old: readonly FixtureStory[]): Promise<readonly Article[]> {
  const store = await ownStore()
  for (const [index, { url, title }] of old.entries()) {
    await addedArticle(store, {
      id: `old-${index}`,
      state: 'old',
      url,
      title,
      summary: null,
      published: NOON - 9 - index,
    })
  }
  for (const [index, { url, title, summary, content }] of stories.entries()) {
    const told = { url, title, summary, content, language: null, authors: [], categories: [] }
    await addedArticle(store, { id: `new-${index}`, published: NOON + index, ...told })
  }
  const pages = pagesOf([...stories, ...old])
  const clock = fakeClock()
  const { log } = keptLog()
  const loop = startReading({
    store,
    clock,
    log,
    pagesOf: () => ({ pages, isAsked: () => false }),
    timezone: 'UTC',
    onRead() {},
  })
  onTestFinished(() => loop[Symbol.asyncDispose]())
  await clock.asleep(1)
  return Promise.all(stories.map(async (_, index) => (await articleById(store.read, `new-${index}`))!))
}

/** The post on each platform, as a channel has it of which staff said nothing. */
function postsOf(article: Article): readonly string[] {
  return platforms.map((platform) => {
    const settings = platform.channel.parse('chat' in platform.channel.shape ? { chat: '@news_world' } : {})
    const draft = platform.format(compose(article, someWording({ template: platform.template })), settings)
    return 'is' in draft ? draft.why : draft.parts.map((part) => platform.show(part)).join('\n\n')
  })
}

test.each(Object.keys(SITES))(
  'eight stories of a site in %s become the posts that an editor would sign',
  async (language) => {
    const stories = NEW.map((name) => storyOf(language, name))
    const articles = await readAll(
      stories,
      OLD.map((name) => storyOf(language, name)),
    )
    expect(articles.map(postsOf)).toEqual(stories.map(({ expected }) => expected))
  },
)
