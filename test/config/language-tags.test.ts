import { expect, test } from 'vitest'
import { isLanguageTag, languageMeant } from '#src/config/language-tags.ts'
import { changed, lines, mistakesOf } from './good.ts'

test.each(['en', 'uk', 'pt-BR', 'zh-Hans', 'EN-gb', 'fil', 'es-419', 'iw', 'ckb', 'cjs'])(
  '%s is a language tag',
  (tag) => {
    expect(isLanguageTag(tag)).toBe(true)
  },
)

test.each([
  ['English', 'en'],
  ['ukrainian', 'uk'],
  ['Українська', 'uk'],
  ['deutsch', 'de'],
  ['eng', 'en'],
  ['en_GB', 'en-GB'],
  ['ua', 'uk'],
  ['jp', 'ja'],
  ['in English', null],
  ['xx', null],
  ['Engl', null],
  ['', null],
])('%j is no language tag, and %s is meant by it', (written, meant) => {
  expect([isLanguageTag(written), languageMeant(written)]).toEqual([false, meant])
})

test.each([
  ['language: en', 'language: English', '9:15 feeds.0.language'],
  ['approve: first', 'only: { languages: [English] }', '32:25 channels.1.only.languages.0'],
])('%j written as %j is answered with the tag that is meant', (from, to, place) => {
  const words = `${place}: "English" is not a language tag (is en meant?) → write a language tag, for instance en, uk or pt-BR`
  expect(lines(mistakesOf(changed(from, to)))).toEqual([words])
})
