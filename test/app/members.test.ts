import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { connect } from '#src/app/members.ts'
import { systemClock } from '#src/base/clock.ts'
import { silentLog } from '#src/base/log.ts'
import { loadConfig } from '#src/config/load.ts'
import { platforms } from '#src/platform/registry.ts'
import { ownFolder, someArticle } from '#test/fixtures/stored.ts'

test.each(['inline', 'reply'])('on X a post whose link stands %s costs a thirteenth without it', (link) => {
  const file = join(ownFolder(), 'crier.yaml')
  writeFileSync(
    file,
    `rehearsal: off
feeds: [{ id: world, url: "https://news.example.com/world.rss" }]
accounts: [{ id: news-x, platform: twitter, budget: { usdPerDay: 5, usdPerMonth: 120 } }]
channels: [{ id: x-world, account: news-x, feeds: [world], link: ${link} }]
`,
  )
  const loaded = loadConfig({ file, platforms, environment: {} })
  if (loaded.is === 'mistakes') throw new Error(JSON.stringify(loaded.mistakes))
  const account = connect(loaded.config.accounts[0]!, loaded.config, { clock: systemClock, log: silentLog })
  const article = { ...someArticle(), sentences: ['It took nine years.'], origins: {} }
  expect(account.channels[0]!.withoutLink(article)).toMatchObject({
    draft: { text: 'The bridge opens on Friday\n\nIt took nine years.', link: null },
    usd: 0.015,
  })
})
