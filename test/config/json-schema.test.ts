import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { jsonSchema } from '#src/config/json-schema.ts'
import { platforms } from '#src/platform/registry.ts'
import { platforms as invented } from './platforms.ts'

interface Node {
  readonly [key: string]: unknown
  readonly properties?: Readonly<Record<string, Node>>
  readonly items?: Node
  readonly anyOf?: readonly Node[]
}

test('config/crier.schema.json is what the schema of today gives (else: npm run schema)', () => {
  const written: unknown = JSON.parse(readFileSync(new URL('../../config/crier.schema.json', import.meta.url), 'utf8'))
  expect(written).toEqual(jsonSchema(platforms))
})

/** Keys without a description, and sets of keys that let others in. */
function gaps(node: Node, path = ''): readonly string[] {
  const open = node.properties !== undefined && node.additionalProperties !== false ? [`${path} is open`] : []
  const keys = Object.entries(node.properties ?? {}).flatMap(([key, inner]) => {
    const told = inner.description ?? inner.items?.description ?? inner.anyOf?.[0]?.description
    const here = `${path}.${key}`
    return [...(typeof told === 'string' && told.length > 10 ? [] : [here]), ...gaps(inner, here)]
  })
  const items = node.items === undefined ? [] : gaps(node.items, `${path}[]`)
  return [...open, ...keys, ...items, ...(node.anyOf ?? []).flatMap((inner) => gaps(inner, path))]
}

test('every key is described to who hovers over it, and no other key is let in', () => {
  expect(gaps(jsonSchema(platforms))).toEqual([])
  expect(gaps(jsonSchema(invented))).toEqual(['.channels[].loud'])
  expect(gaps({ properties: { a: {} } })).toEqual([' is open', '.a'])
})

test('what a platform adds is offered: its keys, its limits, its name', () => {
  const text = JSON.stringify(jsonSchema(invented))
  for (const word of ['"room"', '"loud"', '"edition"', '"perDay"', '"const":"paper"', '"const":"radio"']) {
    expect(text).toContain(word)
  }
})

test('ids and durations are checked while they are typed, and only what has no default is asked for', () => {
  const schema = jsonSchema(invented) as Node
  const feed = schema.properties!.feeds!.items!
  expect(feed.properties!.id!.pattern).toBe('^[a-z][a-z0-9-]*$')
  expect(feed.properties!.every).toMatchObject({
    pattern: '^[1-9]\\d{0,5}[smhd](?:-[1-9]\\d{0,5}[smhd])?$',
    default: '2m-15m',
  })
  expect(feed.required).toEqual(['id', 'url'])
  expect(schema.required).toEqual(['rehearsal'])
  expect(schema.properties!.rehearsal!.enum).toEqual(['newsroom', 'feeds', 'off', false])
})
