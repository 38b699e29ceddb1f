import { partsOf } from './deliveries.ts'
import { replaceMedia } from './media.ts'
import type { Writer } from './open.ts'

/** Makes a delivery, as it is, one for another account. What was uploaded for the account before is prepared anew. */
export async function rebindDelivery(
  writer: Writer,
  delivery: string,
  { account, remoteId }: { readonly account: string; readonly remoteId: string | null },
): Promise<void> {
  for (const part of await partsOf(writer, delivery)) {
    if (part.media !== null) await replaceMedia(writer, part, null)
  }
  await writer.updateTable('delivery').set({ account, remote_id: remoteId }).where('id', '=', delivery).execute()
  await writer.updateTable('part').set({ account }).where('delivery', '=', delivery).execute()
}
