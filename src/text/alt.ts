import { plainTitle } from './html.ts'

// What cameras and content systems call a file, with its ending or without.
const FILE_NAME = /^\S+\.(?:jpe?g|png|gif|webp|avif|heic)$|^(?:IMG|DSCN?F?|PXL|P|image|photo|foto)[-_ ]?\d{3,}\S*$/i

/** The alternative text that a page or a feed gives a picture, as plain text; null where no person wrote it. */
export function writtenAlt(told: string | null | undefined): string | null {
  const alt = plainTitle(told ?? '')
  return alt === '' || FILE_NAME.test(alt) ? null : alt
}
