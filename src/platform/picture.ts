import type { Picture, Piece } from '#src/records.ts'

/** What becomes of a post's picture, for staff; `why` is not null where the platform takes none with this post. */
export function pieceOfPicture(picture: Picture | null, why: string | null): readonly Piece[] {
  if (picture === null) return []
  if (why !== null) return [{ of: 'picture', from: null, stands: null, why }]
  const words = picture.alt === null ? 'not described' : `described as "${picture.alt}"`
  return [{ of: 'picture', from: null, stands: `${picture.url}, ${words}`, why: null }]
}
