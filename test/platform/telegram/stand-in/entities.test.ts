import { describe, expect, test } from 'vitest'
import { clean } from '#src/platform/telegram/stand-in/clean.ts'
import type { Entity, EntityType } from '#src/platform/telegram/stand-in/entity.ts'
import { readEntities } from '#src/platform/telegram/stand-in/read-entities.ts'
import { honoured } from '#src/platform/telegram/stand-in/repair.ts'

type Brief = readonly [type: EntityType, offset: number, length: number]

function entities(list: readonly Brief[]): Entity[] {
  return list.map(([type, offset, length]) => ({
    type,
    offset,
    length,
    ...(type === 'text_link' ? { url: 'https://e.com/' } : {}),
  }))
}

function brief(list: readonly Entity[]): Brief[] {
  return list.map(({ type, offset, length }) => [type, offset, length])
}

/** [what it shows, text, entities sent, text kept, entities kept] */
const KEPT: readonly (readonly [string, string, readonly Brief[], string, readonly Brief[]])[] = [
  ['ends are trimmed', ' \n a b \n', [], 'a b', []],
  ['nothing but space is nothing', ' \n\t', [], '', []],
  ['control characters are spaces', 'a\tb\u0000c\u001fd', [], 'a b c d', []],
  ['carriage returns go', 'a\r\nb', [['bold', 3, 1]], 'a\nb', [['bold', 2, 1]]],
  ['direction marks and combining lines go', 'a\u202eb\u0333c', [['bold', 4, 1]], 'abc', [['bold', 2, 1]]],
  ['an entity in front keeps its space', ' a ', [['bold', 0, 3]], ' a', [['bold', 0, 2]]],
  ['entities move with the trimmed front', '  ab', [['bold', 3, 1]], 'ab', [['bold', 1, 1]]],
  ['an entity over the trimmed end goes', 'a  ', [['bold', 1, 2]], 'a', []],
  ['an empty entity goes', 'ab', [['bold', 1, 0]], 'ab', []],
  ['an entity may end with the text', '😀', [['bold', 0, 2]], '😀', [['bold', 0, 2]]],
  [
    'touching entities of one type join',
    'abcd',
    [
      ['bold', 0, 2],
      ['bold', 2, 2],
    ],
    'abcd',
    [['bold', 0, 4]],
  ],
  [
    'crossing entities are cut',
    'abcd',
    [
      ['bold', 0, 3],
      ['italic', 1, 3],
    ],
    'abcd',
    [
      ['bold', 0, 1],
      ['italic', 1, 3],
      ['bold', 1, 2],
    ],
  ],
  [
    'bold around a link is cut at its edges',
    'abc',
    [
      ['bold', 0, 3],
      ['text_link', 1, 1],
    ],
    'abc',
    [
      ['bold', 0, 1],
      ['text_link', 1, 1],
      ['bold', 1, 1],
      ['bold', 2, 1],
    ],
  ],
  [
    'code holds nothing else',
    'abc',
    [
      ['code', 0, 3],
      ['bold', 1, 1],
      ['text_link', 0, 1],
    ],
    'abc',
    [['code', 0, 3]],
  ],
  [
    'code is in nothing else',
    'abc',
    [
      ['bold', 0, 3],
      ['pre', 1, 1],
    ],
    'abc',
    [
      ['bold', 0, 1],
      ['pre', 1, 1],
      ['bold', 2, 1],
    ],
  ],
  [
    'a second link over the same text goes',
    'abc',
    [
      ['text_link', 0, 2],
      ['text_link', 1, 2],
    ],
    'abc',
    [['text_link', 0, 2]],
  ],
  [
    'quotes do not nest',
    'abc',
    [
      ['blockquote', 0, 3],
      ['blockquote', 1, 1],
    ],
    'abc',
    [['blockquote', 0, 3]],
  ],
  [
    'a link across the edge of a quote goes',
    'abc',
    [
      ['blockquote', 0, 2],
      ['text_link', 1, 2],
    ],
    'abc',
    [['blockquote', 0, 2]],
  ],
  [
    'a link inside a quote stays',
    'abc',
    [
      ['text_link', 1, 1],
      ['blockquote', 0, 3],
    ],
    'abc',
    [
      ['blockquote', 0, 3],
      ['text_link', 1, 1],
    ],
  ],
]

