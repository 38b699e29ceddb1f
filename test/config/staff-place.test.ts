import { describe, expect, test } from 'vitest'
import { platforms } from '#src/platform/registry.ts'
import { lines, mistakesOf } from './good.ts'

function told(staffChat: string, chat: string, rest = ''): readonly string[] {
  const text = `rehearsal: newsroom
feeds: [{ id: world, url: https://news.example.com/world.rss }]
accounts:
  - { id: desk, platform: telegram, staffChat: ${staffChat}${rest} }
  - { id: news, platform: telegram }
channels:
  - { id: first, account: desk, feeds: [world], chat: "@first_news" }
  - { id: second, account: news, feeds: [world], chat: ${chat} }
`
  return lines(mistakesOf(text, { platforms }))
}

const mistake = (chat: string, channel: string) =>
  `4:48 accounts.0.staffChat: ${chat} is the chat of ${channel} too: its readers would see what staff are told → write a chat that only staff see`

describe('the chat of staff', () => {
  test.each<[string, string, string, string]>([
    ['by its name', '"@first_news"', '"@second_news"', mistake('"@first_news"', 'channels.0 ("first")')],
    ['in another case', '"@First_NEWS"', '"@second_news"', mistake('"@First_NEWS"', 'channels.0 ("first")')],
    [
      'by its number, of another account',
      '"-1001234567890"',
      '-1001234567890',
      mistake('"-1001234567890"', 'channels.1 ("second")'),
    ],
  ])('is no chat that a channel posts to: %s', (_, staffChat, chat, answer) => {
    expect(told(staffChat, chat)).toEqual([answer])
  })

  test('is no channel’s where other mistakes stand in the file', () => {
    expect(told('"@first_news"', '"@second_news"', ', colour: red').join('\n')).toContain(
      'is the chat of channels.0 ("first") too',
    )
  })

  test('is a chat of its own', () => {
    expect(told('"@newsroom_desk"', '"@second_news"')).toEqual([])
  })
})
