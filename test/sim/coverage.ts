/** What a run covered. */
export function tellCoverage(tally: ReadonlyMap<string, number>): string {
  return [...tally]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([what, times]) => `${String(times).padStart(8)}  ${what}`)
    .join('\n')
}
