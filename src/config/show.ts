import type { Mistake } from './config.ts'

/** Every mistake in a line of its own: place, what is wrong, what to write instead. */
export function showMistakes(mistakes: readonly Mistake[]): string {
  return mistakes
    .map(({ file, line, column, path, what, remedy }) => {
      const about = path === '' ? what : `${path}: ${what}`
      return `${file}:${line}:${column}  ${about}  → ${remedy}`
    })
    .join('\n')
}
