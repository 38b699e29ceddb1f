import { expect, test } from 'vitest'
import { clean, oneLine, windowsControls } from '#src/text/clean.ts'

test('what nobody sees but may deceive goes', () => {
  expect(clean('a\u0000b\u0007c\u200bd\u00ade\ufefff')).toBe('abcdef')
  expect(clean('exe\u202egnp.\u2066x\u2069')).toBe('exegnp.x')
})

test('what scripts and emoji need stays', () => {
  expect(clean('می\u200cخواهم 👩\u200d🚀 \u200fא')).toBe('می\u200cخواهم 👩\u200d🚀 \u200fא')
})

test('a lone surrogate becomes what may be sent', () => {
  expect(clean('a\ud83d')).toBe('a\ufffd')
})

test('letters are composed', () => {
  expect(clean('Cafe\u0301')).toBe('Caf\u00e9')
})

test('quotation marks of Windows taken for controls are quotation marks again', () => {
  expect(clean('\u0093don\u0092t\u0094 \u0096 now\u0085')).toBe('“don’t” – now…')
})

test('text is left alone by windowsControls but for such controls', () => {
  expect(windowsControls('a\r\n\u200bdon\u0092t')).toBe('a\r\n\u200bdon’t')
})

test('lines end one way', () => {
  expect(clean('a\r\nb\rc')).toBe('a\nb\nc')
})

test('one line has single spaces, and joints only in numbers', () => {
  expect(oneLine('  a \n\t b\u00a0c  ')).toBe('a b c')
  expect(oneLine('10\u00a0000\u202f€ and\u00a0more')).toBe('10\u00a0000\u202f€ and more')
})
