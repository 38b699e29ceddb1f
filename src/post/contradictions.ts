/** What cannot be of one article at once: what a template asks of a value in several ways. */
import { EMPTY, OTHER, type Known } from './conditions.ts'

/** One thing that may be supposed: of a value what it is, or of its text whether it is contained. */
export interface Open {
  /** A value as the template writes it. */
  readonly of: string
  /** The text that the value is asked to contain; null where it is asked for what it is. */
  readonly contains: string | null
  readonly options: readonly (Known | boolean)[]
}

export type Chosen = readonly (Known | boolean)[]

/** Whether an article could be all of what is `chosen` of what is `open`. */
export function isPossible(open: readonly Open[], chosen: Chosen): boolean {
  const present = new Map<string, boolean>()
  for (const [at, each] of open.entries()) {
    const claim = claimOf(each, chosen[at]!)
    const root = rootOf(each.of)
    if (claim === null) continue
    if ((present.get(root) ?? claim) !== claim) return false
    present.set(root, claim)
  }
  return open.every(({ of, contains }, at) => {
    // A list contains its members, and not what stands within them.
    return contains === null || LISTS.test(of) || isContained(open, chosen, { of, contains, is: chosen[at] === true })
  })
}

const LISTS = /^(?:authors|tags)$/

/** Whether a text agrees, as it contains another or does not, with what else is chosen of it. */
function isContained(
  open: readonly Open[],
  chosen: Chosen,
  { of, contains, is }: { readonly of: string; readonly contains: string; readonly is: boolean },
): boolean {
  return open.every((other, at) => {
    const option = chosen[at]!
    if (other.of !== of) return true
    if (other.contains !== null) return !is || option === true || !contains.includes(other.contains)
    return typeof option !== 'string' || option === OTHER || option === EMPTY || option.includes(contains) === is
  })
}

/** Whether an option says that there is such a value, or that there is none; null where it says neither. */
function claimOf({ of, contains, options }: Open, option: Known | boolean): boolean | null {
  if (contains !== null) return option === true ? true : null
  if (of.endsWith('.size')) return typeof option === 'number' ? option > 0 : null
  if (option === null || option === EMPTY) return BEHIND.test(of) ? null : false
  return option === OTHER && LISTS.test(of) && !options.includes(EMPTY) ? null : true
}

// The second of a list may be missing where there is a first.
const BEHIND = /\[(?!0\]|-1\])/

/** What is there where a value is: the author is the first of the authors. */
function rootOf(of: string): string {
  const [root] = /^[\w-]+/.exec(of) ?? [of]
  return root === 'author' ? 'authors' : root
}
