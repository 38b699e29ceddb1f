import { expect, test } from 'vitest'
import { addsTo, repeats } from '#src/article/adds.ts'

test.each([
  ['The bridge opens on Friday.', 'The bridge opens on Friday', false],
  ['On Friday the bridge is opening.', 'Bridge opens on Friday', false],
  ['The bridge cost 900 million and took nine years.', 'The bridge opens on Friday', true],
  ['Міст відкрили у п’ятницю.', 'У п’ятницю відкриють міст', false],
  ['市长表示大桥花费九年时间建成。', '大桥开通', true],
  ['The storm in Spain killed 31.', 'Storm kills 3 in Spain', true],
  ['The storm in Spain killed 3.', 'Storm kills 31 in Spain', true],
  ['The storm in Spain killed 1,200.', 'Storm kills 1,000 in Spain', true],
  ['The storm in Spain killed 31.', 'Storm kills 31 in Spain', false],
  ['በአዲስ አበባ ሰኞ ጠዋት ከባድ ዝናብ ጣለ።', 'ዝናብ በአዲስ አበባ', true],
  ['በመርካቶ እሳት ተነሳ፣ ሁለት ሰዎች ሞቱ።', 'እሳት በመርካቶ', true],
  ['ਬੱਸ ਖੱਡ ਵਿੱਚ ਡਿੱਗੀ, ਦੋ ਮਰੇ।', 'ਬੱਸ ਖੱਡ ਵਿੱਚ ਡਿੱਗੀ', true],
  ['Mưa to ở Hà Nội làm cây đổ, xe hư.', 'Mưa to ở Hà Nội', true],
  ['Mưa to ở Hà Nội.', 'Hà Nội mưa to', false],
  ['Nói là Hà Nội có lũ to.', 'Hà Nội có lũ', true],
  ['A fire in the old town has killed two.', 'Fire in old town kills two', false],
  ['The PM is to quit in May.', 'PM to quit in May', false],
  ['The US is to ban oil.', 'US to ban oil', false],
  ['A dog has bit a man.', 'Dog bit man', false],
  ['The PM, Phạm, is to quit in May.', 'PM Phạm to quit in May', false],
  ['Az öt nő az út és a víz közt ült.', 'Öt nő út és víz közt', false],
  ['Το νερό και η φωτιά με τον ήλιο.', 'Νερό, φωτιά, ήλιο', false],
  ['Dwie ofiary burzy w Hiszpanii.', 'Burza w Hiszpanii: dwie ofiary', false],
])('%s adds to “%s”: %s', (sentence, headline, expected) => {
  expect(addsTo(sentence, headline)).toBe(expected)
})

test.each([
  ['Police arrested 25 men on Monday.', 'Police arrested 2 men after the robbery in Leeds on Monday.', false],
  ['Police arrested 2 men on Monday.', 'Police arrested 2 men after the robbery in Leeds on Monday.', true],
  [
    'The council voted not to close the library in June.',
    'The council voted to close the library in the High Street in June.',
    false,
  ],
  [
    'The council voted to close the library in June.',
    'The council voted to close the library in the High Street in June.',
    true,
  ],
])('%s repeats “%s”: %s', (sentence, told, expected) => {
  expect(repeats(sentence, [told])).toBe(expected)
})
