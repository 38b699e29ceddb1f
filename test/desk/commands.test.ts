import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Config } from '#src/config/config.ts'
import { carryOut, type Call } from '#src/desk/commands.ts'
import { CallerMistake } from '#src/base/errors.ts'
import { recallFeed, rememberFeed, unseenFeed } from '#src/store/feeds.ts'
import { takeLease } from '#src/store/lease.ts'
import type { Store } from '#src/store/open.ts'
import { radio } from '#test/config/platforms.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { askedAbout } from '#test/fixtures/asked.ts'
import { errorOf } from '#test/fixtures/error-of.ts'
import { partNow } from '#test/fixtures/lanes.ts'
import { someWording } from '#test/fixtures/wording.ts'
import { pause } from '#src/store/pauses.ts'
import { NOON, addedDelivery, ownFolder, ownStore } from '#test/fixtures/stored.ts'

const account = {
  platform: radio,
  settings: {},
  apiRoot: 'https://api.radio.example',
  limits: {},
  budget: null,
  secrets: {},
  missingSecrets: [],
}
const channel = {
  feeds: ['world'],
  wording: someWording({ template: '{{ title }}' }),
  picture: true,
  maxAge: 1,
  only: null,
  except: null,
  holdWords: [],
  urgent: null,
  atMost: { perHour: null, perDay: null },
  spacing: 0,
  quiet: null,
  first: 'oldest',
  approve: 'never',
  settings: {},
} as const

/** A command line beside a store that another connection holds open, as a running Crier does. */
async function commandLine() {
  const folder = ownFolder()
  const config: Config = {
    file: join(folder, 'config/crier.yaml'),
    folder,
    timezone: 'UTC',
    rehearsal: 'off',
    store: join(folder, 'crier.db'),
    console: { host: '127.0.0.1', port: 0 },
    network: { allow: [] },
    feeds: [
      {
        id: 'world',
        url: 'https://news.example.com/rss',
        language: null,
        every: { atLeast: 1, atMost: 1 },
        freshness: 'wait' as const,
        read: 'when-needed',
        undated: 'hold',
      },
    ],
    accounts: [
      { id: 'news-telegram', ...account },
      { id: 'both', ...account },
    ],
    channels: [
      { id: 'telegram-world', account: 'news-telegram', ...channel },
      { id: 'both', account: 'both', ...channel },
    ],
  }
  const running = await ownStore(config.store, 'live')
  const printed: string[] = []
  const clock = fakeClock()
  const run = (command: string, words: readonly string[] = [], options: Call['options'] = {}) => {
    printed.length = 0
    return carryOut({ command, words, options }, { config, clock, who: 'olena', print: (text) => printed.push(text) })
  }
  return { running, printed, run, clock, config }
}

async function waiting(store: Store, state: 'held' | 'refused', reason: string) {
  const [part] = await addedDelivery(store)
  await store.write((writer) => writer.updateTable('part').set({ state, reason }).execute())
  return { id: part.delivery, state: async () => (await partNow(store, part.id)).state }
}

test.each<[string, 'held' | 'refused', string, string, Call['options'], string, string]>([
  ['approve', 'held', 'approve: x', 'approve', {}, 'ready', 'goes when it is its turn.'],
  ['retry', 'refused', 'refused: x', 'retry', {}, 'ready', 'is tried again when it is its turn.'],
  ['drop', 'refused', 'refused: x', 'drop', {}, 'dropped', 'is given up.'],
  ['settle --again', 'held', 'unknown: x', 'settle', { again: true }, 'ready', 'is settled.'],
  ['settle --drop', 'held', 'unknown: x', 'settle', { drop: true }, 'dropped', 'is settled.'],
  ['settle --there', 'held', 'unknown: x', 'settle', { there: 'https://x.com/a/status/1' }, 'sent', 'is settled.'],
])(
  '%s is carried out beside a running Crier, which sees the change',
  async (_, state, reason, command, options, became, words) => {
    const { running, printed, run } = await commandLine()
    const post = await waiting(running, state, reason)
    const before = running.foreignChanges()
    expect(await run(command, [post.id], options)).toBe(0)
    expect(printed).toEqual([`${post.id} ${words}`])
    expect(await post.state()).toBe(became)
    expect(running.foreignChanges()).not.toBe(before)
  },
)

test('held lists what waits, for people and as JSON', async () => {
  const { running, printed, run } = await commandLine()
  const post = await waiting(running, 'held', 'unknown: reset')
  expect(await run('held')).toBe(0)
  expect(printed[0]).toContain(`┌ Radio · news-telegram · telegram-world`)
  expect(printed[0]).toContain(`crier settle ${post.id} --there URL | --again | --drop`)
  await run('held', [], { json: true })
  expect(JSON.parse(printed[0]!)).toMatchObject([{ delivery: post.id, state: 'held', reason: 'unknown: reset' }])
})

test('answer answers a question of the gate, and says what it did', async () => {
  const { running, printed, run } = await commandLine()
  const { id } = await askedAbout(running, [{ id: 'a' }, { id: 'b' }, { id: 'c' }])
  expect(await run('answer', [id, 'newest', '1'])).toBe(0)
  expect(printed[0]).toBe(`${id} is answered: 1 go as news, 2 are dropped.`)
  expect((await errorOf(run('answer', [id, 'maybe']))).message).toContain('post | drop | newest 3')
})

