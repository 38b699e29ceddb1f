import { monitorEventLoopDelay } from 'node:perf_hooks'

/** What a process took while it was measured. */
export interface Usage {
  readonly wallMs: number
  readonly cpuMs: number
  readonly peakMiB: number
  /** The 99th percentile of how late the event loop was, in milliseconds. */
  readonly lateMs: number
}

/** Measures this process from now. */
export function measure(): { readonly end: () => Usage } {
  const started = performance.now()
  const cpu = process.cpuUsage()
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  let peak = process.memoryUsage.rss()
  const sampling = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 200)
  return {
    end() {
      clearInterval(sampling)
      const used = process.cpuUsage(cpu)
      return {
        wallMs: performance.now() - started,
        cpuMs: (used.user + used.system) / 1_000,
        peakMiB: peak / 2 ** 20,
        lateMs: delay.percentile(99) / 1e6,
      }
    },
  }
}
