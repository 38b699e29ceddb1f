/**
 * Shows that the simulator has teeth: plants each bug of `mutants/` into a copy of the source, and says which seed finds
 * it. `node src/launch.cjs --file test/sim/mutants.ts [--seeds N] [name…]`. Exit code 1 where a patch does not apply, a
 * bug is not found, or its seed breaks a promise without it.
 */
import { execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { cpSync, globSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  options: { seeds: { type: 'string', default: '2000' } },
  allowPositionals: true,
})
const root = resolve(import.meta.dirname, '../..')

/** What came of a mutant: the first seed that found it and the promise that it broke, or why there is none. */
interface Hunted {
  readonly found: boolean
  readonly says: string
}

function hunt(patch: string): Hunted {
  const copy = mkdtempSync(join(tmpdir(), 'crier-mutant-'))
  try {
    for (const part of ['src', 'test/sim', 'test/fixtures/pictures.ts', 'package.json']) {
      cpSync(join(root, part), join(copy, part), { recursive: true })
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir')
    try {
      execFileSync('git', ['apply', '--whitespace=nowarn', patch], { cwd: copy, stdio: ['ignore', 'ignore', 'pipe'] })
    } catch (error) {
      return { found: false, says: `the patch does not apply: ${String(error).split('\n').slice(1).join(' ')}` }
    }
    const { stdout, stderr } = simulate(copy, '--first', '--seeds', values.seeds)
    const lines = stdout.split('\n')
    const at = lines.findIndex((line) => BREAKS.test(line))
    const seed = BREAKS.exec(lines[at] ?? '')?.[1]
    if (seed === undefined) return { found: false, says: `not found in ${values.seeds} seeds ${stderr.slice(0, 500)}` }
    if (simulate(root, '--seed', seed).status !== 0) {
      return { found: false, says: `seed ${seed} breaks a promise without the bug too` }
    }
    return { found: true, says: `seed ${seed}: ${lines[at + 1]?.trim().slice(0, 150)}` }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

const BREAKS = /^seed (\d+) breaks/

function simulate(folder: string, ...words: readonly string[]): SpawnSyncReturns<string> {
  const given = ['test/sim/run.ts', ...words]
  return spawnSync(process.execPath, given, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 })
}

const patches = globSync('*.patch', { cwd: join(import.meta.dirname, 'mutants') })
  .map((name) => basename(name, '.patch'))
  .filter((name) => positionals.length === 0 || positionals.includes(name))
  .toSorted()
let missed = 0
for (const name of patches) {
  const { found, says } = hunt(join(import.meta.dirname, 'mutants', `${name}.patch`))
  if (!found) missed += 1
  process.stdout.write(`${found ? 'found ' : 'MISSED'} ${name}: ${says}\n`)
}
process.stdout.write(`${patches.length - missed} of ${patches.length} planted bugs are found\n`)
process.exitCode = missed === 0 && patches.length > 0 ? 0 : 1
