import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { fill, hole, segmentAt } from '#src/platform/shape.ts'

const [a, b, c] = [hole(0), hole(1), hole(2)]

it.each([
  ['all there', `${a}\n\n${b}\n\n${c}`, ['A', 'B', 'C'], 'A\n\nB\n\nC'],
  ['the middle missing', `${a}\n\n${b}\n\n${c}`, ['A', '', 'C'], 'A\n\nC'],
  ['the first missing', `${a}\n\n${b}\n\n${c}`, ['', 'B', 'C'], 'B\n\nC'],
  ['the last missing', `${a}\n\n${b}\n\n${c}`, ['A', 'B', ''], 'A\n\nB'],
  ['only the middle there', `${a}\n\n${b}\n\n${c}`, ['', 'B', ''], 'B'],
  ['nothing there', `${a}\n\n${b}\n\n${c}`, ['', '', ''], ''],
  ['no blank line around what is missing', `${a}\n${b}\n${c}`, ['A', '', 'C'], 'A\nC'],
  ['a blank line on one side of it stays', `${a}\n${b}\n\n${c}`, ['A', '', 'C'], 'A\n\nC'],
  ['words beside what is missing stay', `${a}\nBy ${b}\n${c}`, ['A', '', 'C'], 'A\nBy\nC'],
  ['two on a line, one missing', `${a} ${b} ${c}`, ['A', '', 'C'], 'A C'],
  ['two on a line, both missing', `x\n${a} ${b}\ny`, ['', ''], 'x\ny'],
  ['a separator before what is missing at the end', `${a} · ${b}`, ['A', ''], 'A'],
  ['a separator behind what is missing at the beginning', `${a} | ${b}`, ['', 'B'], 'B'],
  ['one of two separators around what is missing', `${a} · ${b} · ${c}`, ['A', '', 'C'], 'A · C'],
  ['separators around nothing', `x\n${a}, ${b} — ${c}\ny`, ['', '', ''], 'x\ny'],
  ['several that are missing', `${a} · ${b} · ${c}`, ['A', '', ''], 'A'],
  ['brackets around what is missing', `${a} (${b}) [${c}] x`, ['A', '', ''], 'A x'],
  ['a separator behind an opening bracket', `x (${a}, ${b})`, ['', 'B'], 'x (B)'],
  ['a bracket that nothing opened', `${a} ) ${b}`, ['', 'B'], ') B'],
  ['brackets around something', `(${a}, ${b})`, ['A', ''], '(A)'],
  ['separators that the words bring themselves', `${a} ${b} ${c}`, ['-', '', '·'], '- ·'],
  ['separators where nothing is missing', `- ${a} –`, ['A'], '- A –'],
  ['more blank lines than anybody wants', `${a}\n\n\n\n${b}`, ['A', 'B'], 'A\n\nB'],
  ['white space at the ends', `  \n ${a} \n\u00a0\n`, ['A'], 'A'],
  ['lines inside a value', `${a}\n\n${b}`, ['A\n\nA', 'B'], 'A\n\nA\n\nB'],
  ['a value that holds a hole', `${a} ${b}`, [hole(1), 'B'], `${hole(1)} B`],
])('fills a shape: %s', (_, shape, texts, filled) => {
  expect(fill(shape, texts).join('')).toBe(filled)
})

it('says for every unit of the shape what stands there', () => {
  expect(fill(`${a}\n\n${b}\n!`, ['A', ''])).toEqual(['A', '\n', '\n', '', '', '!'])
})

it('leaves no three line breaks, no blank ends and nothing of a hole, whatever is missing', () => {
  const piece = fc.constantFrom(a, b, c, '\n', '\n\n', ' ', 'x')
  const text = fc.constantFrom('', '', 'A', 'A B')
  fc.assert(
    fc.property(fc.array(piece), fc.array(text, { minLength: 3, maxLength: 3 }), (pieces, texts) => {
      const shape = pieces.join('')
      const parts = fill(shape, texts)
      const filled = parts.join('')
      expect(parts).toHaveLength(shape.length)
      expect(filled).not.toMatch(/\n{3}|^\s|\s$|[\ue000-\uf8ff]/)
      expect(filled.replace(/\s/g, '')).toBe(
        Array.from(shape, (unit) => texts[segmentAt(unit) ?? -1] ?? unit)
          .join('')
          .replace(/\s/g, ''),
      )
    }),
  )
})
