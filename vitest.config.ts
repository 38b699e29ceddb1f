import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// These start whole processes of Crier and wait for them: first, as projects go by their names.
const PROCESSES = ['test/{bad-input,docker,launch,main,secrets}.test.ts', 'test/{app,crash,sim}/**/*.test.ts']

export default defineConfig({
  test: {
    // Only what hangs takes so long, on a busy machine too.
    testTimeout: 60_000,
    // More than there are cores: who waits for a process leaves the core to another.
    maxWorkers: Math.max(4, availableParallelism()),
    // Nothing here keeps anything from one file to the next: loading everything anew for each takes half the time.
    isolate: false,
    projects: [
      { extends: true, test: { name: 'crier', include: PROCESSES } },
      { extends: true, test: { name: 'parts', include: ['test/**/*.test.ts'], exclude: PROCESSES } },
    ],
  },
})
