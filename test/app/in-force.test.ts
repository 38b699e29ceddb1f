import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { SECOND } from '#src/base/clock.ts'
import { storesNamedIn } from '#src/config/load.ts'
import { openHouse } from '../fixtures/house.ts'
import { ownFolder } from '../fixtures/stored.ts'

test(
  'staff can look at and stop what runs while the file has mistakes, or is gone; what was in force counts',
  { timeout: 60 * SECOND },
  async () => {
    await using house = await openHouse()
    const crier = house.start()
    await crier.logged('Crier runs')
    const good = house.config.text
    for (const broken of [
      good.replace('maxAge: 6h', 'maxAg: 6h'),
      `${good}\n  - {{ half of a line`,
      'store: data/crier.db',
    ]) {
      house.config.text = broken
      expect(await house.command('status', '--health')).toMatchObject({
        code: 0,
        err: expect.stringMatching(
          /crier\.yaml:\d+:\d+ [^]*Until that is mended, what was in force before is what counts\./,
        ),
      })
    }
    expect(await house.command('pause', 'telegram-first')).toMatchObject({ code: 0 })
    expect(await house.command('held')).toMatchObject({ code: 0 })
    expect(await house.command('pause', 'telegram-third')).toMatchObject({ code: 2 })
    expect(await house.command('check')).toMatchObject({ code: 2, out: '' })
    await crier.end()
    rmSync(join(house.folder, 'data'), { recursive: true })
    expect(await house.command('status', '--health')).toMatchObject({ code: 2 })
  },
)

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
