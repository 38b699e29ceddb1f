import { parentPort } from 'node:worker_threads'
import type { Body } from './parsed.ts'
import { readFeed } from './read-feed.ts'

// Runs as a worker of parse.ts: one body in, one answer out.
const port = parentPort
if (port === null) throw new Error('parse-worker.ts runs as a worker thread only')
port.on('message', (body: Body) => port.postMessage(readFeed(body)))
port.postMessage('ready')
