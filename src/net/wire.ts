import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { Socket } from 'node:net'
import { buildConnector } from 'undici'
import { SECOND, type Clock } from '#src/base/clock.ts'

/** What carries one call, and nothing else. */
export interface Wire {
  /** Opens a new connection for every request: one that was kept may be dead. Every part of the call must go through it. */
  readonly agent: HttpAgent
  /** The same for a dispatcher of undici, as its `connect`. */
  readonly connect: buildConnector.connector
  /**
   * Ends every connection, and lets none come about any more. Answers whether that proves that no byte of a request
   * left: connections were asked for, and none of them ever stood; with TLS, until its handshake is done.
   */
  cut(): boolean
}

// As undici has it.
const TO_CONNECT = 10 * SECOND

/** A wire to where `root` is. Each connection, with its handshake, has 10 s to come about, and then fails. */
export function openWire(root: string, clock: Clock): Wire {
  const isPlain = root.startsWith('http:')
  const agent = isPlain ? new HttpAgent({ keepAlive: false }) : new HttpsAgent({ keepAlive: false })
  const ended = new AbortController()
  const ends: (() => void)[] = []
  let asked = 0
  let stood = 0
  const begin = <Made>(open: () => Made, over?: Error): Made => {
    if (ended.signal.aborted) throw new Error('the call has ended already')
    asked += 1
    const socket = open()
    // What cannot be watched from its beginning may stand already.
    if (!(socket instanceof Socket) || !socket.connecting) {
      stood += 1
      return socket
    }
    ends.push(() => void socket.destroy(over))
    const settled = new AbortController()
    // Before anybody else who listens: what waits to be written goes out in the same event.
    socket.prependOnceListener(isPlain ? 'connect' : 'secureConnect', () => {
      stood += 1
      settled.abort()
    })
    socket.once('close', () => settled.abort())
    void endLate(socket, settled.signal)
    return socket
  }
  const endLate = async (socket: Socket, settled: AbortSignal): Promise<void> => {
    await clock.sleep(TO_CONNECT, AbortSignal.any([settled, ended.signal]))
    if (!settled.aborted) socket.destroy(new Error(`not connected within ${TO_CONNECT / SECOND} s`))
  }
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (options, callback) => begin(() => connect(options, callback))
  const connectUndici = buildConnector({ timeout: 0, allowH2: false })
  return {
    agent,
    connect(target, callback) {
      // It answers its socket, which its type does not say, and tells nobody of an end without an error.
      begin((): unknown => connectUndici(target, callback), new Error('the call has ended'))
    },
    cut() {
      const proven = asked > 0 && stood === 0
      ended.abort()
      for (const end of ends) end()
      agent.destroy()
      return proven
    },
  }
}
