/**
 * Whether `robots` (the text of a robots.txt) lets the crawler called `name` fetch `path` (RFC 9309): the group that
 * names it, else the one for all; of the rules that match the longest wins, and "allow" where two are as long.
 */
export function robotsAllow(robots: string, name: string, path: string): boolean {
  const groups = readGroups(robots)
  const own = groups.filter(({ agents }) => agents.includes(name.toLowerCase()))
  const rules = (own.length > 0 ? own : groups.filter(({ agents }) => agents.includes('*'))).flatMap(
    ({ rules }) => rules,
  )
  let best: Rule | null = null
  for (const rule of rules) {
    if (!matches(rule.path, path)) continue
    const longer = best === null || rule.path.length > best.path.length
    if (longer || (rule.path.length === best!.path.length && rule.allow)) best = rule
  }
  return best?.allow ?? true
}

interface Rule {
  readonly allow: boolean
  readonly path: string
}

interface Group {
  readonly agents: string[]
  readonly rules: Rule[]
}

const LONGEST_LINE = 2_000
const MOST_WILDCARDS = 10

function readGroups(robots: string): readonly Group[] {
  const groups: Group[] = []
  let begun = false
  for (const line of robots.split(/\r\n?|\n/)) {
    const [, key = '', value = ''] = /^\s*([\w-]+)\s*:\s*([^#]*)/.exec(line.slice(0, LONGEST_LINE)) ?? []
    const group = groups.at(-1)
    switch (key.toLowerCase()) {
      case 'user-agent': {
        // Several names in a row share the rules that follow.
        const agent = value.trim().toLowerCase().replace(/\/.*$/, '')
        if (group !== undefined && !begun) group.agents.push(agent)
        else groups.push({ agents: [agent], rules: [] })
        begun = false
        break
      }
      case 'allow':
      case 'disallow':
        begun = true
        if (value.trim() !== '') group?.rules.push({ allow: key.toLowerCase() === 'allow', path: value.trim() })
        break
      default:
    }
  }
  return groups
}

/** `*` stands for any characters, `$` at the end for the end. Takes time in proportion to the path. */
function matches(rule: string, path: string): boolean {
  const ends = rule.endsWith('$')
  const [first = '', ...rest] = (ends ? rule.slice(0, -1) : rule).split('*').slice(0, MOST_WILDCARDS)
  if (!path.startsWith(first)) return false
  let at = first.length
  for (const [index, part] of rest.entries()) {
    const last = index === rest.length - 1
    const found = ends && last ? path.lastIndexOf(part) : path.indexOf(part, at)
    if (found < at) return false
    at = found + part.length
  }
  return !ends || at === path.length || rest.at(-1) === ''
}
