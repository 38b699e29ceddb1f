import { describe, expect, test } from 'vitest'
import { configure } from '#src/app/configure.ts'
import { writeFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ownFolder } from '#test/fixtures/stored.ts'
import { someWording } from '#test/fixtures/wording.ts'
import { lines } from './good.ts'

/** The config with a channel on each platform; `more` are further lines of the one on X, `telegram` keys of the other. */
function read(
  more: string,
  template = '"{{ title }} {{ hashtags }} {{ author | handles }} {{ link }}"',
  telegram: string = '',
) {
  const folder = ownFolder()
  mkdirSync(join(folder, 'config'))
  const file = join(folder, 'config', 'crier.yaml')
  const text = `timezone: Europe/Kyiv
rehearsal: feeds
feeds: [{ id: world, url: "https://news.example.com/world.rss" }]
accounts: [{ id: x, platform: twitter }, { id: bot, platform: telegram }]
channels:
  - { id: telegram-world, account: bot, chat: "@news_world", feeds: [world]${telegram} }
  - id: x-world
    account: x
    feeds: [world]
    template: ${template}
${more}
`
  writeFileSync(file, text)
  return configure(file)
}

function mistakes(more: string, template?: string): readonly string[] {
  const loaded = read(more, template)
  return loaded.is === 'config' ? [] : lines(loaded.mistakes)
}

