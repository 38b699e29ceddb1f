import { expect, test } from 'vitest'
import { standfirstSentences, type Story } from '#src/article/standfirst.ts'

const PROSE = 'The city opened its new bridge over the river after nine years of building. '.repeat(10)
const story = (change: Partial<Story> = {}): Story => ({
  headline: 'The bridge opens on Friday',
  authors: ['Anna Writer'],
  language: 'en',
  paragraphs: [PROSE],
  others: [],
  ...change,
})
const of = (text: string, change: Partial<Story> = {}, shown = false) =>
  standfirstSentences({ text, shown }, story(change))

test.each([
  ['the headline again', 'The bridge opens on Friday.'],
  ['the headline in other words', 'On Friday the bridge opens!'],
  ['the headline and the house’s name', 'The bridge opens on Friday - City Times'],
  ['an invitation around the headline', 'Read The bridge opens on Friday on City Times.'],
  ['the start of a byline', 'By Anna Writer, our reporter in the city'],
  [
    'the site’s words about itself',
    'Latest headlines, sport, weather, videos and celebrity gossip from around the globe.',
  ],
  [
    'what a site says of itself by its name, whatever words it shares with the story',
    'citynews.example.org has the new bridge, the river, the city and nine years of building every day.',
  ],
  ['cut off by a feed that puts it in brackets', 'The city opened its new bridge over the river for all who […]'],
  ['cut off before its first end', 'The city opened its new bridge over the river after nine…'],
  ['cut off without a mark: another telling goes on', 'The city opened its new bridge over the'],
  ['the middle of something', '…and the river was full of boats for the new bridge.'],
])('%s is no standfirst', (_, text) => {
  expect(of(text, { others: ['The city opened its new bridge over the river.'] })).toEqual([])
})

const SHORT = 'The city opened its new bridge over the river on Friday. Thousands of people crossed it by noon.'

test.each([
  ['a site’s invitation by its name', 'Read latest news of the bridge that opens at citynews.example.org'],
  ['marks for the eye', '➤ A new bridge for the river ✓ All you need ✓ Read now!'],
  ['a list of keywords', 'bridge, river, city council, Tarnholm news, transport, mayor'],
  ['one with the house’s name behind it', 'bridge, river, city council, transport, mayor – The Tarnholm News'],
  ['one with a name before it', 'News of the city: bridge, river, council, transport, mayor'],
  ['such a list in another script', 'міст, річка, міська рада, новини Тарнгольма, мер, транспорт'],
  ['such a list without spaces', '大桥、城市、河流、市议会、新闻、市长'],
  ['a byline stuck to the story', `By Ann Roe ${SHORT}`],
  ['a caption stuck to the story', `Boats below the arch ${SHORT}`],
])('%s is no standfirst, however short the story is', (_, text) => {
  expect(of(text, { paragraphs: [SHORT], authors: [] })).toEqual([])
})

test('a standfirst may have many commas, and no full stop', () => {
  const told = 'The city, the mayor, the builders, and all who waited: nine years of work on the bridge end with a walk'
  expect(of(told)).toEqual([told])
  const list = 'Boats, trains, buses, cars, people: all crossed it.'
  expect(of(list, { paragraphs: [SHORT] })).toEqual([list])
})

test('of a short story a standfirst may say what the story does not', () => {
  const told = 'Nine years of building have come to an end, and boats have to wait.'
  expect(of(told, { paragraphs: [SHORT] })).toEqual([told])
})

test('a standfirst may name a site that the story speaks of', () => {
  const told = 'The city opened its new bridge over the river, says bridges.example.org.'
  expect(of(told, { paragraphs: [PROSE, 'The site bridges.example.org has the plans.'] })).toEqual([told])
})

test('an address in the story is no word about the site that stands there', () => {
  const slogan = 'bridges.example.org has the new bridge, the river, the city and nine years of building every day.'
  expect(of(slogan, { paragraphs: [PROSE, 'Write to desk@bridges.example.org.'] })).toEqual([])
  expect(of(slogan, { paragraphs: [PROSE, 'See https://bridges.example.org/plans.'] })).toEqual([])
})

test('a standfirst without a full stop is whole; two without run on in one line, so the first goes alone', () => {
  expect(of('Nine years of building over the river end with a long walk')).toHaveLength(1)
  expect(
    of('Nine years of building over the river end\nThe mayor of the city was the first to cross', {}, true),
  ).toEqual(['Nine years of building over the river end'])
})

test('the writer’s own ellipsis within a line cuts nothing', () => {
  const text = 'Nine years of building over the river... A new bridge opened for the city.'
  expect(of(text)).toEqual(['Nine years of building over the river...', 'A new bridge opened for the city.'])
})

test('of a standfirst that was cut off its whole sentences stay', () => {
  expect(of('Nine years of building the bridge are over. The mayor said that…')).toEqual([
    'Nine years of building the bridge are over.',
  ])
})

test.each([
  ['within a sentence of the story', 'After nine years the city opened its new bridge over the'],
  ['behind the story’s dateline', 'The city opened its new bridge over the river after nine'],
  ['with a full stop set behind the cut', 'The city opened.'],
])('what software cut %s is no standfirst', (_, text) => {
  const paragraphs = ['KYIV: The city opened its new bridge over the river after nine years.', PROSE]
  expect(of(`Nothing like it was seen before in the city. ${text}`, { paragraphs })).toEqual([
    'Nothing like it was seen before in the city.',
  ])
  expect(of(text, { paragraphs })).toEqual([])
})

test('where and when it was written does not stand before a standfirst either', () => {
  expect(of('KYIV: The new bridge cost a billion, say people of the city.')).toEqual([
    'The new bridge cost a billion, say people of the city.',
  ])
})

test('the story’s own sentence is a standfirst, though a longer one begins alike', () => {
  const own = 'The city opened its new bridge.'
  expect(of(`${own} It took nine years to build over the river.`, { paragraphs: [own, PROSE] })).toHaveLength(2)
})

test.each([
  ['de', 'News, Sport, Wetter, Verkehr, Kultur – aktuelle Nachrichten aus Hamburg und dem Norden'],
  ['fr', 'Actualités, sport, météo, culture, sorties : toute l’info de Lyon et de sa région'],
  ['uk', 'бюджет, рада, податки, сесія, транспорт — новини Львова та області'],
  ['en', 'council, budget, taxes, debate, midnight - read the latest on our pages'],
])('keywords with a slogan behind them are no standfirst: %s', (language, text) => {
  expect(of(text, { headline: '', language, paragraphs: [PROSE] }, true)).toEqual([])
})
