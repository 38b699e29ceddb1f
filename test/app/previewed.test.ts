import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { configure } from '#src/app/configure.ts'
import { findPreviewed } from '#src/app/previewed.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { ownFolder } from '#test/fixtures/stored.ts'

function asked(target: string) {
  const file = join(ownFolder(), 'crier.yaml')
  writeFileSync(file, 'rehearsal: newsroom\n')
  const loaded = configure(file)
  if (loaded.is === 'mistakes') throw new Error(JSON.stringify(loaded.mistakes))
  return findPreviewed({ config: loaded.config, clock: fakeClock(), userAgent: 'crier-test', target, url: undefined })
}

test.each(['news.example.com/x', 'www.example.com', 'news.example.com:8080/x', 'новини.укр/місто', 'example.com?id=1'])(
  'of an address without its scheme it is said how to write it: %s',
  async (target) => {
    await expect(asked(target)).rejects.toThrow(`If it is an address, write it whole: https://${target}`)
  },
)

test.each(['mailto:desk@example.com', 'javascript:alert(1)', 'data:text/html,x', 'https:news.example.com'])(
  'of another address it is said which can be previewed: %s',
  async (target) => {
    await expect(asked(target)).rejects.toThrow(/only those with http:\/\/ or https:\/\//)
  },
)

test.each(['story.html', 'story', './pages/story.html', 'C:\\pages\\story.html', 'notes.md'])(
  'a file that is not there is said to be none: %s',
  async (target) => {
    await expect(asked(target)).rejects.toThrow(/cannot be read: ENOENT/)
  },
)
