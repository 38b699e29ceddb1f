import { partsOf } from './deliveries.ts'
import { CRIER } from './history.ts'
import { replaceMedia } from './media.ts'
import type { Reader, Writer } from './open.ts'

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

/** Whether a person has let a delivery go, or changed its text. */
export async function isDecided(reader: Reader, delivery: string): Promise<boolean> {
  const found = await reader
    .selectFrom('history')
    .select('id')
    .where('delivery', '=', delivery)
    .where('who', '<>', CRIER)
    .limit(1)
    .execute()
  return found.length > 0
}
