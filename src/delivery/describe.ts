import type { PictureFile } from '#src/records.ts'
import { describeScope, pauseAsTold, pausesOn } from '#src/store/pauses.ts'
import type { Connection, Upload } from '#src/platform/platform.ts'
import type { LaneParts } from './account.ts'

/**
 * Uploads a picture, said in the words of `alt`. Where the platform takes no words for now, it is uploaded without them:
 * they have a limit of their own, and a picture is worth more than a wait for its description.
 */
export async function uploadPicture(
  account: string,
  prepare: NonNullable<Connection<unknown>['prepare']>,
  { file, alt }: { readonly file: PictureFile; readonly alt: string | null },
  { store, clock }: LaneParts,
  signal: AbortSignal,
): Promise<Upload> {
  const scope = describeScope(account)
  const [told] = alt === null ? [] : await pausesOn(store.read, [scope], clock.now())
  const upload = await prepare(file, told === undefined ? alt : null, signal)
  if (upload.is === 'failed') return upload
  if (told !== undefined) return { ...upload, lacks: told.why }
  const { again, lacks } = upload
  if (again !== undefined && lacks !== null) {
    const at = clock.now()
    await store.write((writer) => pauseAsTold(writer, scope, { until: again, why: lacks }, at))
  }
  return upload
}
