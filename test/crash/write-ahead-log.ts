/** The format of SQLite's write-ahead log: sqlite.org/fileformat2.html, "The Write-Ahead Log". */
const HEADER = 32
const FRAME_HEADER = 24
const SALTS = { from: 16, to: 24 }

/** Where the newest commit in a log ends, in bytes; the rest is left from before the log was last begun anew. */
export function endOfCommits(log: Buffer): number {
  if (log.length < HEADER) return 0
  const frame = FRAME_HEADER + log.readUInt32BE(8)
  const salts = log.subarray(SALTS.from, SALTS.to)
  let end = HEADER
  for (let at = HEADER; at + frame <= log.length; at += frame) {
    // A frame carries the salts of the log that it belongs to, and the size of the file where it ends a commit.
    if (!log.subarray(at + 8, at + 16).equals(salts)) break
    if (log.readUInt32BE(at + 4) !== 0) end = at + frame
  }
  return end
}