/** [text, entities sent, what Telegram says] */
const REFUSED: readonly (readonly [string, readonly Brief[], string])[] = [
  ['ab', [['bold', -1, 1]], 'receive an entity with incorrect offset -1'],
  ['ab', [['bold', 0, -1]], 'receive an entity with incorrect length -1'],
  ['ab', [['bold', 1_000_001, 1]], 'receive an entity with incorrect offset 1000001'],
  ['ab', [['bold', 3, 1]], 'entity begins after the end of the text at UTF-16 offset 3'],
  ['ab', [['bold', 1, 2]], 'entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 3'],
  ['é😀', [['bold', 2, 1]], 'entity begins in a middle of a UTF-16 symbol at byte offset 6'],
  ['😀b', [['bold', 0, 1]], 'entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 4'],
]

describe('the stand-in treats entities as Telegram does', () => {
  test.each(KEPT)('%s', (_, text, sent, keptText, kept) => {
    const cleaned = clean({ text, entities: entities(sent) })
    expect(cleaned.text).toBe(keptText)
    expect(brief(cleaned.entities)).toEqual(kept)
  })

  test.each(REFUSED)('in %j %j is refused', (text, sent, words) => {
    expect(() => clean({ text, entities: entities(sent) })).toThrow(`Bad Request: ${words}`)
  })

  test('it honours a hundred, whole ones before cuttable ones', () => {
    const links = Array.from({ length: 60 }, (_, index): Brief => ['text_link', index * 4, 1])
    const bolds = Array.from({ length: 60 }, (_, index): Brief => ['bold', index * 4 + 2, 1])
    const kept = honoured(entities([...links, ...bolds]))
    expect(kept.filter(({ type }) => type === 'text_link')).toHaveLength(60)
    expect(kept.filter(({ type }) => type === 'bold')).toHaveLength(40)
  })
})

describe('the stand-in reads the entities parameter as Telegram does', () => {
  const refused: readonly (readonly [string, unknown, string])[] = [
    [
      'an unknown type',
      [{ type: 'big', offset: 0, length: 1 }],
      "can't parse MessageEntity: Unsupported type specified",
    ],
    ['no type', [{ offset: 0, length: 1 }], `can't parse MessageEntity: Can't find field "type"`],
    ['an empty type', [{ type: '', offset: 0, length: 1 }], "can't parse MessageEntity: Type is not specified"],
    ['no offset', [{ type: 'bold', length: 1 }], `can't parse MessageEntity: Can't find field "offset"`],
    [
      'a length that is none',
      [{ type: 'bold', offset: 0, length: {} }],
      `can't parse MessageEntity: Field "length" must be a Number`,
    ],
    [
      'half a unit',
      [{ type: 'bold', offset: 0.5, length: 1 }],
      `can't parse MessageEntity: Field "offset" must be a valid Number`,
    ],
    ['no object', ['bold'], "can't parse MessageEntity: expected an Object"],
    [
      'a link without address',
      [{ type: 'text_link', offset: 0, length: 1 }],
      `can't parse MessageEntity: Can't find field "url"`,
    ],
    [
      'a link without a host',
      [{ type: 'text_link', offset: 0, length: 1, url: 'https://localhost/x' }],
      "entity URL 'https://localhost/x' is invalid: Wrong HTTP URL",
    ],
    [
      'a link with another scheme',
      [{ type: 'text_link', offset: 0, length: 1, url: 'file:///etc/passwd' }],
      "entity URL 'file:///etc/passwd' is invalid: Unsupported URL protocol",
    ],
    ['a user the bot never met', [{ type: 'text_mention', offset: 0, length: 1, user: { id: 1 } }], 'user not found'],
    [
      'a custom emoji of no number',
      [{ type: 'custom_emoji', offset: 0, length: 2, custom_emoji_id: 'x' }],
      'invalid custom emoji identifier specified',
    ],
  ]

  test.each(refused)('%s is refused', (_, list, words) => {
    expect(() => readEntities(JSON.stringify(list))).toThrow(`Bad Request: ${words}`)
  })

  test('what is no JSON array counts as absent', () => {
    expect([readEntities(undefined), readEntities('{"type":"bold"}'), readEntities('[')]).toEqual([[], [], []])
  })

  test('types that Telegram finds by itself are passed over, numbers may be text', () => {
    const list = [
      { type: 'url', offset: 0, length: 1 },
      { type: 'pre', offset: '1', length: 2, language: 'ts' },
      { type: 'text_link', offset: 0, length: 1, url: 'Example.com/Ä b' },
    ]
    expect(readEntities(JSON.stringify(list))).toEqual([
      { type: 'pre', offset: 1, length: 2, language: 'ts' },
      { type: 'text_link', offset: 0, length: 1, url: 'http://example.com/Ä%20b' },
    ])
  })
})
