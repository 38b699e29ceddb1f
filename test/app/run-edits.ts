/** `npm run edits -- [--edits 200] [--articles 500]`: the config is edited while articles flow; says what came of it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { editUnderLoad } from './edits.ts'

const { values } = parseArgs({
  options: { edits: { type: 'string', default: '200' }, articles: { type: 'string', default: '500' } },
})
const folder = mkdtempSync(join(tmpdir(), 'crier-'))
try {
  const edited = await editUnderLoad(folder, { edits: Number(values.edits), articles: Number(values.articles) })
  console.log(edited)
  const wrong = [...edited.lost, ...edited.twice, ...edited.strange, ...edited.ended]
  process.exitCode = wrong.length === 0 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true })
}
