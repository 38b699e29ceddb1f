import { longDate, type Readers } from './dates.ts'

/** Of no value more is put out, in UTF-16 units: longer than any post. */
export const LONGEST_VALUE = 5_000

/**
 * A value of a template as text: a list as its members side by side, a date written out, what is no text, number, yes
 * or no as nothing.
 */
export function shown(value: unknown, readers: Readers): string {
  if (Array.isArray(value)) {
    return value
      .map((member) => shown(member, readers))
      .join('')
      .slice(0, LONGEST_VALUE)
  }
  if (value instanceof Date) return longDate(value.getTime(), readers)
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
  return typeof text === 'string' ? text.slice(0, LONGEST_VALUE) : ''
}
