import { createHash } from 'node:crypto'
import { nfkc } from './normal-form.ts'

/** Letters and digits only, in one spelling: what is left of a text however it is set. */
export function bareText(text: string): string {
  return nfkc(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/** A short name of a text: equal for texts that differ in nothing but setting, by 96 bits. */
export function fingerprint(bare: string): string {
  return createHash('sha256').update(bare).digest('base64url').slice(0, 16)
}
