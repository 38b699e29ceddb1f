import { nfkc } from '#src/text/normal-form.ts'

/** Letters and digits only, in one spelling: for comparing texts that may be set differently. */
export function bare(text: string): string {
  return nfkc(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}
