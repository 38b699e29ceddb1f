import { nfkc } from '#src/text/normal-form.ts'

/**
 * A name as staff's and the article's are compared: whatever their case, width and spaces. In capitals, which join what
 * small letters keep apart: ß and SS, σ and ς.
 */
export function folded(name: string): string {
  return nfkc(name).replace(/\s+/gu, ' ').trim().toUpperCase()
}
