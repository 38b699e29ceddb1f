import type { Millis } from '#src/base/clock.ts'
import { scrub } from '#src/base/secret.ts'
import type { Media, Picture, PictureFile } from '#src/records.ts'
import type { Part } from './deliveries.ts'
import { CRIER, note } from './history.ts'
import type { Reader, Writer } from './open.ts'
import { prepare } from './prepared.ts'
import type { Reason } from './reasons.ts'

/** What became of a part's picture. */
export type PartMedia =
  | Media
  /** The part goes without it; not `forGood`: the next attempt tries again. */
  | { readonly is: 'without'; readonly why: string; readonly forGood: boolean }

/** The picture that is to go with a part; null where there is none. */
export function pictureOf(part: Pick<Part, 'picture'>): Picture | null {
  return part.picture === null ? null : (JSON.parse(part.picture) as Picture)
}

/** Null where the part's picture is not prepared. */
export function mediaOf(part: Pick<Part, 'media'>): PartMedia | null {
  return part.media === null ? null : (JSON.parse(part.media) as PartMedia)
}

/** What a body may name; null where the part goes without a picture. */
export function attachable(part: Pick<Part, 'media'>): Media | null {
  const media = mediaOf(part)
  return media === null || media.is === 'without' ? null : media
}

/** What became of a part's picture, as it is kept. */
export interface KeptMedia {
  readonly media: PartMedia
  /** Of an uploaded one. */
  readonly until: Millis | null
  /** Of one that goes along. */
  readonly file: Pick<PictureFile, 'type' | 'bytes'> | null
}

/**
 * Keeps what became of the picture of a ready part, with its reason in the history. Answers false, and keeps nothing,
 * where the part is no longer ready.
 */
export async function keepMedia(
  writer: Writer,
  part: Part,
  { media, until, file }: KeptMedia,
  change: { readonly why: Reason; readonly at: Millis },
): Promise<boolean> {
  const now = await STILL_READY.first(writer, { id: part.id })
  if (now === undefined) return false
  await replaceMedia(writer, now, media, until)
  if (media.is === 'file' && file !== null) {
    await KEEP_FILE.run(writer, { digest: media.digest, type: file.type, bytes: file.bytes })
  }
  const { article, delivery, state } = now
  const why = scrub(change.why)
  await note(writer, { at: change.at, article, delivery, was: state, became: state, why, who: CRIER })
  return true
}

const KEEP_FILE = prepare<Pick<PictureFile, 'type' | 'bytes'> & { readonly digest: string }>((db, blank) =>
  db
    .insertInto('picture_file')
    .values({ digest: blank('digest'), type: blank('type'), bytes: blank('bytes') })
    .onConflict((conflict) => conflict.column('digest').doNothing()),
)

const STILL_READY = prepare<{ readonly id: string }, Part>((db, blank) =>
  db.selectFrom('part').selectAll().where('id', '=', blank('id')).where('state', '=', 'ready'),
)

/**
 * Puts `media` in the place of what the part had; null: it is to be prepared anew, or never again. Answers the part as
 * it is now.
 */
export async function replaceMedia(
  writer: Writer,
  part: Part,
  media: PartMedia | null,
  until: Millis | null = null,
): Promise<Part> {
  const changed = { media: media && JSON.stringify(media), media_until: until }
  await REPLACE.run(writer, { id: part.id, ...changed })
  const before = mediaOf(part)
  if (before?.is === 'file' && part.media !== changed.media) {
    const another = await WITH_MEDIA.first(writer, { media: part.media! })
    if (another === undefined) await FORGET_FILE.run(writer, { digest: before.digest })
  }
  return { ...part, ...changed }
}

const WITH_MEDIA = prepare<{ readonly media: string }, { readonly id: string }>((db, blank) =>
  db.selectFrom('part').select('id').where('media', '=', blank('media')).limit(1),
)

const FORGET_FILE = prepare<{ readonly digest: string }>((db, blank) =>
  db.deleteFrom('picture_file').where('digest', '=', blank('digest')),
)

const REPLACE = prepare<Pick<Part, 'id' | 'media' | 'media_until'>>((db, blank) =>
  db
    .updateTable('part')
    .set({ media: blank('media'), media_until: blank('media_until') })
    .where('id', '=', blank('id')),
)

/** The file of a picture that goes along; undefined where no part on its way has it. */
export async function fileOf(reader: Reader, digest: string): Promise<Pick<PictureFile, 'type' | 'bytes'> | undefined> {
  return FILE.first(reader, { digest })
}

const FILE = prepare<{ readonly digest: string }, Pick<PictureFile, 'type' | 'bytes'>>((db, blank) =>
  db.selectFrom('picture_file').select(['type', 'bytes']).where('digest', '=', blank('digest')),
)
