import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SECOND } from '#src/base/clock.ts'
import type { StandIn } from '#src/platform/platform.ts'
import { openStore } from '#src/store/open.ts'
import { pictureFile } from './fixtures/pictures.ts'
import { openHouse, until, type Crier, type House } from './fixtures/house.ts'

test('no secret comes out of the process, whatever a platform answers', { timeout: 240 * SECOND }, async () => {
  await using house = await openHouse({ wider: 10_000, maxAge: '9999h' })
  house.feeds.publish('world', { title: 'Old', path: '/old', published: Date.now() })
  // Every fault meets the proving of an account first, then a post.
  for (const standIn of [house.x, house.telegram]) {
    for (const fault of standIn.faults) standIn.play(fault, { on: 'any' })
  }
  const crier = house.start('test/fixtures/fast-crier.ts')
  await using staff = await openStore({ file: house.store, use: 'live', busyTimeout: 5_000 })
  // Some faults make an account wait for days: here every wait ends at once.
  crier.child.stderr!.on('data', (data) => {
    if (/paused|asks to wait/.test(String(data))) void staff.write((writer) => writer.deleteFrom('pause').execute())
  })
  await crier.logged('account proven', 2)

  let articles = 0
  const picture = `${house.feeds.origin}/tram.jpg`
  house.feeds.serve('/tram.jpg', pictureFile('image/jpeg', 1_200, 675, 5_000).bytes)
  // At the post itself, which on Telegram is an upload too, then at whatever comes first: on X the upload.
  for (const [standIn, on] of [
    [house.x, 'post'],
    [house.x, 'any'],
    [house.telegram, 'post'],
  ] as const) {
    for (const fault of standIn.faults) {
      const before = played(standIn, fault)
      standIn.play(fault, { on })
      articles += 1
      const path = `/world/report-${articles}`
      house.feeds.publish('world', { title: `Report ${articles}: ${fault}`, path, published: Date.now(), picture })
      await until(house, crier, () => played(standIn, fault) > before)
    }
  }
  await until(house, crier, () => occurrences(crier, '"msg":"sent"') >= articles)
  for (const words of [['held'], ['status', '--json'], ['explain', 'https://news.example.org/world/report-1']]) {
    const { code, out, err } = await house.command(...words)
    expect(code, err).toBe(0)
    crier.said.out += out + err
  }
  await crier.end('SIGKILL')

  const everything = { stdout: crier.said.out, stderr: crier.said.err, ...filesOf(house) }
  expect(everything.stderr.length).toBeGreaterThan(10_000)
  for (const [where, text] of Object.entries(everything)) {
    for (const [name, value] of Object.entries(house.secrets)) {
      for (const spelling of [value, encodeURIComponent(value), Buffer.from(value).toString('base64').slice(0, -4)]) {
        expect(text.includes(spelling), `${name} stands in ${where}`).toBe(false)
      }
    }
  }
})

function played(standIn: StandIn<unknown>, fault: string): number {
  return standIn.requests().filter((request) => request.fault === fault).length
}

function occurrences(crier: Crier, words: string): number {
  return crier.said.err.split(words).length - 1
}

function filesOf(house: House): Record<string, string> {
  const folder = join(house.folder, 'data')
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')]))
}
