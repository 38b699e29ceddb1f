import { expect, test } from 'vitest'
import { SECOND } from '#src/base/clock.ts'
import { freePort, openHouse, type Crier } from '../fixtures/house.ts'

/** The titles that readers of a channel saw, in the order of the terminal. */
function titles(crier: Crier, channel: string): readonly string[] {
  return crier.said.out
    .split('\n')
    .flatMap((line, at, lines) => (line.includes(` · ${channel} · `) ? [lines[at + 1]!] : []))
}

test(
  'as shipped: posts on both platforms, a page with the timelines, and a second start goes on where the first ended',
  { timeout: 60 * SECOND },
  async () => {
    await using house = await openHouse()
    const port = await freePort()
    house.config.text = house.config.text.replace(
      'rehearsal: off',
      `rehearsal: newsroom\nconsole: { listen: "127.0.0.1:${port}" }`,
    )
    const asking = Date.now()
    await house.command('help')
    // On a busy machine everything takes longer, a start that does nothing too.
    const patience = (limit: number, starts: number) => Math.max(limit, starts * (Date.now() - asking))
    const [first, end] = [patience(5 * SECOND, 8), patience(2 * SECOND, 3)]
    const seen = new Map(['x-world', 'telegram-first', 'telegram-second'].map((channel) => [channel, [] as string[]]))
    for (const life of [1, 2]) {
      const started = Date.now()
      const crier = house.start()
      await crier.logged('sent', 3)
      if (life === 1) expect(Date.now() - started).toBeLessThan(first)
      await crier.logged('sent', 6)
      expect(crier.said.out).toContain(`http://127.0.0.1:${port}/`)
      const page = await (await fetch(`http://127.0.0.1:${port}/`)).text()
      expect(page).toContain('@news_x')
      const asked = Date.now()
      expect(await crier.end('SIGINT')).toBe(0)
      expect(Date.now() - asked).toBeLessThan(end)
      for (const [channel, all] of seen) all.push(...titles(crier, channel))
    }
    for (const all of seen.values()) {
      expect(all.length).toBeGreaterThanOrEqual(4)
      expect(new Set(all).size).toBe(all.length)
    }
    // Nothing of it reached what a live run would post to.
    expect([...house.x.posts(), ...house.telegram.posts()]).toEqual([])
  },
)