test('explain tells an article by its link, and says it where there is none', async () => {
  const { running, printed, run } = await commandLine()
  await addedDelivery(running)
  expect(await run('explain', ['http://news.example.com/article1/'])).toBe(0)
  expect(printed[0]).toContain('telegram-world: ready, route: from world')
  await run('explain', ['https://news.example.com/article1'], { json: true })
  expect(JSON.parse(printed[0]!)).toMatchObject({
    article: { id: 'article1' },
    deliveries: [{ channel: 'telegram-world' }],
  })
  const error = await errorOf(run('explain', ['https://news.example.com/none']))
  expect(error.message).toBe('Crier has never seen https://news.example.com/none in a feed.')
})

test('pause stops everything, an account or a channel by its name, and tells what is in flight; resume goes on', async () => {
  const { running, printed, run } = await commandLine()
  const [part] = await addedDelivery(running)
  await running.write((writer) => writer.updateTable('part').set({ state: 'sending' }).execute())
  await run('pause')
  expect(printed).toEqual([
    'all is paused until `crier resume`.',
    `In flight, and not called back: ${part.delivery} to telegram-world.`,
  ])
  await run('pause', ['news-telegram'])
  expect(printed[0]).toBe('account:news-telegram is paused until `crier resume news-telegram`.')
  expect(await run('resume', ['news-telegram'])).toBe(0)
  expect(printed).toEqual(['account:news-telegram goes on.'])
  await run('resume', ['all'])
  expect((await errorOf(run('resume'))).message).toContain('Nothing is paused at all')
})

test('resume lets a feed go on that was gone for good, and only such a one', async () => {
  const { running, printed, run } = await commandLine()
  const memory = { ...unseenFeed('https://news.example.com/rss'), nextAt: 7, goneAt: 5 }
  await running.write((writer) => rememberFeed(writer, 'world', memory))
  expect(await run('resume', ['world'])).toBe(0)
  expect(printed).toEqual(['feed:world is polled again.'])
  expect(await recallFeed(running.read, 'world')).toEqual({ ...memory, goneAt: null })
  expect((await errorOf(run('resume', ['world']))).message).toContain('There is no channel or account world')
})

test('a name that is nothing, or two things, is a mistake that says what there is', async () => {
  const { run } = await commandLine()
  expect((await errorOf(run('pause', ['news-telegrm']))).message).toBe(
    'There is no channel or account news-telegrm. There are: telegram-world, both, news-telegram, both.',
  )
  expect((await errorOf(run('pause', ['both']))).message).toBe(
    'both is a channel and an account: write channel:both or account:both.',
  )
  expect(await run('pause', ['account:both'])).toBe(0)
})

test('status tells how it stands; as JSON too; and health is an exit code', async () => {
  const { running, printed, run, clock, config } = await commandLine()
  expect(await run('status')).toBe(0)
  expect(printed[0]).toContain(`store ${config.store} (live)\nnot running`)
  await run('status', [], { json: true })
  expect(JSON.parse(printed[0]!)).toMatchObject({
    heartbeat: null,
    channels: [{ id: 'telegram-world' }, { id: 'both' }],
  })
  expect(await run('status', [], { health: true })).toBe(1)
  expect(printed).toEqual(['no heartbeat of a sender within 30 s'])
  await using _ = await takeLease(running, clock, 'one', () => false)
  expect(await run('status', [], { health: true })).toBe(0)
  expect(printed).toEqual(['healthy'])
})

test.each<[string, readonly string[], Call['options'], string]>([
  ['approve', [], {}, 'This command needs a delivery.'],
  ['explain', [], {}, 'This command needs the URL of an article.'],
  ['settle', ['abc'], {}, 'Say what you found: crier settle abc --there URL, or --again, or --drop.'],
  ['settle', ['abc'], { again: true, drop: true }, 'Say what you found'],
  ['post', [], {}, 'There is no command post. `crier --help` lists them.'],
])('%s %j %j is the caller’s mistake, told with the way to call it', async (command, words, options, told) => {
  const { run } = await commandLine()
  const error = await errorOf(run(command, words, options))
  expect(error).toBeInstanceOf(CallerMistake)
  expect(error.message).toContain(told)
})

test('a command for a live store never touches that of a rehearsal', async () => {
  const { config } = await commandLine()
  const call: Call = { command: 'status', words: [], options: {} }
  const rehearsal = {
    config: { ...config, rehearsal: 'feeds' as const },
    clock: fakeClock(),
    who: 'olena',
    print: () => {},
  }
  expect((await errorOf(carryOut(call, rehearsal))).message).toContain('belongs to a live run')
})

test('what waits in a channel that the config no longer has is shown, can be resumed, and given up', async () => {
  const { run, printed, running: store } = await commandLine()
  await addedDelivery(store, { article: 'a', channel: 'gone', state: 'ready' })
  await addedDelivery(store, {
    article: 'b',
    channel: 'gone',
    texts: ['b', 'its reply'],
    state: 'held',
    reason: 'format: x',
  })
  const scope = 'channel:gone'
  await store.write((writer) =>
    pause(writer, { scope, askedBy: 'staff', until: null, why: 'paused by olena', at: NOON }),
  )
  await run('status')
  expect(printed.join('\n')).toContain(
    '  gone  1 ready; no longer in crier.yaml: put it back, or give them up: crier drop --channel gone',
  )
  await run('resume', ['gone'])
  expect(printed).toEqual(['channel:gone goes on.'])
  await run('drop', [], { channel: 'gone' })
  expect(printed).toEqual(['2 posts of gone are given up.'])
  await expect(run('drop', [], { channel: 'gone' })).rejects.toThrow('Nothing waits in gone.')
  await run('status')
  expect(printed.join('\n')).not.toContain('gone')
})
