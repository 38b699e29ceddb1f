import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import type { Call } from '#src/desk/call.ts'
import { carryOut } from '#src/desk/commands.ts'
import { CallerMistake } from '#src/base/errors.ts'
import { recallFeed, rememberFeed, unseenFeed } from '#src/store/feeds.ts'
import { takeLease } from '#src/store/lease.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { askedAbout } from '#test/fixtures/asked.ts'
import { commandLine, waiting } from '#test/fixtures/command-line.ts'
import { errorOf } from '#test/fixtures/error-of.ts'
import { pause } from '#src/store/pauses.ts'
import { addRevision } from '#src/store/revisions.ts'
import { states } from '#test/fixtures/lanes.ts'
import { NOON, addedDelivery } from '#test/fixtures/stored.ts'

test.each<[string, 'held' | 'refused', string, string, Call['options'], string, string]>([
  ['approve', 'held', 'approve: x', 'approve', {}, 'ready', 'goes when it is its turn.'],
  ['retry', 'refused', 'refused: x', 'retry', {}, 'ready', 'is tried again when it is its turn.'],
  ['drop', 'refused', 'refused: x', 'drop', {}, 'dropped', 'is given up.'],
  ['settle --again', 'held', 'unknown: x', 'settle', { again: true }, 'ready', 'is settled.'],
  ['settle --drop', 'held', 'unknown: x', 'settle', { drop: true }, 'dropped', 'is settled.'],
  ['settle --there', 'held', 'unknown: x', 'settle', { there: 'https://paper.example.org/1' }, 'sent', 'is settled.'],
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

test('what the store takes no writes of is told as not carried out, with the file and the cause', async () => {
  const { running, run } = await commandLine()
  const post = await waiting(running, 'held', 'approve: x')
  const { exec } = DatabaseSync.prototype
  onTestFinished(() => void (DatabaseSync.prototype.exec = exec))
  DatabaseSync.prototype.exec = function (statement) {
    if (statement === 'begin immediate') exec.call(this, 'pragma query_only = on')
    exec.call(this, statement)
  }
  const { message } = await errorOf(run('approve', [post.id]))
  expect(message).toMatch(
    /crier\.db takes no writes \(attempt to write a readonly database.*\): `approve` was not carried/,
  )
  expect(await post.state()).toBe('held')
})

test('a link of another site is not taken for the lost post', async () => {
  const { running, run } = await commandLine()
  const post = await waiting(running, 'held', 'unknown: x')
  const settling = run('settle', [post.id], { there: 'https://elsewhere.example.org/1' })
  await expect(settling).rejects.toThrow(
    'is not the link of a post in telegram-world on Radio: copy it from the post itself',
  )
  expect(await post.state()).toBe('held')
})

test('a lost post that staff have found is settled by its link, though its account has another name by now', async () => {
  const { running, run } = await commandLine()
  const post = await waiting(running, 'held', 'unknown: x')
  await running.write((writer) => writer.updateTable('part').set({ account: 'old-name' }).execute())
  expect(await run('settle', [post.id], { there: 'https://paper.example.org/1' })).toBe(0)
  expect(await post.state()).toBe('sent')
})

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

test('post takes an article for named channels or all; where Crier does not run, it says when it goes', async () => {
  const { running, printed, run } = await commandLine()
  const url = 'https://news.example.com/flood'
  expect(await run('post', [url])).toBe(0)
  expect(printed).toEqual([`It goes when Crier has read and routed it: see crier explain ${url}`])
  const wanted = async () =>
    (await running.read.selectFrom('placement').selectAll().execute()).map((row) => row.channel)
  expect(await wanted()).toEqual(['telegram-world', 'both'])
  const other = run('post', [url], { channel: ['both', 'bth'] })
  expect((await errorOf(other)).message).toBe('There is no channel bth. There are: telegram-world, both.')

  const [part] = await addedDelivery(running, { article: 'article1' })
  await running.write((writer) =>
    writer.updateTable('part').set({ state: 'sent', ref_url: 'https://t.example/1' }).execute(),
  )
  expect(await run('post', ['https://news.example.com/article1'], { channel: ['telegram-world'] })).toBe(1)
  const id = part.delivery
  expect(printed).toEqual([
    `telegram-world: has it already, sent at https://t.example/1 (delivery ${id}). Once more: crier post-again ${id} --yes`,
  ])
  expect((await errorOf(run('post-again', [id]))).message).toContain('stands at https://t.example/1')
  expect(await run('post-again', [id], { yes: true })).toBe(0)
})

test('beside a running Crier post waits until it is routed, and tells of each channel what came of it', async () => {
  const { running, printed, run, clock } = await commandLine()
  await using _ = await takeLease(running, clock, 'one', () => false)
  const done = run('post', ['https://news.example.com/flood'])
  const { id } = await soon(() => running.read.selectFrom('article').select('id').executeTakeFirst())
  await addedDelivery(running, { article: id, channel: 'telegram-world', state: 'held', reason: 'approve: x' })
  const { id: delivery } = await running.read.selectFrom('delivery').select('id').executeTakeFirstOrThrow()
  await running.write(async (writer) => {
    await writer
      .updateTable('placement')
      .set({ refused: 'only: both takes sport' })
      .where('channel', '=', 'both')
      .execute()
    await writer.updateTable('article').set({ state: 'routed' }).execute()
  })
  await clock.advance(1_000, 1)
  expect(await done).toBe(0)
  expect(printed).toEqual([
    `telegram-world: held, approve: x (delivery ${delivery}). Let it go: crier approve ${delivery} · change it: crier edit ${delivery} · give up: crier drop ${delivery}`,
    'both: not posted (only: both takes sport). Past what a channel chooses, and past its age: --anyway',
  ])
})

test('of a page that could not be read no way past the rules is told', async () => {
  const { running, printed, run, clock } = await commandLine()
  await using _ = await takeLease(running, clock, 'one', () => false)
  const done = run('post', ['https://news.example.com/flood'], { channel: ['both'] })
  await soon(() => running.read.selectFrom('article').select('id').executeTakeFirst())
  const aside = { state: 'aside', reason: 'post: its page could not be read: its server answered 404' } as const
  await running.write((writer) => writer.updateTable('article').set(aside).execute())
  await clock.advance(1_000, 1)
  expect(await done).toBe(1)
  expect(printed).toEqual([`both: not posted (${aside.reason}).`])
})

test('of several channels none is dropped where nothing waits in one of them', async () => {
  const { run, printed, running: store } = await commandLine()
  await addedDelivery(store, { article: 'a', channel: 'x' })
  const dropping = run('drop', [], { channel: ['x', 'nope'] })
  expect((await errorOf(dropping)).message).toBe('Nothing waits in nope: nothing is given up.')
  expect(await states(store)).toEqual(['a ready'])
  await addedDelivery(store, { article: 'b', channel: 'y' })
  await run('drop', [], { channel: ['x', 'y', 'x'] })
  expect(printed).toEqual(['1 posts of x are given up.', '1 posts of y are given up.'])
})

test.each<[string, string, string, Call['options']]>([
  ['approve', 'held', 'approve: every post waits', {}],
  ['retry', 'refused', 'refused: too spicy', {}],
  ['settle', 'held', 'unknown: no answer', { again: true }],
])('%s lets nothing go in a channel that is no longer in the config', async (command, state, reason, options) => {
  const { running, run } = await commandLine()
  const post = await waiting(running, state as 'held', reason)
  await running.write((writer) => writer.updateTable('part').set({ channel: 'gone' }).execute())
  const error = await errorOf(run(command, [post.id], options))
  expect(error).toBeInstanceOf(CallerMistake)
  expect(error.message).toContain(`is for gone, which is no longer in crier.yaml: nothing would send it.`)
  expect(await post.state()).toBe(state)
})

test('approve looks at the page of what waits for a yes, unless told to post it as it is', async () => {
  const { running, printed, run, web } = await commandLine()
  const post = await waiting(running, 'held', 'approve: every post waits')
  web.changed = { before: { title: 'A', sentences: ['One.'] }, now: { title: 'A', sentences: ['Two.'] } }
  expect(await run('approve', [post.id])).toBe(1)
  expect(printed[0]).toContain('page\n- One.\n+ Two.')
  expect(await run('approve', [post.id], { 'as-it-is': true })).toBe(0)
  expect((await errorOf(run('approve', [post.id]))).message).toContain('is ready')
})

test('approve shows how the article has changed, and takes a second yes', async () => {
  const { running, printed, run } = await commandLine()
  const post = await waiting(running, 'held', 'approve: every post waits')
  const words = { title: 'The bridge opens on Saturday', summary: null, content: null }
  await running.write((writer) => addRevision(writer, 'article1', words, NOON))
  expect(await run('approve', [post.id])).toBe(1)
  expect(printed[0]).toContain('headline\n- The bridge opens on Friday\n+ The bridge opens on Saturday')
  expect(printed[0]).toContain(`crier approve ${post.id} --as-it-is`)
  expect(await post.state()).toBe('held')
  const both = run('approve', [post.id], { 'as-it-is': true, anew: true })
  expect((await errorOf(both)).message).toContain('Say one of both')
  expect(await run('approve', [post.id], { 'as-it-is': true })).toBe(0)
  expect(await post.state()).toBe('ready')
  const other = await waiting(running, 'held', 'approve: x', 'article2')
  expect((await errorOf(run('approve', [other.id], { anew: true }))).message).toContain('says what it said')
})

test('edit shows the text that is there, takes another from a file or an option, and tells what is too long', async () => {
  const { running, printed, run, files } = await commandLine()
  const post = await waiting(running, 'held', 'approve: every post waits')
  expect(await run('edit', [post.id])).toBe(0)
  expect(printed).toEqual(['The bridge opens on Friday'])
  files['new.txt'] = 'It opens today'
  expect(await run('edit', [post.id, 'new.txt'])).toBe(0)
  expect(printed).toEqual([
    '┌ Radio · news-telegram · telegram-world · 14/20\n│ It opens today\n└',
    `It still waits. Let it go: crier approve ${post.id} · change it: crier edit ${post.id} · give up: crier drop ${post.id}`,
  ])
  expect(await run('edit', [post.id], { text: 'It opens today, says the mayor' })).toBe(1)
  expect(printed).toEqual(['Nothing is changed: the text has 30 characters.'])
  await run('edit', [post.id])
  expect(printed).toEqual(['It opens today'])
  expect((await errorOf(run('edit', [post.id, 'new.txt'], { text: 'a' }))).message).toContain('Give the text once')
  expect((await errorOf(run('edit', ['nothere']))).message).toContain('There is no delivery nothere.')
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
  const { running, printed, run, clock } = await commandLine()
  expect(await run('status')).toBe(0)
  expect(printed[0]).toMatch(/^store .+crier\.db \(live\), 0\.\d MB\nnot running/)
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
  ['settle', ['abc'], {}, 'Say what you found: crier settle abc --there URL, or --again, or --drop.'],
  ['settle', ['abc'], { again: true, drop: true }, 'Say what you found'],
  ['publish', [], {}, 'There is no command publish. `crier --help` lists them.'],
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
    readText: async () => '',
    pageChange: async () => null,
  }
  expect((await errorOf(carryOut(call, rehearsal))).message).toContain('belongs to a live run')
})

test('drop takes a delivery or a channel: with both it gives up neither', async () => {
  const { running, run } = await commandLine()
  const post = await waiting(running, 'held', 'approve: x')
  const dropping = run('drop', [post.id], { channel: ['telegram-world'] })
  await expect(dropping).rejects.toThrow(
    `Say one of both: crier drop ${post.id}, or crier drop --channel telegram-world`,
  )
  expect(await post.state()).toBe('held')
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
  await run('drop', [], { channel: ['gone'] })
  expect(printed).toEqual(['2 posts of gone are given up.'])
  await expect(run('drop', [], { channel: ['gone'] })).rejects.toThrow('Nothing waits in gone: nothing is given up.')
  await run('status')
  expect(printed.join('\n')).not.toContain('gone')
})

async function soon<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setImmediate(resolve))
  }
}
