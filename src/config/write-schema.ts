/** Writes `config/crier.schema.json` anew; a test says when that is needed. */
import { writeFileSync } from 'node:fs'
import { platforms } from '#src/platform/registry.ts'
import { jsonSchema } from './json-schema.ts'

writeFileSync(
  new URL('../../config/crier.schema.json', import.meta.url),
  `${JSON.stringify(jsonSchema(platforms), null, 2)}\n`,
)
