import { parentPort } from 'node:worker_threads'
import type { PageBody } from './page/page.ts'
import { readPage } from './page/read-page.ts'

// Runs as a worker of extract.ts: one page in, one answer out.
const port = parentPort
if (port === null) throw new Error('extract-worker.ts runs as a worker thread only')
port.on('message', (body: PageBody) => port.postMessage(readPage(body)))
port.postMessage('ready')