describe('what a channel says of its words', () => {
  test.each(['https://intranet/tips', 'tel:+380441234567'])(
    'leads nowhere that its platform refuses: %s',
    (address) => {
      const loaded = read('', undefined, `, template: "{{ title }} <a href='${address}'>Tips</a>"`)
      expect(loaded.is === 'config' ? [] : lines(loaded.mistakes)).toEqual([
        expect.stringMatching(/^6:\d+ channels\.0\.template: .*holds <a href=".*write a whole one, such as https:/),
      ])
    },
  )

  test.each([
    `section == 'Weather'`,
    `author == 'AFP' or tags contains 'Weather'`,
    `feed != 'world' and title contains 'Storm'`,
  ])('is tried in the branches of its template that ask for a text: %s', (condition) => {
    const loaded = read('', undefined, `, template: "{{ title }}{% if ${condition} %} <b>{% endif %} {{ link }}"`)
    expect(loaded.is === 'config' ? [] : lines(loaded.mistakes)).toEqual([
      expect.stringMatching(/^6:\d+ channels\.0\.template: .*opens <b> and does not close it/),
    ])
  })

  test.each([
    `{% if title contains 'A' and title contains 'bare' %}<b>{% endif %}{{ title }}`,
    `{% if section %}{% if title contains 'Live' %}<b>{% endif %}{% endif %}{{ title }}`,
    `{% unless author %}<b>{% endunless %}{{ title }}`,
    `{% if tags.size > 3 %}{{ title }}{% elsif section == 'A' %}<b>{{ title }}{% else %}{{ title }}{% endif %}`,
    `{% case section %}{% when 'A' %}{{ title }}{% else %}<b>{{ title }}{% endcase %}`,
    `{{ title }}{% if author contains 'x' %}{% for tag in tags %}<b>{{ tag }}{% endfor %}{% endif %}`,
  ])('is tried in every branch of its template, whatever leads there: %s', (template) => {
    const loaded = read('', undefined, `, template: ${JSON.stringify(template)}`)
    expect(loaded.is === 'config' ? [] : lines(loaded.mistakes)).toEqual([
      expect.stringMatching(/^6:\d+ channels\.0\.template: .*opens <b> and does not close it/),
    ])
  })

  test.each([
    `{% if section %}<b>{% endif %}{{ title }}{% if section %}</b>{% endif %}`,
    `{% if section == 'A' %}<b>{% endif %}{{ title }}{% unless section != 'A' %}</b>{% endunless %}`,
    `{% if title %}<b>{% endif %}{{ title }}</b>`,
    `{% if section == 'A' %}<b>{% elsif section == 'B' %}<i>{% endif %}{{ title }}{% case section %}{% when 'A' %}</b>{% when 'B' %}</i>{% endcase %}`,
    `{% if tags.size > 0 %}<b>{% endif %}{{ title }}{% if tags.size >= 1 %}</b>{% endif %}`,
    `{% if section %}<b>{% endif %}{{ title }}{% if section.size > 0 %}</b>{% endif %}`,
    `{% if authors.size > 0 %}<i>{% endif %}{{ title }}{% if author %}</i>{% endif %}`,
    `{% if tags.size >= 1 %}<i>{% endif %}{{ title }}{% unless tags == empty %}</i>{% endunless %}`,
    `{% if section == 'Live' %}<b>{% endif %}{{ title }}{% if section == 'Live' and section contains 'L' %}</b>{% endif %}`,
    `{% if author == blank %}<i>{% endif %}{{ title }}{% unless author %}</i>{% endunless %}`,
    `{% if author contains 'A' %}<i>{% endif %}{{ title }}{% if author and author contains 'A' %}</i>{% endif %}`,
    `{{ title }} {% for tag in tags %}{% if forloop.first %}<i>{% endif %}{{ tag }}{% if forloop.last %}</i>{% endif %}{% endfor %}`,
    `{% assign bold = false %}{% if section %}{% assign bold = true %}<b>{% endif %}{{ title }}{% if bold %}</b>{% endif %}`,
    `{% if section == 'A' %}{{ title }}{% endif %}{% if title contains 'B' %}{{ title }}{% endif %} {{ link }}`,
  ])('may have markup of which one condition opens and another closes: %s', (template) => {
    const loaded = read('', undefined, `, template: ${JSON.stringify(template)}`)
    expect(loaded.is === 'config' ? [] : lines(loaded.mistakes)).toEqual([])
  })

  test('is read, with defaults for the rest', () => {
    const loaded = read(`    lead: instead
    hashtags: { World: "#world", Світ: Політика }
    utm: { source: x, campaign: "news" }
    handles: { Olena Koval: "@okoval" }
    timezone: Europe/London`)
    const [, wording] = loaded.is === 'config' ? loaded.config.channels.map((channel) => channel.wording) : []
    expect(wording).toEqual(
      someWording({
        template: '{{ title }} {{ hashtags }} {{ author | handles }} {{ link }}',
        lead: 'instead',
        hashtags: { World: '#world', Світ: '#Політика' },
        utm: { source: 'x', campaign: 'news' },
        handles: { 'Olena Koval': '@okoval' },
        timezone: 'Europe/London',
      }),
    )
  })

  test('has the time zone of the file where it says none', () => {
    const loaded = read('')
    expect(loaded.is === 'config' && loaded.config.channels.map(({ wording }) => wording.timezone)).toEqual([
      'Europe/Kyiv',
      'Europe/Kyiv',
    ])
  })

  test.each([
    [
      '    hashtags: { World: "#world news" }',
      '11:24 channels.1.hashtags.World: "#world news" is not a hashtag → write a hashtag without spaces and dashes, for instance "#WorldNews"',
    ],
    [
      '    hashtags: { World: "2026" }',
      '11:24 channels.1.hashtags.World: "2026" is not a hashtag → write a hashtag without spaces and dashes, for instance "#WorldNews"',
    ],
    [
      '    hashtags: [world]',
      '11:15 channels.1.hashtags: a list stands where keys with values is expected → write names with hashtags, for instance { World: "#WorldNews" }',
    ],
    [
      '    handles: { A. Writer: "@this_is_far_too_long" }',
      '11:27 channels.1.handles."A. Writer": "@this_is_far_too_long" is not a handle on X → write it with its sign, in quotes, for instance "@olena_koval"',
    ],
    [
      '    utm: { sorce: x }',
      '11:12 channels.1.utm.sorce: is not a key that is known here → write `source`, or remove it',
    ],
    [
      '    link: none\n    utm: { source: x }',
      '12:10 channels.1.utm: no post of this channel has a link that these could stand in → let its posts have the link, or remove the key',
    ],
    [
      '    maxHashtags: 0',
      '11:18 channels.1.maxHashtags: 0 is less than is possible here (1) → write a whole number, 1 or more, without quotes',
    ],
    [
      '    lead: article',
      '11:11 channels.1.lead: "article" is not one of: headline, instead → write one of: headline, instead',
    ],
  ])('%s is answered with its line and remedy', (more, mistake) => {
    expect(mistakes(more)).toEqual([mistake])
  })

  test.each([
    [
      '    hashtags: { World: "#world" }',
      '11:15 channels.1.hashtags: the template of this channel has no place for them: {{ hashtags }} → add {{ hashtags }} to its template, or remove the key',
    ],
    [
      '    handles: { A. Writer: "@a_writer" }',
      '11:14 channels.1.handles: the template of this channel does not use them: {{ author | handles }} → add {{ author | handles }} to its template, or remove the key',
    ],
  ])('%s is a mistake where the template has no use for it', (more, mistake) => {
    expect(mistakes(more, '"{{ title }}"')).toEqual([mistake])
  })
})

describe('a mistake in a template has its own line and column', () => {
  const REMEDY = 'write for instance "{{ title }}\\n\\n{{ summary }}\\n\\n{{ link }}"'

  test.each([
    ['"{{ title }}\\n\\n{{ titel }}"', '10:34'],
    ['|-\n      {{ title }}\n\n      By {{ titel }}', '13:13'],
  ])('%j', (template, place) => {
    const [mistake] = mistakes('', template)
    expect(mistake).toMatch(`${place} channels.1.template: there is no {{ titel }}; a template may use title, summary,`)
    expect(mistake).toContain(REMEDY)
  })

  test('a rule of the platform is told for the whole template', () => {
    const loaded = read('', `"${'x'.repeat(300)} {{ link }}"`)
    expect(loaded.is === 'mistakes' && lines(loaded.mistakes)).toEqual([
      `10:15 channels.1.template: the template's own words and the link do not fit into X's 280 characters: shorten the template → ${REMEDY}`,
    ])
  })
})
