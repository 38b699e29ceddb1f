import { expect, test } from 'vitest'
import { quotedIn } from '#src/feed/quoted.ts'

test.each([
  ['a <![CDATA[b]]> c <!-- d --> e', ['<![CDATA[b]]>', '<!-- d -->']],
  ['<![CDATA[ <!-- ]]> a --> <!-- <![CDATA[ --> b ]]>', ['<![CDATA[ <!-- ]]>', '<!-- <![CDATA[ -->']],
  ['<![CDATA[ lost <![CDATA[kept]]> a', ['<![CDATA[kept]]>']],
  ['<!-- lost <!-- kept --> a <!-- lost too', ['<!-- kept -->']],
  ['<![CDATA[ lost', []],
  ['nothing', []],
])('in %s', (xml, sections) => {
  expect(quotedIn(xml).map(({ from, to }) => xml.slice(from, to))).toEqual(sections)
})
