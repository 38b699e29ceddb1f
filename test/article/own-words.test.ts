import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPage } from '#src/article/page/read-page.ts'
import { summarise } from '#src/article/summarise.ts'

/** Sentences of news in several languages, each written whole, with what makes their ends hard to find. */
const SENTENCES: Readonly<Record<string, readonly string[]>> = {
  en: [
    'The U.S. Senate passed the bill by 51 votes on Jan. 5, after Mr. Smith had asked for more time.',
    '“We waited long,” said the mayor of St. Albans, who was the first to cross the river on foot.',
    'It is 3.5 km long & carries four lanes, two tracks and a path for those who walk.',
    'Why did it take nine years to build, when the plans had been ready since the flood?',
  ],
  uk: [
    'Міст завдовжки 900 м відкрили у п’ятницю на вул. Набережній, повідомила пресслужба мерії.',
    '«Ми довго чекали цього дня», — сказала мерка, яка перейшла міст першою.',
    'Будівництво тривало дев’ять років і коштувало 1,5 млрд гривень.',
  ],
  de: [
    'Am 3. Mai wurde die neue Brücke nach neun Jahren Bauzeit für den Verkehr freigegeben.',
    '„Wir haben lange gewartet“, sagte Dr. Meier, der als Erster über die Brücke ging.',
    'Rund 1,5 Mio. Euro kostete allein die Beleuchtung, z. B. der Lampen am Ufer.',
  ],
  ar: [
    'افتتحت المدينة جسرها الجديد يوم الجمعة بعد تسع سنوات من البناء، وعبره آلاف الناس.',
    'هل كان الانتظار طويلا حقا بالنسبة لسكان الضفة الأخرى من النهر؟',
    'وقال العمدة إن الجسر يبلغ طوله 900 متر ويتسع لأربعة مسارات.',
  ],
  zh: [
    '这座城市的新桥在历时九年的建设之后于周五正式通车。',
    '市长说：“我们等这一天等了很久。”',
    '大桥全长九百米，设有四条车道和一条人行道。',
  ],
}
// What stands among them on pages, and is no sentence of the story.
const MESS = [
  '<p>By Anna Weaver</p>',
  '<p>20 May 2026, 12:00</p>',
  '<figure><img src="a.jpg"><figcaption>The bridge at dawn.</figcaption></figure>',
  '<div class="newsletter-box"><p>Sign up for our letter, which tells you all the news of the city.</p></div>',
  '<p>Read also: <a href="/x">A ferry sank in the bay last night</a></p>',
  '<h2>What is known</h2>',
  '<p>The mayor added that the second bridge, which is to stand further up the river, would…</p>',
  '<p>© Example News</p>',
]

const language = fc.constantFrom(...Object.keys(SENTENCES))
const body = (from: string): fc.Arbitrary<readonly (readonly string[] | string)[]> =>
  fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.subarray([...SENTENCES[from]!], { minLength: 1 }) },
      { weight: 1, arbitrary: fc.constantFrom(...MESS) },
    ),
    { minLength: 1, maxLength: 12 },
  )
const escape = (text: string): string => text.replaceAll('&', '&amp;')

test('every sentence of a summary is a whole sentence of the article, in its order, whatever stands around it', () => {
  const made = language.chain((from) => fc.tuple(fc.constant(from), body(from), fc.boolean(), fc.boolean()))
  fc.assert(
    fc.property(made, ([from, blocks, told, cut]) => {
      const own = SENTENCES[from]!
      const joint = from === 'zh' ? '' : ' '
      const paragraphs = blocks.map((block) =>
        typeof block === 'string' ? block : `<p>${escape(block.join(joint))}</p>`,
      )
      const description = cut ? `${own.join(joint).slice(0, 120)}…` : own[0]!
      const head = told ? `<meta name="description" content="${escape(description).replaceAll('"', '&quot;')}">` : ''
      const title = '2026: 桥 Міст Brücke'
      const html = `<html lang="${from}"><head>${head}</head><body><article><h1>${title}</h1>${paragraphs.join('\n')}</article></body></html>`
      const found = readPage({
        body: Buffer.from(html),
        contentType: 'text/html; charset=utf-8',
        url: 'https://a.example/b',
      })
      if (found.is !== 'page') throw new Error(found.why)
      const summary = summarise({ title, summary: null, content: null, language: from, authors: [] }, found.page)
      for (const sentence of summary) expect(own).toContain(sentence)
      // A run of the story, without a jump back; what the story tells again is told once.
      const story = [...new Set(blocks.filter((block) => typeof block !== 'string').flat())]
      const joined = summary.join('\n')
      expect(told ? `${own.join('\n')}\n${story.join('\n')}` : story.join('\n')).toContain(joined)
    }),
    { numRuns: 300, seed: 4 },
  )
})
