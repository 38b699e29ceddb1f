import { describe, expect, test } from 'vitest'
import { detect } from '#src/platform/telegram/stand-in/detect.ts'

/** [text, what becomes clickable] */
const FOUND: readonly (readonly [string, readonly string[]])[] = [
  ['see https://example.com/a?b=c#d.', ['url https://example.com/a?b=c#d']],
  ['(https://example.com/a_(b))', ['url https://example.com/a_(b)']],
  ['„http://example.com“', ['url http://example.com']],
  ['«https://пример.рф/путь»', ['url https://пример.рф/путь']],
  ['example.com, example.notatld, README.md', ['url example.com', 'url README.md']],
  ['example.cOM', []],
  ['Node.js 2.0.1 U.S. e.g. 3.14', []],
  ['end.Start sentence, end.Next sentence', ['url end.Next']],
  ['http://127.0.0.1:4480/x and 256.1.1.1', ['url http://127.0.0.1:4480/x']],
  ['http://localhost/a', []],
  ['xn://example.com shttp://example.com', []],
  ['ftp://example.com/f', ['url ftp://example.com/f']],
  ['текстhttps://example.com/', ['url https://example.com/']],
  ['a@b.com', ['email a@b.com']],
  ['@news_world and a@x', ['mention @news_world']],
  ['@abc @gif', ['mention @gif']],
  ['#news #2024 #новости2', ['hashtag #news', 'hashtag #новости2']],
  ['$TSLA $tsla', ['cashtag $TSLA']],
  ['/start and 1/2', ['bot_command /start']],
  ['https://example.com/@name/#tag', ['url https://example.com/@name/#tag']],
  ['a.com?', ['url a.com']],
  ['https://example.com...', ['url https://example.com']],
  ['https://a_b.com https://a-.com', []],
  ['xn--e1afmkfd.xn--p1ai', ['url xn--e1afmkfd.xn--p1ai']],
  ['', []],
]

describe('the stand-in makes clickable what Telegram makes clickable', () => {
  test.each(FOUND)('%j', (text, found) => {
    expect(detect(text).map(({ type, offset, length }) => `${type} ${text.slice(offset, offset + length)}`)).toEqual(
      found,
    )
  })

  test('the longest text it is ever given is searched at once', () => {
    const started = performance.now()
    for (const unit of ['a', 'a.', '@', '://', 'a@', '#1', '(', 'é', 'a-.@']) detect(unit.repeat(8192 / unit.length))
    expect(performance.now() - started).toBeLessThan(3000)
  })
})
