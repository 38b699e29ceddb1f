// Opens a store as a later Crier does at its start, and ends.
import { openStore } from '#src/store/open.ts'
import { becomeLater } from './later.ts'

becomeLater()
const store = await openStore({ file: process.argv[2]!, use: 'live' })
await store[Symbol.asyncDispose]()
