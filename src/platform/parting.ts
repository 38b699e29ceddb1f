const SEPARATORS = /^[·•|,;/–—-]$/
const BRACKETS: Readonly<Record<string, string>> = { ')': '(', ']': '[' }

/**
 * The units of a line without what is left to part nothing: separators at its end behind which something is missing, at
 * its beginning before which it is, one of two with it between them, and brackets around it. `own` says which units are
 * the template's: what a value brings stays.
 */
export function parted(units: readonly string[], own: readonly boolean[]): readonly string[] {
  const kept = [...units]
  const inked: number[] = []
  let missing = false
  const isSeparator = (at: number | undefined) => at !== undefined && own[at]! && SEPARATORS.test(kept[at]!)
  const dropSeparators = () => {
    if (!missing) return
    while (isSeparator(inked.at(-1))) kept[inked.pop()!] = ''
  }
  for (const [at, unit] of units.entries()) {
    if (unit === '') missing = true
    if (!isInk(unit)) continue
    const opening = own[at]! ? BRACKETS[unit] : undefined
    if (opening !== undefined) dropSeparators()
    const last = inked.at(-1)
    const opens = last !== undefined && own[last]! && /^[([]$/.test(kept[last]!)
    if (missing && opens && kept[last] === opening) {
      kept[at] = kept[inked.pop()!] = ''
    } else if (missing && isSeparator(at) && (last === undefined || opens || isSeparator(last))) {
      kept[at] = ''
    } else {
      if (!isSeparator(at)) missing = false
      inked.push(at)
    }
  }
  dropSeparators()
  return kept.map((unit, at) => (unit === ' ' && isInside(kept, own, at) ? '' : unit))
}

/** Whether a space stands right behind an opening bracket or right before a closing one. */
function isInside(units: readonly string[], own: readonly boolean[], at: number): boolean {
  const before = units.findLastIndex((unit, other) => other < at && unit !== '' && unit !== ' ')
  const behind = units.findIndex((unit, other) => other > at && unit !== '' && unit !== ' ')
  return (
    (own[before] === true && /^[([]$/.test(units[before]!)) || (own[behind] === true && /^[)\]]$/.test(units[behind]!))
  )
}

/** Whether `unit` is more than white space. */
export function isInk(unit: string): boolean {
  return unit.trim() !== ''
}
