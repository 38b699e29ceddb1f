import type { BlockList } from 'node:net'
import { buildConnector } from 'undici'
import type { Millis } from '#src/base/clock.ts'

/**
 * Connects for an agent of undici, and to no address of `blocked`. The socket judges at the moment of the connection,
 * whatever a name resolves to: a check before that asks the DNS once more and may be told something else, and one in a
 * `lookup` hook is never asked about literal addresses. `tls.connect` leaves a `blockList` unread, so TLS is spoken
 * over a plain socket that has heeded it. `within`: for the connection, and once more for the handshake.
 */
export function connectOutside(blocked: BlockList, within: Millis): buildConnector.connector {
  const plain = buildConnector({ timeout: within, blockList: blocked })
  const secure = buildConnector({ timeout: within, allowH2: false })
  return (target, callback) => {
    if (target.protocol !== 'https:') return plain(target, callback)
    // No `servername`: it is for the handshake.
    const { servername: _, ...below } = target
    plain({ ...below, protocol: 'http:', port: target.port || '443' }, (...[error, socket]) => {
      if (error) callback(error, null)
      else secure({ ...target, httpSocket: socket }, callback)
    })
  }
}
