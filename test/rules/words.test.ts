import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { codeIn, memberOf, nodesOf, root, type SourceFile } from './source.ts'

const EMPTY_NAME = /(?:^|[/.-])(?:util|helper|common|manager|service)s?(?=[/.-])/i
const PLATFORM_NAME = /twitter|telegram/i
// Names that others gave: libraries (which `one-place` keeps inside the platforms), a page's meta tags, a tracking key.
const GIVEN_NAME = /twitter-(?:api-v2|text)\b|\btwitter:[a-z]|__twitter_impression/g
// Written so that the rule does not find itself.
const LEFT_OVER = /\b(?:TO[D]O|FIX[M]E)\b/
const MACHINE_PATH = /(?<![\w.\-/])\/(?:home|root|Users|work)\/\w|[A-Z]:\\Users\\/
const UNRUN = /^(?:it|test|describe|suite|bench)\.(?:.+\.)?(?:skip|only|todo|skipIf|fails)\b/

/** Files that git holds, or would hold, as text; not the lockfile, nor what the outside wrote. */
function heldFiles(): readonly SourceFile[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root })
  return listed
    .toString()
    .split('\0')
    .filter((path) => path !== '' && path !== 'package-lock.json' && !path.includes('/fixtures/'))
    .filter((path) => existsSync(`${root}${path}`))
    .map((path) => ({ path, text: readFileSync(`${root}${path}`, 'utf8') }))
    .filter(({ text }) => !text.includes('\0'))
}

const emptyNames = (paths: readonly string[]): readonly string[] => paths.filter((path) => EMPTY_NAME.test(path))

function linesWith(pattern: RegExp, files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, at) => (pattern.test(line) ? [`${path}:${at + 1}: ${line.trim()}`] : [])),
  )
}

const unrunTests = (files: readonly SourceFile[]): readonly string[] =>
  files.flatMap((file) =>
    nodesOf(file)
      .map(memberOf)
      .filter((name) => name !== null && UNRUN.test(name))
      .map((name) => `${file.path}: ${name}`),
  )

test('every file and folder says what it holds', () => {
  expect(emptyNames(codeIn('src', 'test', 'bench').map((file) => file.path))).toEqual([])
  expect(
    emptyNames(['src/text/utils.ts', 'test/helpers/a.ts', 'src/feed/feed-manager.ts', 'src/common.ts']),
  ).toHaveLength(4)
  expect(emptyNames(['src/text/sentences.ts', 'src/post/commonplace.ts', 'src/post/servicing.ts'])).toEqual([])
})

test('platforms have a name only in the folder of platforms', () => {
  const outside = (files: readonly SourceFile[]) =>
    linesWith(
      PLATFORM_NAME,
      files
        .filter((file) => !file.path.startsWith('src/platform/'))
        .map(({ path, text }) => ({ path, text: text.replaceAll(GIVEN_NAME, '…') })),
    )
  expect(outside(codeIn('src'))).toEqual([])
  const text = `if (id === 'Twitter') send()`
  expect(outside([{ path: 'src/desk/a.ts', text }])).toEqual([`src/desk/a.ts:1: ${text}`])
  expect(outside([{ path: 'src/platform/a.ts', text }])).toEqual([])
  expect(outside([{ path: 'src/net/a.ts', text: '// twitter-api-v2 hides twitter:title' }])).toEqual([])
})

test('nothing is left over: no note of work to be done', () => {
  expect(linesWith(LEFT_OVER, heldFiles())).toEqual([])
  expect(linesWith(LEFT_OVER, [{ path: 'a.ts', text: `const a = 1\n// ${['TO', 'DO'].join('')}: more` }])).toHaveLength(
    1,
  )
})

test('no file knows the machine that it was written on', () => {
  expect(linesWith(MACHINE_PATH, heldFiles())).toEqual([])
  for (const folder of ['home', 'root', 'Users', 'work']) {
    expect(linesWith(MACHINE_PATH, [{ path: 'a.md', text: `see \`/${folder}/someone\`` }])).toHaveLength(1)
  }
  expect(
    linesWith(MACHINE_PATH, [{ path: 'a.ts', text: 'https://example.com/home/one ./work/two /app/data' }]),
  ).toEqual([])
})

test('every test runs', () => {
  expect(unrunTests(codeIn('test'))).toEqual([])
  const planted = `it.skip('a', f); test.only('b', f); describe.todo('c'); test.each([1]).skip('d', f); test.concurrent.only('e', f)`
  expect(unrunTests([{ path: 'test/a.test.ts', text: planted }]).length).toBeGreaterThanOrEqual(4)
  expect(unrunTests([{ path: 'test/a.test.ts', text: `test('only skip', f); input.skip(3)` }])).toEqual([])
})
