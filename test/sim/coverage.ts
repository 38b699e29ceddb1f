/** What a run covered: how often each arrow between states, and each row of the platforms' answers, was taken. */

/** Every row of PLATFORMS A6 and B5 that a send or a look can meet; Crier edits nothing, so "not modified" has no place. */
const ROWS: Readonly<Record<string, readonly string[]>> = {
  X: [
    '201',
    '201 the last for now',
    '401',
    '401 clock',
    '400 media',
    '402 credits',
    '403 app suspended',
    '403 content',
    '403 duplicate',
    '403 not permitted',
    '403 read-only tokens',
    '403 spend cap',
    '403 suspended',
    '429',
    '429 usage cap',
    '503',
    '5xx page',
    'broken answer',
    'media described',
    'media refused',
    'media uploaded',
    'never sent',
    'no answer',
  ],
  Telegram: [
    'ok',
    '400 chat not found',
    '400 migrated',
    '400 no rights',
    '400 no thread',
    '400 nothing to forward',
    '400 photo',
    '400 rendering',
    '400 too long',
    '400 web page',
    '401',
    '403 kicked',
    '404',
    '409',
    '429',
    '500 sent and deleted',
    '5xx',
    'never sent',
    'no answer',
  ],
}

/** Every arrow that Crier and staff have today; what is poison is planted by tests of its own. */
const ARROWS: readonly string[] = [
  'part: ready → sending',
  'part: ready → held',
  'part: ready → dropped',
  'part: sending → sent',
  'part: sending → ready',
  'part: sending → refused',
  'part: sending → unknown',
  'part: unknown → sent',
  'part: unknown → ready',
  'part: unknown → held',
  'part: unknown → dropped',
  'part: held → ready',
  'part: held → sent',
  'part: held → dropped',
  'part: refused → ready',
  'part: refused → dropped',
  'article: seen → read',
  'article: read → routed',
  'article: routed → read',
  'article: old → seen',
  'article: waiting → seen',
  'picture: shown on X',
  'picture: sent to Telegram',
]

/** So many times in so many seeds, and in proportion where there are fewer; of very few, chance decides. */
const LEAST = { times: 20, seeds: 2_000 } as const
const FEWEST_SEEDS = 500

export function tellCoverage(tally: ReadonlyMap<string, number>): string {
  return [...tally]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([what, times]) => `${String(times).padStart(8)}  ${what}`)
    .join('\n')
}

/** Reads what {@link tellCoverage} tells: the runs of several processes are one. */
export function addCoverage(told: string, tally: Map<string, number>): void {
  for (const [, times, what] of told.matchAll(/^ +(\d+) {2}(.+)$/gm)) {
    tally.set(what!, (tally.get(what!) ?? 0) + Number(times))
  }
}

/** What a run of so many seeds should have covered and has not. */
export function thinlyCovered(tally: ReadonlyMap<string, number>, seeds: number): readonly string[] {
  if (seeds < FEWEST_SEEDS) return []
  const least = LEAST.times * Math.min(1, seeds / LEAST.seeds)
  const rows = Object.entries(ROWS).flatMap(([platform, names]) => names.map((name) => `row ${platform} ${name}`))
  return [...ARROWS, ...rows]
    .filter((what) => (tally.get(what) ?? 0) < least)
    .map((what) => `${what}: only ${tally.get(what) ?? 0} times`)
}
