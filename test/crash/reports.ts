import type { House } from '../fixtures/house.ts'

/** Articles that a house publishes one after the other, none of them twice. */
export interface Reports {
  /** The paths of all that were published. */
  readonly paths: readonly string[]
  publish(count: number): void
}

/** Puts one old article into the feed, for its first sight; what is published from then on is news. */
export function openReports(house: House): Reports {
  const start = Date.now() - 3_600_000
  const paths: string[] = []
  house.feeds.publish('world', { title: 'Old', path: '/world/old', published: start })
  return {
    paths,
    publish(count) {
      for (let end = paths.length + count; paths.length < end;) {
        const number = paths.length
        const path = `/world/report-${number}`
        house.feeds.publish('world', {
          title: `Report ${number} from the harbour`,
          path,
          published: start + (number + 1) * 1_000,
        })
        paths.push(path)
      }
    },
  }
}
