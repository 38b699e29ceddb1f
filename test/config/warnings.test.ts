import { expect, test } from 'vitest'
import { changed, GOOD, warningsOf } from './good.ts'

const second = (more: string) => `${GOOD}  - id: second\n    feeds: [world]\n${more}`
const otherPaper = 'accounts:\n  - { id: other, platform: paper, budget: { usdPerDay: 1, usdPerMonth: 9 } }\n'

test.each([
  ['a file with nothing odd in it', GOOD, []],
  ['no channels', GOOD.slice(0, GOOD.indexOf('channels:')), ['1:1  there are no channels: nothing will be posted']],
  ['a feed that nobody takes', changed('[world, sport]', '[world]'), ['11:5  no channel takes the feed sport']],
  [
    'an account that nobody posts with',
    changed('accounts:\n', 'accounts:\n  - { id: spare, platform: radio }\n'),
    ['14:5  no channel posts with the account spare'],
  ],
  [
    'one feed on two accounts where the platform forbids it',
    second('    account: other\n').replace('accounts:\n', otherPaper),
    [
      '34:5  the channels paper-world and second take the feed world to two accounts; Paper forbids substantially similar posts on several accounts',
    ],
  ],
  [
    'one feed twice in one place',
    second('    account: news-paper\n'),
    ['33:5  the channels paper-world and second post the feed world twice to one place'],
  ],
  ['one feed in two places of an account', second('    account: news-radio\n    room: "@other"\n'), []],
  [
    'a budget where nothing costs',
    changed('platform: radio', 'platform: radio\n    budget: { usdPerDay: 1, usdPerMonth: 9 }'),
    ['21:5  posts on Radio cost nothing; the budget of news-radio has no effect'],
  ],
  [
    'tags where a platform has no markup',
    changed('"{{ title }}: {{ summary }}"', '"<b>{{ title }}</b>: {{ summary }}"'),
    ['26:5  Paper has no markup: readers of paper-world would see <b> as it stands in the template'],
  ],
  [
    'pages for the whole network',
    changed('127.0.0.1:4480', '0.0.0.0:4480'),
    ['4:12  the pages for staff can be reached from other machines (0.0.0.0)'],
  ],
  [
    'no contact for publishers',
    changed(', contact: https://news.example.com/contact', ''),
    [
      '5:1  publishers are not told who fetches their feeds; write for instance network: { contact: https://news.example.com/contact }, or a mail address',
    ],
  ],
  [
    'no contact where nothing is fetched',
    changed(', contact: https://news.example.com/contact', '').replace('rehearsal: off', 'rehearsal: newsroom'),
    [],
  ],
  [
    'secrets without encryption',
    changed('http://127.0.0.1:8081', 'http://api.example.com'),
    ['21:5  the secrets of news-radio cross the network without encryption (http:)'],
  ],
])('%s', (_, text, warnings) => {
  expect(warningsOf(text)).toEqual(warnings)
})
