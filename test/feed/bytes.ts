/** `text` in a charset that TextDecoder reads, found by decoding: Node itself writes Unicode only. */
export function bytesIn(charset: string, text: string): Buffer {
  const table = tableOf(charset)
  return Buffer.concat(Array.from(text, (character) => bytesOf(charset, table, character)))
}

const tables = new Map<string, Map<string, Buffer>>()

function tableOf(charset: string): Map<string, Buffer> {
  const known = tables.get(charset)
  if (known !== undefined) return known
  const table = new Map<string, Buffer>()
  const decoder = new TextDecoder(charset)
  const learn = (bytes: Buffer): void => {
    const text = decoder.decode(bytes)
    if (text.length === 1 && text !== '\ufffd' && !table.has(text)) table.set(text, bytes)
  }
  for (let one = 0; one < 256; one++) learn(Buffer.of(one))
  for (let lead = 0x81; lead < 0xff; lead++) for (let trail = 0x40; trail < 0xff; trail++) learn(Buffer.of(lead, trail))
  tables.set(charset, table)
  return table
}

function bytesOf(charset: string, table: Map<string, Buffer>, character: string): Buffer {
  const bytes = table.get(character)
  if (bytes === undefined) throw new Error(`${charset} has no ${character}`)
  return bytes
}
