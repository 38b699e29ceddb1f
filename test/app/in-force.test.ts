import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { configure } from '#src/app/configure.ts'
import { configInForce, goesBy } from '#src/app/in-force.ts'
import { SECOND, systemClock } from '#src/base/clock.ts'
import { storesNamedIn } from '#src/config/load.ts'
import { noteInForce } from '#src/store/in-force.ts'
import { takeLease } from '#src/store/lease.ts'
import { openHouse } from '../fixtures/house.ts'
import { ownFolder, ownStore } from '../fixtures/stored.ts'

test(
  'staff can look at and stop what runs while the file has mistakes, or is gone; what was in force counts',
  { timeout: 60 * SECOND },
  async () => {
    await using house = await openHouse()
    const crier = house.start()
    await crier.logged('Crier runs')
    const good = house.config.text
    const file = join(house.folder, 'config/crier.yaml')
    for (const broken of [`${good}\n  - {{ half of a line`, 'store: data/crier.db']) {
      writeFileSync(file, broken)
      expect(configure(file).is).toBe('mistakes')
      expect(await configInForce(file, Date.now())).toMatchObject({ store: house.store })
    }
    house.config.text = good.replace('maxAge: 6h', 'maxAg: 6h')
    expect(await house.command('status', '--health')).toMatchObject({
      code: 0,
      err: expect.stringMatching(
        /crier\.yaml:\d+:\d+ [^]*Until that is mended, what was in force before is what counts\./,
      ),
    })
    expect(await house.command('pause', 'telegram-first')).toMatchObject({ code: 0 })
    expect(await house.command('held')).toMatchObject({ code: 0 })
    expect(await house.command('pause', 'telegram-third')).toMatchObject({ code: 2 })
    expect(await house.command('check')).toMatchObject({ code: 2, out: '' })
    await crier.end()
    rmSync(join(house.folder, 'data'), { recursive: true })
    expect(await house.command('status', '--health')).toMatchObject({ code: 2 })
  },
)

test(
  'while a Crier is at work, staff act on what is in force there, not on a file that it refused',
  { timeout: 60 * SECOND },
  async () => {
    await using house = await openHouse()
    const crier = house.start()
    await crier.logged('Crier runs')
    const good = house.config.text
    expect(await house.command('pause', 'telegram-first')).toMatchObject({ code: 0, err: '' })

    // An account without its secrets.
    house.config.text = good
      .replace('channels:', '  - { id: second-bot, platform: telegram }\nchannels:')
      .concat('  - { id: telegram-more, account: second-bot, chat: "@more_news", feeds: [world] }\n')
      .replace('id: telegram-second', 'id: telegram-renamed')
    expect(await house.command('pause', 'telegram-more')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/crier\.yaml is not what Crier goes by: .*\n.*telegram-second/),
    })
    await crier.logged('the changed config is refused; the one before stays in force')
    expect(await house.command('pause', 'telegram-second')).toMatchObject({ code: 0 })

    for (const [words, elsewhere, command, said] of [
      [['rehearsal: off', 'rehearsal: feeds'], 'crier.rehearsal.db', 'resume', 'channel:telegram-first goes on.'],
      [['data/crier.db', 'data/other.db'], 'other.db', 'pause', 'channel:telegram-first is paused'],
    ] as const) {
      house.config.text = good.replace(words[0], words[1])
      const asked = await house.command(command, 'telegram-first')
      expect(asked).toMatchObject({ code: 0, out: expect.stringContaining(said) })
      expect(asked.err).toMatch(
        new RegExp(`No Crier runs on \\S+/${elsewhere},.* the one at work is on \\S+/crier\\.db,`),
      )
    }
    expect(await house.command('status', '--health')).toMatchObject({ code: 0 })
    expect((await house.command('preview', house.feeds.feedUrl('world'))).err).toMatch(
      /No Crier runs on \S+, .*`preview` goes by the file/,
    )

    await crier.end()
    house.config.text = good.replace('data/crier.db', 'data/other.db')
    expect(await house.command('pause')).toMatchObject({
      code: 0,
      err: expect.stringMatching(
        /^warning: no Crier runs on \S+\/other\.db: nothing comes of this until one does\.\n$/,
      ),
    })
  },
)

test('a rehearsal that the command line asked for is not taken for what the file says', async () => {
  await using house = await openHouse()
  mkdirSync(join(house.folder, 'data'))
  const file = join(house.folder, 'config/crier.yaml')
  writeFileSync(file, house.config.text)
  const store = await ownStore(house.store.replace('.db', '.rehearsal.db'))
  await using _ = await takeLease(store, systemClock, 'rehearsing', () => false)
  await store.write((writer) => noteInForce(writer, { text: house.config.text, file }))
  const loaded = configure(file)
  if (loaded.is === 'mistakes') throw new Error('the config has mistakes')
  expect(await goesBy(loaded.config, systemClock.now())).toEqual({ is: 'file', atWork: false })
})

test.each([
  ['store: data/crier.db', 'data/crier.db'],
  [`feeds: [\nstore: "../my store.db" # there`, '../my store.db'],
  [`store:   'a.db'`, 'a.db'],
  ['store: /var/lib/crier.db   # kept\nfeeds: oops', '/var/lib/crier.db'],
  ['# store: not.db\nfeeds: []', 'data/crier.db'],
])('the store is found in a file with mistakes: %j', (text, named) => {
  const folder = ownFolder()
  const file = join(folder, 'config/crier.yaml')
  mkdirSync(join(folder, 'config'))
  writeFileSync(file, text)
  const live = resolve(folder, named)
  expect(storesNamedIn(file)).toEqual({ live, rehearsal: live.replace('.db', '.rehearsal.db') })
})
