const FIRST = 64 * 1024

/** Bytes that come piece by piece. */
export interface Gathered {
  add(piece: Uint8Array): void
  /** How many there are. */
  size(): number
  /** All of them, in order. Whoever asks adds nothing more. */
  whole(): Buffer
}

/**
 * Gathers bytes in one buffer that grows. A server may send one byte at a time: a list of ten million such pieces takes
 * a hundred times what they hold.
 */
export function gather(): Gathered {
  let buffer = Buffer.alloc(0)
  let size = 0
  return {
    add(piece) {
      if (size + piece.length > buffer.length) {
        const larger = Buffer.allocUnsafe(Math.max(size + piece.length, 2 * buffer.length, FIRST))
        buffer.copy(larger, 0, 0, size)
        buffer = larger
      }
      buffer.set(piece, size)
      size += piece.length
    },
    size: () => size,
    whole: () => buffer.subarray(0, size),
  }
}
